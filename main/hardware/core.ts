// The hardware: converter and controller, advanced by step(). The worker thread calls it in a loop with the real clock;
// a test calls it in-process with a clock that stands still. What happens depends on the clock only, except that it never
// loses a sample because the caller came a little late: it catches up, and where it is too slow its time base slips.
import { type Kernels, signalDefaults } from '#main/kernels/index.ts'
import { Doorbell } from '#main/memory/index.ts'
import { Dmac } from './controller/dmac.ts'
import { Moderation } from './controller/moderation.ts'
import { Converter } from './converter/converter.ts'
import { Dac } from './converter/dac.ts'
import { again, type FaultKind, InputStream } from './converter/input-stream.ts'
import { Loopback } from './converter/loopback.ts'
import { signalFromWords } from './converter/signal-words.ts'
import { TimeBase } from './converter/time-base.ts'
import type { HardwareLayout } from './layout.ts'
import { ConverterCounters } from './registers/counters.ts'
import { DmacRegisters } from './registers/dmac-registers.ts'
import { InterruptLine } from './registers/interrupt-line.ts'
import { Mailbox, opcode } from './registers/mailbox.ts'

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
  readonly #now: () => number
  readonly #doorbell: Doorbell
  readonly #mailbox: Mailbox
  readonly #line: InterruptLine
  readonly #moderation: Moderation
  readonly #dmac: Dmac
  readonly #converter: Converter
  readonly #timeBase = new TimeBase()
  readonly #input: InputStream
  readonly #dac: Dac
  readonly #loopback: Loopback
  /** When the output converter's present transfer ends. */
  #dacDeadlineMs = Number.POSITIVE_INFINITY
  #isShutDown = false
  #samplingFrequencyHz = 1000

  constructor(kernels: Kernels, memory: WebAssembly.Memory, layout: HardwareLayout, world: HardwareWorld) {
    const { buffer } = memory
    const { now, interrupt, sleptMs = () => 0 } = world
    this.#now = now
    this.#doorbell = new Doorbell(buffer, layout.doorbell)
    this.#mailbox = new Mailbox(buffer, layout.mailbox)
    this.#line = new InterruptLine(buffer, layout.line, interrupt)
    this.#moderation = new Moderation(layout.coalesceMs, () => this.#line.raise())
    const registers = new DmacRegisters(buffer, layout.dmac, layout.dmacParameters)
    this.#dmac = new Dmac(registers, this.#completed)
    const dacRegisters = new DmacRegisters(buffer, layout.dacDmac, layout.dacDmacParameters)
    this.#dac = new Dac({
      memory,
      channels: layout.channels,
      scratch: layout.dacScratch,
      controller: new Dmac(dacRegisters, this.#completed),
      registers: dacRegisters,
      counters: new ConverterCounters(buffer, layout.dacCounters),
    })
    this.#loopback = new Loopback(this.#dac, memory, now)
    this.#converter = new Converter(kernels, memory, layout, { ...signalDefaults, shape: 'dc' }, this.#loopback)
    this.#input = new InputStream({
      now,
      sleptMs,
      registers,
      dmac: this.#dmac,
      converter: this.#converter,
      counters: new ConverterCounters(buffer, layout.counters),
      timeBase: this.#timeBase,
      // Both converters have one clock: they fall behind together, and what loops back stays seamless.
      slip: (byMs) => {
        this.#timeBase.slip(byMs)
        this.#dac.timeBase.slip(byMs)
      },
    })
  }

  get isShutDown(): boolean {
    return this.#isShutDown
  }

  /** The doorbell's count: read it before {@link step}, and sleep only while it has not changed. */
  get doorbell(): Doorbell {
    return this.#doorbell
  }

  /**
   * Does everything that is due now.
   * @returns when to come again, in monotonic ms; Infinity: not before the doorbell rings
   */
  step(): number {
    for (;;) {
      while (this.#mailbox.serve(this.#command)) this.#line.raise()
      this.#obey()
      this.#dac.obey()
      // A transfer of the output side that is through can be reported only when its samples were converted.
      const deadline = this.#input.step(this.#converter.isLooping && this.#now() >= this.#dacDeadlineMs)
      const nowMs = this.#now()
      const { pieceBytes } = this.#dmac
      this.#moderation.raiseIfDue(nowMs, pieceBytes)
      if (deadline === again) continue
      const isPulled = this.#input.isFilling && this.#converter.isLooping
      // The output never runs ahead of the input that converts it.
      const limit = isPulled ? this.#loopback.indexOf(this.#input.next) + 1 : Number.POSITIVE_INFINITY
      this.#dacDeadlineMs = this.#dac.advance(nowMs, limit)
      this.#moderation.raise(nowMs)
      if (deadline === Number.POSITIVE_INFINITY) return this.#dacDeadlineMs
      // Blocks that complete at a high rate are converted, and reported, some at a time.
      const promisedMs = Math.max(deadline, this.#moderation.nextMs(pieceBytes))
      this.#input.promise(promisedMs)
      return Math.min(promisedMs, this.#dacDeadlineMs)
    }
  }

  readonly #completed = (isUrgent: boolean): void => {
    if (isUrgent) this.#line.raise()
    else this.#moderation.completed(this.#now())
  }

  #obey(): void {
    const filled = this.#dmac.filled
    if (this.#dmac.obey()) this.#input.dropped(filled)
  }

  readonly #command = (code: number, args: Float64Array): readonly [number, number] => {
    const [first = 0, second = 0] = args
    const input = this.#input
    switch (code) {
      case opcode.start:
        return this.#start(first, second)
      case opcode.stop:
        input.stop()
        return [input.next, input.lost]
      case opcode.flush:
        input.flush()
        return [input.next, input.lost]
      case opcode.source:
        return this.#configure(first, args.subarray(1))
      case opcode.convertOnce:
        if (!input.isRunning) this.#dac.advance(this.#now(), Number.POSITIVE_INFINITY)
        return [this.#converter.convertOnce(first, Math.floor((this.#now() * this.#samplingFrequencyHz) / 1000)), 0]
      case opcode.loopback:
        this.#converter.loop(first)
        return [input.next, 0]
      case opcode.startDac:
        return this.#startDac(first, second)
      case opcode.stopDac:
        this.#dac.stop()
        return [this.#dac.position, 0]
      case opcode.fault:
        input.fault = first as FaultKind
        return [input.next, 0]
      case opcode.shutdown:
        this.#isShutDown = true
        input.kill()
        this.#dac.stop()
        return [0, 0]
      default:
        return [0, 1]
    }
  }

  #start(samplingFrequencyHz: number, channelMask: number): readonly [number, number] {
    const nowMs = this.#now()
    this.#samplingFrequencyHz = samplingFrequencyHz
    this.#converter.selectChannels(channelMask)
    this.#input.start(nowMs, samplingFrequencyHz)
    this.#loopback.align(this.#timeBase)
    return [nowMs, 0]
  }

  #startDac(samplingFrequencyHz: number, channelMask: number): readonly [number, number] {
    const nowMs = this.#now()
    this.#dac.start(nowMs, samplingFrequencyHz, channelMask)
    this.#loopback.align(this.#timeBase)
    return [nowMs, 0]
  }

  /** Answers with the index of the first sample of the new signal, and whether it was refused. */
  #configure(channel: number, words: Float64Array): readonly [number, number] {
    try {
      this.#converter.configure(channel, signalFromWords(words))
      return [this.#input.next, 0]
    } catch {
      return [this.#input.next, 1]
    }
  }
}
