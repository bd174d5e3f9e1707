// The oscilloscope: one object that composes the rooms below and serves the contract. Fronts add a screen to it.
import type { AnalysisView } from '#main/analysis/index.ts'
import type { Saving } from '#main/runtime/program-end.ts'
import { Rounds } from '#main/runtime/rounds.ts'
import type { Role } from '#shared/contract/access.ts'
import { ControlDesk } from '#shared/contract/desk.ts'
import type { InstrumentHandlers, InstrumentService, Viewer } from '#shared/contract/service.ts'
import type { FileWays } from '#shared/contract/topics/files.ts'
import type { InstrumentEvents, InstrumentState, Topics } from '#shared/contract/topics.ts'
import { fail, say } from '#shared/errors.ts'
import { type Disposable, DisposableStore, Emitter } from '#shared/lifecycle.ts'
import { type Assembled, assemble } from '#shared/rpc/service.ts'
import { StateBoard } from '#shared/rpc/state-board.ts'
import { inWords } from '#shared/sentence.ts'
import { Teardown } from '#shared/teardown.ts'
import { holderOf } from './board/sampling-rate.ts'
import { analysedView, firstView } from './control/analysed-view.ts'
import { TriggerFinder } from './control/trigger-finder.ts'
import type { FileWaysIn } from './offered/file-handlers.ts'
import type { InstrumentParts } from './parts.ts'
import type { RecordingDesk } from './recording/handlers.ts'
import { RecordingSaving } from './recording/saving.ts'
import { Comeback } from './remote/comeback.ts'
import { servedTopics } from './served-topics.ts'
import type { KeptWays } from './settings/kept/kept-ways.ts'
import { applySessionFile } from './settings/session.ts'
import { settingsTree } from './settings/settings-tree.ts'
import { WritePath } from './settings/write-path.ts'
import { FigureTeller } from './status/figure-teller.ts'
import { FoundTeller } from './status/found-figures.ts'
import { StatsMeter } from './status/stats-meter.ts'
import { type OpenUpdater, UpdateControl } from './updates/update-control.ts'
import { diagnose, type SelfKnowledge } from './upkeep/diagnose.ts'
import { noteTrouble } from './upkeep/note-trouble.ts'
import { tellTrouble } from './upkeep/tell-trouble.ts'

/** Figures are told at this pace. */
const statsPace = { everyMs: 250, restMs: 1000 } as const
const lanesPace = { everyMs: 66, restMs: 1000 } as const
/** How far a file is read is told this often. */
const loadIntervalMs = 100
/** States are sent at most this often: a burst of changes ends in one. */
const stateIntervalMs = 30

export interface InstrumentAbout {
  readonly version: string
  readonly front: InstrumentService['front']
  readonly ways: FileWaysIn
  readonly desk: RecordingDesk | null
  /** Keeps profiles and preferences; null: nothing does. */
  readonly kept: KeptWays | null
  readonly self: SelfKnowledge | null
  readonly updates: OpenUpdater | null
}

