import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { channelCount, code, skew, waveCodes } from './testing/arbitraries.ts'
import { openBench } from './testing/bench-memory.ts'
import * as twins from './twins/scans.ts'

const bench = openBench()
const stateAt = bench.at(2)

interface Search {
  channels: number
  channel: number
  level: number
  hysteresis: number
  rising: boolean
  holdOff: number
}

/** All edges of a stream by the kernel, the stream cut at the given scans and `out` of the given size. */
function searchInPieces(
  codes: Int16Array,
  search: Search,
  cuts: readonly number[],
  maxOut: number,
  skew = 0,
): number[] {
  const { channels, channel, level, hysteresis, rising, holdOff } = search
  const src = bench.i16(bench.at(0) + 2 * skew, codes.length)
  src.set(codes)
  const state = bench.u32(stateAt, 3).fill(0)
  const found: number[] = []
  const ends = [...cuts, codes.length / channels].sort((a, b) => a - b)
  let begin = 0
  for (const end of ends) {
    while (begin < end) {
      const at = src.byteOffset + 2 * channels * begin
      const n = bench.kernels.findEdges(
        at,
        channels,
        channel,
        end - begin,
        level,
        hysteresis,
        rising ? 1 : 0,
        holdOff,
        stateAt,
        bench.at(1),
        maxOut,
      )
      for (const offset of bench.u32(bench.at(1), n)) found.push(begin + offset)
      expect(n === maxOut || state[1] === end - begin).toBe(true)
      begin += state[1]!
    }
  }
  return found
}

function searchByTwin(codes: Int16Array, search: Search): { found: number[]; arming: number; held: number } {
  const { channels, channel, level, hysteresis, rising, holdOff } = search
  const state = { arming: 0, examined: 0, held: 0 }
  const out = new Uint32Array(codes.length + 1)
  const n = twins.findEdges(codes, channels, channel, level, hysteresis, rising, holdOff, state, out)
  return { found: [...out.subarray(0, n)], arming: state.arming, held: state.held }
}

const searches = fc.record({
  channels: channelCount,
  channelChoice: fc.integer({ min: 0, max: 7 }),
  level: code,
  hysteresis: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 70000 }), fc.integer({ min: 1, max: 5 })),
  rising: fc.boolean(),
  holdOff: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 4, max: 200 })),
})

describe('findEdges', () => {
  it('finds the twin’s edges however the stream is cut and however small `out` is', () => {
    fc.assert(
      fc.property(
        searches,
        fc.array(code, { minLength: 1, maxLength: 400 }),
        fc.array(fc.nat(), { maxLength: 6 }),
        fc.integer({ min: 1, max: 50 }),
        skew,
        ({ channels, channelChoice, ...rest }, values, cutAt, maxOut, skew) => {
          const search = { channels, channel: channelChoice % channels, ...rest }
          const scans = Math.ceil(values.length / channels)
          const codes = Int16Array.from({ length: scans * channels }, (_, i) => values[i % values.length]!)
          const wanted = searchByTwin(codes, search)
          const cuts = cutAt.map((cut) => cut % scans)
          expect(searchInPieces(codes, search, cuts, maxOut, skew)).toEqual(wanted.found)
          // Whole, with room: the state is the twin's, too.
          expect(searchInPieces(codes, search, [], 1000)).toEqual(wanted.found)
          const state = bench.u32(stateAt, 3)
          expect([state[0], state[2]]).toEqual([wanted.arming, wanted.held])
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('finds the edges of a long noisy wave', () => {
    for (const channels of [1, 2, 4, 8]) {
      const codes = waveCodes(80_000, channels)
      for (const rising of [true, false]) {
        const search = { channels, channel: channels - 1, level: 500, hysteresis: 9000, rising, holdOff: 50 }
        const { found } = searchByTwin(codes, search)
        expect(found.length).toBeGreaterThan(100)
        expect(searchInPieces(codes, search, [1, 777, 4000], 1000)).toEqual(found)
      }
    }
  })

  it('does not fire on noise inside the hysteresis', () => {
    const search = { channels: 1, channel: 0, level: 0, hysteresis: 100, rising: true, holdOff: 1 }
    const codes = Int16Array.from([-50, 50, -99, 99, -100, 0, -50, 50, -101, -1, 0])
    expect(searchInPieces(codes, search, [], 10)).toEqual([5, 10])
  })
})
