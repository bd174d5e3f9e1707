// A math trace in the terms of the samples: channels by their place in the scan, codes with what they stand for.
import type { FunctionSettings } from '#shared/kinds/functions.ts'

/** A channel that a function is of. */
export interface MathInput {
  readonly scanIndex: number
  /** Volts from one code to the next. */
  readonly unitsPerCode: number
  /** Volts of code 0. */
  readonly unitsAtZero: number
}

export interface CodeMath {
  readonly settings: Exclude<FunctionSettings, { readonly kind: 'off' }>
  /** One for each of its channels, in their order. */
  readonly inputs: readonly MathInput[]
}
