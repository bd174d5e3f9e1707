import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { binCountBytes } from './index.ts'
import { channelCount, code, skew, waveCodes } from './testing/arbitraries.ts'
import { openBench } from './testing/bench-memory.ts'
import * as twins from './twins/states.ts'

const bench = openBench()
const { kernels } = bench

/** Puts codes at region 0, not aligned. */
function put(codes: Int16Array, moved = 0): number {
  const at = bench.at(0) + 2 * moved
  bench.i16(at, codes.length).set(codes)
  return at
}

/** Codes of all kinds, and runs of equal ones, so that vectors and edges of all lengths are met. */
const run = fc
  .tuple(
    fc.array(fc.oneof(code, fc.integer({ min: -40, max: 40 })), { minLength: 1, maxLength: 300 }),
    fc.integer({ min: 1, max: 40 }),
  )
  .map(([values, repeat]) =>
    Int16Array.from({ length: values.length * repeat }, (_, k) => values[Math.floor(k / repeat)]!),
  )

describe('pick', () => {
  it('takes one channel out of interleaved scans, and writes nothing else', () => {
    fc.assert(
      fc.property(channelCount, fc.nat(7), run, skew, (channels, choice, codes, moved) => {
        const scans = Math.floor(codes.length / channels)
        const wanted = new Int16Array(scans)
        twins.pick(codes, channels, choice % channels, wanted)
        bench.wipe(1, 2 * scans + 64)
        kernels.pick(put(codes, moved), channels, choice % channels, scans, bench.at(1))
        expect(bench.i16(bench.at(1), scans)).toEqual(wanted)
        expect(bench.untouched(bench.at(1) + 2 * scans)).toBe(true)
      }),
    )
  })
})

describe('binCounts', () => {
  it('counts each code in the bin of its range, for ranges of a few codes up to all', () => {
    fc.assert(
      fc.property(run, skew, (codes, moved) => {
        const min = codes.reduce((least, one) => Math.min(least, one))
        const span = codes.reduce((most, one) => Math.max(most, one)) - min + 1
        const bins = Math.min(256, span)
        const factor = Math.floor((bins * 2 ** 24) / span)
        const wanted = new Uint32Array(256)
        twins.binCounts(codes, min, factor, wanted)
        bench.wipe(1, binCountBytes + 64)
        kernels.binCounts(put(codes, moved), codes.length, min, factor, bench.at(1))
        expect(bench.u32(bench.at(1), 256)).toEqual(wanted)
        expect(bench.untouched(bench.at(1) + binCountBytes)).toBe(true)
        // The whole range is used, to within one bin.
        expect(wanted.reduce((last, count, bin) => (count > 0 ? bin : last), 0)).toBeGreaterThanOrEqual(bins - 2)
      }),
    )
  })
})

describe('sumBetween and lagProducts', () => {
  it('are the twins’, to the last digit', () => {
    fc.assert(
      fc.property(run, code, code, skew, (codes, one, other, moved) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)]
        const at = put(codes, moved)
        expect(kernels.sumBetween(at, codes.length, low, high)).toBe(twins.sumBetween(codes, low, high))
        expect(kernels.lagProducts(at, codes.length)).toBe(twins.lagProducts(codes))
      }),
    )
  })

  it('stay exact where 32 bits would not', () => {
    const codes = new Int16Array(500_000).fill(-32768)
    const at = put(codes)
    expect(kernels.sumBetween(at, codes.length, -32768, 32767)).toBe(-32768 * 500_000)
    expect(kernels.lagProducts(at, codes.length)).toBe(2 ** 30 * 499_999)
  })
})

const stateAt = bench.at(2)

/** By the kernel, with room for `room` instants at a time. */
function edgesOf(codes: Int16Array, moved: number, low: number, high: number, middle: number, room: number) {
  const at = put(codes, moved)
  const state = bench.u32(stateAt, 2).fill(0)
  const instants: number[] = []
  for (;;) {
    bench.wipe(1, 8 * room + 64)
    const n = kernels.stateEdges(at, codes.length, low, high, middle, stateAt, bench.at(1), room)
    expect(bench.untouched(bench.at(1) + 8 * n)).toBe(true)
    instants.push(...bench.f64(bench.at(1), n))
    if (n < room) break
  }
  const isHigh = state[0] === 2
  return { instants, risesFirst: isHigh === (instants.length % 2 === 1) }
}

describe('stateEdges and stateTransitions', () => {
  it('find the twins’ edges and how long they take, however much room there is', () => {
    fc.assert(
      fc.property(
        run,
        fc.tuple(code, fc.integer({ min: 2, max: 30_000 }), fc.double({ min: 0.1, max: 0.9, noNaN: true })),
        fc.integer({ min: 1, max: 9 }),
        skew,
        (codes, [from, wanted, share], room, moved) => {
          const low = Math.min(from, 32_765)
          const high = Math.min(32_767, low + wanted)
          const middle = low + share * (high - low)
          const edges = twins.stateEdges(codes, low, high, middle)
          expect(edgesOf(codes, moved, low, high, middle, room)).toEqual(edges)
          const { instants, risesFirst } = edges
          const at = [0, ...instants, codes.length - 1]
          const [near, far] = [low - 0.25, high + 0.75]
          bench.f64(bench.at(3), at.length).set(at)
          bench.wipe(4, 8 * instants.length + 64)
          kernels.stateTransitions(
            put(codes, moved),
            codes.length,
            bench.at(3),
            instants.length,
            Number(risesFirst),
            near,
            far,
            bench.at(4),
          )
          expect([...bench.f64(bench.at(4), instants.length)]).toEqual(
            twins.stateTransitions(codes, at, risesFirst, near, far),
          )
          expect(bench.untouched(bench.at(4) + 8 * instants.length)).toBe(true)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('find those of a long noisy wave', () => {
    const codes = waveCodes(100_000, 5)
    const edges = twins.stateEdges(codes, -9000, 9000, 0)
    expect(edges.instants.length).toBeGreaterThan(300)
    expect(edgesOf(codes, 3, -9000, 9000, 0, 64)).toEqual(edges)
  })
})
