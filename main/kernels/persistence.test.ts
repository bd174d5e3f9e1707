import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitRows, type RowScale, storeRowScale, wholeRange } from './row-scale.ts'
import { channelCount, code, rowScale, waveCodes } from './testing/arbitraries.ts'
import { type Bench, openBench } from './testing/bench-memory.ts'
import { expectSame, openMap } from './testing/persistence-bench.ts'
import * as twins from './twins/persistence.ts'

const low = openBench()

interface Drawing {
  channels: number
  channel: number
  /** First scan, first column, columns. */
  list: readonly number[]
  scansPerColumn: number
  columns: number
  unit: number
  scale: RowScale
  /** Whether samples are joined. */
  isJoined: boolean
  /** What the counts are before. */
  initial: number
}

const plain = {
  channels: 1,
  channel: 0,
  scansPerColumn: 1,
  unit: 0,
  scale: wholeRange,
  isJoined: false,
  initial: 0,
} as const

/** Scans up to the last one that is drawn. */
function scansOf({ list, scansPerColumn }: Pick<Drawing, 'list' | 'scansPerColumn'>): number {
  let scans = 0
  for (let i = 0; i < list.length; i += 3) scans = Math.max(scans, list[i]! + list[i + 2]! * scansPerColumn)
  return scans
}

/** What kernel and twin make of the same. The scans that are drawn end with the memory, so that reading on fails. */
function draw(allCodes: Int16Array, drawing: Drawing, bench: Bench = low) {
  const { channels, channel, list, scansPerColumn, columns, unit, scale, isJoined, initial } = drawing
  const codes = allCodes.slice(0, scansOf(drawing) * channels)
  const src = bench.i16(bench.end - codes.byteLength, codes.length)
  src.set(codes)
  const wanted = new Uint16Array(columns * 256).fill(initial)
  const fills = isJoined ? new Float64Array(wanted.length) : null
  const table = twins.rowTable(scale)
  twins.persistence(wanted, fills, codes, channels, channel, Uint32Array.from(list), scansPerColumn, unit, table)
  if (fills !== null) twins.mapFill(wanted, fills)
  const at = openMap(bench, columns, initial, list)
  storeRowScale(bench.memory.buffer, at.scale, scale)
  bench.kernels.persistence(
    at.map.byteOffset,
    isJoined ? at.fills : 0,
    src.byteOffset,
    channels,
    channel,
    at.list,
    list.length / 3,
    scansPerColumn,
    unit,
    at.scale,
    at.scratch,
  )
  return { map: at.finish(), wanted }
}

function compare(codes: Int16Array, drawing: Drawing, bench: Bench = low): Uint16Array {
  const { map, wanted } = draw(codes, drawing, bench)
  expectSame(map, wanted)
  return wanted
}

const shapes = fc.record({
  channels: channelCount,
  channelChoice: fc.nat(7),
  scansPerColumn: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 90 })),
  columns: fc.oneof(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 1, max: 3 })),
  whole: fc.integer({ min: 0, max: 150 }),
  parts: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { maxLength: 6 }),
  unit: fc.integer({ min: 0, max: 6 }),
  scale: rowScale,
})

const drawings = shapes.map(({ channels, channelChoice, scansPerColumn, columns, whole, parts, unit, scale }) => {
  const scans = columns * scansPerColumn + 102
  const list: number[] = []
  for (let i = 0; i < whole; i++) list.push((i * 13) % 101, 0, columns)
  for (const [offset, first, count] of parts) {
    const from = first % columns
    list.push(offset % 101, from, count % (columns - from + 1))
  }
  const channel = channelChoice % channels
  return { scans, drawing: { ...plain, channels, channel, list, scansPerColumn, columns, unit, scale } }
})

