// The stream of the input converter into the controller: what is due is rendered where the controller says, and every
// scan is accounted for. It is in a transfer, or it is counted as lost and carried by the next one; a gap lies between
// transfers, never inside one.
import { blankRecord, doneFlag, type PieceRecord } from '../registers/dmac-registers.ts'
import type { InputParts } from './input-parts.ts'
import { Presence } from './presence.ts'
import { StreamWait } from './stream-wait.ts'

/** Later than this, and the time base slips: the converter is slower than asked for, and nothing is lost. */
const slipBoundMs = 100
/** If the thread is more than this late when the queue runs empty, it slips the clock instead of counting the backlog as lost. */
const promptMs = 5
/** Work is cut into chunks of about this much signal and at most so many bytes; commands are looked at in between. */
const chunkMs = 1
const chunkBytes = 256 * 1024
/**
 * Do not wake for less than this, or the end of the transfer: nobody sees what is in one before. But look at least so often: well
 * within the slip bound.
 */
const worthwhileBytes = 128 * 1024
const longestSleepMs = 50

/** What {@link InputStream.step} answers when there may be more to do at once. */
export const again = Number.NEGATIVE_INFINITY

/** Faults a test can order, by the first argument of the mailbox command. */
export const faultKind = { none: 0, stall: 1, endOfPacket: 2, busError: 3 } as const
export type FaultKind = (typeof faultKind)[keyof typeof faultKind]

export class InputStream {
  readonly #parts: InputParts
  readonly #presence: Presence
  #isRunning = false
  #isStalled = false
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
  /** Something waits for the very next scan: chunks may be as small as that. */
  #isHurried = false
  readonly #streamWait = new StreamWait()
  fault: FaultKind = faultKind.none
  readonly #record: PieceRecord = blankRecord()

  constructor(parts: InputParts) {
    this.#parts = parts
    this.#presence = new Presence(parts.sleptMs)
  }

  get next(): number {
    return this.#next
  }

  get lost(): number {
    return this.#lost
  }

  /** Whether it runs and has a transfer to fill. */
  get isFilling(): boolean {
    return this.#isRunning && !this.#isStalled
  }

  get isRunning(): boolean {
    return this.#isRunning
  }

  start(nowMs: number, samplingFrequencyHz: number): void {
    const { timeBase, dmac, converter, counters } = this.#parts
    timeBase.start(nowMs, samplingFrequencyHz)
    this.#presence.begin(nowMs)
    this.#promisedMs = nowMs
    this.#next = 0
    this.#lost = 0
    this.#unreported = 0
    this.#lostBeforePiece = 0
    this.#isPieceBegun = false
    this.#isStalled = false
    this.#streamWait.over()
    dmac.rewind()
    this.#isRunning = converter.bytesPerScan > 0
    counters.started(nowMs)
  }

