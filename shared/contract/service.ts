// What the instrument offers to whoever serves it on a port. rpc.ts turns this into messages; nobody else does.
import type { Disposable, Event } from '../lifecycle.ts'
import type { Role } from './access.ts'
import type { FileWays } from './files.ts'
import type { InstrumentCalls, InstrumentEvents, ViewSettings } from './instrument.ts'

/** Calls that belong to one viewer are handled by its {@link Viewer} and by the server itself. */
type ViewerCalls = 'hello' | 'setView'

/** The instrument's side of the contract: every call, answered now or later. */
export type InstrumentHandlers = {
  readonly [K in Exclude<keyof InstrumentCalls, ViewerCalls>]: (
    ...args: Parameters<InstrumentCalls[K]>
  ) => ReturnType<InstrumentCalls[K]> | Promise<ReturnType<InstrumentCalls[K]>>
}

/** One watcher of the instrument, with a view of its own. Disposing it frees everything it held. */
export interface Viewer extends Disposable {
  setView(view: ViewSettings): void
  /**
   * The newest frame that differs from the one returned before: resolves when there is something new to show. At most
   * one call is outstanding. Rejects with ECANCELED when the viewer is disposed. `sequence` in the frame is 0; the
   * server stamps it.
   */
  nextFrame(): Promise<Uint8Array>
}

export interface InstrumentService {
  readonly version: string
  readonly front: 'electron' | 'browser' | 'headless'
  readonly handlers: InstrumentHandlers
  /** How operators may bring files; observers may not. */
  readonly fileWays: FileWays
  readonly events: { readonly [K in keyof InstrumentEvents]: Event<InstrumentEvents[K]> }
  state(): InstrumentEvents['state']
  /** @param role an observer's view shows what the others' make, and changes nothing of it; default operator */
  openViewer(role?: Role): Viewer
}

/** The viewer's side: every call returns a promise; rejections are ErrnoErrors. */
export type InstrumentClientCalls = {
  readonly [K in Exclude<keyof InstrumentCalls, 'hello'>]: (
    ...args: Parameters<InstrumentCalls[K]>
  ) => Promise<ReturnType<InstrumentCalls[K]>>
}