describe('persistence', () => {
  it('counts what the twin counts: whole and cut waveforms, any columns, channel, unit and scale', () => {
    fc.assert(
      fc.property(drawings, fc.array(code, { minLength: 1, maxLength: 100 }), ({ scans, drawing }, values) => {
        const length = scans * drawing.channels
        const codes = Int16Array.from({ length }, (_, i) => values[(i * 3 + (i >> 5)) % values.length]!)
        compare(codes, drawing)
      }),
      { numRuns: 500 },
    )
  })

  it('joins few waveforms as the twin does', () => {
    fc.assert(
      fc.property(drawings, fc.array(code, { minLength: 1, maxLength: 100 }), ({ scans, drawing }, values) => {
        const length = scans * drawing.channels
        const codes = Int16Array.from({ length }, (_, i) => values[(i * 3 + (i >> 5)) % values.length]!)
        // With hits that count much, every one of them is joined.
        compare(codes, { ...drawing, list: drawing.list.slice(0, 15), unit: 3 + (drawing.unit % 4), isJoined: true })
      }),
      { numRuns: 500 },
    )
  })

  it('counts groups of like waveforms and of wide ones, few samples of a column and many', () => {
    for (const channels of [1, 2, 4]) {
      for (const waveforms of [1, 5, 6, 15, 16, 63, 64, 65, 140]) {
        for (const scansPerColumn of [1, 2, 9, 64, 80]) {
          const columns = Math.ceil(200 / scansPerColumn)
          const span = columns * scansPerColumn
          const length = (waveforms * 20 + span) * channels
          const list = Array.from({ length: waveforms }, (_, i) => [i * 20, 0, columns]).flat()
          const drawing = { ...plain, channels, channel: channels - 1, scansPerColumn, columns, list }
          const calm = Int16Array.from({ length }, (_, i) => 90 * (Math.floor(i / channels / 7) % 600) - 30_000)
          compare(calm, drawing)
          compare(calm, { ...drawing, scale: fitRows(-29_900, -29_500), unit: 3 })
          compare(waveCodes(length, waveforms), drawing)
        }
      }
    }
  })

  it('counts and joins more columns than are worked on at once', () => {
    for (const waveforms of [5, 70]) {
      const list = Array.from({ length: waveforms }, (_, i) => [i, 0, 1777]).flat()
      compare(waveCodes(2000, 5), { ...plain, list, columns: 1777 })
    }
    const five = Array.from({ length: 5 }, (_, i) => [i, 0, 1777]).flat()
    compare(waveCodes(2000, 5), { ...plain, list: five, columns: 1777, unit: 3, isJoined: true })
    const edges = Int16Array.from({ length: 4000 }, (_, i) => (i % 1024 < 512 ? -20_000 : 20_000))
    const like = Array.from({ length: 30 }, () => [0, 0, 1300]).flat()
    compare(edges, { ...plain, list: like, columns: 1300, unit: 5, isJoined: true })
    compare(edges, { ...plain, list: like, columns: 1300, scansPerColumn: 3, unit: 5, isJoined: true })
  })

  it('joins many waveforms at no place more than the twin, and none of a rare one less', () => {
    // Like waveforms with edges, one of them with a peak of its own.
    const waveforms = 64
    const columns = 200
    const rare = 37
    const at = 111
    const codes = Int16Array.from({ length: waveforms * columns }, (_, i) => {
      const column = i % columns
      const noise = (Math.imul(i, 0x9e3779b1) >> 22) % 500
      if (Math.floor(i / columns) === rare && column === at) return 30_000
      return (column % 50 < 25 ? -12_000 : 12_000) + noise
    })
    const list = Array.from({ length: waveforms }, (_, i) => [i * columns, 0, columns]).flat()
    const { map, wanted } = draw(codes, { ...plain, list, columns, unit: 1, isJoined: true })
    // Where few jump, samples count and so do lines, which end in the other's column at the latest.
    map.forEach((count, cell) => {
      const beside = [cell - 256, cell, cell + 256].some((at) => (wanted[at] ?? 0) > 0)
      if (!beside) expect(count).toBe(0)
    })
    const lit = (column: number): number[] =>
      Array.from(map.subarray(column * 256, (column + 1) * 256), (count, row) => (count > 0 ? row : -1)).filter(
        (row) => row >= 0,
      )
    // The edge is there, unbroken, in the two columns it lies between.
    const rows = new Set([...lit(24), ...lit(25)])
    for (let row = 85; row < 170; row++) expect(rows.has(row)).toBe(true)
    // So is the rare peak, up and down.
    for (const pair of [at - 1, at]) {
      const both = new Set([...lit(pair), ...lit(pair + 1)])
      for (let row = 180; row < 245; row++) expect(both.has(row)).toBe(true)
    }
  })

  it.each([1, 2, 6])(
    'gives joined rows the share of the time they take, whoever stands for the others: unit %d',
    (unit) => {
      const waveforms = 64
      const columns = 40
      const square = Int16Array.from({ length: columns }, (_, i) => (i < 20 ? -20_000 : 20_000))
      const list = Array.from({ length: waveforms }, () => [0, 0, columns]).flat()
      const { map } = draw(square, { ...plain, list, columns, unit, isJoined: true })
      const hits = map[19 * 256 + ((-20_000 + 32_768) >> 8)]!
      expect(hits).toBe(waveforms * 2 ** unit)
      // Each of 155 rows takes 1/155 of the time of a sample, rounded up.
      for (let row = 60; row < 190; row++) {
        const both = map[19 * 256 + row]! + map[20 * 256 + row]!
        expect(both).toBeGreaterThanOrEqual(Math.floor(hits / 156))
        expect(both).toBeLessThanOrEqual(Math.ceil(hits / 155) + 1)
      }
    },
  )

  it('gives them that share in the mean at the highest rates, where few are joined', () => {
    const square = Int16Array.from({ length: 40 }, (_, i) => (i < 20 ? -20_000 : 20_000))
    const list = Array.from({ length: 64 }, () => [0, 0, 40]).flat()
    let row = 0
    for (let k = 0; k < 800; k++) {
      // The state of random choices goes on, as in use.
      const { map } = draw(square, { ...plain, list, columns: 40, isJoined: true })
      row += map[19 * 256 + 90]!
    }
    // 64 hits, a 155th of the time of a sample each: but 2 at least where any are, in one of four groups.
    expect(row / 800).toBeGreaterThan(0.35)
    expect(row / 800).toBeLessThan(0.65)
  })

  it('joins nothing where waveforms lie close together and touch', () => {
    const list = Array.from({ length: 64 }, (_, i) => [i, 0, 300]).flat()
    const slope = Int16Array.from({ length: 400 }, (_, i) => i * 100 - 20_000)
    expectSame(
      draw(slope, { ...plain, list, columns: 300, isJoined: true }).map,
      draw(slope, { ...plain, list, columns: 300 }).wanted,
    )
  })

  it('puts the ends of the code range into rows 0 and 255', () => {
    const list = Array.from({ length: 80 }, () => [0, 0, 16]).flat()
    const codes = Int16Array.from({ length: 16 }, (_, i) => (i % 2 === 0 ? 32767 : -32768))
    for (const scale of [wholeRange, fitRows(-20_000, 25_000), fitRows(0, 100)]) {
      const map = compare(codes, { ...plain, list, columns: 16, scale })
      expect([map[255], map[256]]).toEqual([80, 80])
    }
  })

  it('does not reach behind the map for rows at its very end', () => {
    const columns = 16
    low.i16(low.at(0), columns).fill(32_767)
    low.u32(low.at(3), 80 * 3).set(Array.from({ length: 80 }, () => [0, 0, columns]).flat())
    storeRowScale(low.memory.buffer, low.at(4), wholeRange)
    const map = low.u16(low.end - columns * 512, columns * 256).fill(0)
    low.kernels.persistence(map.byteOffset, 0, low.at(0), 1, 0, low.at(3), 80, 1, 0, low.at(4), low.at(6))
    expect(map.filter((count) => count > 0)).toEqual(new Uint16Array(columns).fill(80))
  })

  it('keeps a full count full, in groups, in columns and one by one', () => {
    for (const waveforms of [5, 64]) {
      for (const scansPerColumn of [1, 64]) {
        for (const unit of [0, 5]) {
          const list = Array.from({ length: waveforms }, () => [0, 0, 20]).flat()
          const codes = new Int16Array(20 * scansPerColumn).fill(256)
          const map = compare(codes, { ...plain, scansPerColumn, columns: 20, list, unit, initial: 65_533 })
          expect(map[129]).toBe(65_535)
        }
      }
    }
  })

  it('works at addresses beyond 2 GiB', () => {
    const high = openBench(0x8000_0000 + 0x10_0000)
    const list = Array.from({ length: 70 }, (_, i) => [i, 0, 40]).flat()
    for (const scansPerColumn of [1, 8, 12]) {
      for (const channels of [1, 2, 4]) {
        const drawing = { ...plain, scansPerColumn, columns: 40, channels }
        compare(waveCodes(600 * channels, 3), { ...drawing, list }, high)
        compare(waveCodes(600 * channels, 3), { ...drawing, list: list.slice(0, 6), unit: 1, isJoined: true }, high)
      }
    }
  })
})

