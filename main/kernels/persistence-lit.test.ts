import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { crossedPitch } from './persistence-kernels.ts'
import { type RowScale, storeRowScale, wholeRange } from './row-scale.ts'
import { channelCount, code, rowScale, waveCodes } from './testing/arbitraries.ts'
import { type Bench, openBench } from './testing/bench-memory.ts'
import { expectSame, openMap } from './testing/persistence-bench.ts'
import * as lit from './twins/lit.ts'
import * as twins from './twins/persistence.ts'

const low = openBench()
const region = { lit: 2, out: 5 } as const

interface Drawing {
  channels: number
  channel: number
  /** First scan, phase. */
  list: readonly number[]
  columns: number
  shift: number
  scale: RowScale
}

const plain = { channels: 1, channel: 0, scale: wholeRange } as const

/** Scans from a waveform's first to the one behind its last column. */
const scansOf = ({ columns, shift }: Drawing, phase: number): number =>
  ((phase + (columns - 1) * (65_536 >> shift)) >> 16) + 2

/** Scans that the waveforms of a drawing need. */
const neededOf = (drawing: Drawing): number =>
  drawing.list.reduce(
    (most, word, i) => (i % 2 === 1 ? Math.max(most, drawing.list[i - 1]! + scansOf(drawing, word)) : most),
    1,
  )

/**
 * Runs kernel and twin over a map in which `counted` cells have a count, and compares every bit. Who is told lit a dark
 * cell, and each dark cell that was lit is told of. The samples end with the memory, so that reading on fails.
 */
function compare(codes: Int16Array, drawing: Drawing, counted: Iterable<number> = [], bench: Bench = low): number {
  const { channels, channel, list, columns, shift, scale } = drawing
  const src = bench.i16(bench.end - codes.byteLength, codes.length)
  src.set(codes)
  const at = openMap(bench, columns, 0, list)
  for (const cell of counted) at.map[cell] = 1
  const before = Uint16Array.from(at.map)
  const isDark = (cell: number): boolean => before[cell] === 0
  storeRowScale(bench.memory.buffer, at.scale, scale)
  bench.wipe(region.lit, columns * crossedPitch + 128)
  const bits = bench.u8(bench.at(region.lit) + 64, columns * crossedPitch).fill(0)
  const out = bench.at(region.out)
  const run = (): number =>
    bench.kernels.persistenceLit(
      at.map.byteOffset,
      bits.byteOffset,
      src.byteOffset,
      channels,
      channel,
      at.list,
      list.length / 2,
      columns,
      shift,
      at.scale,
      at.scratch,
      out,
    )
  const told = run()
  const words = [...bench.u32(out, 2 * told)]
  const table = twins.rowTable(scale)
  const waveforms = lit.persistenceLit(codes, channels, channel, Uint32Array.from(list), columns, shift, table)
  const wanted = new Set(waveforms.flatMap((cells) => [...cells]))
  const found: number[] = []
  bits.forEach((byte, k) => {
    for (let bit = 0; bit < 8; bit++) if (byte & (1 << bit)) found.push(k * 8 + bit)
  })
  expect(found).toEqual([...wanted].toSorted((a, b) => a - b))
  expect(bench.untouched(bits.byteOffset - 64) && bench.untouched(bits.byteOffset + bits.byteLength)).toBe(true)
  const cellsOfTold = lit.persistenceLit(codes, channels, channel, Uint32Array.from(words), columns, shift, table)
  for (const cells of cellsOfTold) expect([...cells].some(isDark)).toBe(true)
  const toldCells = new Set(cellsOfTold.flatMap((cells) => [...cells]))
  expect([...wanted].filter((cell) => isDark(cell) && !toldCells.has(cell))).toEqual([])
  for (let k = 0; k < told; k++)
    expect(list.some((word, i) => i % 2 === 0 && word === words[2 * k] && list[i + 1] === words[2 * k + 1])).toBe(true)
  // What is lit is no news.
  expect(run()).toBe(0)
  const map = Uint16Array.from(at.map)
  lit.mapLight(map, wanted, 3)
  bench.kernels.mapLight(at.map.byteOffset, bits.byteOffset, columns, 3)
  expectSame(at.finish(), map)
  expect(bits.some((byte) => byte !== 0)).toBe(false)
  return told
}

