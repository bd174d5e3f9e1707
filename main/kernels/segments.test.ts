import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { segmentFormBytes, segmentHeadBytes } from './kernels.ts'
import { channelCount, code, skew } from './testing/arbitraries.ts'
import { openBench } from './testing/bench-memory.ts'
import { type KeptSegment, keepSegments, type SegmentForm } from './twins/segments.ts'

const bench = openBench()
const at = { src: bench.at(0), form: bench.at(1), triggers: bench.at(2), lines: bench.at(3), dst: bench.at(4) } as const

interface Case {
  readonly form: SegmentForm
  readonly codes: Int16Array
  readonly first: number
  readonly triggers: readonly number[]
  readonly lines: readonly number[]
  readonly skew: number
}

/** What the kernel keeps when it is called once, in the twin's terms. */
function byKernel({ form, codes, first, triggers, lines, skew }: Case, keptBefore: number) {
  const { channels, scans, before, behind } = form
  const bytes = scans * channels * 2
  const pitch = segmentHeadBytes + Math.ceil(bytes / 8) * 8
  const src = at.src + 2 * skew
  bench.i16(src, codes.length).set(codes)
  const numbers = bench.f64(at.form, segmentFormBytes(form.lines.length) / 8)
  const levels = form.lines.flatMap(({ channel, level }) => [channel, level])
  numbers.set([channels, scans, before, behind, form.lines.length, Infinity, -Infinity, Infinity, ...levels])
  bench.f64(at.triggers, triggers.length).set(triggers)
  bench.u8(at.lines, lines.length).set(lines)
  bench.wipe(4, pitch * (triggers.length + 2))
  const dst = at.dst + keptBefore * pitch
  if (keptBefore > 0) bench.f64(at.dst, 2).set([first - 1000, 0.25])
  const count = triggers.length
  const kept = bench.kernels.keepSegments(
    at.form,
    src,
    first,
    codes.length / channels,
    at.triggers,
    at.lines,
    count,
    dst,
    keptBefore,
  )
  const segments = Array.from({ length: kept }, (_, k) => {
    const [trigger, lag] = bench.f64(dst + k * pitch, 2)
    return {
      trigger: trigger!,
      lag: lag!,
      codes: bench.i16(dst + k * pitch + segmentHeadBytes, scans * channels).slice(),
    }
  })
  // Behind the last of them nothing is written, nor between the end of one and the next.
  for (let k = 0; k < kept; k++)
    expect(bench.untouched(dst + k * pitch + segmentHeadBytes + bytes, pitch - segmentHeadBytes - bytes)).toBe(true)
  expect(bench.untouched(dst + kept * pitch, pitch)).toBe(true)
  const [least, most, rearm] = numbers.slice(5, 8)
  return { segments, distances: { least: least!, most: most!, rearm: rearm! } }
}

const shapes = fc.record({
  channels: channelCount,
  scans: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom(100, 2500)),
  beforeShare: fc.double({ min: 0, max: 1, noNaN: true }),
  behind: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 30 })),
  levels: fc.array(fc.tuple(fc.nat(7), code), { maxLength: 4 }),
  values: fc.array(code, { minLength: 1, maxLength: 60 }),
  extent: fc.integer({ min: 1, max: 3000 }),
  steps: fc.array(fc.tuple(fc.integer({ min: 0, max: 130 }), fc.nat(5)), { maxLength: 40 }),
  first: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 2 ** 52 })),
  keptBefore: fc.constantFrom(0, 1),
  skew,
})

describe('keepSegments', () => {
  it('keeps the twin’s segments, bit by bit, stops where it stops, and writes nothing else', () => {
    let [whole, stopped] = [0, 0]
    fc.assert(
      fc.property(shapes, ({ channels, scans, levels, values, extent, steps, first, keptBefore, ...one }) => {
        const lines = levels.map(([channel, level]) => ({ channel: channel % channels, level }))
        const form = { channels, scans, before: Math.floor(one.beforeShare * scans), behind: one.behind, lines }
        const codes = Int16Array.from(
          { length: extent * channels },
          (_, i) => values[(i * 7 + (i >> 3)) % values.length]!,
        )
        let sample = first + form.before
        const triggers = steps.map(([step]) => (sample += step))
        const met = steps.map(([, line]) => line)
        const kept: KeptSegment[] = []
        if (keptBefore > 0) kept.push({ trigger: first - 1000, lag: 0.25, codes: new Int16Array() })
        const distances = { least: Infinity, most: -Infinity, rearm: Infinity }
        const count = keepSegments(form, codes, first, triggers, met, kept, distances)
        const found = byKernel({ form, codes, first, triggers, lines: met, skew: one.skew }, keptBefore)
        expect(found).toEqual({ segments: kept.slice(keptBefore), distances })
        if (count === triggers.length) whole++
        else stopped++
      }),
      { numRuns: 1500 },
    )
    expect(Math.min(whole, stopped)).toBeGreaterThan(50)
  })
})
