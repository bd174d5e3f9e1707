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
}

/** All words of a stream by the kernel, the stream cut at the given scans, and the state behind it. */
function inPieces(codes: Int16Array, search: Search, cuts: readonly number[], skew = 0): number[] {
  const { channels, channel, level, hysteresis } = search
  const src = bench.i16(bench.at(0) + 2 * skew, codes.length)
  src.set(codes)
  const state = bench.u32(stateAt, 1).fill(0)
  const words: number[] = []
  let begin = 0
  for (const end of [...cuts, codes.length / channels].sort((a, b) => a - b)) {
    const at = src.byteOffset + 2 * channels * begin
    bench.wipe(1, 4 * (end - begin) + 64)
    const n = bench.kernels.findCrossings(at, channels, channel, end - begin, level, hysteresis, stateAt, bench.at(1))
    expect(bench.untouched(bench.at(1) + 4 * n)).toBe(true)
    for (const word of bench.u32(bench.at(1), n)) words.push(word + 4 * begin)
    begin = end
  }
  return [...words, state[0]!]
}

function byTwin(codes: Int16Array, { channels, channel, level, hysteresis }: Search): number[] {
  const out: number[] = []
  const state = twins.findCrossings(codes, channels, channel, level, hysteresis, 0, out)
  return [...out, state]
}

/** A level and a hysteresis around it that stay within the codes. */
const limits = fc
  .tuple(code, fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 32767 })))
  .map(([at, wanted]) => {
    const level = Math.max(-32767, Math.min(32766, at))
    return { level, hysteresis: Math.max(1, Math.min(wanted, level + 32768, 32767 - level)) }
  })

describe('findCrossings', () => {
  it('finds the twin’s crossings however the stream is cut, and leaves its state', () => {
    const near = fc.integer({ min: -12, max: 12 })
    fc.assert(
      fc.property(
        channelCount,
        fc.nat({ max: 7 }),
        limits,
        fc.array(fc.oneof(code, near), { minLength: 1, maxLength: 400 }),
        fc.integer({ min: 1, max: 30 }),
        fc.array(fc.nat(), { maxLength: 6 }),
        skew,
        (channels, choice, { level, hysteresis }, values, repeat, cutAt, skew) => {
          const search = { channels, channel: choice % channels, level, hysteresis }
          const scans = Math.ceil(values.length / channels)
          // Runs of equal codes now and then, for the loops over vectors.
          const codes = Int16Array.from(
            { length: scans * channels },
            (_, i) => values[Math.floor(i / repeat) % values.length]!,
          )
          const wanted = byTwin(codes, search)
          expect(
            inPieces(
              codes,
              search,
              cutAt.map((cut) => cut % scans),
              skew,
            ),
          ).toEqual(wanted)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('finds those of a long noisy wave', () => {
    for (const channels of [1, 2, 4, 8]) {
      const codes = waveCodes(40_000, channels)
      const search = { channels, channel: channels - 1, level: 500, hysteresis: 9000 }
      const wanted = byTwin(codes, search)
      expect(wanted.length).toBeGreaterThan(10)
      expect(inPieces(codes, search, [1, 777, 4000])).toEqual(wanted)
    }
  })

  it('takes the level once the signal was far from it, and the far side where it was not', () => {
    const search = { channels: 1, channel: 0, level: 0, hysteresis: 10 }
    // Known low; rises; near: noise is none; far above; falls at the level; back only from far above.
    const codes = Int16Array.from([5, -10, -1, 0, -5, 9, -9, 10, 1, 0, 9, -9, 10, 3, 0, -10])
    expect(inPieces(codes, search, [])).toEqual([4 * 1 + 2, 4 * 3 + 1, 4 * 9, 4 * 12 + 1, 4 * 14, 1])
  })
})
