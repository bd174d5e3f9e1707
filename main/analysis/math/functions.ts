// How each function of a math trace is computed: one row per kind of `shared/kinds/functions.ts`; without its row it does not
// compile.
import type { FunctionName, FunctionValues } from '#shared/kinds/functions.ts'

/** The lowest and the highest of something, in its unit. */
export interface Span {
  readonly low: number
  readonly high: number
}

/** A sum of its inputs, each multiplied by its weight. */
export interface WeightedSum {
  readonly weights: readonly number[]
}

/** Any function of the values of its one or two inputs at the same sample. */
export interface PointFunction {
  /** In the units of the function; `b` is `a` where it has one input. Always a number, and the same for the same inputs. */
  readonly of: (a: number, b: number) => number
  /** Between which values it lies, for inputs that lie within these: nothing it returns may lie beyond. */
  readonly span: (a: Span, b: Span) => Span
}

export type MathFunction = WeightedSum | PointFunction

const furthest = ({ low, high }: Span): number => Math.max(Math.abs(low), Math.abs(high))

const functions: { readonly [K in FunctionName]: (values: FunctionValues<K>) => MathFunction } = {
  sum: () => ({ weights: [1, 1] }),
  difference: () => ({ weights: [1, -1] }),
  product: () => ({
    of: (a, b) => a * b,
    span: (a, b) => ({ low: -furthest(a) * furthest(b), high: furthest(a) * furthest(b) }),
  }),
  invert: () => ({ weights: [-1] }),
  absolute: () => ({ of: (a) => Math.abs(a), span: (a) => ({ low: 0, high: furthest(a) }) }),
}

/** The function that these settings stand for. */
export function functionOf<K extends FunctionName>(settings: { readonly kind: K } & FunctionValues<K>): MathFunction {
  return functions[settings.kind](settings)
}
