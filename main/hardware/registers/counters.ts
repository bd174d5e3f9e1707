// Counters the converter keeps in shared memory; anybody may read them at any time. Written by the hardware thread.

const word = { nextSample: 0, lost: 1, startMs: 2, slippedMs: 3, running: 4, atMs: 5, waitedMs: 6 }
export const counterBytes = 64

export class ConverterCounters {
  readonly #words: Float64Array<SharedArrayBuffer>
  readonly #base: number

  constructor(buffer: SharedArrayBuffer, address: number) {
    this.#words = new Float64Array(buffer)
    this.#base = address >>> 3
  }

  #get(at: number): number {
    return this.#words[this.#base + at]!
  }

  #set(at: number, value: number): void {
    this.#words[this.#base + at] = value
  }

  /** Index of the next scan since the converter started; counts lost scans. */
  get nextSample(): number {
    return this.#get(word.nextSample)
  }

  /** Scans lost since the converter started. */
  get lostScans(): number {
    return this.#get(word.lost)
  }

  /** How much simulated time fell behind the clock because the machine was too slow, ms. */
  get slippedMs(): number {
    return this.#get(word.slippedMs)
  }

  /** How long the clock stood still for streams that gave nothing, ms. */
  get waitedMs(): number {
    return this.#get(word.waitedMs)
  }

  set waitedMs(ms: number) {
    this.#set(word.waitedMs, ms)
  }

  get isRunning(): boolean {
    return this.#get(word.running) !== 0
  }

  /** Scans per second over the time since the start; below the sampling frequency when the machine is too slow. */
  get achievedRateHz(): number {
    const elapsedMs = this.#get(word.atMs) - this.#get(word.startMs)
    return elapsedMs > 0 ? (this.nextSample * 1000) / elapsedMs : 0
  }

  started(nowMs: number): void {
    this.#set(word.nextSample, 0)
    this.#set(word.lost, 0)
    this.#set(word.slippedMs, 0)
    this.#set(word.waitedMs, 0)
    this.#set(word.startMs, nowMs)
    this.#set(word.atMs, nowMs)
    this.#set(word.running, 1)
  }

  stopped(): void {
    this.#set(word.running, 0)
  }

  progress(nextSample: number, lost: number, slippedMs: number, nowMs: number): void {
    this.#set(word.nextSample, nextSample)
    this.#set(word.lost, lost)
    this.#set(word.slippedMs, slippedMs)
    this.#set(word.atMs, nowMs)
  }
}
