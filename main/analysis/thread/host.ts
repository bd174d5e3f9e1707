// The analysis as main sees it: a tap that keeps the history and announces blocks, and the questions main may ask. No
// sample is touched here, and a block costs a few writes.

import type { BlockRef, KeptBlocks, StreamFormat, Tap } from '#main/capture/index.ts'
import type { CoherentHeap } from '#main/memory/index.ts'
import type { Runtime } from '#main/runtime/clock.ts'
import { ErrnoError, fail, say } from '#shared/errors.ts'
import type { AcquisitionSettings } from '#shared/kinds/acquisitions.ts'
import { Emitter, type Event } from '#shared/lifecycle.ts'
import type { BandwidthLimit } from '../bandwidth/filtered-blocks.ts'
import type { AnalysedView } from '../display/analysed-view.ts'
import { AnalysisView } from '../display/view-handle.ts'
import type { CodeMath } from '../math/code-math.ts'
import type { ChannelSummary } from '../measure/looks/channel-summary.ts'
import { type AnalysisStats, Figures, noStats, sumOfStats } from '../stream/figures.ts'
import { type AnalysedFormat, analysedFormat } from '../stream/format.ts'
import { ReadLog } from '../stream/read-log.ts'
import { Validity } from '../stream/validity.ts'
import type { CodeTrigger } from '../trigger/code-trigger.ts'
import { type AnalyserLink, type StartLink, threadLink } from './analyser-link.ts'
import { AnnouncedBlocks } from './announced-blocks.ts'
import { Announcer } from './announcer.ts'
import { answerIn } from './answers.ts'
import { Measuring } from './asking/measuring.ts'
import { type AskingLink, PendingAnswers } from './asking/pending-answers.ts'
import { Searching } from './asking/searching.ts'
import { Segmenting } from './asking/segmenting.ts'
import { Told } from './asking/told.ts'
import { type AnalysisHostStats, type AnalysisOptions, hostStats } from './host-options.ts'
import { lanesFor } from './lane-link.ts'
import { type MemoryPlan, planMemory } from './memory-plan.ts'
import type { FromAnalyser } from './messages.ts'
import { Revival } from './revival.ts'
import { WakeLine } from './wake-line.ts'

export class AnalysisHost implements Tap {
  readonly name = 'analysis'
  readonly measuring: Measuring
  readonly searching: Searching
  readonly segmenting: Segmenting
  readonly #heap: CoherentHeap
  readonly #runtime: Runtime
  readonly #plan: MemoryPlan
  readonly #wake: WakeLine
  readonly #figures: Figures
  readonly #announcer: Announcer
  readonly #views = new Map<number, AnalysisView>()
  readonly #answers = new PendingAnswers()
  readonly #single = new Emitter<{ epoch: number; sample: number }>()
  readonly #fault = new Emitter<string>()
  readonly #start: StartLink
  readonly #revival: Revival
  /** Null while the thread is not there. */
  #link: AnalyserLink | null = null
  /** The thread that ended last, until nothing of it reads memory any more. */
  #ending: AnalyserLink | null = null
  #isStopped = false
  /** What a thread that is started again is told. */
  #format: AnalysedFormat | null = null
  readonly #told = new Told((message) => this.#link?.post(message))
  /** What threads before the present one have done. */
  #before: AnalysisStats = noStats
  /** Epoch that is analysed; -1 before the first and while the scans have a form that is not. */
  #epoch = -1
  #offered = 0
  #nextView = 1

  private constructor(options: Omit<AnalysisOptions, 'kernelModule'>, plan: MemoryPlan, start: StartLink) {
    this.#start = start
    const link: AskingLink = {
      tell: (message) => this.#link?.post(message),
      ask: (question) => this.#answers.ask((request) => this.#post(question(request))),
    }
    this.measuring = new Measuring(link)
    this.searching = new Searching(link)
    this.segmenting = new Segmenting(link, plan.segmentBytes)
    this.#revival = new Revival(options.runtime.clock, (isAgain) => this.#revive(isAgain))
    this.#heap = options.heap
    this.#runtime = options.runtime
    this.#plan = plan
    const { buffer } = options.heap
    this.#wake = new WakeLine(buffer, plan.wake)
    this.#figures = new Figures(buffer, plan.figures)
    const announced = new AnnouncedBlocks(buffer, plan.announcements)
    const readLog = new ReadLog(buffer, plan.readLog)
    this.#announcer = new Announcer(new Validity(buffer, plan.validity), announced, readLog, options.historyBytes)
  }

