// From the output converter back into the input converter: the value that is put out at the instant of each sample. Both
// clocks are the hardware's, so which output scan belongs to which input sample is arithmetic, and the same every time.
import type { Dac } from './dac.ts'
import { trailScans } from './dac.ts'
import type { TimeBase } from './time-base.ts'

/** The phase between the clocks in steps of this part of an output scan: with equal rates the sum below is exact. */
const phaseSteps = 1024

export class Loopback {
  readonly #dac: Dac
  readonly #codes: Int16Array<SharedArrayBuffer>
  readonly #now: () => number
  #offset = 0
  #ratio = 1
  /** Output before this run, by channel; and the index of the first scan kept for it. */
  readonly #before: Int16Array
  #keptFirst = 0

  constructor(dac: Dac, memory: WebAssembly.Memory, now: () => number) {
    this.#dac = dac
    this.#codes = new Int16Array(memory.buffer)
    this.#now = now
    this.#before = new Int16Array(dac.held.length)
  }

  /** One of the converters has started: how their clocks stand to each other. A slip moves both alike. */
  align(adc: TimeBase): void {
    const { timeBase } = this.#dac
    this.#ratio = timeBase.samplesPerMs / adc.samplesPerMs
    const offset = (adc.dueMs(0) - timeBase.dueMs(0)) * timeBase.samplesPerMs
    this.#offset = (Math.floor(offset * phaseSteps) + 0.5) / phaseSteps
  }

  /** Index of the output scan that input sample `sample` converts; negative before the output began. */
  indexOf(sample: number): number {
    return Math.floor(this.#offset + sample * this.#ratio)
  }

  /** How many samples from a first one can be prepared at once. */
  runOf(samples: number): number {
    return Math.max(1, Math.min(samples, Math.floor((trailScans - 2) / this.#ratio)))
  }

  /** What a channel puts out now. */
  present(channel: number): number {
    return this.#dac.held[channel] ?? 0
  }

  /** Lets the output run up to the last of these samples. Then {@link render} gives them for each channel. */
  prepare(first: number, samples: number): void {
    const dac = this.#dac
    if (dac.isRunning) {
      const [from, last] = [this.indexOf(first), this.indexOf(first + samples - 1)]
      // What was put out between this sample and the one before is not converted.
      if (from > dac.position) dac.play(from, false, this.#now())
      this.#before.set(dac.held)
      this.#keptFirst = dac.position
      dac.play(last + 1, true, this.#now())
    } else {
      this.#before.set(dac.held)
      this.#keptFirst = Number.POSITIVE_INFINITY
    }
  }

  /** Writes the prepared samples of one channel to `address`. */
  render(channel: number, first: number, address: number, samples: number): void {
    const codes = this.#codes
    const to = address >>> 1
    const trail = this.#dac.trail(channel) >>> 1
    const before = this.#before[channel] ?? 0
    if (trail === 0 || this.#keptFirst === Number.POSITIVE_INFINITY) {
      codes.fill(before, to, to + samples)
      return
    }
    const from = this.indexOf(first) - this.#keptFirst
    if (this.#ratio === 1 && from >= 0) {
      codes.copyWithin(to, trail + from, trail + from + samples)
      return
    }
    for (let i = 0; i < samples; i++) {
      const index = this.indexOf(first + i) - this.#keptFirst
      codes[to + i] = index < 0 ? before : codes[trail + index]!
    }
  }
}
