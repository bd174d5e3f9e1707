// How each function of a math trace is computed: one row per kind of `shared/kinds/functions.ts`; without its row it does not
// compile.
import type { FunctionName, FunctionValues } from '#shared/kinds/functions.ts'

/** The lowest and the highest of something, in its unit. */
export interface Span {
  readonly low: number
  readonly high: number
}

/** weights[0] * A + weights[1] * B + product * A * B: a kernel computes it, several samples at a time. */
export interface Combination {
  /** Of each input, in their order. */
  readonly weights: readonly number[]
  readonly product?: number
  /** Of all that, how far it is from 0. */
  readonly isMagnitude?: true
}

/** Any function of the values of its one or two inputs at the same sample. */
export interface PointFunction {
  /** In the units of the function; `b` is `a` where it has one input. Always a number, and the same for the same inputs. */
  readonly of: (a: number, b: number) => number
  /** Between which values it lies, for inputs that lie within these: nothing it returns may lie beyond. */
  readonly span: (a: Span, b: Span) => Span
}

export type MathFunction = Combination | PointFunction

const functions: { readonly [K in FunctionName]: (values: FunctionValues<K>) => MathFunction } = {
  sum: () => ({ weights: [1, 1] }),
  difference: () => ({ weights: [1, -1] }),
  product: () => ({ weights: [0, 0], product: 1 }),
  invert: () => ({ weights: [-1] }),
  absolute: () => ({ weights: [1], isMagnitude: true }),
}

/** The function that these settings stand for. */
export function functionOf<K extends FunctionName>(settings: { readonly kind: K } & FunctionValues<K>): MathFunction {
  return functions[settings.kind](settings)
}
