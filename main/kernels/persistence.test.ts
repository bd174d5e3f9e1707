import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitRows, type RowScale, storeRowScale, wholeRange } from './row-scale.ts'
import { channelCount, code, rowScale, waveCodes } from './testing/arbitraries.ts'
import { type Bench, openBench } from './testing/bench-memory.ts'
import * as twins from './twins/persistence.ts'

const low = openBench()

interface Drawing {
  channels: number
  channel: number
  /** First scan, first column, columns, first sample. */
  list: readonly number[]
  scansPerColumn: number
  samplesPerColumn: number
  columns: number
  scale: RowScale
  /** What the counts are before. */
  initial: number
}

const plain = {
  channels: 1,
  channel: 0,
  scansPerColumn: 1,
  samplesPerColumn: 1,
  scale: wholeRange,
  initial: 0,
} as const

/** Scans up to the last one that is drawn. */
function scansOf({ list, scansPerColumn, samplesPerColumn }: Drawing): number {
  let scans = 0
  for (let i = 0; i < list.length; i += 4) {
    const [first, , columns, firstSample] = list.slice(i, i + 4) as [number, number, number, number]
    if (columns === 0) continue
    scans = Math.max(scans, first + (columns - 1) * scansPerColumn + firstSample + samplesPerColumn)
  }
  return scans
}

/**
 * Runs kernel and twin on maps that begin alike, and compares every count. The scans that are drawn end with the memory,
 * so that reading on fails.
 */
function compare(allCodes: Int16Array, drawing: Drawing, bench: Bench = low): Uint16Array {
  const { channels, channel, list, scansPerColumn, samplesPerColumn, columns, scale, initial } = drawing
  const codes = allCodes.slice(0, scansOf(drawing) * channels)
  const src = bench.i16(bench.end - codes.byteLength, codes.length)
  src.set(codes)
  const wanted = new Uint16Array(columns * 256).fill(initial)
  const table = twins.rowTable(scale)
  const segments = Uint32Array.from(list)
  twins.persistence(wanted, codes, channels, channel, segments, scansPerColumn, samplesPerColumn, table)
  bench.wipe(1)
  const map = bench.u16(bench.at(1) + 64, columns * 256).fill(initial)
  bench.u32(bench.at(3), list.length).set(list)
  storeRowScale(bench.memory.buffer, bench.at(4), scale)
  bench.kernels.persistence(
    map.byteOffset,
    src.byteOffset,
    channels,
    channel,
    bench.at(3),
    list.length / 4,
    scansPerColumn,
    samplesPerColumn,
    bench.at(4),
    bench.at(6),
  )
  expect(Buffer.compare(Buffer.from(map), Buffer.from(wanted))).toBe(0)
  expect(bench.untouched(bench.at(1))).toBe(true)
  expect(bench.untouched(map.byteOffset + map.byteLength)).toBe(true)
  return wanted
}

const drawings = fc
  .record({
    channels: channelCount,
    channelChoice: fc.nat(7),
    scansPerColumn: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 90 })),
    samplesChoice: fc.nat(),
    columns: fc.oneof(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 1, max: 3 })),
    whole: fc.integer({ min: 0, max: 150 }),
    parts: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { maxLength: 6 }),
    scale: rowScale,
  })
  .map(({ channels, channelChoice, scansPerColumn, samplesChoice, columns, whole, parts, scale }) => {
    const samplesPerColumn = samplesChoice % 3 === 0 ? scansPerColumn : 1 + (samplesChoice % scansPerColumn)
    const firsts = scansPerColumn - samplesPerColumn + 1
    const scans = (columns + 1) * scansPerColumn + 100
    const list: number[] = []
    for (let i = 0; i < whole; i++) list.push((i * 13) % 101, 0, columns, (i * 7) % firsts)
    for (const [offset, first, count] of parts) {
      const from = first % columns
      list.push(offset % 101, from, count % (columns - from + 1), offset % firsts)
    }
    const channel = channelChoice % channels
    return { scans, drawing: { channels, channel, list, scansPerColumn, samplesPerColumn, columns, scale, initial: 0 } }
  })

