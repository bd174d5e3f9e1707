// A context as it was opened: devices here that are really elsewhere.
import type { BlockMemory, IioBus } from '#main/iio/index.ts'
import type { Runtime } from '#main/runtime/clock.ts'
import type { Remote } from './device.ts'

export interface RemoteContextOptions {
  readonly bus: IioBus
  readonly runtime: Runtime
  readonly heap: BlockMemory
}

export interface RemoteContextDevices {
  /** As it is written out: `ip:127.0.0.1:30431`. */
  readonly uri: string
  readonly remotes: readonly Remote[]
  /** Takes all of them away, and ends the connection. */
  remove(): Promise<void>
}