describe('persistenceCross', () => {
  it('hits what the twin hits, and nothing for an empty column', () => {
    const columns = fc.array(fc.oneof(fc.tuple(code, code), fc.constant([32767, -32768])), { maxLength: 40 })
    const units = fc.integer({ min: 0, max: 6 })
    fc.assert(
      fc.property(channelCount, fc.nat(7), columns, rowScale, units, (channels, choice, pairs, scale, unit) => {
        const channel = choice % channels
        const table = low.i16(low.at(5) + 2, pairs.length * channels * 2)
        for (let i = 0; i < pairs.length * channels; i++) table.set(pairs[(i * 7) % pairs.length]!, i * 2)
        const wanted = new Uint16Array(pairs.length * 256)
        twins.persistenceCross(wanted, table, channels, channel, unit, twins.rowTable(scale))
        const at = openMap(low, pairs.length, 0, [])
        storeRowScale(low.memory.buffer, at.scale, scale)
        // Twice, as two waveforms would: what both cross is hit once.
        for (let k = 0; k < 2; k++)
          low.kernels.persistenceCross(at.fills, table.byteOffset, channels, channel, pairs.length, at.scale)
        low.kernels.mapCross(at.map.byteOffset, at.fills, pairs.length, unit)
        expectSame(at.finish(), wanted)
      }),
      { numRuns: 400 },
    )
  })
})
