// Inputs of property tests: codes that include the extremes, runs of odd lengths at odd places.
import fc from 'fast-check'
import { fitRows, type RowScale, wholeRange } from '../row-scale.ts'

/** Codes with the ends of the range, and values near them and 0, often. */
export const code = fc.oneof(
  fc.constantFrom(-32768, -32767, -1, 0, 1, 32766, 32767),
  fc.integer({ min: -32768, max: 32767 }),
  fc.integer({ min: -3, max: 3 }),
)

export const channelCount = fc.constantFrom(1, 2, 4, 8, 3, 5)

/** Samples an address is moved by, so that vectors are not aligned. */
export const skew = fc.integer({ min: 0, max: 9 })

/** A seeded pseudo-random run, cheap for long ones: full-scale noise around a slow wave. */
export function waveCodes(length: number, seed: number): Int16Array {
  let state = seed | 1
  return Int16Array.from({ length }, (_, i) => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    return Math.max(-32768, Math.min(32767, 30000 * Math.sin(i / 97) + (state >> 18)))
  })
}

/** Scales of persistence maps: all codes, parts of them down to a few, and ranges that lie partly or wholly outside. */
export const rowScale: fc.Arbitrary<RowScale> = fc.oneof(
  fc.constant(wholeRange),
  fc
    .tuple(fc.integer({ min: -70_000, max: 70_000 }), fc.oneof(fc.integer({ min: 1, max: 600 }), fc.nat(200_000)))
    .map(([low, codes]) => fitRows(low, low + codes + 1)),
)
