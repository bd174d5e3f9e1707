import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sincLine } from './sinc-line.ts'

const sine = (length: number, frequency: number, phase = 0.4): Int16Array =>
  Int16Array.from({ length }, (_, k) => Math.round(30_000 * Math.sin(2 * Math.PI * frequency * k + phase)))

describe('the curve through samples', () => {
  it.each([0.01, 0.1, 0.25, 0.4])('is the sine that was sampled: %d periods a sample', (frequency) => {
    const curve = sincLine(sine(100, frequency), 30, 40, 50, 0.01)
    for (let k = 0; k < curve.count; k++) {
      const exact = 30_000 * Math.sin(2 * Math.PI * frequency * (30 + curve.at[k]!) + 0.4)
      expect(Math.abs(curve.value[k]! - exact)).toBeLessThan(30_000 * 0.006)
    }
  })

  it('runs through every sample, and tells which points those are', () => {
    const samples = fc.array(fc.integer({ min: -32_768, max: 32_767 }), { minLength: 1, maxLength: 80 })
    fc.assert(
      fc.property(samples, fc.double({ min: 0.01, max: 200, noNaN: true }), fc.nat(79), (values, pixels, choice) => {
        const codes = Int16Array.from(values)
        const first = choice % codes.length
        const curve = sincLine(codes, first, codes.length - first, pixels, 0.01)
        expect([...curve.samples].map((k) => curve.value[k])).toEqual(values.slice(first))
        expect([...curve.samples].map((k) => curve.at[k])).toEqual(values.slice(first).map((_, k) => k))
        for (let k = 1; k < curve.count; k++) expect(curve.at[k]! > curve.at[k - 1]!).toBe(true)
      }),
    )
  })

  it('adds no points where a straight line is the same, and enough where it is not', () => {
    const slope = Int16Array.from({ length: 100 }, (_, k) => 100 * k)
    expect(sincLine(slope, 0, 100, 20, 0.01).count).toBe(100)
    const step = Int16Array.from({ length: 100 }, (_, k) => (k < 50 ? -10_000 : 10_000))
    const { count, at } = sincLine(step, 0, 100, 20, 0.01)
    expect(count).toBeGreaterThan(300)
    // Around the edge only.
    expect([...at].filter((place) => place < 35 && place % 1 !== 0)).toEqual([])
  })

  it('holds the last sample beyond the ends', () => {
    const { value } = sincLine(new Int16Array(20).fill(700), 0, 20, 50, 1)
    expect([...value].every((code) => Math.abs(code - 700) < 1e-3)).toBe(true)
  })
})
