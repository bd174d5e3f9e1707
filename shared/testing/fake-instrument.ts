// An instrument for tests of ports, fronts and viewers, and for looking at the screen without one: it obeys the contract,
// answers every call plausibly, remembers the calls it got, and has nothing to do with how the real one works.
import type { Role } from '../contract/access.ts'
import { ControlDesk } from '../contract/desk.ts'
import type { Front, InstrumentHandlers, InstrumentService, Viewer } from '../contract/service.ts'
import type { OfferedFile } from '../contract/topics/files.ts'
import type { IiodClientState } from '../contract/topics/iiod.ts'
import type { Lanes } from '../contract/topics/lanes.ts'
import type { ViewSettings } from '../contract/topics/view.ts'
import { type InstrumentEvents, type InstrumentState, type Topics, topics } from '../contract/topics.ts'
import { ErrnoError, say } from '../errors.ts'
import { encodeFrame } from '../frame/frame.ts'
import { Emitter, nothingToDispose } from '../lifecycle.ts'
import type { PatienceClock } from '../patience.ts'
import { StateBoard } from '../rpc/state-board.ts'
import { eventsOf } from '../rpc/topic.ts'
import { fakeAnswers } from './fake-answers.ts'
import { fakeFrame, fakePicture } from './fake-signal.ts'
import { fakeLanes, fakeSlices } from './fake-values.ts'

const firstView: ViewSettings = { secondsPerDiv: 2e-7, positionSeconds: 0, columns: 800, atSample: null }

class FakeViewer implements Viewer {
  view: ViewSettings | null = null
  disposed = false
  /** Frames handed out so far. */
  fetched = 0
  readonly #make: (view: ViewSettings) => Uint8Array
  readonly #pace: Pace | null
  #isFresh = true
  #waiting: { resolve(frame: Uint8Array): void; reject(error: Error): void } | null = null

  constructor(make: (view: ViewSettings) => Uint8Array, pace: Pace | null) {
    this.#make = make
    this.#pace = pace
  }

  setView(view: ViewSettings): void {
    this.view = view
  }

  nextFrame(): Promise<Uint8Array> {
    if (this.#waiting !== null) return Promise.reject(new ErrnoError('EBUSY', say`one frame is asked for at a time`))
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      if (this.#pace !== null) this.#pace(() => this.offer())
      else if (this.#isFresh) this.offer()
    })
  }

  /** There is something new to show. */
  offer(): void {
    const waiting = this.#waiting
    this.#isFresh = waiting === null
    if (waiting === null) return
    this.#waiting = null
    this.fetched++
    try {
      waiting.resolve(this.#make(this.view ?? firstView))
    } catch (thrown) {
      waiting.reject(thrown as Error)
    }
  }

  dispose(): void {
    this.disposed = true
    this.#waiting?.reject(new ErrnoError('ECANCELED', say`the viewer is gone`))
    this.#waiting = null
  }
}

type Emitters = { readonly [K in keyof InstrumentEvents]: Emitter<InstrumentEvents[K]> }

/** Calls back when the next frame is to be offered. */
export type Pace = (offer: () => void) => void

export interface FakeOptions {
  readonly front?: Front
  /** Offers each frame by itself, when it is time; then they show a signal. Else a test offers each. */
  readonly pace?: Pace
  /** Of the desk of control; without it nobody waits in vain there, and nothing passes by itself. */
  readonly clock?: PatienceClock
}

export class FakeInstrument implements InstrumentService {
  readonly version = '0.0.0-fake'
  readonly front: Front
  readonly events: Emitters
  readonly board: StateBoard<Topics>
  readonly desk: ControlDesk
  /** Every call that was carried out, oldest first. */
  readonly calls: { readonly name: string; readonly request: unknown }[] = []
  readonly viewers: FakeViewer[] = []
  /** The role each viewer was opened with. */
  readonly roles: Role[] = []
  /** Whether each viewer was one more of those who look. */
  readonly counted: boolean[] = []
  readonly handlers: InstrumentHandlers
  fileWays = { dialog: true, upload: true, folders: true }
  /** Files that may be played. */
  offered: readonly OfferedFile[] = []
  /** Programs that use libiio. */
  iiodClients: readonly IiodClientState[] = []
  makeFrame: (view: ViewSettings) => Uint8Array
  /** The lives that are known. */
  lanesAround = (): Lanes => fakeLanes(this.state(), this.elapsedMs())
  /** Attributes by path. */
  readonly values = new Map<string, string>()
  readonly #pace: Pace | null
  #startMs = Date.now()

  constructor({ front = 'headless', pace, clock }: FakeOptions = {}) {
    this.front = front
    this.#pace = pace ?? null
    this.board = new StateBoard<Topics>(fakeSlices())
    this.desk = new ControlDesk(
      clock ?? { nowMs: () => 0, timer: () => nothingToDispose },
      () => void this.change({ control: this.desk.state }),
    )
    this.events = Object.fromEntries(
      [...eventsOf(topics).keys()].map((name) => [name, new Emitter<unknown>()]),
    ) as unknown as Emitters
    this.handlers = fakeAnswers(this)
    this.makeFrame = pace ? (view) => encodeFrame(this.#picture(view)) : () => fakeFrame()
    for (const channel of this.state().channels)
      for (const [name, value] of [
        ['source', channel.source],
        ['source_frequency', channel.index === 0 ? '1000000' : '2500000'],
        ['source_amplitude', channel.index === 0 ? '0.75' : '0.6'],
        ['source_offset', '0'],
        ['source_phase', '0'],
        ['source_noise', '0.01'],
        ['scale', String(channel.scaleMillivolts)],
        ['offset', '0'],
      ] as const)
        this.values.set(`${channel.id}/${name}`, value)
  }

  state(): InstrumentState {
    return this.board.state
  }

  /** Changes fields of the state and tells everybody. */
  change(fields: Partial<InstrumentState>): InstrumentState {
    this.board.putFields(fields)
    this.board.tell()
    return this.board.state
  }

  openViewer(role: Role = 'operator', _isLooking?: () => boolean, isCounted = true): Viewer {
    this.roles.push(role)
    this.counted.push(isCounted)
    const viewer = new FakeViewer((view) => this.makeFrame(view), this.#pace)
    this.viewers.push(viewer)
    return viewer
  }

  /** A recording is under way. */
  record(): void {
    const taken = { scans: 0, wanted: null, bytes: 0, waitingBytes: 0, seconds: 0, lostSamples: 0, gapFree: null }
    this.change({ recording: { file: 'x.raw', ...taken, state: 'recording', problem: null } })
  }

  /** Offers every viewer something new. */
  offerFrame(): void {
    for (const viewer of this.viewers) viewer.offer()
  }

  /** Since it began, ms. */
  elapsedMs(): number {
    return Date.now() - this.#startMs
  }

  #picture(view: ViewSettings) {
    return fakePicture(view, {
      state: this.state(),
      elapsedMs: this.elapsedMs(),
      figure: (channel, name) => Number(this.values.get(`${channel}/${name}`)),
    })
  }
}
