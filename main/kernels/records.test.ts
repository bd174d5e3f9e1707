import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { channelCount, code, skew } from './testing/arbitraries.ts'
import { openBench } from './testing/bench-memory.ts'
import * as twins from './twins/records.ts'

const bench = openBench()
const { kernels } = bench

const codes = fc.array(code, { minLength: 1, maxLength: 100 })
const fill = (src: Int16Array, from: readonly number[]): void => {
  for (let i = 0; i < src.length; i++) src[i] = from[(i * 7 + (i >> 3)) % from.length]!
}

describe('sums', () => {
  it('gives the twin’s sums of columns of any width, and writes nothing else', () => {
    const cases = fc.record({
      channels: fc.oneof(channelCount, fc.constant(16)),
      scansPerColumn: fc.integer({ min: 1, max: 300 }),
      columns: fc.integer({ min: 0, max: 7 }),
      skew,
      codes,
    })
    fc.assert(
      fc.property(cases, ({ channels, scansPerColumn, columns, ...one }) => {
        const src = bench.i16(bench.at(0) + 2 * one.skew, channels * scansPerColumn * columns)
        fill(src, one.codes)
        const wanted = new Int32Array(channels * columns)
        twins.sums(src, channels, scansPerColumn, columns, wanted)
        bench.wipe(1, 4096)
        const dst = bench.at(1) + 4 * one.skew
        kernels.sums(src.byteOffset, channels, scansPerColumn, columns, dst)
        expect([...new Int32Array(bench.memory.buffer, dst, wanted.length)]).toEqual([...wanted])
        expect(bench.untouched(dst + 4 * wanted.length)).toBe(true)
        if (one.skew > 0) expect(bench.untouched(bench.at(1), 4 * one.skew)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it.each([-32768, 32767])('holds the sum of 65,536 codes of %i', (extreme) => {
    bench.i16(bench.at(0), 2 * 65536).fill(extreme)
    for (const channels of [1, 2]) {
      kernels.sums(bench.at(0), channels, 65536, 1, bench.at(1))
      const wanted = Array<number>(channels).fill(extreme * 65536)
      expect([...new Int32Array(bench.memory.buffer, bench.at(1), channels)]).toEqual(wanted)
    }
  })
})

describe('meanRecord', () => {
  it('gives the twin’s means, bit by bit, and writes nothing else', () => {
    const cases = fc.record({
      channels: fc.oneof(channelCount, fc.constant(16)),
      points: fc.integer({ min: 1, max: 70 }),
      weights: fc.array(fc.float({ min: -2, max: 2, noNaN: true }), { minLength: 1, maxLength: 20 }),
      gain: fc.oneof(fc.constantFrom(1, 0.5, 1 / 65536), fc.double({ min: 0, max: 1, noNaN: true })),
      before: fc.double({ min: -40_000, max: 40_000, noNaN: true }),
      skew,
      codes,
    })
    fc.assert(
      fc.property(cases, ({ channels, points, gain, before, ...one }) => {
        const weights = Float32Array.from(one.weights)
        const src = bench.i16(bench.at(0) + 2 * one.skew, channels * (points + weights.length))
        fill(src, one.codes)
        new Float32Array(bench.memory.buffer, bench.at(2), weights.length).set(weights)
        const wanted = new Float64Array(points).fill(before)
        twins.meanRecord(src, channels, weights, gain, wanted)
        bench.wipe(1, 4096)
        const dst = bench.at(1) + 8 * one.skew
        bench.f64(dst, points).fill(before)
        kernels.meanRecord(src.byteOffset, channels, points, bench.at(2), weights.length, gain, dst)
        expect([...bench.f64(dst, points)]).toEqual([...wanted])
        expect(bench.untouched(dst + 8 * points)).toBe(true)
        if (one.skew > 0) expect(bench.untouched(bench.at(1), 8 * one.skew)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})

it('both work at addresses beyond 2 GiB', () => {
  const high = openBench(0x8000_0000 + 0x10_0000)
  high.i16(high.at(0), 64).fill(5)
  high.kernels.sums(high.at(0), 1, 33, 1, high.at(1))
  expect(new Int32Array(high.memory.buffer, high.at(1), 1)[0]).toBe(165)
  new Float32Array(high.memory.buffer, high.at(2), 2).set([0.5, 1])
  high.f64(high.at(3), 9).fill(1)
  high.kernels.meanRecord(high.at(0), 1, 9, high.at(2), 2, 0.5, high.at(3))
  expect([...high.f64(high.at(3), 9)]).toEqual(Array<number>(9).fill(4.25))
})
