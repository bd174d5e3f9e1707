// Programs that use libiio: whether the devices are served to them, and who they are.
import * as v from 'valibot'
import { nothing, record, whole } from '../../rpc/shapes.ts'
import { changing, defineTopic, looking, of, slice } from '../../rpc/topic.ts'

/** What becomes of scans that a client is too slow for: they are left out, or its stream ends there. */
export const iiodOverruns = ['skip', 'stop'] as const
export type IiodOverrun = (typeof iiodOverruns)[number]

export interface IiodState {
  /** What a client opens, `ip:127.0.0.1:30431`; null: nothing is served. */
  readonly uri: string | null
  /** How many there are. */
  readonly clients: number
  /** Of streams that are opened from now on. */
  readonly overrun: IiodOverrun
}

export interface IiodFields {
  readonly iiod: IiodState
}

export interface IiodClientState {
  /** `127.0.0.1:51234`. */
  readonly address: string
  /** Ids of devices that it streams from or to. */
  readonly devices: readonly string[]
  /** Bytes of samples, both ways, since it came. */
  readonly sampleBytes: number
  /** Scans it was too slow for. */
  readonly skippedScans: number
}

/** A page opens this port of this machine, and no other address: that is for who starts the program. */
const request = record({ port: whole(0, 65_535) })

export const iiod = defineTopic({
  calls: {
    /** Serves on 127.0.0.1. EBUSY: the port is taken. 0: any free port. */
    serveIiod: changing(request, of<IiodState>()),
    /** Cuts every client. */
    stopIiod: changing(nothing, of<void>()),
    setIiodOverrun: changing(record({ overrun: v.picklist(iiodOverruns) }), of<void>()),
    iiodClients: looking(nothing, of<readonly IiodClientState[]>()),
  },
  state: slice<IiodFields>({ iiod: { uri: null, clients: 0, overrun: 'skip' } }),
})