  /**
   * Starts the analysis thread.
   * @throws EINVAL for a history budget that is not possible; ENOMEM when the heap has no room for the envelope.
   */
  static start(options: AnalysisOptions): Promise<AnalysisHost> {
    return AnalysisHost.startWith(options, threadLink(options.heap, options.kernelModule))
  }

  /** The same over any link: tests run the analyser in their own thread. */
  static async startWith(options: Omit<AnalysisOptions, 'kernelModule'>, start: StartLink): Promise<AnalysisHost> {
    const { heap, historyBytes, segmentBytes = 0, lanes = lanesFor(heap.capacityBytes) } = options
    if (!Number.isSafeInteger(historyBytes) || historyBytes <= 0 || historyBytes > 2 ** 31)
      fail('EINVAL', say`A history of ${historyBytes} bytes is not possible; choose up to 2 GiB.`)
    const { bytes } = planMemory(0, historyBytes, lanes, segmentBytes)
    const plan = planMemory(heap.allocAtEnd(bytes), historyBytes, lanes, segmentBytes)
    const host = new AnalysisHost(options, plan, start)
    try {
      await host.#begin()
    } catch (thrown) {
      heap.free(plan.base)
      throw thrown
    }
    return host
  }

  /** A single acquisition is complete: its trigger sample. */
  get onSingle(): Event<{ epoch: number; sample: number }> {
    return this.#single
  }

  /** The thread failed. The capture goes on, and the thread is started again; until then frames and figures stand still. */
  get onFault(): Event<string> {
    return this.#fault
  }