const drawings = fc
  .record({
    channels: channelCount,
    channelChoice: fc.nat(7),
    columns: fc.integer({ min: 1, max: 200 }),
    shift: fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 15 })),
    waveforms: fc.oneof(fc.nat(80), fc.constantFrom(256, 257, 300)),
    phases: fc.array(fc.oneof(fc.nat(65_535), fc.constantFrom(0, 65_535, 4096, 4097)), { minLength: 1, maxLength: 9 }),
    scale: rowScale,
  })
  .map(({ channelChoice, waveforms, phases, ...drawing }): Drawing => {
    const list: number[] = []
    for (let i = 0; i < waveforms; i++) list.push((i * 3) % 17, phases[i % phases.length]!)
    return { ...drawing, channel: channelChoice % drawing.channels, list }
  })

describe('persistenceLit', () => {
  it('lights what the twin lights, tells who lit what was dark, and reads no scan too many', () => {
    fc.assert(
      fc.property(
        drawings,
        fc.array(code, { minLength: 1, maxLength: 100 }),
        fc.array(fc.nat(200 * 256), { maxLength: 40 }),
        (drawing, values, counted) => {
          const length = neededOf(drawing) * drawing.channels
          const codes = Int16Array.from({ length }, (_, i) => values[(i * 3 + (i >> 5)) % values.length]!)
          compare(
            codes,
            drawing,
            counted.filter((cell) => cell < drawing.columns * 256),
          )
        },
      ),
      { numRuns: 100 },
    )
  })

  it('is alike for few rows and for many, of one channel and of two', () => {
    for (const channels of [1, 2]) {
      for (const shift of [1, 6, 7]) {
        const list = Array.from({ length: 200 }, (_, i) => [i, (i * 7919) % 65_536]).flat()
        const drawing: Drawing = { ...plain, channels, channel: channels - 1, list, columns: 300, shift }
        const codes = waveCodes(neededOf(drawing) * channels, 5)
        expect(compare(codes, drawing)).toBeGreaterThan(0)
        // A slow wave: some rows in each column.
        compare(
          codes.map((_, i) => Math.round(20_000 * Math.sin(i / 400))),
          drawing,
        )
        const all = lit.persistenceLit(
          codes,
          channels,
          channels - 1,
          Uint32Array.from(list),
          300,
          shift,
          twins.rowTable(wholeRange),
        )
        expect(
          compare(
            codes,
            drawing,
            all.flatMap((cells) => [...cells]),
          ),
        ).toBe(0)
      }
    }
  })

  it('tells of the one waveform among many that goes elsewhere', () => {
    const list = Array.from({ length: 128 }, (_, i) => [i * 40, 20_000]).flat()
    const drawing: Drawing = { ...plain, list, columns: 160, shift: 3 }
    const codes = new Int16Array(neededOf(drawing)).fill(100)
    const usual = lit.persistenceLit(codes, 1, 0, Uint32Array.from(list), 160, 3, twins.rowTable(wholeRange))
    codes[77 * 40 + 9] = 25_000
    expect(compare(codes, drawing, usual[0])).toBe(1)
  })

  it('works at addresses beyond 2 GiB', () => {
    const high = openBench(0x8000_0000 + 0x10_0000)
    const list = Array.from({ length: 70 }, (_, i) => [i, i * 900]).flat()
    const drawing: Drawing = { ...plain, list, columns: 100, shift: 2 }
    compare(waveCodes(neededOf(drawing), 5), drawing, [], high)
  })
})
