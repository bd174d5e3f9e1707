import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { channelCount, code, waveCodes } from './testing/arbitraries.ts'
import { openBench } from './testing/bench-memory.ts'
import * as twins from './twins/scans.ts'

const bench = openBench()
const scratch = bench.at(6)

/** Runs kernel and twin on maps that begin alike, and compares every count. */
function compare(
  codes: Int16Array,
  channels: number,
  channel: number,
  list: readonly number[],
  scansPerColumn: number,
  columns: number,
  initial = 0,
): Uint16Array {
  const src = bench.i16(bench.at(0) + 2, codes.length)
  src.set(codes)
  const wanted = new Uint16Array(columns * 256).fill(initial)
  twins.persistence(wanted, codes, channels, channel, Uint32Array.from(list), scansPerColumn)
  bench.wipe(1)
  const map = bench.u16(bench.at(1), columns * 256).fill(initial)
  bench.u32(bench.at(3), list.length).set(list)
  bench.kernels.persistence(
    map.byteOffset,
    src.byteOffset,
    channels,
    channel,
    bench.at(3),
    list.length / 3,
    scansPerColumn,
    scratch,
  )
  expect(Buffer.compare(Buffer.from(map), Buffer.from(wanted))).toBe(0)
  expect(bench.untouched(map.byteOffset + map.byteLength)).toBe(true)
  return wanted
}

describe('persistence', () => {
  it('counts what the twin counts: whole and cut waveforms, any step and channel', () => {
    fc.assert(
      fc.property(
        channelCount,
        fc.integer({ min: 0, max: 7 }),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 70 }),
        fc.integer({ min: 0, max: 150 }),
        fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { maxLength: 6 }),
        fc.array(code, { minLength: 1, maxLength: 100 }),
        (channels, choice, scansPerColumn, columns, whole, parts, values) => {
          const scans = 400
          const codes = Int16Array.from(
            { length: scans * channels },
            (_, i) => values[(i * 3 + (i >> 5)) % values.length]!,
          )
          const last = scans - columns * scansPerColumn
          const list: number[] = []
          for (let i = 0; i < whole; i++) list.push((i * 13) % (last + 1), 0, columns)
          for (const [offset, first, count] of parts) {
            const from = first % columns
            list.push(offset % (last + 1), from, count % (columns - from + 1))
          }
          compare(codes, channels, choice % channels, list, scansPerColumn, columns)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('counts groups of like waveforms and of wide ones, one and two channels', () => {
    for (const channels of [1, 2]) {
      for (const waveforms of [11, 12, 63, 64, 65, 140]) {
        const calm = Int16Array.from(
          { length: 220 * channels * 200 },
          (_, i) => 90 * Math.floor(i / channels / 7) - 30_000,
        )
        const list = Array.from({ length: waveforms }, (_, i) => [i * 200, 0, 200]).flat()
        compare(calm, channels, channels - 1, list, 1, 200)
        compare(waveCodes(220 * channels * 200, waveforms), channels, 0, list, 1, 200)
      }
    }
  })

  it('puts the ends of the code range into rows 0 and 255', () => {
    const list = Array.from({ length: 80 }, () => [0, 0, 16]).flat()
    const codes = Int16Array.from({ length: 16 }, (_, i) => (i % 2 === 0 ? 32767 : -32768))
    const map = compare(codes, 1, 0, list, 1, 16)
    expect([map[255], map[256]]).toEqual([80, 80])
  })

  it('keeps a full count full, in groups and one by one', () => {
    for (const waveforms of [5, 64]) {
      const list = Array.from({ length: waveforms }, () => [0, 0, 20]).flat()
      const map = compare(new Int16Array(20).fill(256), 1, 0, list, 1, 20, 65_533)
      expect(map[129]).toBe(65_535)
    }
  })
})