  onFormat(format: StreamFormat): void {
    this.#format = analysedFormat(format)
    this.#epoch = this.#format?.epoch ?? -1
    this.#announcer.clear(this.#epoch)
    if (this.#format !== null) this.#link?.post({ type: 'format', format: this.#format })
  }

  onBlocks(blocks: readonly BlockRef[]): void {
    if (blocks.length === 0 || blocks[0]!.epoch !== this.#epoch) return
    for (const block of blocks) this.#offered += block.scans
    this.#announcer.add(blocks, this.#runtime.clock.nowMs())
    if (this.#wake.sleeping) this.#link?.wake()
  }

  settleReads(): void {
    this.#announcer.settleReads()
  }

  relieve(bytes: number): void {
    this.#announcer.reclaim(bytes)
  }

  /** The blocks that are kept to look back, in the form that the display reads. */
  get kept(): KeptBlocks {
    return this.#announcer.kept
  }

  /** What the analysis has of the heap for itself, bytes. */
  get planBytes(): number {
    return this.#plan.bytes
  }

  /** Keeps at most so many bytes from the next block on; never more than the budget it was started with. */
  limitHistory(bytes: number): void {
    this.#announcer.budgetBytes = Math.min(bytes, this.#plan.historyBytes)
  }

  /** Takes effect with the next block. */
  setTrigger(trigger: CodeTrigger): void {
    this.#told.tell({ type: 'trigger', trigger })
  }

  /** What the math trace shows; null: there is none. */
  setMath(math: CodeMath | null): void {
    this.#told.tell({ type: 'math', math })
  }

  /** How the drawn trace is made; one of records begins anew. */
  setAcquisition(settings: AcquisitionSettings): void {
    this.#told.tell({ type: 'acquisition', settings })
  }

  /** What is shown and measured of channels is below these limits; none: as they were captured. */
  setBandwidth(limits: readonly BandwidthLimit[]): void {
    this.#told.tell({ type: 'bandwidth', limits })
  }

  /** From `sample` of an epoch on the signal is another one, by a change of its source or its scale. */
  markSeam(epoch: number, sample: number): void {
    this.#link?.post({ type: 'seam', epoch, sample })
  }

  /** Whether the capture runs: a stopped one keeps its last record on every view. */
  setRunning(running: boolean): void {
    this.#told.tell({ type: 'running', running })
  }

  /** Single mode: waits for the next trigger anew. */
  armSingle(): void {
    this.#link?.post({ type: 'arm' })
  }

  /** The maps of persistence begin anew. */
  clearPersistence(): void {
    this.#link?.post({ type: 'clearPersistence' })
  }

  forceTrigger(): void {
    this.#link?.post({ type: 'force' })
  }

  /** Lets the thread stand still for so long, on purpose: what it costs is then seen in the figures. */
  stall(ms: number): void {
    this.#link?.post({ type: 'stall', ms })
  }

  /** A view of its own for one viewer. */
  openView(settings: AnalysedView): AnalysisView {
    const id = this.#nextView++
    const view = new AnalysisView(settings, {
      set: (wanted) => this.#link?.post({ type: 'view', view: id, settings: wanted }),
      request: () => this.#link?.post({ type: 'request', view: id }),
      close: () => {
        this.#views.delete(id)
        this.#link?.post({ type: 'closeView', view: id })
      },
    })
    if (this.#isStopped) view.cancel(new ErrnoError('ENODEV', say`The analysis has ended.`))
    else this.#views.set(id, view)
    return view
  }

  /**
   * The newest data of every channel in a few figures. Empty when there is none.
   * @param since nothing before this sample of the present epoch counts
   * @throws ENODEV after the end, and while the thread is started again; EIO when it fails meanwhile
   */
  summary(since = 0): Promise<readonly ChannelSummary[]> {
    return this.#answers.ask((request) => this.#post({ type: 'summary', request, since }))
  }

  /** Resolves when every block announced so far has been taken in. @throws ENODEV after the end. */
  async settle(): Promise<void> {
    const { end } = this.#announcer.kept
    do {
      this.#announcer.tell()
      await this.#answers.ask<null>((request) => this.#post({ type: 'settle', request }))
      // The analyser's ring may have been too full for all of them.
    } while (this.#announcer.told < end)
  }

  stats(): AnalysisHostStats {
    return hostStats(sumOfStats(this.#before, this.#figures.stats()), this.#announcer, this.#offered)
  }

  /** Ends the thread and gives every block and the memory back. Views reject with ECANCELED. */
  async stop(): Promise<void> {
    if (this.#isStopped) return
    this.#isStopped = true
    const reason = new ErrnoError('ECANCELED', say`The analysis has ended.`)
    this.#epoch = -1
    this.#announcer.clear(-1)
    this.#answers.rejectAll(reason)
    for (const view of [...this.#views.values()]) view.cancel(reason)
    this.#views.clear()
    await this.#revival.stop()
    await this.#link?.stop()
    await this.#ending?.stop()
    this.#link = null
    this.#heap.free(this.#plan.base)
  }

  /** Starts the thread, in memory that holds nothing. */
  async #begin(): Promise<void> {
    // Counters and ring positions begin at 0.
    for (const { address, bytes } of this.#plan.zeroed) this.#heap.u8(address, bytes).fill(0)
    this.#announcer.tellAgain(this.#epoch)
    const link = await this.#start(this.#plan, (message) => {
      if (this.#link === link) this.#onMessage(message)
    })
    this.#link = link
  }

  /** In the place of a thread that ended. It takes in what is in memory anew, unless that may be what ended two of them. */
  async #revive(isAgain: boolean): Promise<void> {
    await this.#ending?.stop()
    this.#ending = null
    if (this.#isStopped) return
    if (isAgain) this.#announcer.clear(this.#epoch)
    await this.#begin()
    const link = this.#link
    if (link === null || this.#isStopped) return
    this.#told.again()
    this.measuring.tell()
    this.searching.tell()
    this.segmenting.tell()
    if (this.#format !== null) link.post({ type: 'format', format: this.#format })
    for (const view of this.#views.values()) view.resume()
    this.#announcer.tell()
    link.wake()
  }

  #lost(reason: string): void {
    this.#before = this.stats()
    this.#figures.clear()
    this.#ending = this.#link
    this.#link = null
    this.#answers.rejectAll(new ErrnoError('EIO', say`${reason}`))
    this.#revival.lost()
    this.#fault.fire(reason)
  }

  #post(message: Parameters<AnalyserLink['post']>[0]): void {
    if (this.#link === null || this.#isStopped) fail('ENODEV', say`The analysis has ended.`)
    this.#link.post(message)
  }

  #onMessage(message: FromAnalyser): void {
    const answer = answerIn(message)
    if (answer !== null) this.#answers.answer(answer.request, answer.value)
    else if (message.type === 'frame') this.#views.get(message.view)?.deliver(message.frame)
    else if (message.type === 'single') this.#single.fire({ epoch: message.epoch, sample: message.sample })
    else if (message.type === 'segmentsFull') this.segmenting.tellFull()
    else if (message.type === 'fault' && !this.#isStopped) this.#lost(message.message)
  }
}
