import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { code, skew } from './testing/arbitraries.ts'
import { openBench } from './testing/bench-memory.ts'
import { lowPass } from './twins/low-pass.ts'

const bench = openBench()
const { kernels } = bench

const cases = fc.record({
  channels: fc.constantFrom(1, 2, 3, 8),
  place: fc.nat(),
  scans: fc.integer({ min: 1, max: 300 }),
  cut: fc.nat(),
  skew,
  codes: fc.array(code, { minLength: 1, maxLength: 60 }),
  /** tan(pi f / fs) of a low-pass, and what it is damped by. */
  g: fc.double({ min: 1e-5, max: 3, noNaN: true }),
})

function coefficients(g: number): [number, number, number] {
  const a1 = 1 / (1 + g * (g + 1.5))
  return [2 * a1 - 1, 2 * g * a1, 2 * g * g * a1]
}

describe('the low-pass', () => {
  it('gives the twin’s codes, in one piece or in two, and touches no other channel', () => {
    fc.assert(
      fc.property(cases, ({ channels, place, scans, cut, skew, codes, g }) => {
        const channel = place % channels
        const src = bench.i16(bench.at(0) + 2 * skew, channels * scans)
        for (let i = 0; i < src.length; i++) src[i] = codes[(i * 7 + (i >> 3)) % codes.length]!
        const dst = bench.i16(bench.at(1) + 2 * skew, channels * scans)
        dst.fill(77)
        const state = bench.f64(bench.at(2), 5)
        const begin = [...coefficients(g), 0, src[channel]!]
        const wanted = new Int16Array(channels * scans).fill(77)
        const first = cut % scans
        const own = Float64Array.from(begin)
        const values: number[] = []
        state.set(begin)
        for (const [from, count] of [
          [0, first],
          [first, scans - first],
        ] as const) {
          if (count === 0) continue
          const at = from * channels
          values.push(...lowPass(src.subarray(at), channels, channel, count, own, wanted.subarray(at)))
          kernels.lowPass(src.byteOffset + 2 * at, channels, channel, count, state.byteOffset, dst.byteOffset + 2 * at)
        }
        // In four at once the last digits of a value are others: where it lies between two codes, it may be either.
        values.forEach((value, scan) => {
          const at = scan * channels + channel
          const isBetween = Math.abs(value - Math.floor(value) - 0.5) < 1e-6
          if (isBetween && Math.abs(dst[at]! - value) < 0.5 + 1e-6) wanted[at] = dst[at]!
        })
        expect([...dst]).toEqual([...wanted])
        for (const k of [3, 4]) expect(Math.abs(state[k]! - own[k]!)).toBeLessThan(1e-6)
      }),
      { numRuns: 300 },
    )
  })

  it('keeps a level exactly, whatever the frequency, also at addresses beyond 2 GiB', () => {
    const high = openBench(0x8000_0000 + 0x10_0000)
    for (const g of [4e-6, 1e-3, 0.7, 3])
      for (const level of [-32767, -1, 0, 5, 12_345, 32_766]) {
        const src = high.i16(high.at(0), 5000).fill(level)
        high.f64(high.at(2), 5).set([...coefficients(g), 0, level])
        high.kernels.lowPass(src.byteOffset, 1, 0, 5000, high.at(2), high.at(1))
        expect(new Set(high.i16(high.at(1), 5000))).toEqual(new Set([level]))
      }
  })

  it('passes on as it is what stands at the end of the range, and nothing else gets there', () => {
    const src = bench.i16(bench.at(0), 40)
    src.fill(32_766)
    src[0] = -32_000
    src[20] = 32_767
    bench.f64(bench.at(2), 5).set([...coefficients(1), 0, -32_000])
    kernels.lowPass(src.byteOffset, 1, 0, 40, bench.at(2), bench.at(1))
    const out = [...bench.i16(bench.at(1), 40)]
    expect(out.filter((one) => one === 32_767)).toHaveLength(1)
    expect(out.indexOf(32_767)).toBe(20)
  })
})
