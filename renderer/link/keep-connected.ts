// Keeps a page connected: opens a port, says hello, and starts over when the port closes.
import { connectInstrument, type InstrumentClient } from '#shared/contract/rpc.ts'
import { ErrnoError, errnoOf, say, toWireError, type WireError } from '#shared/errors.ts'
import type { Disposable } from '#shared/lifecycle.ts'
import type { Port } from '#shared/port/port.ts'

/** Pauses before trying again; the last one repeats. */
const pausesMs = [200, 500, 1000, 2000] as const

export interface Connection {
  readonly open: () => Promise<Port>
  readonly client: string
  onClient(client: InstrumentClient): void
  /** The port closed, or could not be opened. `final`: trying again would not help. */
  onLost(error: WireError, final: boolean): void
  /** For tests; a timer otherwise. */
  readonly pause?: (ms: number) => Promise<void>
}

const timer = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Runs until disposed, or until the instrument says that it speaks another protocol. */
export function keepConnected({ open, client: name, onClient, onLost, pause = timer }: Connection): Disposable {
  let stopped = false
  let current: InstrumentClient | null = null

  async function run(): Promise<void> {
    for (let failures = 0; !stopped; failures++) {
      try {
        const client = await connectInstrument(await open(), { client: name })
        current = client
        if (stopped) return client.dispose()
        const closed = new Promise<void>((resolve) => client.onClose(resolve))
        onClient(client)
        failures = 0
        await closed
        if (!stopped) onLost(new ErrnoError('ENODEV', say`The connection to the instrument ended.`).toWire(), false)
      } catch (thrown) {
        const final = errnoOf(thrown) === 'EPROTO'
        if (!stopped) onLost(toWireError(thrown), final)
        if (final) return
      }
      await pause(pausesMs[Math.min(failures, pausesMs.length - 1)] ?? 0)
    }
  }

  void run()
  return {
    dispose() {
      stopped = true
      current?.dispose()
    },
  }
}
