// Register file of the AXI-DMAC-like controller, in shared memory. The driver (main thread) and the controller (hardware
// thread) each construct one over the same layout; who writes what is said at each member.
import { SharedRing, sharedRingBytes } from '#main/memory/index.ts'

/** Bits of the interrupt registers. */
export const dmacInterrupt = {
  /** Start of transfer: a queue slot became free. */
  sot: 1,
  /** End of transfer: a done bit was set. */
  eot: 2,
  /** The queue was flushed after the controller was disabled. */
  stopped: 4,
} as const

/** Flags of a submitted piece. */
export const pieceFlag = {
  /** Repeats until the controller is disabled; raises no end of transfer. */
  cyclic: 1,
  /** First and last piece of a descriptor. After a partial transfer everything up to the last piece is skipped. */
  first: 2,
  last: 4,
  /** Replaces a running cyclic piece at the end of its round. */
  endOfCyclic: 8,
} as const

/** Flags of a finished piece. */
export const doneFlag = {
  /** The stream ended before the piece was full; `transferred` says where. */
  partial: 1,
  /** Not even begun, because an earlier piece of the same descriptor was partial. */
  skipped: 2,
  /** The bus refused the access. */
  fault: 4,
} as const

export interface DmacParameters {
  /** Transfers that can be outstanding: ids, each with a done bit. A power of two; the classic core has 4. */
  readonly ids: number
  /** Pieces waiting to be started. A power of two, at most `ids`. */
  readonly queueDepth: number
}

/** What the controller leaves behind for one id. */
export interface PieceRecord {
  transferred: number
  flags: number
  firstSample: number
  lostBefore: number
  lastSampleMs: number
  writtenMs: number
}

/** A record with nothing in it, to be filled. */
export const blankRecord = (): PieceRecord => ({
  transferred: 0,
  flags: 0,
  firstSample: 0,
  lostBefore: 0,
  lastSampleMs: 0,
  writtenMs: 0,
})

const word = {
  control: 0,
  status: 16,
  pending: 32,
  mask: 33,
  wakeWanted: 34,
  activeId: 48,
  activeBytes: 49,
  started: 50,
}
const headerBytes = 256
const queueRecordBytes = 16
const doneRecordBytes = 48

function queueOffset(): number {
  return headerBytes
}
function doneBitsOffset(p: DmacParameters): number {
  return queueOffset() + sharedRingBytes(queueRecordBytes, p.queueDepth)
}
function doneRecordsOffset(p: DmacParameters): number {
  return doneBitsOffset(p) + Math.ceil(p.ids / 64) * 8
}

/** Memory a register file needs, bytes; zeroed before use. */
export function dmacRegisterBytes(parameters: DmacParameters): number {
  return doneRecordsOffset(parameters) + doneRecordBytes * parameters.ids
}

export class DmacRegisters {
  readonly parameters: DmacParameters
  readonly queue: SharedRing
  readonly #words: Int32Array<SharedArrayBuffer>
  readonly #unsigned: Uint32Array<SharedArrayBuffer>
  readonly #floats: Float64Array<SharedArrayBuffer>
  readonly #base: number
  readonly #doneBits: number
  readonly #doneRecords: number

  constructor(buffer: SharedArrayBuffer, address: number, parameters: DmacParameters) {
    this.parameters = parameters
    this.#words = new Int32Array(buffer)
    this.#unsigned = new Uint32Array(buffer)
    this.#floats = new Float64Array(buffer)
    this.#base = address >>> 2
    this.queue = new SharedRing(buffer, {
      address: address + queueOffset(),
      recordBytes: queueRecordBytes,
      capacity: parameters.queueDepth,
    })
    this.#doneBits = (address + doneBitsOffset(parameters)) >>> 2
    this.#doneRecords = address + doneRecordsOffset(parameters)
  }

  #load(at: number): number {
    return Atomics.load(this.#words, this.#base + at)
  }

  // CONTROL: written by the driver. A new generation flushes the queue and drops what is running.

