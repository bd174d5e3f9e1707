// The output converter: takes scans from what its controller was given, at its own rate, and puts them out. When nothing
// is queued it holds the last value, and counts. A channel may put out a signal of its own in their place. What is put out
// can be kept for whoever converts it back.
import type { Kernels, SignalSettings } from '#main/kernels/index.ts'
import type { Dmac as Controller } from '../controller/dmac.ts'
import type { ConverterCounters } from '../registers/counters.ts'
import { blankRecord, type DmacRegisters, type PieceRecord } from '../registers/dmac-registers.ts'
import { Generators, generatorBytes } from './generators.ts'
import { TimeBase } from './time-base.ts'

/** Scans of output that can be kept at once, per channel. */
export const trailScans = 8192
/** Look at least so often, and never sleep less than the other while something is overdue. */
const longestSleepMs = 50
const shortestSleepMs = 0.05
/** Later than this, and the time base slips. */
const slipBoundMs = 100

export function dacScratchBytes(channels: number): number {
  return channels * trailScans * 2 + generatorBytes(channels)
}

export interface DacParts {
  readonly kernels: Kernels
  readonly memory: WebAssembly.Memory
  readonly channels: number
  /** Scratch memory of {@link dacScratchBytes}. */
  readonly scratch: number
  readonly controller: Controller
  readonly registers: DmacRegisters
  /** `lostScans` counts scans for which nothing was queued. */
  readonly counters: ConverterCounters
}

export class Dac {
  readonly timeBase = new TimeBase()
  /** Per channel, what is put out now: the scan before {@link position}. */
  readonly held: Int16Array
  readonly #parts: DacParts
  readonly #codes: Int16Array<SharedArrayBuffer>
  readonly #generators: Generators
  #enabled: readonly number[] = []
  /** Transfers are played. */
  #isStreaming = false
  #position = 0
  #trailEnd = 0
  #underflow = 0
  #unreported = 0
  #firstOfPiece = 0
  #underflowBeforePiece = 0
  readonly #record: PieceRecord = blankRecord()

  constructor(parts: DacParts) {
    this.#parts = parts
    this.held = new Int16Array(parts.channels)
    this.#codes = new Int16Array(parts.memory.buffer)
    const { kernels, memory, scratch, channels } = parts
    this.#generators = new Generators(kernels, memory, scratch + channels * trailScans * 2, channels)
  }

  get isRunning(): boolean {
    return this.#isStreaming || !this.#generators.isEmpty
  }

  /** Index of the next scan to put out. */
  get position(): number {
    return this.#position
  }