export class Instrument implements InstrumentService {
  readonly version: string
  readonly front: InstrumentService['front']
  readonly fileWays: FileWays
  readonly board: StateBoard<Topics>
  readonly desk: ControlDesk
  readonly parts: InstrumentParts
  /** The one way in which settings are changed. */
  readonly settings: WritePath
  /** What is saved when the program ends: a recording that is under way. */
  readonly saving: Saving
  readonly #emitters = {
    stats: new Emitter<InstrumentEvents['stats']>(),
    lanes: new Emitter<InstrumentEvents['lanes']>(),
    problem: new Emitter<InstrumentEvents['problem']>(),
    measurementFigures: new Emitter<InstrumentEvents['measurementFigures']>(),
    searchFigures: new Emitter<InstrumentEvents['searchFigures']>(),
    segmentsKept: new Emitter<InstrumentEvents['segmentsKept']>(),
  }
  readonly #store = new DisposableStore()
  /** Whether each is counted. */
  readonly #viewers = new Map<Viewer, boolean>()
  readonly #teller: FigureTeller
  readonly #found: FoundTeller
  readonly #finder: TriggerFinder
  readonly #served: Assembled<Topics>
  readonly #rounds = [
    new Rounds(statsPace, () => {
      const isFound = this.#found.tell()
      return this.#teller.tellStats() || isFound
    }),
    new Rounds(lanesPace, () => this.#viewers.size > 0 && this.#teller.tellLanes()),
  ]
  #frames = 0
  readonly #untold: string[] = []
  /** Until the next state is told, and the next word of a file that is read. */
  #stateTimer: Disposable | null = null
  #loadTimer: Disposable | null = null
  #closing: Promise<void> | null = null

  constructor(parts: InstrumentParts, { version, front, ways, desk, kept, self, updates }: InstrumentAbout) {
    this.parts = parts
    this.version = version
    this.front = front
    this.fileWays = { dialog: ways.chooseFile !== null, upload: ways.uploads, folders: desk !== null }
    const { hub, analysis, recordings, source, stack, trigger } = parts
    const { clock } = stack.runtime
    this.saving = new RecordingSaving(recordings, clock)
    const meter = new StatsMeter({ hub, analysis, trigger, recordings, source, clock, frames: () => this.#frames })
    this.#teller = new FigureTeller({ hub, meter, ...this.#emitters })
    this.#found = new FoundTeller(parts, this.#emitters)
    this.#finder = new TriggerFinder(parts)
    this.desk = new ControlDesk(clock, () => this.#closing === null && this.#announce())
    this.settings = new WritePath({ tree: settingsTree(parts), clock, settle: () => this.#settle() })
    this.#served = assemble(
      servedTopics(parts, {
        finder: this.#finder,
        settings: this.settings,
        ways,
        desk,
        kept,
        updates: new UpdateControl(updates, parts),
        control: this.desk,
        events: this.#emitters,
        loadSession: (file) => applySessionFile(this, file),
        announce: () => this.#announce(),
        refresh: () => this.refresh(),
        writeAttribute: (device, path, value) => this.writeAttribute(device, path, value),
        diagnose: (page) => diagnose(this, front, self, page),
        serveIiod: (port) => parts.iiod.start(this, { host: null, port }),
      }),
    )
    this.board = new StateBoard(this.#served.slices())
    if (kept !== null) this.#store.add(kept.onChange.on(() => this.#announce()))
    this.#follow()
    if (self !== null) this.#store.add(noteTrouble(this, self.diary))
  }

  get handlers(): InstrumentHandlers {
    return this.#served.handlers
  }

  get events(): InstrumentService['events'] {
    return this.#served.events
  }

  state(): InstrumentState {
    this.board.put(this.#served.slices())
    return this.board.state
  }

  openViewer(role: Role = 'operator', isLooking: () => boolean = () => role === 'observer', isCounted = true): Viewer {
    if (this.#closing !== null) fail('ECANCELED', say`The instrument is closing.`)
    const view =
      this.parts.analysis?.openView(analysedView(firstView, [], true)) ??
      fail('ENOSYS', say`This instrument runs without analysis.`)
    const viewer = this.#makeViewer(view, isLooking)
    this.#viewers.set(viewer, isCounted)
    this.#countViewers()
    return viewer
  }

  /**
   * Stops the capture, finishes a recording, ends every thread. Safe to call again.
   * @param onStep called when a part of it is done
   */
  close(onStep: () => void = () => undefined): Promise<void> {
    this.#closing ??= this.#close(onStep)
    return this.#closing
  }

  /**
   * Writes an attribute for whoever may name any file: the command line. Viewers have a call of the contract.
   * @throws as {@link Acquisition.writeAttribute}
   */
  async writeAttribute(device: string, path: string, value: string): Promise<string> {
    const holder = holderOf(this.parts.stack.bus, device, path)
    if (holder !== undefined) this.settings.checkAttribute([holder.name, holder.id], path, value)
    const write = await this.parts.acquisition.prepareAttribute(device, path, value)
    try {
      return await this.settings.doing(() => write.carryOut(), true)
    } finally {
      write.discard()
    }
  }

  /** Tells a sentence to those who watch; when nobody does yet, to the first who comes. */
  remark(message: string): void {
    if (this.#viewers.size > 0) this.#remark(message)
    else this.#untold.push(message)
  }

  /** Reads the device again and tells the viewers. */
  async refresh(): Promise<InstrumentState> {
    await this.#settle()
    return this.#announce()
  }

  /** Reads the device again; the math trace follows, and the trigger when its channel was switched off. */
  async #settle(): Promise<void> {
    await this.parts.state.refresh()
    this.parts.bandwidth.follow(this.parts.state.channels)
    this.parts.math.follow(this.parts.state.channels)
    this.parts.measures.apply(this.parts.state.channels)
    this.parts.search.apply(this.parts.state.channels)
    const moved = this.#finder.follow(() => this.#announce())
    if (moved !== null) this.#remark(moved)
  }

  #makeViewer(view: AnalysisView, isLooking: () => boolean): Viewer {
    const viewer: Viewer = {
      setView: (settings) => view.setView(analysedView(settings, this.parts.state.channels, isLooking())),
      nextFrame: async () => {
        const frame = await view.nextFrame()
        this.#frames++
        return frame
      },
      dispose: () => {
        if (this.#viewers.delete(viewer)) this.#countViewers()
        view.dispose()
      },
    }
    return viewer
  }

  #countViewers(): void {
    this.parts.state.viewers = [...this.#viewers.values()].filter(Boolean).length
    this.#teller.renew()
    this.#found.renew()
    this.#stir()
    this.#announceSoon()
  }

  /** Tells the viewers the state now. */
  #announce(): InstrumentState {
    const state = this.state()
    this.board.tell()
    return state
  }

  /** How far a file is read: seldom enough to cost nothing, and the device need not be asked. */
  #announceLoad(): void {
    if (this.#closing !== null) return
    this.#loadTimer ??= this.parts.stack.runtime.clock.timer(loadIntervalMs, () => {
      this.#loadTimer = null
      this.#announce()
    })
  }

  #announceSoon(): void {
    if (this.#closing !== null) return
    this.#stateTimer ??= this.parts.stack.runtime.clock.timer(stateIntervalMs, () => {
      this.#stateTimer = null
      this.refresh().catch(() => this.#announce())
      if (this.#viewers.size > 0) for (const message of this.#untold.splice(0)) this.#remark(message)
    })
  }

  #follow(): void {
    const { hub, acquisition, recordings, stack, files, breaks } = this.parts
    files.onChange = () => this.#announceSoon()
    this.#store.add(this.settings.onChange.on(() => this.#announce()))
    for (const { onChange } of [hub, acquisition, stack.bus, this.parts.iiod, this.parts.unfinished])
      this.#store.add(onChange.on(() => this.#announceSoon()))
    this.#store.add(stack.bus.onWrite.on(() => this.#announceSoon()))
    for (const { onChange } of [hub, acquisition, this.settings]) this.#store.add(onChange.on(() => this.#stir()))
    this.#store.add(stack.onLoad.on(() => this.#announceLoad()))
    this.#store.add(new Comeback(this.parts, (sentence) => this.remark(inWords(sentence))))
    this.#store.add(breaks)
    this.#store.add(tellTrouble(this.parts, (problem) => this.#emitters.problem.fire(problem)))
    for (const event of [recordings.onEnd, recordings.onNews]) this.#store.add(event.on(() => this.#announceSoon()))
    this.#store.add(recordings.kept.onChange.on(() => this.#announce()))
    for (const one of this.#rounds) this.#store.add(one)
  }

  #stir(): void {
    for (const one of this.#rounds) one.stir()
    this.parts.memory.stir()
  }

  #remark(message: string): void {
    this.#emitters.problem.fire({ severity: 'info', message, tip: null })
  }

  async #close(onStep: () => void): Promise<void> {
    const { acquisition, analysis, memory, stack, files, iiod, scpi, recordings, unfinished } = this.parts
    this.#store.dispose()
    this.#stateTimer?.dispose()
    this.#loadTimer?.dispose()
    memory.hurry()
    for (const viewer of [...this.#viewers.keys()]) viewer.dispose()
    this.desk.dispose()
    const teardown = new Teardown()
    teardown.add(() => {
      for (const emitter of Object.values(this.#emitters)) emitter.dispose()
    })
    const parts = [() => files.close(), () => stack.close(), () => analysis?.stop(), () => memory.stop()]
    for (const part of parts)
      teardown.add(async () => {
        onStep()
        await part()
      })
    for (const writer of [unfinished, recordings.kept]) teardown.add(() => writer.settle())
    teardown.add(() => acquisition.stop())
    for (const served of [iiod, scpi]) teardown.add(() => served.close())
    await teardown.run()
  }
}
