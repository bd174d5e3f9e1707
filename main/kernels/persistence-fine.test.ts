import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type RowScale, storeRowScale, wholeRange } from './row-scale.ts'
import { sincTable } from './sinc-table.ts'
import { channelCount, code, rowScale, waveCodes } from './testing/arbitraries.ts'
import { type Bench, openBench } from './testing/bench-memory.ts'
import { expectSame, openMap } from './testing/persistence-bench.ts'
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
  unit: number
  /** Straight lines, or by sin(x)/x what bends more than so many codes. */
  smooth: number | null
  isJoined: boolean
}

const plain = { channels: 1, channel: 0, scale: wholeRange, unit: 0, smooth: null, isJoined: false } as const
const weights = sincTable()
/** Samples that sin(x)/x needs before and behind those of straight lines. */
const margin = 7

/** Scans from a waveform's first to the one behind its last column. */
function scansOf({ columns, step }: Drawing, phase: number): number {
  return ((phase + (columns - 1) * step) >> 16) + 2
}

/** Runs kernel and twin, and compares every count. The samples end with the memory, so that reading on fails. */
function compare(codes: Int16Array, drawing: Drawing, bench: Bench = low): Uint16Array {
  const { channels, channel, list, columns, step, scale, unit, smooth, isJoined } = drawing
  const src = bench.i16(bench.end - codes.byteLength, codes.length)
  src.set(codes)
  const wanted = new Uint16Array(columns * 256)
  const fills = isJoined ? new Float64Array(wanted.length) : null
  const table = twins.rowTable(scale)
  const sinc = smooth === null ? null : { weights, smooth }
  twins.persistenceFine(
    wanted,
    fills,
    codes,
    channels,
    channel,
    Uint32Array.from(list),
    columns,
    step,
    sinc,
    unit,
    table,
  )
  if (fills !== null) twins.mapFill(wanted, fills)
  const at = openMap(bench, columns, 0, list)
  storeRowScale(bench.memory.buffer, at.scale, scale)
  bench.i16(bench.at(5), weights.length).set(weights)
  bench.kernels.persistenceFine(
    at.map.byteOffset,
    isJoined ? at.fills : 0,
    src.byteOffset,
    channels,
    channel,
    at.list,
    list.length / 2,
    columns,
    step,
    smooth === null ? 0 : bench.at(5),
    smooth ?? 0,
    unit,
    at.scale,
    at.scratch,
  )
  expectSame(at.finish(), wanted)
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
    unit: fc.integer({ min: 0, max: 6 }),
    smooth: fc.oneof(fc.constant(null), fc.constantFrom(0, 500, 32_767)),
  })
  .map(({ channelChoice, waveforms, phases, ...drawing }) => {
    const from = drawing.smooth === null ? 0 : margin
    const list: number[] = []
    for (let i = 0; i < waveforms; i++) list.push(from + ((i * 3) % 17), phases[i % phases.length]!)
    const isJoined = waveforms < 6
    // With hits that count much, every waveform is joined.
    const unit = isJoined ? 3 + (drawing.unit % 4) : drawing.unit
    return { ...drawing, channel: channelChoice % drawing.channels, list, unit, isJoined }
  })

describe('persistenceFine', () => {
  it('counts what the twin counts, and reads no scan too many', () => {
    fc.assert(
      fc.property(drawings, fc.array(code, { minLength: 1, maxLength: 100 }), (drawing, values) => {
        let scans = 1
        for (let i = 0; i < drawing.list.length; i += 2)
          scans = Math.max(scans, drawing.list[i]! + scansOf(drawing, drawing.list[i + 1]!))
        const length = (scans + (drawing.smooth === null ? 0 : margin)) * drawing.channels
        const codes = Int16Array.from({ length }, (_, i) => values[(i * 3 + (i >> 5)) % values.length]!)
        compare(codes, drawing)
      }),
      { numRuns: 300 },
    )
  })

  it('reads no scan too many, wherever the last columns lie between vectors', () => {
    for (const step of [8192, 16_384, 32_768, 65_535, 1000]) {
      for (const phase of [0, 1, 65_535]) {
        for (const columns of [...Array.from({ length: 35 }, (_, k) => k + 1), 63, 64, 65, 97]) {
          const drawing: Drawing = { ...plain, list: [0, phase], columns, step }
          compare(waveCodes(scansOf(drawing, phase), columns), drawing)
          const curved: Drawing = { ...drawing, list: [margin, phase], smooth: 0 }
          compare(waveCodes(scansOf(drawing, phase) + 2 * margin, columns), curved)
        }
      }
    }
  })

  it('counts more columns than are worked on at once', () => {
    for (const channels of [1, 2]) {
      for (const step of [65_535, 4000]) {
        const list = Array.from({ length: 70 }, (_, i) => [i, (i * 7919) % 65_536]).flat()
        const drawing: Drawing = { ...plain, channels, channel: channels - 1, list, columns: 1777, step }
        compare(waveCodes((70 + scansOf(drawing, 65_535)) * channels, 5), drawing)
        const few = list.slice(0, 6).map((word, i) => (i % 2 === 0 ? word + margin : word))
        const curved = { ...drawing, list: few, smooth: 0, unit: 2, isJoined: true }
        compare(waveCodes((70 + 2 * margin + scansOf(drawing, 65_535)) * channels, 5), curved)
      }
    }
  })

  it('works at addresses beyond 2 GiB', () => {
    const high = openBench(0x8000_0000 + 0x10_0000)
    for (const waveforms of [2, 70]) {
      const list = Array.from({ length: waveforms }, (_, i) => [i, i * 900]).flat()
      const drawing: Drawing = { ...plain, list, columns: 100, step: 20_000 }
      compare(waveCodes(waveforms - 1 + scansOf(drawing, (waveforms - 1) * 900), 5), drawing, high)
    }
  })

  it('draws a sine of few samples a period as a sine, by sin(x)/x, and a line where nothing bends', () => {
    for (const frequency of [0.05, 0.2, 0.33, 0.4]) {
      const sine = (scan: number): number => 30_000 * Math.sin(2 * Math.PI * frequency * scan + 0.3)
      const codes = Int16Array.from({ length: 80 }, (_, scan) => Math.round(sine(scan)))
      const map = compare(codes, { ...plain, list: [20, 0], columns: 640, step: 4096, smooth: 1000 })
      for (let column = 0; column < 640; column++) {
        const row = map.subarray(column * 256, (column + 1) * 256).indexOf(1)
        expect(Math.abs((row + 0.5) * 256 - 32_768 - sine(20 + column / 16))).toBeLessThan(128 + 0.006 * 30_000)
      }
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
