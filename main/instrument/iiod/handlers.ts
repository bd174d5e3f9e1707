// What the contract says of programs that use libiio.
import type { Topics } from '#shared/contract/topics.ts'
import type { ServedTopic } from '#shared/rpc/service.ts'
import type { IiodControl } from './iiod-control.ts'

export interface IiodHandlerParts {
  readonly iiod: IiodControl
  /** Serves on this port of this machine. */
  readonly serve: (port: number) => Promise<unknown>
  /** Tells the viewers the state now. */
  readonly announce: () => void
}

export function servedIiod({ iiod, serve, announce }: IiodHandlerParts): ServedTopic<Topics, 'iiod'> {
  return {
    calls: {
      serveIiod: async ({ port }) => {
        await serve(port)
        announce()
        return iiod.state
      },
      stopIiod: async () => {
        await iiod.stop()
        announce()
      },
      setIiodOverrun: ({ overrun }) => {
        iiod.overrun = overrun
        announce()
      },
      iiodClients: () =>
        (iiod.server?.clients ?? []).map(({ address, devices, sampleBytes, skippedScans }) => ({
          ...{ address, devices, sampleBytes, skippedScans },
        })),
    },
    state: () => ({ iiod: iiod.state }),
  }
}