  start(nowMs: number, samplingFrequencyHz: number, channelMask: number): void {
    this.#enabled = Array.from({ length: this.#parts.channels }, (_, channel) => channel).filter(
      (channel) => (channelMask & (1 << channel)) !== 0,
    )
    this.timeBase.start(nowMs, samplingFrequencyHz)
    this.#position = 0
    this.#underflow = 0
    this.#unreported = 0
    this.#parts.controller.rewind()
    this.#isStreaming = this.#enabled.length > 0
    this.#parts.counters.started(nowMs)
  }

  /** What transfers put out stays where it is. */
  stop(): void {
    this.#isStreaming = false
    this.#parts.counters.stopped()
  }

  /**
   * A channel puts out this signal from the next scan on, whatever its transfers say. Where no transfers are played the
   * clock begins with it, or takes its rate.
   * @throws EINVAL for a signal out of range; nothing changes then
   */
  generate(channel: number, settings: SignalSettings, nowMs: number): void {
    const { isRunning } = this
    this.#generators.set(channel, settings)
    const { samplingFrequencyHz } = settings
    if (this.#isStreaming || (isRunning && this.timeBase.samplesPerMs === samplingFrequencyHz / 1000)) return
    this.timeBase.start(nowMs, samplingFrequencyHz)
    this.#position = 0
  }

  /** A channel puts out what transfers say, and until then the value it has. */
  release(channel: number): void {
    this.#generators.delete(channel)
  }

  /** Obeys the controller's control register: a terminated transfer is dropped, and its last value held. */
  obey(): void {
    this.#parts.controller.obey()
  }

  /**
   * Puts out what is due by `nowMs`, but nothing behind index `limit` (whoever converts it back needs it later).
   * @returns when the next transfer will be through, ms; Infinity: not before another one is queued
   */
  advance(nowMs: number, limit: number): number {
    const { registers, controller } = this.#parts
    if (!this.#isStreaming) {
      registers.isWakeWanted = false
      // Nobody waits for a signal of its own: what is put out is found when it is asked for.
      if (this.isRunning) this.play(Math.min(this.timeBase.dueCount(nowMs), limit), false, nowMs)
      return Number.POSITIVE_INFINITY
    }
    const lateMs = (this.timeBase.dueCount(nowMs) - this.#position) / this.timeBase.samplesPerMs
    if (limit === Number.POSITIVE_INFINITY && lateMs > slipBoundMs) this.timeBase.slip(lateMs - slipBoundMs)
    this.play(Math.min(this.timeBase.dueCount(nowMs), limit), false, nowMs)
    // Ask to be woken before looking into the queue, so that a submission in between is not slept over.
    registers.isWakeWanted = true
    if (!controller.ready()) return Number.POSITIVE_INFINITY
    registers.isWakeWanted = false
    if (controller.isCyclic) return nowMs + longestSleepMs
    const endMs = this.timeBase.dueMs(
      this.#position + Math.max(1, Math.floor(controller.room / this.#bytesPerScan)) - 1,
    )
    return Math.max(nowMs + shortestSleepMs, Math.min(nowMs + longestSleepMs, endMs))
  }

  /**
   * Puts out the scans up to, not including, index `end`. With `keep` they stay readable by {@link trail}: at most
   * `trailScans` of them.
   */
  play(end: number, keep: boolean, nowMs: number): void {
    const { controller } = this.#parts
    const first = this.#position
    if (keep) this.#trailEnd = 0
    if (!this.#isStreaming) this.#position = Math.max(first, end)
    while (this.#position < end) {
      const wanted = end - this.#position
      if (!controller.ready()) {
        this.#hold(wanted, keep)
        continue
      }
      const bytesPerScan = this.#bytesPerScan
      if (controller.filled === 0) this.#beginPiece()
      const scans = Math.min(Math.floor(controller.room / bytesPerScan), wanted)
      if (scans > 0) {
        this.#take(controller.cursor, scans, keep)
        controller.advance(scans * bytesPerScan)
        this.#position += scans
      }
      // A rest shorter than a scan is skipped.
      if (controller.room < bytesPerScan) this.#finishPiece(nowMs)
    }
    for (const channel of this.#generators.channels) this.#putOut(channel, first, end - first, keep)
    if (!this.#isStreaming) return
    this.#parts.counters.progress(this.#position, this.#underflow, this.timeBase.slippedMs, nowMs)
  }

  /** Address of what the last kept {@link play} put out on a channel; 0 for a channel that puts nothing out. */
  trail(channel: number): number {
    const isOut = this.#generators.has(channel) || (this.#isStreaming && this.#enabled.includes(channel))
    return isOut ? this.#parts.scratch + channel * trailScans * 2 : 0
  }

  get #bytesPerScan(): number {
    return this.#enabled.length * 2
  }

  #putOut(channel: number, first: number, scans: number, keep: boolean): void {
    if (scans <= 0) return
    if (keep) this.#generators.render(channel, first, this.trail(channel), scans)
    this.held[channel] = this.#generators.at(channel, first + scans - 1)
  }

  #beginPiece(): void {
    this.#firstOfPiece = this.#position
    this.#underflowBeforePiece = this.#unreported
    this.#unreported = 0
  }

  #finishPiece(nowMs: number): void {
    const record = this.#record
    record.firstSample = this.#firstOfPiece
    record.lostBefore = this.#underflowBeforePiece
    record.lastSampleMs = this.timeBase.dueMs(Math.max(this.#firstOfPiece, this.#position - 1))
    record.writtenMs = nowMs
    const { controller } = this.#parts
    controller.advance(controller.room)
    controller.finish(record)
  }

  #hold(scans: number, keep: boolean): void {
    if (keep)
      for (const channel of this.#enabled) {
        const start = (this.trail(channel) >>> 1) + this.#trailEnd
        this.#codes.fill(this.held[channel]!, start, start + scans)
      }
    if (keep) this.#trailEnd += scans
    this.#position += scans
    this.#underflow += scans
    this.#unreported += scans
  }

  #take(address: number, scans: number, keep: boolean): void {
    const codes = this.#codes
    const count = this.#enabled.length
    const start = address >>> 1
    for (let index = 0; index < count; index++) {
      const channel = this.#enabled[index]!
      if (this.#generators.has(channel)) continue
      this.held[channel] = codes[start + (scans - 1) * count + index]!
      if (!keep) continue
      const to = (this.trail(channel) >>> 1) + this.#trailEnd
      if (count === 1) codes.copyWithin(to, start, start + scans)
      else for (let scan = 0; scan < scans; scan++) codes[to + scan] = codes[start + scan * count + index]!
    }
    if (keep) this.#trailEnd += scans
  }
}
