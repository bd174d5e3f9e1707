import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { channelCount, code, skew } from './testing/arbitraries.ts'
import { openBench } from './testing/bench-memory.ts'
import * as decoding from './twins/decode.ts'
import * as twins from './twins/scans.ts'

const bench = openBench()
const { kernels } = bench

const runs = fc.record({
  channels: channelCount,
  scans: fc.integer({ min: 0, max: 70 }),
  skew,
  codes: fc.array(code, { minLength: 1, maxLength: 200 }),
})

function fill(address: number, length: number, codes: readonly number[]): Int16Array {
  const src = bench.i16(address, length)
  for (let i = 0; i < length; i++) src[i] = codes[(i * 3 + (i >> 4)) % codes.length]!
  return src
}

describe('deinterleave and interleave', () => {
  /** Some longer than the pieces the kernel works in, and some strides that are powers of two. */
  const layouts = fc.record({
    scans: fc.oneof(fc.integer({ min: 0, max: 70 }), fc.integer({ min: 0, max: 2048 })),
    powerOfTwo: fc.boolean(),
  })

  it('separate channels as the twin does, and put them together again', () => {
    fc.assert(
      fc.property(runs, layouts, ({ channels, skew, codes }, { scans, powerOfTwo }) => {
        const stride = powerOfTwo ? 2048 : scans + 5
        const src = fill(bench.at(0) + 2 * skew, channels * scans, codes)
        const wanted = new Int16Array(channels * stride)
        twins.deinterleave(src, channels, wanted, stride)
        bench.u8(bench.at(1), 65536).fill(0)
        kernels.deinterleave(src.byteOffset, channels, scans, bench.at(1), 2 * stride)
        expect([...bench.i16(bench.at(1), wanted.length)]).toEqual([...wanted])

        bench.wipe(2, 65536)
        kernels.interleave(bench.at(1), 2 * stride, channels, scans, bench.at(2) + 2 * skew)
        expect([...bench.i16(bench.at(2) + 2 * skew, src.length)]).toEqual([...src])
        expect(bench.untouched(bench.at(2) + 2 * skew + src.byteLength)).toBe(true)
        const again = new Int16Array(src.length)
        twins.interleave(wanted, stride, channels, again)
        expect([...again]).toEqual([...src])
      }),
      { numRuns: 500 },
    )
  })
})

describe('moments and histogram', () => {
  it('add what the twins add', () => {
    fc.assert(
      fc.property(runs, ({ channels, scans, skew, codes }) => {
        const src = fill(bench.at(0) + 2 * skew, channels * scans, codes)
        const wanted = new Float64Array(2 * channels).fill(3)
        twins.moments(src, channels, wanted)
        const sums = bench.f64(bench.at(1), 2 * channels).fill(3)
        kernels.moments(src.byteOffset, channels, scans, sums.byteOffset)
        expect([...sums]).toEqual([...wanted])

        const counts = bench.u32(bench.at(2), 65536).fill(0)
        const expected = new Uint32Array(65536)
        twins.histogram(src, channels, channels - 1, expected)
        kernels.histogram(src.byteOffset, channels, channels - 1, scans, counts.byteOffset)
        expect(Buffer.compare(Buffer.from(counts), Buffer.from(expected))).toBe(0)
      }),
      { numRuns: 100 },
    )
  })

  it('sums a long run at the lower end of the range without overflow', () => {
    const src = bench.i16(bench.at(0), 500_000).fill(-32768)
    const sums = bench.f64(bench.at(2), 2).fill(0)
    kernels.moments(src.byteOffset, 1, src.length, sums.byteOffset)
    expect([...sums]).toEqual([-32768 * 500_000, 32768 ** 2 * 500_000])
  })
})

describe('decode16 and decode32', () => {
  const elements = fc
    .record({
      storageBits: fc.constantFrom(8, 16, 24, 32, 64),
      realChoice: fc.nat(),
      shiftChoice: fc.nat(),
      signed: fc.boolean(),
      bigEndian: fc.boolean(),
      padding: fc.constantFrom(0, 0, 3),
      samples: fc.integer({ min: 0, max: 40 }),
      skew,
    })
    .map(({ realChoice, shiftChoice, ...rest }) => {
      const usual = [8, 12, 14, 16, 24, 32].filter((bits) => bits <= rest.storageBits)
      const realBits = realChoice % 3 === 0 ? 1 + (realChoice % rest.storageBits) : usual[realChoice % usual.length]!
      return { ...rest, realBits, shift: shiftChoice % (rest.storageBits - realBits + 1) }
    })

  it('give the twin’s values for any storage, width, shift, sign, byte order and step', () => {
    fc.assert(
      fc.property(elements, fc.array(fc.nat(255), { minLength: 1, maxLength: 64 }), (type, values) => {
        const { storageBits, realBits, shift, signed, bigEndian, padding, samples, skew } = type
        const step = storageBits / 8 + padding
        const bytes = bench.u8(bench.at(0) + skew, step * samples)
        for (let i = 0; i < bytes.length; i++) bytes[i] = values[(i * 3 + (i >> 4)) % values.length]!
        const flags = [signed ? 1 : 0, bigEndian ? 1 : 0] as const
        bench.wipe(1, 4096)
        kernels.decode16(bytes.byteOffset, step, samples, storageBits, realBits, shift, ...flags, bench.at(1))
        const wanted = Array.from({ length: samples }, (_, i) => decoding.decode16(bytes, i * step, type))
        expect([...bench.i16(bench.at(1), samples)]).toEqual(wanted)
        expect(bench.untouched(bench.at(1) + 2 * samples)).toBe(true)
        if (realBits > 32) return
        kernels.decode32(bytes.byteOffset, step, samples, storageBits, realBits, shift, ...flags, bench.at(1))
        const wide = Array.from({ length: samples }, (_, i) => decoding.decode32(bytes, i * step, type))
        expect([...new Int32Array(bench.memory.buffer, bench.at(1), samples)]).toEqual(wide)
        expect(bench.untouched(bench.at(1) + 4 * samples)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
})
