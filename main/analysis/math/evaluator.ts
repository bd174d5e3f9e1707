// Evaluates the function of a math trace over scans in memory: one derived code for each scan.
//
// A derived code c stands for c * unitsPerCode, in the unit of the function: code 0 is exactly 0. The step is the smallest at
// which no value is clipped, whatever the inputs are: of the sum of two channels twice the volts of their codes. Values are
// rounded to the nearest code, halves upwards, so a trace is at most half a step, and a hundredth, beside the value of the
// function.
import { maxCode, minCode } from '#shared/screen/codes.ts'
import type { AnalysisKernels } from '../stream/kernels-used.ts'
import type { CodeMath, MathInput } from './code-math.ts'
import { type Combination, functionOf, type PointFunction, type Span } from './functions.ts'

/** Reads scans at an address and writes derived codes at another. */
type Loop = (address: number, scans: number, target: number) => void

interface Tools {
  readonly kernels: Pick<AnalysisKernels, 'combine'>
  readonly codes: Int16Array
  readonly channels: number
  /** Place of each input in the scan; where there is one, twice. */
  readonly places: readonly [a: number, b: number]
}

const codesThereAre = maxCode - minCode + 1

const spanOf = ({ unitsPerCode, unitsAtZero }: MathInput): Span => {
  const [one, other] = [minCode, maxCode].map((code) => code * unitsPerCode + unitsAtZero) as [number, number]
  return { low: Math.min(one, other), high: Math.max(one, other) }
}

/** What the lowest and the highest value are made of: it is linear in each input, so both lie in corners. */
function combinationSpan({ weights, product = 0, isMagnitude }: Combination, spans: readonly Span[]): Span {
  const ends = (span: Span | undefined): number[] => (span === undefined ? [0] : [span.low, span.high])
  const corners = ends(spans[0]).flatMap((a) =>
    ends(spans[1]).map((b) => (weights[0] ?? 0) * a + (weights[1] ?? 0) * b + product * a * b),
  )
  const [low, high] = [Math.min(...corners), Math.max(...corners)]
  return isMagnitude ? { low: 0, high: Math.max(-low, high) } : { low, high }
}

/** The step of derived codes, in the unit of the function: the smallest that clips nothing. */
export function unitsPerCodeOf({ settings, inputs }: CodeMath): number {
  const chosen = functionOf(settings as never)
  const spans = inputs.map(spanOf)
  const { low, high } =
    'weights' in chosen ? combinationSpan(chosen, spans) : chosen.span(spans[0]!, spans[1] ?? spans[0]!)
  return Math.max(low / minCode, high / maxCode, Number.MIN_VALUE)
}

/** The nearest code there is, halves upwards. */
const toCode = (value: number): number => Math.floor(Math.max(minCode, Math.min(maxCode, value + 0.5)))

/** Volts are written out as codes: each input is unitsPerCode * code + unitsAtZero. */
function ofCombination(
  { weights, product = 0, isMagnitude }: Combination,
  inputs: readonly MathInput[],
  step: number,
  { kernels, channels, places }: Tools,
): Loop {
  const none = { unitsPerCode: 0, unitsAtZero: 0 }
  const [a, b = none] = inputs as readonly [MathInput, MathInput?]
  const [wa = 0, wb = 0] = weights
  const ab = (product * a.unitsPerCode * b.unitsPerCode) / step
  const ofA = ((wa + product * b.unitsAtZero) * a.unitsPerCode) / step
  const ofB = ((wb + product * a.unitsAtZero) * b.unitsPerCode) / step
  const constant = (wa * a.unitsAtZero + wb * b.unitsAtZero + product * a.unitsAtZero * b.unitsAtZero) / step
  const [placeA, placeB] = places
  const magnitude = isMagnitude ? 1 : 0
  return (address, scans, target) =>
    kernels.combine(address, channels, placeA, placeB, scans, ab, ofA, ofB, constant, magnitude, target)
}

/** Of one input every value there can be is computed once. */
function ofTable({ of }: PointFunction, input: MathInput, step: number, { codes, channels, places }: Tools): Loop {
  const { unitsPerCode, unitsAtZero } = input
  const table = Int16Array.from({ length: codesThereAre }, (_, k) => {
    const value = (k + minCode) * unitsPerCode + unitsAtZero
    return toCode(of(value, value) / step)
  })
  return (address, scans, target) => {
    const out = target / 2
    for (let k = 0, at = address / 2 + places[0]; k < scans; k++, at += channels)
      codes[out + k] = table[codes[at]! - minCode]!
  }
}

function ofTwo({ of }: PointFunction, inputs: readonly MathInput[], step: number, tools: Tools): Loop {
  const { codes, channels } = tools
  const [first, second] = inputs as [MathInput, MathInput]
  const [a, b] = tools.places
  return (address, scans, target) => {
    const out = target / 2
    for (let k = 0, at = address / 2; k < scans; k++, at += channels) {
      const one = codes[at + a]! * first.unitsPerCode + first.unitsAtZero
      const other = codes[at + b]! * second.unitsPerCode + second.unitsAtZero
      codes[out + k] = toCode(of(one, other) / step)
    }
  }
}

function loopOf({ settings, inputs }: CodeMath, step: number, tools: Tools): Loop {
  const chosen = functionOf(settings as never)
  if ('weights' in chosen) return ofCombination(chosen, inputs, step, tools)
  return inputs.length === 1 ? ofTable(chosen, inputs[0]!, step, tools) : ofTwo(chosen, inputs, step, tools)
}

export class Evaluator {
  /** What a derived code stands for, in the unit of the function. */
  readonly unitsPerCode: number
  readonly #loop: Loop

  /** @param scanIndexes the channels of a scan, in its order; every input must be one of them */
  constructor(
    { kernels, buffer }: { readonly kernels: Tools['kernels']; readonly buffer: SharedArrayBuffer },
    math: CodeMath,
    scanIndexes: readonly number[],
  ) {
    this.unitsPerCode = unitsPerCodeOf(math)
    const [a = 0, b = a] = math.inputs.map(({ scanIndex }) => scanIndexes.indexOf(scanIndex))
    const codes = new Int16Array(buffer)
    this.#loop = loopOf(math, this.unitsPerCode, { kernels, codes, channels: scanIndexes.length, places: [a, b] })
  }

  /** One derived code at `target` for each of the `scans` at `address`; addresses in bytes. */
  evaluate(address: number, scans: number, target: number): void {
    this.#loop(address, scans, target)
  }
}
