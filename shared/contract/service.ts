// What the instrument offers to whoever serves it on a port, and what it says of itself to a viewer.
import type { Disposable, Event } from '../lifecycle.ts'
import type { FrameSource, ServiceCalls, ViewerCalls } from '../rpc/service.ts'
import type { StateBoard } from '../rpc/state-board.ts'
import type { Role } from './access.ts'
import type { ControlDesk } from './desk.ts'
import type { FileWays } from './topics/files.ts'
import type { InstrumentEvents, InstrumentState, Topics } from './topics.ts'

/** The instrument's side of the contract: every call, answered now or later. */
export type InstrumentHandlers = ServiceCalls<Topics>

/** One watcher of the instrument, with a view of its own. Disposing it frees everything it held. */
export type Viewer = Pick<ViewerCalls<Topics>, 'setView'> & FrameSource & Disposable

export type Front = 'electron' | 'browser' | 'headless'

/** What a viewer is told of the instrument when it says hello. */
export interface InstrumentAbout {
  readonly version: string
  readonly front: Front
  /** What this viewer may do: everything, or look only. */
  readonly role: Role
  /** How this viewer may bring a file to play. */
  readonly files: FileWays
  /** The number of its party at the desk of control; null: it has no place there. Of an instrument without one: absent. */
  readonly party?: number | null
}

export interface InstrumentService {
  readonly version: string
  readonly front: Front
  readonly handlers: InstrumentHandlers
  /** How operators may bring files; observers may not. */
  readonly fileWays: FileWays
  readonly events: { readonly [K in keyof InstrumentEvents]: Event<InstrumentEvents[K]> }
  /** The state in slices, and word of their changes. */
  readonly board: StateBoard<Topics>
  /** The state now: the board is brought up to date. */
  state(): InstrumentState
  /** Where control changes hands between those who may operate. */
  readonly desk: ControlDesk
  /**
   * @param role default operator
   * @param isLooking whether its view shows what the others' make, and changes nothing of it, now; an observer's does
   * @param isCounted whether it is one more of those who look; default: it is
   */
  openViewer(role?: Role, isLooking?: () => boolean, isCounted?: boolean): Viewer
}
