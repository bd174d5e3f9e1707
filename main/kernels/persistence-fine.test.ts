import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type RowScale, storeRowScale, wholeRange } from './row-scale.ts'
import { channelCount, code, rowScale, waveCodes } from './testing/arbitraries.ts'
import { type Bench, openBench } from './testing/bench-memory.ts'
import * as twins from './twins/persistence.ts'

const low = openBench()

interface Drawing {
  channels: number
  channel: number
  /** First scan, phase. */
  list: readonly number[]
  columns: number
  step: number
  scale: RowScale
}

/** Scans from a waveform's first to the one behind its last column. */
function scansOf({ columns, step }: Drawing, phase: number): number {
  return ((phase + (columns - 1) * step) >> 16) + 2
}

/** Runs kernel and twin, and compares every count. The samples end with the memory, so that reading on fails. */
function compare(codes: Int16Array, drawing: Drawing, bench: Bench = low): Uint16Array {
  const { channels, channel, list, columns, step, scale } = drawing
  const src = bench.i16(bench.end - codes.byteLength, codes.length)
  src.set(codes)
  const wanted = new Uint16Array(columns * 256)
  const table = twins.rowTable(scale)
  twins.persistenceFine(wanted, codes, channels, channel, Uint32Array.from(list), columns, step, table)
  bench.wipe(1)
  const map = bench.u16(bench.at(1) + 64, columns * 256).fill(0)
  bench.u32(bench.at(3), list.length).set(list)
  storeRowScale(bench.memory.buffer, bench.at(4), scale)
  bench.kernels.persistenceFine(
    map.byteOffset,
    src.byteOffset,
    channels,
    channel,
    bench.at(3),
    list.length / 2,
    columns,
    step,
    bench.at(4),
    bench.at(6),
  )
  expect(Buffer.compare(Buffer.from(map), Buffer.from(wanted))).toBe(0)
  expect(bench.untouched(bench.at(1))).toBe(true)
  expect(bench.untouched(map.byteOffset + map.byteLength)).toBe(true)
  return wanted
}

const steps = fc.oneof(
  fc.integer({ min: 1, max: 65_535 }),
  fc.integer({ min: 1, max: 300 }),
  fc.constantFrom(1, 8192, 32_768, 65_535),
)

const drawings = fc
  .record({
    channels: channelCount,
    channelChoice: fc.nat(7),
    columns: fc.integer({ min: 1, max: 120 }),
    step: steps,
    waveforms: fc.integer({ min: 0, max: 80 }),
    phases: fc.array(fc.oneof(fc.nat(65_535), fc.constantFrom(0, 65_535)), { minLength: 1, maxLength: 9 }),
    scale: rowScale,
  })
  .map(({ channels, channelChoice, columns, step, waveforms, phases, scale }) => {
    const list: number[] = []
    for (let i = 0; i < waveforms; i++) list.push((i * 3) % 17, phases[i % phases.length]!)
    return { channels, channel: channelChoice % channels, list, columns, step, scale }
  })

describe('persistenceFine', () => {
  it('counts what the twin counts, and reads no scan too many', () => {
    fc.assert(
      fc.property(drawings, fc.array(code, { minLength: 1, maxLength: 100 }), (drawing, values) => {
        let scans = 1
        for (let i = 0; i < drawing.list.length; i += 2)
          scans = Math.max(scans, drawing.list[i]! + scansOf(drawing, drawing.list[i + 1]!))
        const length = scans * drawing.channels
        const codes = Int16Array.from({ length }, (_, i) => values[(i * 3 + (i >> 5)) % values.length]!)
        compare(codes, drawing)
      }),
      { numRuns: 700 },
    )
  })

  it('reads no scan too many, wherever the last columns lie between vectors', () => {
    for (const step of [8192, 16_384, 32_768, 65_535, 1000]) {
      for (const phase of [0, 1, 65_535]) {
        for (let columns = 1; columns < 100; columns++) {
          const drawing = { channels: 1, channel: 0, list: [0, phase], columns, step, scale: wholeRange }
          compare(waveCodes(scansOf(drawing, phase), columns), drawing)
        }
      }
    }
  })

  it('counts more columns than are worked on at once', () => {
    for (const channels of [1, 2]) {
      for (const step of [65_535, 4000]) {
        const list = Array.from({ length: 70 }, (_, i) => [i, (i * 7919) % 65_536]).flat()
        const drawing = { channels, channel: channels - 1, list, columns: 1777, step, scale: wholeRange }
        compare(waveCodes((70 + scansOf(drawing, 65_535)) * channels, 5), drawing)
      }
    }
  })

  it('works at addresses beyond 2 GiB', () => {
    const high = openBench(0x8000_0000 + 0x10_0000)
    for (const waveforms of [2, 70]) {
      const list = Array.from({ length: waveforms }, (_, i) => [i, i * 900]).flat()
      const drawing = { channels: 1, channel: 0, list, columns: 100, step: 20_000, scale: wholeRange }
      compare(waveCodes(waveforms - 1 + scansOf(drawing, (waveforms - 1) * 900), 5), drawing, high)
    }
  })

  it('interpolates to within one code and a half', () => {
    fc.assert(
      fc.property(code, code, fc.nat(65_535), (front, behind, fraction) => {
        const exact = front + ((behind - front) * fraction) / 65_536
        const rounded = twins.between(front, behind, fraction)
        // The share has 15 bits: one unit of it is up to two codes at full swing.
        expect(Math.abs(rounded - exact)).toBeLessThanOrEqual(1.5 + Math.abs(behind - front) / 65_536)
      }),
      { numRuns: 3000 },
    )
  })
})
