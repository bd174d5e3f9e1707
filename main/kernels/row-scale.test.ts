import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeAtRow, fitRows, wholeRange } from './row-scale.ts'
import { code } from './testing/arbitraries.ts'
import { rowOf } from './twins/persistence.ts'

const ranges = fc
  .tuple(
    fc.double({ min: -60_000, max: 60_000, noNaN: true }),
    fc.oneof(fc.double({ min: 1, max: 1000, noNaN: true }), fc.double({ min: 1, max: 150_000, noNaN: true })),
  )
  .map(([low, codes]) => ({ low, high: low + codes }))

describe('rowScale', () => {
  it('puts all codes on all rows', () => {
    for (let code = -32768; code < 32768; code++) {
      if (rowOf(code, wholeRange) !== (code + 32768) >> 8) expect(code).toBe('on another row')
    }
  })

  it('puts a range on rows 1..254, within half a row, and leaves 0 and 255 to what is outside', () => {
    fc.assert(
      fc.property(ranges, code, fc.double({ min: 0, max: 1, noNaN: true }), ({ low, high }, anywhere, share) => {
        const scale = fitRows(low, high)
        const inside = Math.max(-32768, Math.min(32767, Math.floor(low + share * (high - low))))
        for (const code of [anywhere, inside]) {
          const row = rowOf(code, scale)
          if (code >= low && code < high) expect(row).toBeGreaterThanOrEqual(1)
          if (code >= low && code < high) expect(row).toBeLessThanOrEqual(254)
          const codesPerRow = Math.max(1, (high - low) / 254)
          if (high - low < 255) continue
          const exact = 128 + (code - (low + high) / 2) / codesPerRow
          expect(Math.abs(row + 0.5 - Math.max(0.5, Math.min(255.5, exact)))).toBeLessThan(1.01)
        }
      }),
      { numRuns: 5000 },
    )
  })

  it('keeps its numbers within what the kernels can multiply and add', () => {
    fc.assert(
      fc.property(ranges, code, ({ low, high }, code) => {
        const { gain, offset, doubled, centre } = fitRows(low, high)
        expect(gain).toBeGreaterThanOrEqual(0)
        expect(gain).toBeLessThan(32768)
        expect(Math.abs(centre)).toBeLessThanOrEqual(32768)
        const x = doubled ? Math.sign(code - centre) * 32768 : code
        expect(Math.abs(x * gain + offset)).toBeLessThan(2 ** 31)
      }),
      { numRuns: 5000 },
    )
  })

  it('says at which code a row begins', () => {
    expect([0, 128, 256].map((row) => codeAtRow(wholeRange, row))).toEqual([-32768, 0, 32768])
    fc.assert(
      fc.property(ranges, fc.integer({ min: 1, max: 255 }), ({ low, high }, row) => {
        const scale = fitRows(low, high)
        const begins = codeAtRow(scale, row)
        for (const code of [Math.ceil(begins) - 1, Math.ceil(begins)]) {
          if (Math.abs(code) > 32767 || scale.gain === 0) continue
          expect(rowOf(code, scale) >= row).toBe(code >= begins)
        }
      }),
    )
  })
})
