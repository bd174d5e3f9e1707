// Evaluates the function of a math trace over scans in memory: one derived code for each scan.
//
// A derived code c stands for c * unitsPerCode, in the unit of the function: code 0 is exactly 0. The step is the smallest at
// which no value is clipped, whatever the inputs are: of the sum of two channels twice the volts of their codes. Values are
// rounded to the nearest code, halves upwards, so a trace is at most half a step beside the value of the function.
import { maxCode, minCode } from '#shared/screen/codes.ts'
import type { CodeMath, MathInput } from './code-math.ts'
import { functionOf, type MathFunction, type PointFunction, type Span } from './functions.ts'

/** Reads scans at an index of `codes` and writes derived codes at one of `out`; both count int16. */
type Loop = (from: number, scans: number, out: number) => void

interface Layout {
  readonly codes: Int16Array
  /** Codes from one scan to the next. */
  readonly stride: number
  /** Place of each input in the scan. */
  readonly places: readonly number[]
}

const codesThereAre = maxCode - minCode + 1

const spanOf = ({ unitsPerCode, unitsAtZero }: MathInput): Span => {
  const [one, other] = [minCode, maxCode].map((code) => code * unitsPerCode + unitsAtZero) as [number, number]
  return { low: Math.min(one, other), high: Math.max(one, other) }
}

/** Between which values the function lies, in its unit. */
function rangeOf(chosen: MathFunction, inputs: readonly MathInput[]): Span {
  const spans = inputs.map(spanOf)
  if (!('weights' in chosen)) return chosen.span(spans[0]!, spans[1] ?? spans[0]!)
  const ends = spans.map(({ low, high }, k) => {
    const weight = chosen.weights[k] ?? 0
    return weight < 0 ? { low: weight * high, high: weight * low } : { low: weight * low, high: weight * high }
  })
  return { low: ends.reduce((sum, { low }) => sum + low, 0), high: ends.reduce((sum, { high }) => sum + high, 0) }
}

/** The step of derived codes, in the unit of the function: the smallest that clips nothing. */
export function unitsPerCodeOf({ settings, inputs }: CodeMath): number {
  const { low, high } = rangeOf(functionOf(settings as never), inputs)
  return Math.max(low / minCode, high / maxCode, Number.MIN_VALUE)
}

/** `Math.round` and a double on the brink may lie one beyond the last code. */
const toCode = (value: number): number => Math.max(minCode, Math.min(maxCode, Math.round(value)))

/** out = factor * a + constant */
function ofOneWeight(factor: number, constant: number, { codes, stride, places }: Layout): Loop {
  const place = places[0]!
  return (from, scans, out) => {
    for (let k = 0, at = from + place; k < scans; k++, at += stride)
      codes[out + k] = toCode(factor * codes[at]! + constant)
  }
}

/** out = first * a + second * b + constant */
function ofTwoWeights(first: number, second: number, constant: number, { codes, stride, places }: Layout): Loop {
  const [a, b] = places as [number, number]
  return (from, scans, out) => {
    for (let k = 0, at = from; k < scans; k++, at += stride)
      codes[out + k] = toCode(first * codes[at + a]! + second * codes[at + b]! + constant)
  }
}

/** Of one input every value there can be is computed once. */
function ofTable({ of }: PointFunction, input: MathInput, step: number, { codes, stride, places }: Layout): Loop {
  const { unitsPerCode, unitsAtZero } = input
  const table = Int16Array.from({ length: codesThereAre }, (_, k) => {
    const value = (k + minCode) * unitsPerCode + unitsAtZero
    return toCode(of(value, value) / step)
  })
  const place = places[0]!
  return (from, scans, out) => {
    for (let k = 0, at = from + place; k < scans; k++, at += stride) codes[out + k] = table[codes[at]! - minCode]!
  }
}

function ofTwo({ of }: PointFunction, inputs: readonly MathInput[], step: number, layout: Layout): Loop {
  const { codes, stride, places } = layout
  const [first, second] = inputs as [MathInput, MathInput]
  const [a, b] = places as [number, number]
  return (from, scans, out) => {
    for (let k = 0, at = from; k < scans; k++, at += stride) {
      const one = codes[at + a]! * first.unitsPerCode + first.unitsAtZero
      const other = codes[at + b]! * second.unitsPerCode + second.unitsAtZero
      codes[out + k] = toCode(of(one, other) / step)
    }
  }
}

function loopOf({ settings, inputs }: CodeMath, step: number, layout: Layout): Loop {
  const chosen = functionOf(settings as never)
  if (!('weights' in chosen))
    return inputs.length === 1 ? ofTable(chosen, inputs[0]!, step, layout) : ofTwo(chosen, inputs, step, layout)
  const factors = inputs.map(({ unitsPerCode }, k) => ((chosen.weights[k] ?? 0) * unitsPerCode) / step)
  const constant = inputs.reduce((sum, { unitsAtZero }, k) => sum + ((chosen.weights[k] ?? 0) * unitsAtZero) / step, 0)
  return factors.length === 1
    ? ofOneWeight(factors[0]!, constant, layout)
    : ofTwoWeights(factors[0]!, factors[1]!, constant, layout)
}

export class Evaluator {
  /** What a derived code stands for, in the unit of the function. */
  readonly unitsPerCode: number
  readonly #loop: Loop

  /** @param scanIndexes the channels of a scan, in its order; every input must be one of them */
  constructor(buffer: SharedArrayBuffer, math: CodeMath, scanIndexes: readonly number[]) {
    this.unitsPerCode = unitsPerCodeOf(math)
    const places = math.inputs.map(({ scanIndex }) => scanIndexes.indexOf(scanIndex))
    const layout = { codes: new Int16Array(buffer), stride: scanIndexes.length, places }
    this.#loop = loopOf(math, this.unitsPerCode, layout)
  }

  /** One derived code at `target` for each of the `scans` at `address`; addresses in bytes. */
  evaluate(address: number, scans: number, target: number): void {
    this.#loop(address / 2, scans, target / 2)
  }
}
