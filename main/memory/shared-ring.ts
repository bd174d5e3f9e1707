// A ring of fixed-size records from one thread to one other, in shared memory. Positions run freely and wrap at 2^32;
// the slot is the position modulo the capacity, a power of two. The producer's position is published after the record is
// written, the consumer's after it was read, so neither ever sees half a record.
import { fail, say } from '#shared/errors.ts'

const headerBytes = 128

export interface SharedRingLayout {
  readonly address: number
  /** A multiple of 8, so that a record may hold float64 values. */
  readonly recordBytes: number
  /** A power of two. */
  readonly capacity: number
}

/** Memory one ring needs, in bytes. The first 128 must be zero before either side is constructed. */
export function sharedRingBytes(recordBytes: number, capacity: number): number {
  return headerBytes + recordBytes * capacity
}

export class SharedRing {
  readonly capacity: number
  readonly #words: Int32Array<SharedArrayBuffer>
  readonly #writeIndex: number
  readonly #readIndex: number
  readonly #records: number
  readonly #recordBytes: number

  /** Both threads construct their own over the same layout. @throws EINVAL for a layout that cannot work. */
  constructor(buffer: SharedArrayBuffer, layout: SharedRingLayout) {
    const { address, recordBytes, capacity } = layout
    if (address % 8 !== 0 || recordBytes % 8 !== 0 || recordBytes <= 0)
      fail('EINVAL', say`A ring at ${address} with records of ${recordBytes} bytes is not aligned to 8 bytes.`)
    if (capacity < 1 || capacity > 2 ** 30 || (capacity & (capacity - 1)) !== 0)
      fail('EINVAL', say`A ring of ${capacity} records is not possible; the capacity is a power of two.`)
    this.capacity = capacity
    this.#words = new Int32Array(buffer)
    // The two positions sit in cache lines of their own, so the threads do not take them from each other.
    this.#writeIndex = address >>> 2
    this.#readIndex = (address + 64) >>> 2
    this.#records = address + headerBytes
    this.#recordBytes = recordBytes
  }

  /** Records written and not yet read. */
  get length(): number {
    return (Atomics.load(this.#words, this.#writeIndex) - Atomics.load(this.#words, this.#readIndex)) | 0
  }

  get isFull(): boolean {
    return this.length === this.capacity
  }

  /** Producer: address of the next record to fill, or 0 when the ring is full. Not visible to the consumer yet. */
  reserve(): number {
    return this.isFull ? 0 : this.#slotAddress(Atomics.load(this.#words, this.#writeIndex))
  }

  /** Producer: the slot number (position modulo capacity) that {@link reserve} addresses. */
  get writeSlot(): number {
    return Atomics.load(this.#words, this.#writeIndex) & (this.capacity - 1)
  }

  /** Producer: publishes the record at {@link reserve}'s address. Ring the doorbell afterwards if one sleeps on it. */
  commit(): void {
    Atomics.add(this.#words, this.#writeIndex, 1)
  }

  /** Consumer: address of the oldest record, or 0 when the ring is empty. `ahead` looks at later ones. */
  peek(ahead = 0): number {
    return this.length <= ahead ? 0 : this.#slotAddress((Atomics.load(this.#words, this.#readIndex) + ahead) | 0)
  }

  /** Consumer: the slot number of the oldest record. */
  get readSlot(): number {
    return Atomics.load(this.#words, this.#readIndex) & (this.capacity - 1)
  }

  /** Consumer: gives the oldest record's slot back to the producer. */
  advance(): void {
    Atomics.add(this.#words, this.#readIndex, 1)
  }

  #slotAddress(position: number): number {
    return this.#records + (position & (this.capacity - 1)) * this.#recordBytes
  }
}