  setControl(generation: number, isEnabled: boolean, isPaused: boolean): void {
    Atomics.store(this.#words, this.#base + word.control, (generation << 2) | (isPaused ? 2 : 0) | (isEnabled ? 1 : 0))
  }

  get isEnabled(): boolean {
    return (this.#load(word.control) & 1) !== 0
  }

  get isPaused(): boolean {
    return (this.#load(word.control) & 2) !== 0
  }

  /** The generation the driver asks for, 0 .. 2^29 - 1. */
  get generation(): number {
    return this.#load(word.control) >>> 2
  }

  // STATUS: written by the controller once the flush for a generation is through.

  get flushedGeneration(): number {
    return this.#load(word.status)
  }

  set flushedGeneration(generation: number) {
    Atomics.store(this.#words, this.#base + word.status, generation)
  }

  // Interrupts. Pending bits are recorded even when masked (mask bit set = no interrupt) and are write-one-to-clear.

  get pending(): number {
    return this.#load(word.pending)
  }

  clearPending(bits: number): void {
    Atomics.and(this.#words, this.#base + word.pending, ~bits)
  }

  get mask(): number {
    return this.#load(word.mask)
  }

  set mask(bits: number) {
    Atomics.store(this.#words, this.#base + word.mask, bits)
  }

  /** Controller: records interrupts; true when one of them is not masked. */
  setPending(bits: number): boolean {
    Atomics.or(this.#words, this.#base + word.pending, bits)
    return (bits & ~this.mask) !== 0
  }

  // WAKE: the controller has nothing to do and wants the doorbell rung for the next submission.

  get isWakeWanted(): boolean {
    return this.#load(word.wakeWanted) !== 0
  }

  set isWakeWanted(wanted: boolean) {
    Atomics.store(this.#words, this.#base + word.wakeWanted, wanted ? 1 : 0)
  }

  // Progress of the running piece, written by the controller.

  setProgress(id: number, bytes: number): void {
    Atomics.store(this.#words, this.#base + word.activeId, id)
    Atomics.store(this.#words, this.#base + word.activeBytes, bytes)
  }

  /** Bytes written so far of the piece `id`; 0 when another one is running. */
  progressOf(id: number): number {
    return this.#load(word.activeId) === id ? this.#load(word.activeBytes) >>> 0 : 0
  }

  // Submission (driver) and start (controller).

  /** Driver: queues one piece under an id whose done bit it clears. False while the queue is full. */
  submit(address: number, length: number, flags: number, id: number): boolean {
    const at = this.queue.reserve()
    if (at === 0) return false
    Atomics.and(this.#words, this.#doneBits + (id >> 5), ~(1 << (id & 31)))
    this.#unsigned[at >>> 2] = address
    this.#unsigned[(at >>> 2) + 1] = length
    this.#unsigned[(at >>> 2) + 2] = flags
    this.#unsigned[(at >>> 2) + 3] = id
    this.queue.commit()
    return true
  }

  /** Fields of the queued piece at a ring address. */
  queuedAddress(at: number): number {
    return this.#unsigned[at >>> 2]!
  }
  queuedLength(at: number): number {
    return this.#unsigned[(at >>> 2) + 1]!
  }
  queuedFlags(at: number): number {
    return this.#unsigned[(at >>> 2) + 2]!
  }
  queuedId(at: number): number {
    return this.#unsigned[(at >>> 2) + 3]!
  }

  // Done bits and records: set by the controller, read by the driver.

  isDone(id: number): boolean {
    return (Atomics.load(this.#words, this.#doneBits + (id >> 5)) & (1 << (id & 31))) !== 0
  }

  setDone(id: number, record: PieceRecord): void {
    const at = this.#doneRecords + id * doneRecordBytes
    this.#unsigned[at >>> 2] = record.transferred
    this.#unsigned[(at >>> 2) + 1] = record.flags
    const floats = at >>> 3
    this.#floats[floats + 1] = record.firstSample
    this.#floats[floats + 2] = record.lostBefore
    this.#floats[floats + 3] = record.lastSampleMs
    this.#floats[floats + 4] = record.writtenMs
    Atomics.or(this.#words, this.#doneBits + (id >> 5), 1 << (id & 31))
  }

  readDone(id: number, record: PieceRecord): void {
    const at = this.#doneRecords + id * doneRecordBytes
    record.transferred = this.#unsigned[at >>> 2]!
    record.flags = this.#unsigned[(at >>> 2) + 1]!
    const floats = at >>> 3
    record.firstSample = this.#floats[floats + 1]!
    record.lostBefore = this.#floats[floats + 2]!
    record.lastSampleMs = this.#floats[floats + 3]!
    record.writtenMs = this.#floats[floats + 4]!
  }
}
