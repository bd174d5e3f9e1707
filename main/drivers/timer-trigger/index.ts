// A trigger that fires at a fixed rate, in the manner of the high-resolution timer trigger.
import { IioTrigger, nanoseconds, numberAttribute } from '#main/iio/index.ts'
import type { Runtime } from '#main/runtime/clock.ts'
import { fail, say } from '#shared/errors.ts'
import { Pacer } from '../emulation/pacer.ts'

const lowestHz = 0.001
const highestHz = 1e6

export class TimerTrigger extends IioTrigger {
  readonly #pacer: Pacer
  #rateHz = 100

  constructor(name: string, runtime: Runtime) {
    const pacer = new Pacer({
      clock: runtime.clock,
      scansToNextEvent: () => 1,
      onScans: (count) => {
        // After a pause several are due: each has the time at which it was due.
        const now = runtime.clock.unixMs()
        for (let left = count - 1; left >= 0; left--) this.poll(nanoseconds(now - (left * 1000) / this.#rateHz))
      },
    })
    const rate = numberAttribute({ get: () => this.rateHz, set: (value) => this.#write(value), available: () => rates })
    super(name, { setState: (on) => (on ? pacer.start(this.#rateHz) : pacer.stop()) }, { sampling_frequency: rate })
    this.#pacer = pacer
  }

  get rateHz(): number {
    return this.#rateHz
  }

  /** Takes effect when the trigger is started next. @throws EINVAL not within 1 mHz .. 1 MHz. */
  set rateHz(rateHz: number) {
    if (!(rateHz >= lowestHz && rateHz <= highestHz))
      fail('EINVAL', say`A trigger rate goes from 1 mHz to 1 MHz, not to ${rateHz} Hz.`)
    this.#rateHz = rateHz
  }

  /** By so much it fell behind since it was started, because the machine was too slow for the rate, ms. */
  get slippedMs(): number {
    return this.#pacer.slippedMs
  }

  /** The attribute. A stream has one rate: it does not change under a device that captures. */
  #write(rateHz: number): void {
    if (this.consumerCount > 0)
      fail('EBUSY', say`The rate of ${this.name} cannot change while a device captures with it.`)
    this.rateHz = rateHz
  }
}

/** Suggestions: others are taken too. */
const rates: readonly number[] = [10, 100, 1000, 10_000]