describe('persistence', () => {
  it('counts what the twin counts: whole and cut waveforms, any columns, samples, channel and scale', () => {
    fc.assert(
      fc.property(drawings, fc.array(code, { minLength: 1, maxLength: 100 }), ({ scans, drawing }, values) => {
        const length = scans * drawing.channels
        const codes = Int16Array.from({ length }, (_, i) => values[(i * 3 + (i >> 5)) % values.length]!)
        compare(codes, drawing)
      }),
      { numRuns: 500 },
    )
  })

  it('counts groups of like waveforms and of wide ones, few samples of a column and many', () => {
    for (const channels of [1, 2, 4]) {
      for (const waveforms of [1, 5, 6, 15, 16, 63, 64, 65, 140]) {
        for (const [scansPerColumn, samplesPerColumn] of [
          [1, 1],
          [2, 2],
          [20, 9],
          [80, 64],
          [80, 80],
        ] as const) {
          const columns = Math.ceil(200 / scansPerColumn)
          const span = columns * scansPerColumn
          const length = (waveforms * 20 + span) * channels
          const list = Array.from({ length: waveforms }, (_, i) => [i * 20, 0, columns, 0]).flat()
          const drawing = { ...plain, channels, channel: channels - 1, scansPerColumn, samplesPerColumn, columns, list }
          const calm = Int16Array.from({ length }, (_, i) => 90 * (Math.floor(i / channels / 7) % 600) - 30_000)
          compare(calm, drawing)
          compare(calm, { ...drawing, scale: fitRows(-29_900, -29_500) })
          compare(waveCodes(length, waveforms), drawing)
        }
      }
    }
  })

  it('counts columns of more samples than are worked on at once', () => {
    for (const waveforms of [1, 17]) {
      const list = Array.from({ length: waveforms }, (_, i) => [i, 0, 3, i]).flat()
      const codes = waveCodes(9100, 5)
      const drawing = { ...plain, list, columns: 3, scansPerColumn: 3000, samplesPerColumn: 2500 }
      compare(codes, drawing)
      compare(codes, { ...drawing, samplesPerColumn: 3000, list: list.map((word, i) => (i % 4 === 3 ? 0 : word)) })
    }
  })

  it('counts more columns than are worked on at once', () => {
    const list = Array.from({ length: 70 }, (_, i) => [i, 0, 1777, 0]).flat()
    compare(waveCodes(2000, 5), { ...plain, list, columns: 1777 })
  })

  it('puts the ends of the code range into rows 0 and 255', () => {
    const list = Array.from({ length: 80 }, () => [0, 0, 16, 0]).flat()
    const codes = Int16Array.from({ length: 16 }, (_, i) => (i % 2 === 0 ? 32767 : -32768))
    for (const scale of [wholeRange, fitRows(-20_000, 25_000), fitRows(0, 100)]) {
      const map = compare(codes, { ...plain, list, columns: 16, scale })
      expect([map[255], map[256]]).toEqual([80, 80])
    }
  })

  it('does not reach behind the map for rows at its very end', () => {
    const columns = 16
    low.i16(low.at(0), columns).fill(32_767)
    low.u32(low.at(3), 80 * 4).set(Array.from({ length: 80 }, () => [0, 0, columns, 0]).flat())
    storeRowScale(low.memory.buffer, low.at(4), wholeRange)
    const map = low.u16(low.end - columns * 512, columns * 256).fill(0)
    low.kernels.persistence(map.byteOffset, low.at(0), 1, 0, low.at(3), 80, 1, 1, low.at(4), low.at(6))
    expect(map.filter((count) => count > 0)).toEqual(new Uint16Array(columns).fill(80))
  })

  it('keeps a full count full, in groups, in columns and one by one', () => {
    for (const waveforms of [5, 64]) {
      for (const samplesPerColumn of [1, 64]) {
        const list = Array.from({ length: waveforms }, () => [0, 0, 20, 0]).flat()
        const codes = new Int16Array(20 * samplesPerColumn).fill(256)
        const shape = { scansPerColumn: samplesPerColumn, samplesPerColumn, columns: 20 }
        const map = compare(codes, { ...plain, ...shape, list, initial: 65_533 })
        expect(map[129]).toBe(65_535)
      }
    }
  })

  it('works at addresses beyond 2 GiB', () => {
    const high = openBench(0x8000_0000 + 0x10_0000)
    const list = Array.from({ length: 70 }, (_, i) => [i, 0, 40, 2]).flat()
    for (const samplesPerColumn of [1, 8, 10]) {
      const shape = { scansPerColumn: 12, samplesPerColumn, columns: 40 }
      for (const channels of [1, 2, 4]) {
        compare(waveCodes(600 * channels, 3), { ...plain, ...shape, channels, list }, high)
        compare(waveCodes(600 * channels, 3), { ...plain, ...shape, channels, list: list.slice(0, 8) }, high)
      }
    }
  })
})

describe('persistencePeaks', () => {
  it('adds what the twin adds, and nothing for an empty column', () => {
    const columns = fc.array(fc.oneof(fc.tuple(code, code), fc.constant([32767, -32768])), { maxLength: 40 })
    fc.assert(
      fc.property(
        channelCount,
        fc.nat(7),
        columns,
        rowScale,
        fc.nat(65_535),
        (channels, choice, pairs, scale, initial) => {
          const channel = choice % channels
          const table = low.i16(low.at(0) + 2, pairs.length * channels * 2)
          for (let i = 0; i < pairs.length * channels; i++) table.set(pairs[(i * 7) % pairs.length]!, i * 2)
          const wanted = new Uint16Array(pairs.length * 256).fill(initial)
          twins.persistencePeaks(wanted, table, channels, channel, twins.rowTable(scale))
          low.wipe(1, 65_536)
          const map = low.u16(low.at(1) + 64, wanted.length).fill(initial)
          storeRowScale(low.memory.buffer, low.at(4), scale)
          low.kernels.persistencePeaks(map.byteOffset, table.byteOffset, channels, channel, pairs.length, low.at(4))
          expect(Buffer.compare(Buffer.from(map), Buffer.from(wanted))).toBe(0)
          expect(low.untouched(low.at(1))).toBe(true)
          expect(low.untouched(map.byteOffset + map.byteLength)).toBe(true)
        },
      ),
      { numRuns: 300 },
    )
  })
})