  /** Sampling ends now. What was converted until now is in a transfer, which ends short, or counted as lost. */
  stop(): void {
    if (!this.#isRunning) return
    this.flush()
    this.#isRunning = false
    this.#parts.counters.stopped()
  }

  /** No more is converted, whatever was due. */
  kill(): void {
    this.#isRunning = false
  }

  /**
   * The stream ends a packet here: everything that is due by now is converted, and the running transfer ends short
   * (end of packet, AXI-Stream TLAST). The next scan goes into the next transfer; nothing is lost by it.
   */
  flush(): void {
    if (!this.#isRunning) return
    const { now, dmac } = this.#parts
    // It may be asked for before the thread has looked at the clock for the first time after a standstill.
    if (!this.#isStalled) this.#stoodStill()
    const due = this.#isStalled ? 0 : this.#dueOrSlip(now())
    this.#isHurried = true
    try {
      while (this.#next < due && this.step(false) === again);
    } finally {
      this.#isHurried = false
    }
    if (dmac.filled > 0) this.#finishPiece(now(), 0)
  }

  /** It said it would come again at this time. */
  promise(atMs: number): void {
    this.#promisedMs = atMs
    this.#presence.promise(atMs)
  }

  /**
   * One chunk of what is due.
   * @param isAwaited a transfer of the output side waits for what is converted from it
   * @returns `again` when there may be more, else when the next chunk is due; Infinity when there is nothing to do
   */
  step(isAwaited: boolean): number {
    const { registers, dmac } = this.#parts
    if (!this.#isRunning) {
      registers.isWakeWanted = false
      return Number.POSITIVE_INFINITY
    }
    // Ask to be woken before looking into the queue, so that a submission in between is not slept over.
    if (this.#isStalled) registers.isWakeWanted = true
    if (this.fault === faultKind.stall || !dmac.ready()) {
      if (this.#isStalled) return Number.POSITIVE_INFINITY
      this.#beginStall()
      return again
    }
    if (this.#isStalled) this.#endStall()
    if (this.#stoodStill()) return again
    return this.#convert(isAwaited || this.#isHurried)
  }

  /** The controller dropped the running transfer: what was written into it is lost, with what was lost before it. */
  dropped(bytes: number): void {
    if (this.#isRunning) {
      this.#unreported += this.#lostBeforePiece
      this.#lose(Math.floor(bytes / this.#parts.converter.bytesPerScan))
    }
    this.#lostBeforePiece = 0
    this.#isPieceBegun = false
  }

  #convert(isHurried: boolean): number {
    const { now, dmac, converter, counters, timeBase } = this.#parts
    const nowMs = now()
    if (!this.#isPieceBegun && !this.#beginPiece()) return again
    const { bytesPerScan } = converter
    const room = Math.floor(dmac.room / bytesPerScan)
    if (room === 0 || this.fault === faultKind.busError) {
      this.#finishPiece(nowMs, room === 0 ? 0 : doneFlag.fault)
      return again
    }
    const { supplied } = converter
    const due = this.#dueOrSlip(nowMs)
    const isShort = due - this.#next >= supplied
    const wanted = isHurried || isShort ? 1 : Math.min(room, Math.max(1, Math.ceil(timeBase.samplesPerMs * chunkMs)))
    const available = due - this.#next
    if (available < wanted) {
      if (isShort) return this.#streamWait.nextLookMs(nowMs)
      const longest = Math.max(1, Math.floor(timeBase.samplesPerMs * longestSleepMs))
      const worthwhile = Math.min(room, longest, Math.max(wanted, Math.ceil(worthwhileBytes / bytesPerScan)))
      return timeBase.dueMs(this.#next + worthwhile - 1)
    }
    const limit = this.fault === faultKind.endOfPacket ? Math.ceil(room / 2) : room
    const scans = Math.min(available, limit, Math.floor(chunkBytes / bytesPerScan))
    converter.render(this.#next, scans, dmac.cursor)
    this.#streamWait.over()
    this.#next += scans
    dmac.advance(scans * bytesPerScan)
    counters.progress(this.#next, this.#lost, timeBase.slippedMs, nowMs)
    if (scans === limit) this.#finishPiece(now(), 0)
    return again
  }

  /** What passed while nobody was there to convert it is lost. True when that was so. */
  #stoodStill(): boolean {
    const { now, timeBase } = this.#parts
    const nowMs = now()
    const sleptMs = this.#presence.slept(nowMs)
    if (sleptMs > 0) {
      this.#endPiece()
      timeBase.passUnseen(sleptMs)
    }
    const due = timeBase.dueCount(nowMs)
    const lateMs = (due - this.#next) / timeBase.samplesPerMs
    if (this.#presence.look(nowMs, lateMs) === 0 && sleptMs === 0) return false
    this.#pass(due)
    return true
  }

  /** Scans due by now that are there; while a stream has fewer than are due, or the machine is late, the clock stands still. */
  #dueOrWait(nowMs: number, supplied: number): number {
    const { timeBase } = this.#parts
    const most = Math.min(supplied, slipBoundMs * timeBase.samplesPerMs)
    const excessMs = (timeBase.dueCount(nowMs) - this.#next - most) / timeBase.samplesPerMs
    if (excessMs > 0) this.#wait(excessMs)
    return Math.min(timeBase.dueCount(nowMs), this.#next + supplied)
  }

  #wait(byMs: number): void {
    const { timeBase, counters, wait } = this.#parts
    wait(byMs)
    counters.waitedMs = timeBase.waitedMs
  }

  /** Scans due by now; when that is too far ahead of what was rendered, the time base slips instead. */
  #dueOrSlip(nowMs: number): number {
    const { timeBase, slip, converter } = this.#parts
    const { supplied } = converter
    if (supplied !== Number.POSITIVE_INFINITY) return this.#dueOrWait(nowMs, supplied)
    const due = timeBase.dueCount(nowMs)
    const excessMs = (due - this.#next) / timeBase.samplesPerMs - slipBoundMs - this.#presence.owedMs
    if (excessMs <= 0) return due
    slip(excessMs)
    return timeBase.dueCount(nowMs)
  }

  /** The running piece is about to get its first byte. False when it had to be given up. */
  #beginPiece(): boolean {
    // A descriptor whose later piece would begin after a loss ends here.
    const { dmac } = this.#parts
    if (dmac.isContinuation && this.#unreported > 0) {
      this.#record.lostBefore = 0
      dmac.finish(this.#record)
      return false
    }
    this.#isPieceBegun = true
    this.#firstOfPiece = this.#next
    this.#lostBeforePiece = this.#unreported
    this.#unreported = 0
    return true
  }

  #finishPiece(nowMs: number, flags: number): void {
    const { dmac, timeBase } = this.#parts
    const record = this.#record
    record.firstSample = this.#firstOfPiece
    record.lostBefore = this.#lostBeforePiece
    record.lastSampleMs = timeBase.dueMs(Math.max(this.#firstOfPiece, this.#next - 1))
    record.writtenMs = nowMs
    this.#lostBeforePiece = 0
    this.#isPieceBegun = false
    this.fault = faultKind.none
    dmac.finish(record, flags)
  }

  #beginStall(): void {
    const { now, timeBase, slip, converter } = this.#parts
    const nowMs = now()
    this.#isStalled = true
    // A stream waits until it is converted again.
    if (converter.supplied !== Number.POSITIVE_INFINITY) return
    const lateMs = (timeBase.dueCount(nowMs) - this.#next) / timeBase.samplesPerMs - this.#presence.owedMs
    if (lateMs > promptMs && nowMs - this.#promisedMs > promptMs) slip(lateMs)
  }

  #endStall(): void {
    const { now, registers, timeBase } = this.#parts
    this.#isStalled = false
    registers.isWakeWanted = false
    const nowMs = now()
    this.#presence.resume(nowMs)
    this.#pass(timeBase.dueCount(nowMs))
  }

  /** What is due before sample `end` was not converted. */
  #pass(end: number): void {
    const { now, counters, timeBase, converter } = this.#parts
    const lost = end - this.#next
    if (lost <= 0) return
    if (converter.supplied !== Number.POSITIVE_INFINITY) {
      this.#wait(lost / timeBase.samplesPerMs)
      return
    }
    this.#endPiece()
    this.#lose(lost)
    this.#next += lost
    counters.progress(this.#next, this.#lost, timeBase.slippedMs, now())
  }

  /** A piece that is begun ends short, so that a gap comes after it. */
  #endPiece(): void {
    const { now, dmac } = this.#parts
    if (dmac.filled > 0) this.#finishPiece(now(), 0)
    else if (this.#isPieceBegun) {
      this.#unreported += this.#lostBeforePiece
      this.#lostBeforePiece = 0
      this.#isPieceBegun = false
    }
  }

  #lose(scans: number): void {
    this.#lost += scans
    this.#unreported += scans
  }
}
