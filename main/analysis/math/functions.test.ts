// Each function against its definition, written out here once more, over scans of any number of channels.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CoherentHeap } from '#main/memory/index.ts'
import { type FunctionName, functions } from '#shared/kinds/functions.ts'
import { maxCode, minCode } from '#shared/screen/codes.ts'
import { testKernels } from '../testing/test-kernels.ts'
import type { CodeMath, MathInput } from './code-math.ts'
import { Evaluator, unitsPerCodeOf } from './evaluator.ts'

const definitions: { readonly [K in FunctionName]: (a: number, b: number) => number } = {
  sum: (a, b) => a + b,
  difference: (a, b) => a - b,
  product: (a, b) => a * b,
  invert: (a) => -a,
  absolute: (a) => (a < 0 ? -a : a),
}
const names = Object.keys(definitions) as FunctionName[]

const heap = new CoherentHeap({ bytes: 1 << 20 })
const tools = { kernels: testKernels(heap.memory), buffer: heap.buffer }
const codes = new Int16Array(heap.buffer)
const area = heap.alloc(1 << 16)

/** Alike in nothing but the number of scans. */
const scale = fc.record({
  unitsPerCode: fc.double({ min: 1e-6, max: 1, noNaN: true }),
  unitsAtZero: fc.double({ min: -100, max: 100, noNaN: true }),
})
const code = fc.oneof(fc.constantFrom(minCode, maxCode, 0, -1, 1), fc.integer({ min: minCode, max: maxCode }))

function mathOf(kind: FunctionName, scales: readonly Omit<MathInput, 'scanIndex'>[], scanIndexes: number[]): CodeMath {
  const names = Object.keys(functions[kind].parameters)
  const inputs = names.map((_, k) => ({ scanIndex: scanIndexes[k]!, ...scales[k]! }))
  const values = Object.fromEntries(names.map((name, k) => [name, `voltage${scanIndexes[k]}`]))
  return { settings: { kind, ...values } as CodeMath['settings'], inputs }
}

function evaluate(math: CodeMath, scans: readonly (readonly number[])[], scanIndexes: readonly number[]): number[] {
  const address = area + 2
  codes.set(scans.flat(), address / 2)
  const at = (area + (1 << 15)) / 2
  codes[at + scans.length] = 0
  new Evaluator(tools, math, scanIndexes).evaluate(address, scans.length, at * 2)
  // Nothing behind the last scan is written.
  expect(codes[at + scans.length]).toBe(0)
  return [...codes.subarray(at, at + scans.length)]
}

describe.each(names)('%s', (kind) => {
  const values = ({ inputs }: CodeMath, scan: readonly number[], scanIndexes: readonly number[]): number[] =>
    inputs.map((input) => scan[scanIndexes.indexOf(input.scanIndex)]! * input.unitsPerCode + input.unitsAtZero)

  it('is its definition, to half a step and a hundredth, and is never clipped', () => {
    const cases = fc.record({
      channels: fc.integer({ min: 1, max: 5 }),
      picks: fc.tuple(fc.nat(), fc.nat()),
      scales: fc.tuple(scale, scale),
      scans: fc.array(fc.array(code, { minLength: 5, maxLength: 5 }), { minLength: 1, maxLength: 40 }),
    })
    fc.assert(
      fc.property(cases, ({ channels, picks, scales, scans }) => {
        // Any channels of a device, some of them on.
        const scanIndexes = Array.from({ length: channels }, (_, k) => 2 * k + 1)
        const chosen = picks.map((pick) => scanIndexes[pick % channels]!)
        const math = mathOf(kind, scales, chosen)
        const step = unitsPerCodeOf(math)
        const given = scans.map((scan) => scan.slice(0, channels))
        evaluate(math, given, scanIndexes).forEach((derived, k) => {
          const [a, b = a] = values(math, given[k]!, scanIndexes) as [number, number?]
          const value = definitions[kind](a, b!)
          expect(Math.abs(derived * step - value)).toBeLessThanOrEqual(step * 0.51)
        })
      }),
      { numRuns: 60 },
    )
  })
})

describe('steps', () => {
  const volts = { unitsPerCode: 1e-3, unitsAtZero: 0 }

  it('are the smallest that clip nothing', () => {
    const step = (kind: FunctionName) => unitsPerCodeOf(mathOf(kind, [volts, volts], [0, 1]))
    expect(step('sum')).toBeCloseTo(2e-3, 12)
    expect(step('difference')).toBeCloseTo(65.535 / 32767, 12)
    expect(step('invert')).toBeCloseTo(32.768 / 32767, 12)
    expect(step('absolute')).toBeCloseTo(32.768 / 32767, 12)
    expect(step('product')).toBeCloseTo(32.768 ** 2 / 32767, 9)
  })

  it('make nothing of a channel taken from itself exactly 0', () => {
    const odd = { unitsPerCode: 0.000_123_7, unitsAtZero: 0.731 }
    const math = mathOf('difference', [odd, odd], [0, 0])
    const scans = Array.from({ length: 2000 }, (_, k) => [((k * 7919) % 65536) - 32768])
    expect(new Set(evaluate(math, scans, [0]))).toEqual(new Set([0]))
  })
})
