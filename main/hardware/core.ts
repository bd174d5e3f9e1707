// The hardware: converter and controller, advanced by step(). The worker thread calls it in a loop with the real clock;
// a test calls it in-process with a clock that stands still. What happens depends on the clock only, except that it never
// loses a sample because the caller came late: it catches up, and beyond a bound lets its time base slip.
import { type Kernels, signalDefaults } from '#main/kernels/index.ts'
import { Doorbell } from '#main/memory/index.ts'
import { Dmac } from './controller/dmac.ts'
import { Converter } from './converter/converter.ts'
import { Dac } from './converter/dac.ts'
import { Loopback } from './converter/loopback.ts'
import { signalFromWords } from './converter/signal-words.ts'
import { TimeBase } from './converter/time-base.ts'
import type { HardwareLayout } from './layout.ts'
import { ConverterCounters } from './registers/counters.ts'
import { DmacRegisters, doneFlag, type PieceRecord } from './registers/dmac-registers.ts'
import { InterruptLine } from './registers/interrupt-line.ts'
import { Mailbox, opcode } from './registers/mailbox.ts'

/** Later than this, and the time base slips: the converter is slower than asked for, and nothing is lost. */
const slipBoundMs = 100
/** Out of descriptors while later than this: only what is converted from now on is lost. */
const promptMs = 5
/** Work is cut into chunks of about this much signal and at most so many bytes; commands are looked at in between. */
const chunkMs = 1
const chunkBytes = 256 * 1024
/** Do not wake for less than this, but look at least so often: well within the slip bound. */
const worthwhileBytes = 16 * 1024
const longestSleepMs = 50
/** Transfers this large are asked for throughput, not for latency: their interrupts may wait so many times as long. */
const bulkBytes = 256 * 1024
const bulkPatience = 5

/** What #convert() answers when there may be more to do at once. */
const again = Number.NEGATIVE_INFINITY

/** Faults a test can order, by the first argument of the mailbox command. */
export const faultKind = { none: 0, stall: 1, endOfPacket: 2, busError: 3 } as const
export type FaultKind = (typeof faultKind)[keyof typeof faultKind]

