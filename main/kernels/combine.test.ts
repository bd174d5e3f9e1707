import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { code, skew } from './testing/arbitraries.ts'
import { openBench } from './testing/bench-memory.ts'
import { combine } from './twins/combine.ts'

const bench = openBench()
const { kernels } = bench

/** Weights that keep codes within their range, and some that do not. */
const weight = fc.oneof(fc.constantFrom(0, 1, -1, 0.5, -0.5), fc.double({ min: -3, max: 3, noNaN: true }))
const cases = fc.record({
  channels: fc.constantFrom(1, 2, 3, 4, 5, 8, 16),
  places: fc.tuple(fc.nat(), fc.nat()),
  scans: fc.integer({ min: 1, max: 70 }),
  skew,
  codes: fc.array(code, { minLength: 1, maxLength: 100 }),
  ab: fc.oneof(fc.constant(0), fc.double({ min: -1e-4, max: 1e-4, noNaN: true })),
  a: weight,
  b: weight,
  constant: fc.oneof(fc.constant(0), fc.double({ min: -40_000, max: 40_000, noNaN: true })),
  magnitude: fc.boolean(),
})

describe('combine', () => {
  it('gives the twin’s codes, and writes nothing else', () => {
    fc.assert(
      fc.property(cases, ({ channels, places, scans, skew, codes, ...weights }) => {
        const src = bench.i16(bench.at(0) + 2 * skew, channels * scans)
        for (let i = 0; i < src.length; i++) src[i] = codes[(i * 7 + (i >> 3)) % codes.length]!
        const [a, b] = [places[0] % channels, places[1] % channels] as const
        const wanted = new Int16Array(scans)
        combine(src, channels, [a, b], weights, wanted)
        bench.wipe(1, 4096)
        const dst = bench.at(1) + 2 * skew
        const { ab, a: wa, b: wb, constant, magnitude } = weights
        kernels.combine(src.byteOffset, channels, a, b, scans, ab, wa, wb, constant, Number(magnitude), dst)
        expect([...bench.i16(dst, scans)]).toEqual([...wanted])
        expect(bench.untouched(dst + 2 * scans)).toBe(true)
        if (skew > 0) expect(bench.untouched(bench.at(1), 2 * skew)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('is exact for sums, differences and signs of whole codes, and stays at the ends of the range', () => {
    const src = bench.i16(bench.at(0), 8)
    src.set([32767, 32767, -32768, -32768, 32767, -32768, 5, -6])
    const of = (wa: number, wb: number, magnitude = 0): number[] => {
      kernels.combine(src.byteOffset, 2, 0, 1, 4, 0, wa, wb, 0, magnitude, bench.at(1))
      return [...bench.i16(bench.at(1), 4)]
    }
    expect(of(1, 1)).toEqual([32767, -32768, -1, -1])
    expect(of(0.5, 0.5)).toEqual([32767, -32768, 0, 0])
    expect(of(1, -1)).toEqual([0, 0, 32767, 11])
    expect(of(0, -1)).toEqual([-32767, 32767, 32767, 6])
    expect(of(1, 0, 1)).toEqual([32767, 32767, 32767, 5])
  })

  it('works at addresses beyond 2 GiB', () => {
    const high = openBench(0x8000_0000 + 0x10_0000)
    const src = high.i16(high.at(0), 33).fill(5)
    src[32] = -7
    high.kernels.combine(src.byteOffset, 1, 0, 0, 33, 0, 2, 0, 1, 0, high.at(1))
    expect([...high.i16(high.at(1), 33)]).toEqual([...Array<number>(32).fill(11), -13])
  })
})
