// When the interrupt line is raised for what has completed: not for each transfer that follows the one before fast, and
// for no lone one late.
import type { InterruptLine } from './interrupt-line.ts'

/** Transfers this large are asked for throughput, not for latency: their interrupts may wait so many times as long. */
const bulkBytes = 256 * 1024
const bulkPatience = 5

export class InterruptModerator {
  readonly #coalesceMs: number
  readonly #line: InterruptLine
  /** Since when an interrupt waits for company (Infinity: none does), and when the last one was raised. */
  #sinceMs = Number.POSITIVE_INFINITY
  #raisedMs = Number.NEGATIVE_INFINITY

  /** @param coalesceMs completions closer together than this share an interrupt, ms */
  constructor(line: InterruptLine, coalesceMs: number) {
    this.#line = line
    this.#coalesceMs = coalesceMs
  }

  /** Something that must not wait: an answer of the mailbox, or completions that the driver needs soon. */
  raiseNow(): void {
    this.#line.raise()
  }

  /** A transfer completed. */
  completed(nowMs: number): void {
    this.#sinceMs = Math.min(this.#sinceMs, nowMs)
  }

  /** Raises the line when the oldest completion has waited long enough for company; `pieceBytes` is their size. */
  raiseIfDue(nowMs: number, pieceBytes: number): void {
    if (nowMs - this.#sinceMs >= this.#windowMs(pieceBytes)) this.raise(nowMs)
  }

  /** Raises the line for what completed since the last time. */
  raise(nowMs: number): void {
    if (this.#sinceMs === Number.POSITIVE_INFINITY) return
    this.#sinceMs = Number.POSITIVE_INFINITY
    this.#raisedMs = nowMs
    this.#line.raise()
  }

  /** Not before this should transfers of so many bytes be reported. */
  nextMs(pieceBytes: number): number {
    return this.#raisedMs + this.#windowMs(pieceBytes)
  }

  /** How long completions may wait for company. */
  #windowMs(pieceBytes: number): number {
    return pieceBytes >= bulkBytes ? this.#coalesceMs * bulkPatience : this.#coalesceMs
  }
}
