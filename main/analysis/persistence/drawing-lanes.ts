// The analysis's side of its lanes: hands complete waveforms out, draws by itself when all lanes have enough to do, and
// gathers what was drawn. Counts are sums, so it does not matter who drew what; a map is looked at only when all is drawn.
import { Doorbell, SharedRing } from '#main/memory/index.ts'
import type { AnalysisKernels } from '../stream/kernels-used.ts'
import { type LaneMemory, LaneTasks, laneWord, type TaskKind, taskKind, taskWaveforms } from './lane-tasks.ts'
import { type MapContent, MapPainter, type WaveformSink } from './map-painter.ts'

/** How long it is slept, at most, until the lane is looked at again: it may have ended. */
const lookMs = 50
/** Sleeps on a bell whose count was `seen`. */
export type WaitForLane = (bell: Doorbell, seen: number) => void
const sleepOnBell: WaitForLane = (bell, seen) => bell.wait(seen, lookMs)

export class DrawingLanes implements WaveformSink {
  readonly #own: MapPainter
  readonly #lanes: readonly FarLane[]
  #epoch = -1
  #next = 0

  /**
   * @param own where everything is gathered
   * @param wait tests let the lanes do their tasks here
   */
  constructor(
    buffer: SharedArrayBuffer,
    kernels: AnalysisKernels,
    lanes: readonly LaneMemory[],
    own: MapPainter,
    wait: WaitForLane = sleepOnBell,
  ) {
    this.#own = own
    this.#lanes = lanes.map((memory) => new FarLane(buffer, kernels, memory, wait))
  }

  /** Empty maps of this content, for waveforms of this epoch. */
  configure(content: MapContent, epoch: number): void {
    this.#epoch = epoch
    this.#own.configure(content)
    for (const lane of this.#lanes) lane.configure(content)
  }

  /** Waveforms of another epoch come from now on. */
  set epoch(epoch: number) {
    this.#epoch = epoch
  }

  clear(): void {
    this.#own.clear()
    for (const lane of this.#lanes) lane.clear()
  }

  /** Everything handed out so far is in the gathered maps when this returns, with all its lines. */
  gather(): void {
    this.#own.fold()
    for (const lane of this.#lanes) lane.emptyInto(this.#own)
  }

  /** What a hit counts from now on, after {@link gather}. */
  set unit(unit: number) {
    this.#own.unit = unit
    for (const lane of this.#lanes) lane.unit = unit
  }

  addWhole(src: number, firstSample: number, list: number, waveforms: number): void {
    if (this.#lanes.length === 0) this.#own.addWhole(src, firstSample, list, waveforms)
    else this.#handOut(taskKind.whole, src, firstSample, list, waveforms, waveforms)
  }

  addFine(src: number, firstSample: number, list: number, waveforms: number, whole: number): void {
    if (this.#lanes.length === 0) this.#own.addFine(src, firstSample, list, waveforms, whole)
    else this.#handOut(taskKind.fine, src, firstSample, list, waveforms, whole)
  }

  #handOut(kind: TaskKind, src: number, firstSample: number, list: number, waveforms: number, whole: number): void {
    /** How many of the first `count` are counted whole. */
    const wholeOf = (count: number): number => Math.floor((count * whole) / waveforms)
    const bytes = kind === taskKind.fine ? 8 : 12
    for (let done = 0; done < waveforms; done += taskWaveforms) {
      const count = Math.min(taskWaveforms, waveforms - done)
      const from = list + done * bytes
      const some = wholeOf(done + count) - wholeOf(done)
      const task = { src, epoch: this.#epoch, firstSample, list: from, waveforms: count, whole: some }
      if (this.#lanes.some(() => this.#lanes[this.#next++ % this.#lanes.length]!.put(kind, task))) continue
      if (kind === taskKind.fine) this.#own.addFine(src, firstSample, from, count, some)
      else this.#own.addWhole(src, firstSample, from, count)
    }
  }
}

/** A lane as the analysis sees it. */
class FarLane {
  readonly #ring: SharedRing
  readonly #tasks: LaneTasks
  readonly #state: Int32Array
  readonly #bell: Doorbell
  readonly #done: Doorbell
  readonly #wait: WaitForLane
  /** Over the lane's memory, which is its own whenever it has a task. */
  readonly #painter: MapPainter
  #isConfigured = false

  constructor(buffer: SharedArrayBuffer, kernels: AnalysisKernels, memory: LaneMemory, wait: WaitForLane) {
    this.#ring = new SharedRing(buffer, memory.ring)
    this.#tasks = new LaneTasks(buffer)
    this.#state = new Int32Array(buffer, memory.state, Object.keys(laneWord).length)
    this.#bell = new Doorbell(buffer, memory.bell)
    this.#done = new Doorbell(buffer, memory.done)
    this.#painter = new MapPainter(buffer, kernels, memory.painter)
    this.#wait = wait
  }

  get #isAlive(): boolean {
    return Atomics.load(this.#state, laneWord.alive) === 1
  }

  /** Hands a task over, if the lane has room for it and knows what to draw. */
  put(kind: TaskKind, task: Parameters<LaneTasks['putDraw']>[2]): boolean {
    const at = this.#isAlive && this.#isConfigured ? this.#ring.reserve() : 0
    if (at === 0) return false
    this.#tasks.putDraw(at, kind, task)
    this.#commit()
    return true
  }

  configure(content: MapContent): void {
    this.#settle()
    this.#painter.configure(content)
    Atomics.store(this.#state, laneWord.torn, 0)
    const at = this.#ring.reserve()
    this.#isConfigured = at !== 0
    if (at === 0) return
    this.#tasks.putContent(at, content)
    this.#commit()
  }

  clear(): void {
    this.#settle()
    this.#painter.clear()
    Atomics.store(this.#state, laneWord.torn, 0)
  }

  /** After {@link emptyInto}, when the lane has no task. */
  set unit(unit: number) {
    this.#painter.unit = unit
  }

  emptyInto(own: MapPainter): void {
    this.#settle()
    if (Atomics.exchange(this.#state, laneWord.torn, 0) === 1) this.#painter.clear()
    else own.takeFrom(this.#painter)
  }

  /** Waits until the lane has done all its tasks. One that ended has none any more. */
  #settle(): void {
    while (this.#ring.length > 0 && this.#isAlive) {
      const seen = this.#done.count
      Atomics.store(this.#state, laneWord.awaited, 1)
      this.#bell.ring()
      if (this.#ring.length > 0) this.#wait(this.#done, seen)
    }
  }

  #commit(): void {
    this.#ring.commit()
    if (Atomics.load(this.#state, laneWord.sleeping) === 1) this.#bell.ring()
  }
}
