import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type RowScale, storeRowScale, wholeRange } from './row-scale.ts'
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
  clusters: number
  columns: number
  unit: number
  scale: RowScale
  state: number
}

/** Runs kernel and twin, and compares every count and the state. The scans end with the memory, so that reading on fails. */
function compare(allCodes: Int16Array, drawing: Drawing, bench: Bench = low): Uint16Array {
  const { channels, channel, list, scansPerColumn, clusters, columns, unit, scale, state } = drawing
  let scans = 0
  for (let i = 0; i < list.length; i += 3) scans = Math.max(scans, list[i]! + list[i + 2]! * scansPerColumn)
  // The line from the last sample leads to one more.
  const codes = allCodes.slice(0, (scans + 1) * channels)
  const src = bench.i16(bench.end - codes.byteLength, codes.length)
  src.set(codes)
  const wanted = new Uint16Array(columns * 256)
  const segments = Uint32Array.from(list)
  const table = twins.rowTable(scale)
  const next = twins.persistenceSparse(
    wanted,
    codes,
    channels,
    channel,
    segments,
    scansPerColumn,
    clusters,
    unit,
    table,
    state,
  )
  const at = openMap(bench, columns, 0, list)
  storeRowScale(bench.memory.buffer, at.scale, scale)
  const random = bench.u32(at.scratch, 1).fill(state)
  bench.kernels.persistenceSparse(
    at.map.byteOffset,
    src.byteOffset,
    channels,
    channel,
    at.list,
    list.length / 3,
    scansPerColumn,
    clusters,
    unit,
    at.scale,
    at.scratch,
  )
  expectSame(at.finish(), wanted)
  expect(random[0]).toBe(next)
  return wanted
}

const drawings = fc
  .record({
    channels: channelCount,
    choice: fc.nat(7),
    scansPerColumn: fc.integer({ min: 8, max: 200 }),
    columns: fc.integer({ min: 1, max: 30 }),
    waveforms: fc.integer({ min: 0, max: 6 }),
    clusters: fc.nat(),
    unit: fc.integer({ min: 0, max: 6 }),
    scale: rowScale,
    state: fc.nat(0xffff_ffff),
  })
  .map(({ choice, waveforms, clusters, ...drawing }) => {
    const { channels, scansPerColumn, columns } = drawing
    const list = Array.from({ length: waveforms }, (_, i) => [(i * 13) % 101, i % columns, columns - (i % columns)])
    return {
      ...drawing,
      list: list.flat(),
      channel: choice % channels,
      clusters: 1 + (clusters % Math.ceil(scansPerColumn / 8)),
    }
  })

describe('persistenceSparse', () => {
  it('counts what the twin counts', () => {
    fc.assert(
      fc.property(drawings, fc.array(code, { minLength: 1, maxLength: 100 }), (drawing, values) => {
        const length = (drawing.columns * drawing.scansPerColumn + 102) * drawing.channels
        compare(
          Int16Array.from({ length }, (_, i) => values[(i * 3 + (i >> 5)) % values.length]!),
          drawing,
        )
      }),
      { numRuns: 400 },
    )
  })

  it('works at addresses beyond 2 GiB', () => {
    const high = openBench(0x8000_0000 + 0x10_0000)
    for (const channels of [1, 2, 3]) {
      const drawing = { channels, channel: channels - 1, list: [3, 0, 40], scansPerColumn: 50, clusters: 3 }
      compare(waveCodes(2100 * channels, 3), { ...drawing, columns: 40, unit: 0, scale: wholeRange, state: 7 }, high)
    }
  })

  it('gives every sample of a column the same chance, and all of them a hit where there are clusters enough', () => {
    // Each sample of a column of 100 has a row of its own, and its line ends near the next one.
    const columns = 20
    const codes = Int16Array.from({ length: columns * 100 + 1 }, (_, i) => ((i % 100) + 20) * 256 - 32_768)
    const rounds = 600
    let state = 1
    const draw = (clusters: number): Uint16Array => {
      const at = openMap(low, columns, 0, [0, 0, columns])
      const src = low.i16(low.at(0), codes.length)
      src.set(codes)
      const { map, list, scale, scratch } = at
      storeRowScale(low.memory.buffer, scale, wholeRange)
      low.u32(scratch, 1)[0] = state
      low.kernels.persistenceSparse(map.byteOffset, src.byteOffset, 1, 0, list, 1, 100, clusters, 0, scale, scratch)
      state = low.u32(scratch, 1)[0]!
      return at.finish()
    }
    const seen = new Float64Array(100)
    for (const clusters of [1, 3, 12])
      for (let k = 0; k < rounds; k++)
        draw(clusters).forEach((count, cell) => {
          seen[(cell & 255) - 20]! += count
        })
    const expected = ((1 + 3 + 12) * 8 * columns * rounds) / 100
    // Six times the standard deviation of such a count, and the hundredth that the way back to the first row leaves.
    for (const count of seen.subarray(1, 98))
      expect(Math.abs(count - expected)).toBeLessThan(6 * Math.sqrt(expected) + expected / 100)
    const whole = draw(13)
    for (let column = 0; column < columns; column++) {
      const hits = whole.subarray(column * 256, (column + 1) * 256)
      expect(hits.reduce((sum, count) => sum + count, 0)).toBe(13 * 8)
      // Of each two rows that follow each other one is hit by the sample between them.
      for (let row = 20; row < 118; row++) expect(hits[row]! + hits[row + 1]!).toBeGreaterThan(0)
    }
  })
})
