// A trigger that fires at a fixed rate, in the manner of the high-resolution timer trigger.
import { IioTrigger, nanoseconds } from '#main/iio/index.ts'
import type { Runtime } from '#main/runtime/clock.ts'
import { fail } from '#shared/errors.ts'
import { Pacer } from '../emulation/pacer.ts'

export class TimerTrigger extends IioTrigger {
  #rateHz = 100

  constructor(name: string, runtime: Runtime) {
    const pacer = new Pacer({
      clock: runtime.clock,
      scansToNextEvent: () => 1,
      onScans: (count) => {
        const now = nanoseconds(runtime.clock.unixMs())
        for (let i = 0; i < count; i++) this.poll(now)
      },
    })
    super(name, { setState: (on) => (on ? pacer.start(this.#rateHz) : pacer.stop()) })
  }

  get rateHz(): number {
    return this.#rateHz
  }

  /** Takes effect when the trigger is started next. @throws EINVAL not within 1 mHz .. 1 MHz. */
  set rateHz(rateHz: number) {
    if (!(rateHz >= 0.001 && rateHz <= 1e6))
      fail('EINVAL', `a trigger rate of ${rateHz} Hz is not within 1 mHz .. 1 MHz`)
    this.#rateHz = rateHz
  }
}
