// Streams of captured blocks to other programs, as a headless run has them.
import { Outflow, type OutflowState, openSink } from '#main/capture/index.ts'
import type { RunCommand } from '#main/cli/index.ts'
import type { Instrument } from '#main/instrument/index.ts'

export class Outflows {
  #all: readonly Outflow[] = []

  get states(): readonly OutflowState[] {
    return this.#all.map(({ state }) => state)
  }

  /**
   * From the next block on.
   * @param onProblem a reader ended before the capture
   * @throws as {@link openSink}; then none is open
   */
  async start(
    { parts }: Instrument,
    { streams, overwrite }: Pick<RunCommand, 'streams' | 'overwrite'>,
    waiting: { readonly signal: AbortSignal; readonly onWait: (file: string) => void },
    onProblem: (line: string) => void,
  ): Promise<void> {
    const { hub, stack } = parts
    const { clock } = stack.runtime
    const played = stack.played
    const bytesOf = (address: number, length: number): Uint8Array => stack.heap.u8(address, length)
    try {
      for (const { target, isLossless } of streams) {
        const { signal } = waiting
        const onWait = (): void => waiting.onWait(target)
        const sink = await openSink({ file: target, overwrite, played, bytes: 0, signal, onWait })
        const made = { target, sink, isLossless, clock, bytesOf }
        const told = ({ message }: Error): void => onProblem(`The stream to ${target} ended: ${message}`)
        this.#all = [...this.#all, new Outflow({ ...made, onProblem: told })]
      }
    } catch (thrown) {
      await this.finish()
      throw thrown
    }
    for (const outflow of this.#all) hub.addTap(outflow)
  }

  /** Gives what waits to the readers that take it. */
  async finish(onProgress?: () => void): Promise<void> {
    await Promise.all(this.#all.map((outflow) => outflow.finish(onProgress)))
  }
}
