// The tap that passes blocks on as they come: nothing but their bytes, straight from the heap to a file, a pipe or a socket. By
// default it leaves blocks out while the other side is slow, and counts them: so it holds little, and never harms the capture.
import type { Clock } from '#main/runtime/clock.ts'
import type { ErrnoError } from '#shared/errors.ts'
import type { SampleSink } from '../recorder/sinks/sink.ts'
import { BlockWriter } from '../recorder/writer.ts'
import type { BlockRef, Tap } from '../tap.ts'

export interface OutflowState {
  /** As it was named. */
  readonly target: string
  readonly isLossless: boolean
  /** Given to the system. */
  readonly sentBytes: number
  /** Taken, and not given to the system yet. */
  readonly waitingBytes: number
  /** Scans that were taken, and those that were left out because the other side was slow, or had ended. */
  readonly takenScans: number
  readonly skippedScans: number
  readonly skippedBlocks: number
  /** Scans that no block had: they were lost before they came here. */
  readonly lostScans: number
  /** Why it ended before the capture; null: it did not. */
  readonly problem: string | null
}

export interface OutflowOptions {
  readonly target: string
  readonly sink: SampleSink
  /** Holds every block until it is written, whatever that costs the capture. */
  readonly isLossless: boolean
  readonly clock: Clock
  readonly bytesOf: (address: number, length: number) => Uint8Array
  /** It takes no more. */
  readonly onProblem: (problem: ErrnoError) => void
}

/** So much waits for a slow reader at most, bytes; and one block in any case. */
const mostWaitingBytes = 16 << 20
/** At the end, a reader that takes nothing for so long is left, ms; it is looked so often. */
const patienceMs = 1000
const lookMs = 20

export class Outflow implements Tap {
  readonly name = 'stream'
  readonly #options: OutflowOptions
  readonly #writer: BlockWriter
  #takenScans = 0
  #skippedScans = 0
  #skippedBlocks = 0
  #lostScans = 0
  #problem: ErrnoError | null = null
  #isFinished = false

  constructor(options: OutflowOptions) {
    this.#options = options
    const { sink, clock, bytesOf } = options
    this.#writer = new BlockWriter({
      ...{ sink, clock, bytesOf },
      described: () => Number.POSITIVE_INFINITY,
      describe: () => Promise.resolve(),
      onProblem: (problem) => {
        if (this.#isFinished) return
        this.#problem = problem
        options.onProblem(problem)
      },
    })
  }

  get state(): OutflowState {
    const { target, isLossless } = this.#options
    return {
      ...{ target, isLossless },
      sentBytes: this.#writer.bytesWritten,
      waitingBytes: this.#writer.waitingBytes,
      takenScans: this.#takenScans,
      skippedScans: this.#skippedScans,
      skippedBlocks: this.#skippedBlocks,
      lostScans: this.#lostScans,
      problem: this.#problem?.message ?? null,
    }
  }

  onBlocks(blocks: readonly BlockRef[]): void {
    for (const block of blocks) this.#take(block)
  }

  onMissing(scans: number): void {
    this.#lostScans += scans
  }

  /**
   * Takes no more, and gives what waits to the other side, as long as that takes something.
   * @param onProgress called while it does
   */
  async finish(onProgress: () => void = () => undefined): Promise<OutflowState> {
    if (this.#isFinished) return this.state
    this.#isFinished = true
    const { sink, clock } = this.#options
    let isDrained = false
    const drained = this.#writer.drain().then(() => {
      isDrained = true
    })
    let [left, sinceMs] = [this.#writer.waitingBytes, clock.nowMs()]
    while (!isDrained && clock.nowMs() - sinceMs < patienceMs) {
      await Promise.race([drained, new Promise<void>((resolve) => clock.timer(lookMs, resolve))])
      if (this.#writer.waitingBytes === left) continue
      left = this.#writer.waitingBytes
      sinceMs = clock.nowMs()
      onProgress()
    }
    if (!isDrained) sink.abort?.()
    await drained
    await sink.close(isDrained).catch(() => undefined)
    return this.state
  }

  #take(block: BlockRef): void {
    this.#lostScans += block.lostBefore
    const { isLossless } = this.#options
    const isFull = this.#writer.waitingBytes > 0 && this.#writer.waitingBytes + block.bytes > mostWaitingBytes
    if (this.#isFinished || this.#problem !== null || (isFull && !isLossless)) {
      this.#skippedScans += block.scans
      this.#skippedBlocks++
      return
    }
    this.#takenScans += block.scans
    this.#writer.append(block, block.bytes, 0)
  }
}
