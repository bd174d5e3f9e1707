// The controller: takes queued pieces in order, lets a stream fill them, sets done bits and raises interrupts. It knows
// nothing of samples; the stream tells it what the bytes are.
import {
  blankRecord,
  type DmacRegisters,
  dmacInterrupt,
  doneFlag,
  type PieceRecord,
  pieceFlag,
} from '../registers/dmac-registers.ts'

export class Dmac {
  readonly #registers: DmacRegisters
  readonly #raise: (isUrgent: boolean) => void
  #generation: number
  #hasPiece = false
  #address = 0
  #length = 0
  #flags = 0
  #id = 0
  #done = 0
  /** After a partial transfer: pieces up to the last one of the descriptor are skipped. */
  #isSkipping = false
  readonly #skipped: PieceRecord = { ...blankRecord(), flags: doneFlag.partial | doneFlag.skipped }

  /** @param raise an interrupt that is not masked became pending; urgent: the queue needs the driver soon */
  constructor(registers: DmacRegisters, raise: (isUrgent: boolean) => void) {
    this.#registers = registers
    this.#raise = raise
    this.#generation = registers.flushedGeneration
  }

  /** Where the next byte of the running piece goes. */
  get cursor(): number {
    return this.#address + this.#done
  }

  /** Bytes the running piece still takes. */
  get room(): number {
    return this.#length - this.#done
  }

  /** Size of the running piece, or of the last one when none runs. */
  get pieceBytes(): number {
    return this.#length
  }

  /** Bytes written into the running piece. */
  get filled(): number {
    return this.#hasPiece ? this.#done : 0
  }

  /** Whether the running piece repeats until it is replaced or the controller disabled. */
  get isCyclic(): boolean {
    return this.#hasPiece && (this.#flags & pieceFlag.cyclic) !== 0 && !this.#isReplaced()
  }

  /** Whether the running piece continues a descriptor that an earlier piece began. */
  get isContinuation(): boolean {
    return (this.#flags & pieceFlag.first) === 0
  }

  /**
   * Obeys the control register: a new generation drops the running piece and flushes the queue.
   * @returns true when that happened
   */
  obey(): boolean {
    const generation = this.#registers.generation
    if (generation === this.#generation) return false
    this.#hasPiece = false
    this.#done = 0
    this.#isSkipping = false
    while (this.#registers.queue.peek() !== 0) this.#registers.queue.advance()
    this.#generation = generation
    this.#registers.setProgress(-1, 0)
    this.#registers.flushedGeneration = generation
    this.#interrupt(dmacInterrupt.stopped)
    return true
  }

  /** A new stream begins: what the old one left in the running piece is overwritten. */
  rewind(): void {
    this.#done = 0
  }

  /** True when a piece is there to be written; starts the next queued one when none runs. */
  ready(): boolean {
    if (!this.#registers.isEnabled || this.#registers.isPaused) return false
    while (!this.#hasPiece) if (!this.#startNext()) return false
    return true
  }

  #startNext(): boolean {
    const registers = this.#registers
    const at = registers.queue.peek()
    if (at === 0) return false
    this.#address = registers.queuedAddress(at)
    this.#length = registers.queuedLength(at)
    this.#flags = registers.queuedFlags(at)
    this.#id = registers.queuedId(at)
    registers.queue.advance()
    this.#done = 0
    if (this.#isSkipping) {
      if ((this.#flags & pieceFlag.last) !== 0) this.#isSkipping = false
      registers.setDone(this.#id, this.#skipped)
      this.#interrupt(dmacInterrupt.sot | dmacInterrupt.eot)
      return true
    }
    this.#hasPiece = true
    registers.setProgress(this.#id, 0)
    this.#interrupt(dmacInterrupt.sot)
    return true
  }

  /** The stream wrote `bytes` at {@link cursor}. */
  advance(bytes: number): void {
    this.#done += bytes
    this.#registers.setProgress(this.#id, this.#done)
  }

  /** The running piece ends here: full, or short because the stream ended or the bus refused (`flags`). */
  finish(record: PieceRecord, flags = 0): void {
    const isShort = this.#done < this.#length
    record.transferred = this.#done
    record.flags = flags | (isShort ? doneFlag.partial : 0)
    if ((this.#flags & pieceFlag.cyclic) !== 0 && record.flags === 0 && !this.#isReplaced()) {
      this.#done = 0
      return
    }
    this.#isSkipping = isShort && (this.#flags & pieceFlag.last) === 0
    this.#hasPiece = false
    this.#done = 0
    this.#registers.setDone(this.#id, record)
    this.#interrupt(dmacInterrupt.eot)
  }

  /** Whether the piece queued behind a cyclic one is flagged to take its place. */
  #isReplaced(): boolean {
    const at = this.#registers.queue.peek()
    return at !== 0 && (this.#registers.queuedFlags(at) & pieceFlag.endOfCyclic) !== 0
  }

  #interrupt(bits: number): void {
    const registers = this.#registers
    if (!registers.setPending(bits)) return
    // A driver that asked for free slots, or that has hardly anything queued, must not be kept waiting.
    const asksForRoom = (bits & dmacInterrupt.sot & ~registers.mask) !== 0
    this.#raise(asksForRoom || registers.queue.length < 2)
  }
}
