import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BlockIndex } from '../stream/block-index.ts'
import { codesOf, lagOf } from './trigger-instant.ts'

const line = (codes: Readonly<Record<number, number>>) => (sample: number) => codes[sample] ?? null

describe('the instant of a trigger', () => {
  it('lies on a straight line where the signal is one', () => {
    expect(lagOf(line({ 8: -300, 9: -100, 10: 100, 11: 300 }), 10, 0)).toBeCloseTo(0.5)
    expect(lagOf(line({ 8: -300, 9: -100, 10: 100, 11: 300 }), 10, 50)).toBeCloseTo(0.25)
    expect(lagOf(line({ 9: -100, 10: 100 }), 10, -100)).toBe(1)
  })

  it('is the sample itself where the level is not between two samples', () => {
    expect(lagOf(line({ 10: 100 }), 10, 0)).toBe(0)
    expect(lagOf(line({ 9: 50, 10: 100 }), 10, 0)).toBe(0)
    expect(lagOf(line({ 9: 100, 10: 100 }), 10, 100)).toBe(0)
  })

  it('follows a sine of few samples a period', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 5, max: 100, noNaN: true }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.double({ min: -0.7, max: 0.7, noNaN: true }),
        (period, lag, height) => {
          // It rises through the level `lag` scans before sample 0.
          const phase = Math.asin(height)
          const code = (sample: number): number => 30_000 * Math.sin((2 * Math.PI * (sample + lag)) / period + phase)
          const level = 30_000 * height
          if (code(-1) > level || code(0) < level) return
          expect(Math.abs(lagOf(code, 0, level) - lag)).toBeLessThan(period > 8 ? 0.02 : 0.1)
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('stays between two samples whatever lies around them', () => {
    const codes = fc.integer({ min: -32_768, max: 32_767 })
    fc.assert(
      fc.property(codes, codes, codes, codes, codes, (a, b, c, d, level) => {
        const lag = lagOf(line({ 0: a, 1: b, 2: c, 3: d }), 2, level)
        expect(lag >= 0 && lag <= 1).toBe(true)
      }),
      { numRuns: 3000 },
    )
  })

  it('reads codes across blocks, and none that is not in memory', () => {
    const blocks = new BlockIndex()
    const codes = Int16Array.from({ length: 40 }, (_, k) => k)
    const facts = { lostBefore: 0, lastSampleMs: 0, announcedMs: 0 }
    blocks.push({ firstSample: 100, address: 0, scans: 5, ...facts })
    blocks.push({ firstSample: 105, address: 40, scans: 5, ...facts })
    blocks.push({ firstSample: 120, address: 20, scans: 5, ...facts })
    const code = codesOf(codes, blocks, 1, 2)
    expect([99, 100, 104, 105, 109, 110, 119, 120, 124, 125].map(code)).toEqual([
      ...[null, 1, 9, 21, 29],
      ...[null, null, 11, 19, null],
    ])
  })
})
