// The analysis of a stream, without its thread: takes announced blocks in, once each, and answers views. The thread
// calls `poll` in a loop; tests call it by hand.

import { AcquiredTrace } from '../display/acquired-trace.ts'
import { DerivedTrace } from '../display/derived-trace.ts'
import { FrameMaker } from '../display/frame-maker.ts'
import type { View } from '../display/view.ts'
import { longestIdleMs, ViewList } from '../display/view-list.ts'
import { chooseWaveform } from '../display/waveform-choice.ts'
import { Intake } from '../pass/intake.ts'
import type { SearchedStream } from '../search/event-search.ts'
import { Figures } from '../stream/figures.ts'
import { ReadLog } from '../stream/read-log.ts'
import { Validity } from '../stream/validity.ts'
import type { Acquisition } from '../trigger/acquisition.ts'
import { SingleShot } from '../trigger/single-shot.ts'
import { AnnouncedBlocks } from './announced-blocks.ts'
import { answerQuestion, type Question } from './answers.ts'
import type { FromAnalyser, ToAnalyser } from './messages.ts'
import { makeParts, type Parts, type PartsOptions } from './parts.ts'
import { Settling } from './settling.ts'
import { wordNow } from './word-now.ts'

export interface AnalyserOptions extends PartsOptions {
  readonly post: (message: FromAnalyser) => void
  /** Stands still for so long. */
  readonly sleep: (ms: number) => void
}

/** A torn frame is made again at once, this often, before its view waits for the next turn. */
const tornRetries = 3
/** How often a math trace that is evaluated of what was in memory is shown meanwhile, ms. */
const mathRefreshMs = 250

export class Analyser {
  readonly #options: AnalyserOptions
  readonly #figures: Figures
  readonly #announced: AnnouncedBlocks
  readonly #parts: Parts
  readonly #intake: Intake
  readonly #frames: FrameMaker
  readonly #acquired: AcquiredTrace
  readonly #views = new ViewList()
  readonly #single = new SingleShot()
  readonly #settling = new Settling()
  readonly #asked: Question[] = []
  #mathShownMs = Number.NEGATIVE_INFINITY
  #running = false
  #quit = false

  constructor(options: AnalyserOptions) {
    const { buffer, plan, clock } = options
    this.#options = options
    this.#announced = new AnnouncedBlocks(buffer, plan.announcements)
    const validity = new Validity(buffer, plan.validity)
    const figures = new Figures(buffer, plan.figures)
    const readLog = new ReadLog(buffer, plan.readLog)
    this.#figures = figures
    this.#parts = makeParts(options, figures, validity)
    const { blocks, inPass, filtered, reader, phosphor, math, measure, records } = this.#parts
    this.#intake = new Intake({ blocks, parts: inPass, filtered, validity, figures, readLog, clock })
    const derived = new DerivedTrace(buffer, plan.frame, math)
    const acquired = new AcquiredTrace(records)
    this.#acquired = acquired
    const { marker } = measure
    this.#frames = new FrameMaker({ buffer, memory: plan.frame, reader, phosphor, derived, acquired, marker, clock })
  }

  get hasQuit(): boolean {
    return this.#quit
  }

