// A ring of samples between the thread that takes them from a writer and the hardware that converts them: one writes, one
// reads, and neither ever waits for a lock. It lies in the heap; the counters wrap at 2^32 scans.

/** Of each: how many scans since the begin; then what the ring is. In words of 4 bytes, apart by a cache line. */
const word = { written: 0, read: 16, channels: 32, capacity: 33 } as const
const headerBytes = 192

export interface RingShape {
  readonly channels: number
  /** A power of two. */
  readonly scans: number
}

export const ringBytes = ({ channels, scans }: RingShape): number => headerBytes + scans * channels * 2

export class SampleRing {
  readonly channels: number
  readonly capacity: number
  readonly #words: Int32Array<SharedArrayBuffer>
  readonly #base: number
  readonly #samples: Int16Array<SharedArrayBuffer>

  /** Over a ring that {@link SampleRing.make} made. */
  constructor(buffer: SharedArrayBuffer, address: number) {
    this.#words = new Int32Array(buffer)
    this.#base = address >>> 2
    this.channels = this.#words[this.#base + word.channels]!
    this.capacity = this.#words[this.#base + word.capacity]!
    this.#samples = new Int16Array(buffer, address + headerBytes, this.capacity * this.channels)
  }

  /** An empty ring, in memory of {@link ringBytes}. */
  static make(buffer: SharedArrayBuffer, address: number, { channels, scans }: RingShape): SampleRing {
    const words = new Int32Array(buffer, address, headerBytes / 4)
    words.fill(0)
    words[word.channels] = channels
    words[word.capacity] = scans
    return new SampleRing(buffer, address)
  }

  #count(which: number): number {
    return Atomics.load(this.#words, this.#base + which)
  }

  /** Scans that are there to be read. */
  get available(): number {
    return (this.#count(word.written) - this.#count(word.read)) >>> 0
  }

  /** Scans that can be written. */
  get room(): number {
    return this.capacity - this.available
  }

  // The writer's side.

  /** Where scans may be written next without a break: at most {@link room} of them. */
  space(): Int16Array<SharedArrayBuffer> {
    const at = (this.#count(word.written) & (this.capacity - 1)) >>> 0
    const scans = Math.min(this.room, this.capacity - at)
    return this.#samples.subarray(at * this.channels, (at + scans) * this.channels)
  }

  /** So many scans of {@link space} are samples now. */
  commit(scans: number): void {
    Atomics.add(this.#words, this.#base + word.written, scans)
  }

  // The reader's side.

  /** Samples of a channel, from the scan `skip` behind the next one, into `target`. There must be as many. */
  copy(channel: number, skip: number, target: Int16Array): void {
    const { channels, capacity } = this
    const samples = this.#samples
    let at = (this.#count(word.read) + skip) & (capacity - 1)
    for (let done = 0; done < target.length; at = 0) {
      const run = Math.min(target.length - done, capacity - at)
      if (channels === 1) target.set(samples.subarray(at, at + run), done)
      else
        for (let i = 0, from = at * channels + channel; i < run; i++, from += channels)
          target[done + i] = samples[from]!
      done += run
    }
  }

  /** So many scans were read, and may be written over. */
  advance(scans: number): void {
    Atomics.add(this.#words, this.#base + word.read, scans)
  }
}
