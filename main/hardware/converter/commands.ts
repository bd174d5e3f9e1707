// What the mailbox can tell the converters to do. Each command is answered with two numbers.
import { opcode } from '../registers/mailbox.ts'
import type { Adc } from './adc.ts'
import type { Dac } from './dac.ts'
import type { FaultKind } from './input-stream.ts'
import type { Loopback } from './loopback.ts'
import { signalFromWords } from './signal-words.ts'

export type Answer = readonly [number, number]

export class ConverterCommands {
  readonly #adc: Adc
  readonly #dac: Dac
  readonly #loopback: Loopback
  readonly #now: () => number
  #isShutDown = false

  /** @param now monotonic ms */
  constructor(adc: Adc, dac: Dac, loopback: Loopback, now: () => number) {
    this.#adc = adc
    this.#dac = dac
    this.#loopback = loopback
    this.#now = now
  }

  /** The thread is to end. */
  get isShutDown(): boolean {
    return this.#isShutDown
  }

  readonly run = (code: number, args: Float64Array): Answer => {
    const [first = 0, second = 0] = args
    const { stream } = this.#adc
    switch (code) {
      case opcode.start:
        return this.#start(this.#adc, first, second)
      case opcode.stop:
        stream.stop()
        return [stream.next, stream.lost]
      case opcode.flush:
        stream.flush()
        return [stream.next, stream.lost]
      case opcode.source:
        return this.#configure(first, args.subarray(1))
      case opcode.convertOnce:
        if (!stream.isRunning) this.#dac.advance(this.#now(), Number.POSITIVE_INFINITY)
        return [this.#adc.convertOnce(first), 0]
      case opcode.loopback:
        this.#adc.loop(first)
        return [stream.next, 0]
      case opcode.stream:
        this.#adc.convertStream(first, second, args[2] ?? 0)
        return [stream.next, 0]
      case opcode.startDac:
        return this.#start(this.#dac, first, second)
      case opcode.stopDac:
        this.#dac.stop()
        return [this.#dac.position, 0]
      case opcode.dacSource:
        return this.#generate(first, args.subarray(1))
      case opcode.dacBuffer:
        this.#dac.release(first)
        return [this.#dac.position, 0]
      case opcode.fault:
        stream.fault = first as FaultKind
        return [stream.next, 0]
      case opcode.shutdown:
        this.#isShutDown = true
        stream.kill()
        this.#dac.stop()
        return [0, 0]
      default:
        return [0, 1]
    }
  }

  /** Answers with the moment of the first scan. What loops back is found by the input's clock from now on. */
  #start(converter: Adc | Dac, samplingFrequencyHz: number, channelMask: number): Answer {
    const nowMs = this.#now()
    converter.start(nowMs, samplingFrequencyHz, channelMask)
    this.#loopback.align(this.#adc.timeBase)
    return [nowMs, 0]
  }

  /** The same of an output channel, whose clock may begin, or change its rate, with it. */
  #generate(channel: number, words: Float64Array): Answer {
    try {
      this.#dac.generate(channel, signalFromWords(words), this.#now())
    } catch {
      return [this.#dac.position, 1]
    }
    this.#loopback.align(this.#adc.timeBase)
    return [this.#dac.position, 0]
  }

  /** Answers with the index of the first sample of the new signal, and whether it was refused. */
  #configure(channel: number, words: Float64Array): Answer {
    const isTaken = this.#adc.configure(channel, words)
    return [this.#adc.stream.next, isTaken ? 0 : 1]
  }
}