  handle(message: ToAnalyser): void {
    switch (message.type) {
      case 'format':
        this.#intake.begin(message.format)
        // The blocks they wait for are forgotten.
        this.#answerSettled(Number.POSITIVE_INFINITY)
        this.#setWaveform()
        this.#single.arm(0)
        break
      case 'trigger':
        this.#parts.trigger.set(message.trigger)
        this.#parts.phosphor.clear()
        this.#parts.records.clear()
        this.#parts.segments.clear()
        this.#setWaveform()
        this.#single.arm(this.#intake.end)
        break
      case 'search':
        this.#parts.search.set(message.trigger)
        break
      case 'segments':
        this.#parts.segments.set(message.wanted)
        this.#setWaveform()
        break
      case 'math':
        this.#parts.math.set(message.math)
        this.#views.renew()
        break
      case 'acquisition':
        this.#parts.records.set(message.settings)
        this.#views.renew()
        break
      case 'bandwidth':
        if (!this.#intake.limit(message.limits)) break
        this.#answerSettled(Number.POSITIVE_INFINITY)
        this.#setWaveform()
        break
      case 'running':
        this.#running = this.#intake.isRunning = message.running
        this.#setWaveform()
        break
      case 'arm':
        this.#parts.records.clear()
        this.#single.arm(this.#intake.end)
        break
      case 'force':
        this.#single.force(this.#intake.end)
        this.#parts.trigger.force(this.#intake.end)
        break
      case 'clearPersistence':
        this.#parts.phosphor.clear()
        this.#views.renew()
        break
      case 'seam':
        this.#intake.markSeam(message.epoch, message.sample)
        break
      case 'view':
        this.#views.set(message.view, message.settings, this.#nowMs)
        this.#intake.isWatched = true
        this.#setWaveform()
        break
      case 'closeView':
        this.#views.close(message.view)
        this.#intake.isWatched = this.#views.size > 0
        this.#setWaveform()
        break
      case 'request':
        this.#views.request(message.view, this.#nowMs)
        break
      case 'measure':
        this.#parts.measure.set(message.rows, message.gate)
        break
      case 'resetMeasured':
        this.#parts.measure.reset()
        break
      case 'settle':
        this.#announced.take(this.#intake)
        this.#settling.ask(message.request, this.#intake.blocks.end)
        break
      case 'stall':
        this.#options.sleep(message.ms)
        break
      case 'quit':
        this.#quit = true
        break
      default:
        this.#asked.push(message)
    }
  }

  /** Takes in what was announced, for about `budgetMs`, then serves the views. True when there is more to take in. */
  poll(budgetMs = 4): boolean {
    const until = this.#nowMs + budgetMs
    this.#restMaps()
    do {
      this.#announced.take(this.#intake)
    } while (this.#intake.step() && this.#nowMs < until)
    // Views that stand still show what became of it.
    if (this.#intake.takeAgain()) this.#views.renew()
    this.#catchUpMath()
    this.#finishSingle()
    if (this.#parts.segments.takeFull()) this.#options.post({ type: 'segmentsFull' })
    // What was announced before the question is in the answer.
    for (const question of this.#asked.splice(0)) this.#options.post(this.#answer(question))
    this.#parts.measure.work(this.#intake.waitedMs)
    if (Number.isFinite(this.#stream.validSince())) this.#parts.search.work(this.#stream)
    this.serve()
    this.#tellWord()
    this.#answerSettled(this.#intake.taken)
    const { math, search, segments } = this.#parts
    return (
      this.#intake.hasWork || this.hasAnnounced || segments.prepare() || math.isBehind || search.isReady(this.#stream)
    )
  }

  /** Blocks announced since the thread began. */
  get announcedBlocks(): number {
    return this.#announced.taken
  }

  /** Blocks wait in the ring. */
  get hasAnnounced(): boolean {
    return this.#announced.hasBlocks(this.#intake.epoch)
  }

  /** Answers every view that waits and for which there is news. */
  serve(): void {
    // Between two epochs there is nothing to show: what is on the screen stays.
    if (this.#intake.format === null || !Number.isFinite(this.#intake.validSince(this.#intake.epoch))) return
    for (const [id, view] of this.#views.waiting()) this.#serveView(id, view)
  }

  /** Milliseconds until a view may have news without a new block. */
  get idleMs(): number {
    return this.#running ? this.#views.idleMs(this.#nowMs, this.#parts.trigger.lastMs) : longestIdleMs
  }

  /** Views that stand still show what was added to the math trace, now and then and when all of it is there. */
  #catchUpMath(): void {
    const { math } = this.#parts
    if (!math.catchUp({ ...this.#stream, nowMs: () => this.#nowMs })) return
    if (math.isBehind && this.#nowMs < this.#mathShownMs + mathRefreshMs) return
    this.#mathShownMs = this.#nowMs
    this.#views.renew()
  }

  get #stream(): SearchedStream {
    const intake = this.#intake
    const { oldest, end, gaps, waitedMs } = intake
    return { oldest, end, gaps, waitedMs, isRunning: this.#running, validSince: () => intake.validSince(intake.epoch) }
  }

  /** Maps that nobody looks at are not drawn: who comes back finds those of the newest waveforms. */
  #restMaps(): void {
    const { phosphor } = this.#parts
    const { end, epoch, format } = this.#intake
    if (this.#views.isUnseen(this.#nowMs)) phosphor.rest()
    else if (phosphor.isResting && format !== null) {
      phosphor.wake(end, this.#intake.validSince(epoch), format.samplingFrequencyHz)
      // What was given back while it was read may have been of another stream already.
      if (this.#intake.validSince(epoch) > phosphor.takeOldestRead()) phosphor.clear()
    }
  }

  get #nowMs(): number {
    return this.#options.clock.nowMs()
  }

  /** While stopped the last map stays, however it is looked at. */
  #setWaveform(): void {
    const { format, end, beginSample } = this.#intake
    if (format === null || (!this.#running && end > beginSample)) return
    const { trigger, phosphor, records, segments } = this.#parts
    segments.configure(trigger.edge)
    const { content, holdoffScans, record } = chooseWaveform(this.#views.leading, format, trigger.edge)
    phosphor.configure(content, trigger.edge, format.samplingFrequencyHz / holdoffScans)
    trigger.holdoffScans = holdoffScans
    records.configure(record, trigger.edge)
  }

  #acquisition(): Acquisition {
    const intake = this.#intake
    const { trigger, pyramid } = this.#parts
    return {
      format: intake.format!,
      blocks: intake.blocks,
      gaps: intake.gaps,
      limited: { limits: intake.limits, leftOut: intake.leftOut },
      triggers: trigger.log,
      trigger: trigger.trigger,
      oldest: intake.oldest,
      newest: intake.end,
      levelOldest: pyramid.levelOldest.map((sample) => Math.max(intake.beginSample, sample)),
      begin: intake.beginSample,
      running: this.#running || intake.hasWork,
      nowMs: this.#nowMs,
      lastTriggerMs: trigger.lastMs,
      single: trigger.trigger?.mode === 'single' ? this.#single.fired : undefined,
    }
  }

  #serveView(id: number, view: View): void {
    for (let attempt = 0; attempt < tornRetries; attempt++) {
      const now = this.#acquisition()
      const window = view.choose(now)
      if (window === null) return
      const { trigger, phosphor } = this.#parts
      const { frame, oldestRead, hasMaps } = this.#frames.make(window, view, now, trigger.edge)
      if (hasMaps && now.running) phosphor.fade(now.nowMs)
      // Blocks given back while they were read may hold newer samples already: look again, at what is left.
      if (this.#intake.validSince(now.format.epoch) > oldestRead) {
        this.#intake.prune()
        this.#acquired.forget()
        continue
      }
      view.delivered(window, now)
      this.#options.post({ type: 'frame', view: id, frame })
      if (this.#acquired.isBehind) view.renew()
      return
    }
  }

  #finishSingle(): void {
    if (this.#parts.trigger.trigger?.mode !== 'single' || this.#intake.format === null || !this.#running) return
    const fired = this.#single.update(this.#acquisition(), this.#views.leading)
    if (fired !== null) this.#options.post({ type: 'single', epoch: this.#intake.epoch, sample: fired })
  }

  #answer(question: Question): FromAnalyser {
    const isIdle = !this.#running && !this.#intake.hasWork && !this.hasAnnounced
    const now = this.#intake.format === null ? null : this.#acquisition()
    return answerQuestion(question, { ...this.#options, parts: this.#parts, now, isIdle, stream: this.#stream })
  }

  /** Blocks that come meanwhile are not waited for: on a busy machine there would always be some. */
  #tellWord(): void {
    const views = this.#views.all()
    this.#figures.triggerWord = wordNow(this.#intake, this.#parts.trigger, views, this.#running, this.#nowMs)
  }

  #answerSettled(taken: number): void {
    for (const request of this.#settling.answered(taken)) this.#options.post({ type: 'settled', request })
  }
}
