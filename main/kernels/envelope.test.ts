import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { channelCount, code, skew } from './testing/arbitraries.ts'
import { openBench } from './testing/bench-memory.ts'
import * as twins from './twins/scans.ts'

const bench = openBench()
const { kernels } = bench

const columnsOf = fc.record({
  channels: channelCount,
  scansPerColumn: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom(64, 100, 257)),
  columns: fc.integer({ min: 1, max: 6 }),
  skew,
  codes: fc.array(code, { minLength: 1, maxLength: 300 }),
})

describe('envelope', () => {
  it('gives the twin’s minima and maxima, and writes nothing else', () => {
    fc.assert(
      fc.property(columnsOf, ({ channels, scansPerColumn, columns, skew, codes }) => {
        const src = bench.i16(bench.at(0) + 2 * skew, channels * scansPerColumn * columns)
        for (let i = 0; i < src.length; i++) src[i] = codes[(i * 7 + (i >> 3)) % codes.length]!
        const wanted = new Int16Array(columns * channels * 2)
        twins.envelope(src, channels, scansPerColumn, columns, wanted)
        bench.wipe(1, 4096)
        kernels.envelope(src.byteOffset, channels, scansPerColumn, columns, bench.at(1))
        expect([...bench.i16(bench.at(1), wanted.length)]).toEqual([...wanted])
        expect(bench.untouched(bench.at(1) + wanted.byteLength)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('sees a one-sample peak at every place of a column', () => {
    const src = bench.i16(bench.at(0), 333).fill(0)
    for (let i = 0; i < 333; i++) {
      src[i] = i % 2 === 0 ? 32767 : -32768
      kernels.envelope(src.byteOffset, 1, 333, 1, bench.at(1))
      expect([...bench.i16(bench.at(1), 2)]).toEqual(i % 2 === 0 ? [0, 32767] : [-32768, 0])
      src[i] = 0
    }
  })

  it('works at addresses beyond 2 GiB', () => {
    const high = openBench(0x8000_0000 + 0x10_0000)
    const src = high.i16(high.at(0), 100).fill(5)
    src[99] = -7
    high.kernels.envelope(src.byteOffset, 1, 100, 1, high.at(1))
    expect([...high.i16(high.at(1), 2)]).toEqual([-7, 5])
  })
})

describe('envelope8', () => {
  it('gives the twin’s minima and maxima of int8 samples', () => {
    fc.assert(
      fc.property(columnsOf, ({ channels, scansPerColumn, columns, skew, codes }) => {
        const src = new Int8Array(bench.memory.buffer, bench.at(0) + skew, channels * scansPerColumn * columns)
        for (let i = 0; i < src.length; i++) src[i] = codes[(i * 7 + (i >> 3)) % codes.length]! >> 8
        const wanted = new Int16Array(columns * channels * 2)
        twins.envelope(src, channels, scansPerColumn, columns, wanted)
        bench.wipe(1, 4096)
        kernels.envelope8(src.byteOffset, channels, scansPerColumn, columns, bench.at(1))
        expect([...bench.i16(bench.at(1), wanted.length)]).toEqual([...wanted])
        expect(bench.untouched(bench.at(1) + wanted.byteLength)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})

describe('envelopeMerge', () => {
  const merges = fc.record({
    channels: channelCount,
    factor: fc.integer({ min: 1, max: 20 }),
    columns: fc.integer({ min: 1, max: 70 }),
    skew,
    codes: fc.array(code, { minLength: 1, maxLength: 200 }),
    inPlace: fc.boolean(),
  })

  it('merges columns as the twin does, the last one partial, also in place', () => {
    fc.assert(
      fc.property(merges, ({ channels, factor, columns, skew, codes, inPlace }) => {
        const src = bench.i16(bench.at(0) + 2 * skew, columns * channels * 2)
        for (let i = 0; i < src.length; i++) src[i] = codes[(i * 5 + (i >> 4)) % codes.length]!
        const wanted = new Int16Array(Math.ceil(columns / factor) * channels * 2)
        twins.envelopeMerge(src, channels, factor, columns, wanted)
        bench.wipe(1, 8192)
        const dst = inPlace ? src.byteOffset : bench.at(1)
        kernels.envelopeMerge(src.byteOffset, channels, factor, columns, dst)
        expect([...bench.i16(dst, wanted.length)]).toEqual([...wanted])
        if (!inPlace) expect(bench.untouched(dst + wanted.byteLength)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})
