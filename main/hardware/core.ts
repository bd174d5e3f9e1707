// The hardware: both converters and their controllers, clocked by step(). The worker thread calls it in a loop with the
// real clock; a test calls it in-process with a clock that stands still. What happens depends on the clock only, except
// that it never loses a sample because the caller came a little late: it catches up, and where it is too slow its time
// base slips.
import type { Kernels } from '#main/kernels/index.ts'
import { Doorbell } from '#main/memory/index.ts'
import { Dmac } from './controller/dmac.ts'
import { Adc } from './converter/adc.ts'
import { ConverterCommands } from './converter/commands.ts'
import { Dac } from './converter/dac.ts'
import { again } from './converter/input-stream.ts'
import { Loopback } from './converter/loopback.ts'
import type { HardwareLayout } from './layout.ts'
import { ConverterCounters } from './registers/counters.ts'
import { DmacRegisters } from './registers/dmac-registers.ts'
import { InterruptLine } from './registers/interrupt-line.ts'
import { InterruptModerator } from './registers/interrupt-moderator.ts'
import { Mailbox } from './registers/mailbox.ts'

/** What the hardware needs of the world. */
export interface HardwareWorld {
  /** Monotonic ms. */
  readonly now: () => number
  /** How long the machine has slept since some moment, ms, while `now` stood still. Default: never. */
  readonly sleptMs?: () => number
  /** Tells the CPU that the line was raised. */
  readonly interrupt: () => void
}

export class HardwareCore {
  /** The doorbell's count: read it before {@link step}, and sleep only while it has not changed. */
  readonly doorbell: Doorbell
  readonly #now: () => number
  readonly #mailbox: Mailbox
  readonly #interrupts: InterruptModerator
  readonly #commands: ConverterCommands
  readonly #adc: Adc
  readonly #dac: Dac
  readonly #loopback: Loopback
  /** When the output converter's present transfer ends. */
  #dacDeadlineMs = Number.POSITIVE_INFINITY

  constructor(kernels: Kernels, memory: WebAssembly.Memory, layout: HardwareLayout, world: HardwareWorld) {
    const { buffer } = memory
    const { now, interrupt, sleptMs = () => 0 } = world
    this.#now = now
    this.doorbell = new Doorbell(buffer, layout.doorbell)
    this.#mailbox = new Mailbox(buffer, layout.mailbox)
    this.#interrupts = new InterruptModerator(new InterruptLine(buffer, layout.line, interrupt), layout.coalesceMs)
    const dacRegisters = new DmacRegisters(buffer, layout.dacDmac, layout.dacDmacParameters)
    this.#dac = new Dac({
      kernels,
      memory,
      channels: layout.channels,
      scratch: layout.dacScratch,
      controller: new Dmac(dacRegisters, this.#completed),
      registers: dacRegisters,
      counters: new ConverterCounters(buffer, layout.dacCounters),
    })
    this.#loopback = new Loopback(this.#dac, memory, now)
    const registers = new DmacRegisters(buffer, layout.dmac, layout.dmacParameters)
    this.#adc = new Adc({
      kernels,
      memory,
      layout,
      controller: new Dmac(registers, this.#completed),
      registers,
      loopback: this.#loopback,
      now,
      sleptMs,
      // Both converters have one clock: they fall behind together, and what loops back stays seamless.
      slip: (byMs) => {
        this.#adc.timeBase.slip(byMs)
        this.#dac.timeBase.slip(byMs)
      },
      wait: (byMs) => {
        this.#adc.timeBase.wait(byMs)
        this.#dac.timeBase.wait(byMs)
      },
    })
    this.#commands = new ConverterCommands(this.#adc, this.#dac, this.#loopback, now)
  }

  get isShutDown(): boolean {
    return this.#commands.isShutDown
  }

  /**
   * Does everything that is due now.
   * @returns when to come again, in monotonic ms; Infinity: not before the doorbell rings
   */
  step(): number {
    const { stream } = this.#adc
    const interrupts = this.#interrupts
    for (;;) {
      while (this.#mailbox.serve(this.#commands.run)) interrupts.raiseNow()
      this.#adc.obey()
      this.#dac.obey()
      // A transfer of the output side that is through can be reported only when its samples were converted.
      const deadline = stream.step(this.#adc.isLooping && this.#now() >= this.#dacDeadlineMs)
      const nowMs = this.#now()
      const { pieceBytes } = this.#adc
      interrupts.raiseIfDue(nowMs, pieceBytes)
      if (deadline === again) continue
      const isPulled = stream.isFilling && this.#adc.isLooping
      // The output never runs ahead of the input that converts it.
      const limit = isPulled ? this.#loopback.indexOf(stream.next) + 1 : Number.POSITIVE_INFINITY
      this.#dacDeadlineMs = this.#dac.advance(nowMs, limit)
      interrupts.raise(nowMs)
      if (deadline === Number.POSITIVE_INFINITY) return this.#dacDeadlineMs
      // Blocks that complete at a high rate are converted, and reported, some at a time.
      const promisedMs = Math.max(deadline, interrupts.nextMs(pieceBytes))
      stream.promise(promisedMs)
      return Math.min(promisedMs, this.#dacDeadlineMs)
    }
  }

  readonly #completed = (isUrgent: boolean): void => {
    if (isUrgent) this.#interrupts.raiseNow()
    else this.#interrupts.completed(this.#now())
  }
}
