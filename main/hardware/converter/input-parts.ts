// What the stream of the input converter is made of.
import type { Dmac } from '../controller/dmac.ts'
import type { ConverterCounters } from '../registers/counters.ts'
import type { DmacRegisters } from '../registers/dmac-registers.ts'
import type { Converter } from './converter.ts'
import type { TimeBase } from './time-base.ts'

export interface InputParts {
  readonly now: () => number
  /** How long the machine has slept since some moment, ms. */
  readonly sleptMs: () => number
  readonly registers: DmacRegisters
  readonly dmac: Dmac
  readonly converter: Converter
  readonly counters: ConverterCounters
  readonly timeBase: TimeBase
  /** The time base falls behind by so much, and every other clock with it. */
  slip(byMs: number): void
  /** It stands still for so long, and every other clock with it, because a stream gives nothing. */
  wait(byMs: number): void
}