export class HardwareCore {
  readonly #now: () => number
  readonly #doorbell: Doorbell
  readonly #mailbox: Mailbox
  readonly #line: InterruptLine
  readonly #registers: DmacRegisters
  readonly #dmac: Dmac
  readonly #converter: Converter
  readonly #counters: ConverterCounters
  readonly #timeBase = new TimeBase()
  readonly #dac: Dac
  readonly #loopback: Loopback
  readonly #coalesceMs: number
  /** When the output converter's present transfer ends. */
  #dacDeadlineMs = Number.POSITIVE_INFINITY
  /** Since when an interrupt waits for company (Infinity: none does), and when the last one was raised. */
  #interruptSinceMs = Number.POSITIVE_INFINITY
  #raisedMs = Number.NEGATIVE_INFINITY
  #isShutDown = false
  #isRunning = false
  #isStalled = false
  #samplingFrequencyHz = 1000
  /** Index of the next scan to render. */
  #next = 0
  #lost = 0
  /** When the last step said it would have to come again. */
  #promisedMs = 0
  /** Lost scans not yet reported by a transfer. */
  #unreported = 0
  /** Losses that belong before the running piece. */
  #lostBeforePiece = 0
  #firstOfPiece = 0
  #isPieceBegun = false
  #fault: FaultKind = faultKind.none
  readonly #record: PieceRecord = {
    transferred: 0,
    flags: 0,
    firstSample: 0,
    lostBefore: 0,
    lastSampleMs: 0,
    writtenMs: 0,
  }

  /**
   * @param now monotonic ms
   * @param interrupt tells the CPU that the line was raised
   */
  constructor(
    kernels: Kernels,
    memory: WebAssembly.Memory,
    layout: HardwareLayout,
    now: () => number,
    interrupt: () => void,
  ) {
    const { buffer } = memory
    this.#now = now
    this.#doorbell = new Doorbell(buffer, layout.doorbell)
    this.#mailbox = new Mailbox(buffer, layout.mailbox)
    this.#line = new InterruptLine(buffer, layout.line, interrupt)
    this.#registers = new DmacRegisters(buffer, layout.dmac, layout.dmacParameters)
    this.#coalesceMs = layout.coalesceMs
    this.#dmac = new Dmac(this.#registers, this.#completed)
    const dacRegisters = new DmacRegisters(buffer, layout.dacDmac, layout.dacDmacParameters)
    this.#dac = new Dac({
      memory,
      channels: layout.channels,
      scratch: layout.dacScratch,
      controller: new Dmac(dacRegisters, this.#completed),
      registers: dacRegisters,
      counters: new ConverterCounters(buffer, layout.dacCounters),
    })
    this.#loopback = new Loopback(this.#dac, memory, now)
    this.#converter = new Converter(kernels, memory, layout, { ...signalDefaults, shape: 'dc' }, this.#loopback)
    this.#counters = new ConverterCounters(buffer, layout.counters)
  }

  get isShutDown(): boolean {
    return this.#isShutDown
  }

  /** The doorbell's count: read it before {@link step}, and sleep only while it has not changed. */
  get doorbell(): Doorbell {
    return this.#doorbell
  }

  /**
   * Does everything that is due now.
   * @returns when to come again, in monotonic ms; Infinity: not before the doorbell rings
   */
  step(): number {
    for (;;) {
      while (this.#mailbox.serve(this.#command)) this.#line.raise()
      this.#obey()
      this.#dac.obey()
      const deadline = this.#stepConverter()
      const nowMs = this.#now()
      if (nowMs - this.#interruptSinceMs >= this.#windowMs) this.#raise(nowMs)
      if (deadline === again) continue
      const isPulled = this.#isRunning && !this.#isStalled && this.#converter.isLooping
      // The output never runs ahead of the input that converts it.
      const limit = isPulled ? this.#loopback.indexOf(this.#next) + 1 : Number.POSITIVE_INFINITY
      this.#dacDeadlineMs = this.#dac.advance(nowMs, limit)
      this.#raise(nowMs)
      if (deadline === Number.POSITIVE_INFINITY) return this.#dacDeadlineMs
      // Blocks that complete at a high rate are converted, and reported, some at a time.
      this.#promisedMs = Math.max(deadline, this.#raisedMs + this.#windowMs)
      return Math.min(this.#promisedMs, this.#dacDeadlineMs)
    }
  }

  /** One chunk of the input side. As {@link #convert}; Infinity when there is nothing to do. */
  #stepConverter(): number {
    if (!this.#isRunning || this.#isShutDown) {
      this.#registers.isWakeWanted = false
      return Number.POSITIVE_INFINITY
    }
    // Ask to be woken before looking into the queue, so that a submission in between is not slept over.
    if (this.#isStalled) this.#registers.isWakeWanted = true
    if (this.#fault === faultKind.stall || !this.#dmac.ready()) {
      if (this.#isStalled) return Number.POSITIVE_INFINITY
      this.#beginStall()
      return again
    }
    if (this.#isStalled) this.#endStall()
    return this.#convert()
  }

  readonly #completed = (isUrgent: boolean): void => {
    if (isUrgent) this.#line.raise()
    else if (this.#interruptSinceMs === Number.POSITIVE_INFINITY) this.#interruptSinceMs = this.#now()
  }

  /** How long completions may wait for company. */
  get #windowMs(): number {
    return this.#dmac.pieceBytes >= bulkBytes ? this.#coalesceMs * bulkPatience : this.#coalesceMs
  }

  /** Raises the line for what completed since the last time. */
  #raise(nowMs: number): void {
    if (this.#interruptSinceMs === Number.POSITIVE_INFINITY) return
    this.#interruptSinceMs = Number.POSITIVE_INFINITY
    this.#raisedMs = nowMs
    this.#line.raise()
  }

  /** One chunk of what is due. Returns `again` when there may be more, else when the next chunk is due. */
  #convert(): number {
    const nowMs = this.#now()
    const dmac = this.#dmac
    if (!this.#isPieceBegun && !this.#beginPiece()) return again
    const bytesPerScan = this.#converter.bytesPerScan
    const room = Math.floor(dmac.room / bytesPerScan)
    if (room === 0 || this.#fault === faultKind.busError) {
      this.#finishPiece(nowMs, room === 0 ? 0 : doneFlag.fault)
      return again
    }
    const due = this.#dueOrSlip(nowMs)
    // A transfer of the output side that is through can be reported only when its samples were converted.
    const isAwaited = nowMs >= this.#dacDeadlineMs && this.#converter.isLooping
    const wanted = isAwaited ? 1 : Math.min(room, Math.max(1, Math.ceil(this.#timeBase.samplesPerMs * chunkMs)))
    const available = due - this.#next
    if (available < wanted) {
      const longest = Math.max(1, Math.floor(this.#timeBase.samplesPerMs * longestSleepMs))
      const worthwhile = Math.min(room, longest, Math.max(wanted, Math.ceil(worthwhileBytes / bytesPerScan)))
      return this.#timeBase.dueMs(this.#next + worthwhile - 1)
    }
    const limit = this.#fault === faultKind.endOfPacket ? Math.ceil(room / 2) : room
    const scans = Math.min(available, limit, Math.floor(chunkBytes / bytesPerScan))
    this.#converter.render(this.#next, scans, dmac.cursor)
    this.#next += scans
    dmac.advance(scans * bytesPerScan)
    this.#counters.progress(this.#next, this.#lost, this.#timeBase.slippedMs, nowMs)
    if (scans === limit) this.#finishPiece(this.#now(), 0)
    return again
  }

  /** Scans due by now; when that is too far ahead of what was rendered, the time base slips instead. */
  #dueOrSlip(nowMs: number): number {
    const due = this.#timeBase.dueCount(nowMs)
    const excessMs = (due - this.#next) / this.#timeBase.samplesPerMs - slipBoundMs
    if (excessMs <= 0) return due
    this.#slip(excessMs)
    return this.#timeBase.dueCount(nowMs)
  }

  /** Both converters have one clock: they fall behind together, and what loops back stays seamless. */
  #slip(byMs: number): void {
    this.#timeBase.slip(byMs)
    this.#dac.timeBase.slip(byMs)
  }

  /** The running piece is about to get its first byte. False when it had to be given up. */
  #beginPiece(): boolean {
    // A gap lies between transfers, never inside one: a descriptor whose later piece would begin after a loss ends here.
    if (this.#dmac.isContinuation && this.#unreported > 0) {
      this.#record.lostBefore = 0
      this.#dmac.finish(this.#record)
      return false
    }
    this.#isPieceBegun = true
    this.#firstOfPiece = this.#next
    this.#lostBeforePiece = this.#unreported
    this.#unreported = 0
    return true
  }

  #finishPiece(nowMs: number, flags: number): void {
    const record = this.#record
    record.firstSample = this.#firstOfPiece
    record.lostBefore = this.#lostBeforePiece
    record.lastSampleMs = this.#timeBase.dueMs(Math.max(this.#firstOfPiece, this.#next - 1))
    record.writtenMs = nowMs
    this.#lostBeforePiece = 0
    this.#isPieceBegun = false
    this.#fault = faultKind.none
    this.#dmac.finish(record, flags)
  }

  #beginStall(): void {
    const nowMs = this.#now()
    const lateMs = (this.#timeBase.dueCount(nowMs) - this.#next) / this.#timeBase.samplesPerMs
    if (lateMs > promptMs && nowMs - this.#promisedMs > promptMs) this.#slip(lateMs)
    this.#isStalled = true
  }

  #endStall(): void {
    this.#isStalled = false
    this.#registers.isWakeWanted = false
    const lost = this.#timeBase.dueCount(this.#now()) - this.#next
    if (lost <= 0) return
    // Paused in the middle of a piece: it ends short, so that the gap comes after it.
    if (this.#dmac.filled > 0) this.#finishPiece(this.#now(), 0)
    this.#lose(lost)
    this.#next += lost
    this.#counters.progress(this.#next, this.#lost, this.#timeBase.slippedMs, this.#now())
  }

  #lose(scans: number): void {
    this.#lost += scans
    this.#unreported += scans
  }

  #obey(): void {
    const filled = this.#dmac.filled
    if (!this.#dmac.obey()) return
    if (this.#isRunning) {
      // What was written into a transfer that nobody will see is lost, with what was lost before it.
      this.#unreported += this.#lostBeforePiece
      this.#lose(Math.floor(filled / this.#converter.bytesPerScan))
    }
    this.#lostBeforePiece = 0
    this.#isPieceBegun = false
  }

  readonly #command = (code: number, args: Float64Array): readonly [number, number] => {
    const [first = 0, second = 0] = args
    switch (code) {
      case opcode.start:
        return this.#start(first, second)
      case opcode.stop:
        this.#isRunning = false
        this.#counters.stopped()
        return [this.#next, this.#lost]
      case opcode.source:
        return this.#configure(first, args.subarray(1))
      case opcode.convertOnce:
        if (!this.#isRunning) this.#dac.advance(this.#now(), Number.POSITIVE_INFINITY)
        return [this.#converter.convertOnce(first, Math.floor((this.#now() * this.#samplingFrequencyHz) / 1000)), 0]
      case opcode.loopback:
        this.#converter.loop(first)
        return [this.#next, 0]
      case opcode.startDac:
        return this.#startDac(first, second)
      case opcode.stopDac:
        this.#dac.stop()
        return [this.#dac.position, 0]
      case opcode.fault:
        this.#fault = first as FaultKind
        return [this.#next, 0]
      case opcode.shutdown:
        this.#isShutDown = true
        this.#isRunning = false
        this.#dac.stop()
        return [0, 0]
      default:
        return [0, 1]
    }
  }

  #start(samplingFrequencyHz: number, channelMask: number): readonly [number, number] {
    const nowMs = this.#now()
    this.#samplingFrequencyHz = samplingFrequencyHz
    this.#converter.selectChannels(channelMask)
    this.#timeBase.start(nowMs, samplingFrequencyHz)
    this.#loopback.align(this.#timeBase)
    this.#promisedMs = nowMs
    this.#next = 0
    this.#lost = 0
    this.#unreported = 0
    this.#lostBeforePiece = 0
    this.#isPieceBegun = false
    this.#dmac.rewind()
    this.#isStalled = false
    this.#isRunning = this.#converter.bytesPerScan > 0
    this.#counters.started(nowMs)
    return [nowMs, 0]
  }

  #startDac(samplingFrequencyHz: number, channelMask: number): readonly [number, number] {
    const nowMs = this.#now()
    this.#dac.start(nowMs, samplingFrequencyHz, channelMask)
    this.#loopback.align(this.#timeBase)
    return [nowMs, 0]
  }

  /** Answers with the index of the first sample of the new signal, and whether it was refused. */
  #configure(channel: number, words: Float64Array): readonly [number, number] {
    try {
      this.#converter.configure(channel, signalFromWords(words))
      return [this.#next, 0]
    } catch {
      return [this.#next, 1]
    }
  }
}
