// The input converter whole: its signal sources, its clock, its controller, and the stream between them.
import { type Kernels, signalDefaults } from '#main/kernels/index.ts'
import type { Dmac } from '../controller/dmac.ts'
import type { HardwareLayout } from '../layout.ts'
import { ConverterCounters } from '../registers/counters.ts'
import type { DmacRegisters } from '../registers/dmac-registers.ts'
import { Converter } from './converter.ts'
import { InputStream } from './input-stream.ts'
import type { Loopback } from './loopback.ts'
import { signalFromWords } from './signal-words.ts'
import { TimeBase } from './time-base.ts'

export interface AdcParts {
  readonly kernels: Kernels
  readonly memory: WebAssembly.Memory
  readonly layout: HardwareLayout
  readonly controller: Dmac
  readonly registers: DmacRegisters
  /** What a channel converts whose source is the output. */
  readonly loopback: Loopback
  /** Monotonic ms. */
  readonly now: () => number
  /** How long the machine has slept since some moment, ms. */
  readonly sleptMs: () => number
  /** Both converters fall behind by so much. */
  slip(byMs: number): void
  /** Both stand still for so long, because a stream gives nothing. */
  wait(byMs: number): void
}

export class Adc {
  readonly timeBase = new TimeBase()
  readonly stream: InputStream
  readonly #now: () => number
  readonly #controller: Dmac
  readonly #converter: Converter
  #samplingFrequencyHz = 1000

  constructor({ kernels, memory, layout, controller, registers, loopback, now, sleptMs, slip, wait }: AdcParts) {
    this.#now = now
    this.#controller = controller
    this.#converter = new Converter(kernels, memory, layout, { ...signalDefaults, shape: 'dc' }, loopback)
    this.stream = new InputStream({
      now,
      sleptMs,
      registers,
      dmac: controller,
      converter: this.#converter,
      counters: new ConverterCounters(memory.buffer, layout.counters),
      timeBase: this.timeBase,
      slip,
      wait,
    })
  }

  /** A channel converts the output. */
  get isLooping(): boolean {
    return this.#converter.isLooping
  }

  /** Bytes of the transfer that is filled. */
  get pieceBytes(): number {
    return this.#controller.pieceBytes
  }

  /** Obeys the controller's control register. What was written into a transfer that it drops is lost. */
  obey(): void {
    const { filled } = this.#controller
    if (this.#controller.obey()) this.stream.dropped(filled)
  }

  /** Begins at scan 0, with the channels of the mask. */
  start(nowMs: number, samplingFrequencyHz: number, channelMask: number): void {
    this.#samplingFrequencyHz = samplingFrequencyHz
    this.#converter.selectChannels(channelMask)
    this.stream.start(nowMs, samplingFrequencyHz)
  }

  /** One code of a channel, as it would be converted now, whether it samples or not. */
  convertOnce(channel: number): number {
    return this.#converter.convertOnce(channel, Math.floor((this.#now() * this.#samplingFrequencyHz) / 1000))
  }

  /** The channel converts the output from now on. */
  loop(channel: number): void {
    this.#converter.loop(channel)
  }

  /** The channel converts a channel of a stream from now on: `column` of the ring at that address. */
  convertStream(channel: number, ring: number, column: number): void {
    this.#converter.convertStream(channel, ring, column)
  }

  /** Another signal for a channel, from the next scan on. False, and nothing changes, when it is refused. */
  configure(channel: number, words: Float64Array): boolean {
    try {
      this.#converter.configure(channel, signalFromWords(words))
      return true
    } catch {
      return false
    }
  }
}
