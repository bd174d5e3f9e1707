import { describe, expect, it } from 'vitest'
import type { Frame } from '#shared/frame/frame.ts'
import { sectionKind } from '#shared/frame/sections.ts'
import { timeWindow } from '../../scale/axis.ts'
import { frameGaps } from '../../scale/frame-extent.ts'
import { envelopeFrame, rawFrame } from '../../testing/frames.ts'
import { buildTrace } from './trace-builder.ts'

const unit = { divisionsPerCode: 1, divisionsAtZero: 0 }
const run = (frame: Frame, seconds: number, pixels: number, scale = unit) =>
  buildTrace(
    frame,
    frame.sections[0]!,
    frame.firstSample,
    { startSeconds: 0, endSeconds: seconds },
    { width: pixels, height: 400 },
    scale,
  )

describe('buildTrace', () => {
  it('draws few raw samples as a line through every one of them', () => {
    const trace = run(rawFrame([1, 2, 3, 4], { samplingFrequencyHz: 10 }), 0.3, 100)
    expect(trace.form).toBe('line')
    expect([...trace.low]).toEqual([1, 2, 3, 4])
    expect([...trace.x]).toEqual([0, 0.1, 0.2, 0.3])
  })

  it('reduces many raw samples to one column per pixel and keeps every peak', () => {
    const codes = Array.from({ length: 1000 }, () => 0)
    codes[503] = 900
    codes[504] = -900
    const trace = run(rawFrame(codes, { samplingFrequencyHz: 1000 }), 1, 100)
    expect(trace.form).toBe('band')
    expect(trace.count).toBeLessThanOrEqual(100)
    expect(Math.max(...trace.high)).toBe(900)
    expect(Math.min(...trace.low)).toBe(-900)
  })

  it('leaves out what lies outside the window, but for one neighbour on either side', () => {
    const frame = rawFrame(
      Array.from({ length: 1000 }, (_, k) => k),
      { samplingFrequencyHz: 1000 },
    )
    const window = { startSeconds: 0.5, endSeconds: 0.51 }
    const trace = buildTrace(frame, frame.sections[0]!, frame.firstSample, window, { width: 100, height: 400 }, unit)
    expect(trace.low[0]).toBe(499)
    expect(trace.low[trace.count - 1]).toBe(511)
  })

  it('centres an envelope column on the samples it was made from', () => {
    const trace = run(envelopeFrame([[-5, 5]], { samplingFrequencyHz: 100, scansPerPoint: 10 }), 0.1, 100)
    expect(trace.form).toBe('band')
    expect(trace.x[0]).toBeCloseTo(0.05)
    expect([trace.low[0], trace.high[0]]).toEqual([-5, 5])
  })

  it('turns a channel over whose scale is negative: what is low stays below what is high', () => {
    const scale = { divisionsPerCode: -0.5, divisionsAtZero: 1 }
    const columns = run(envelopeFrame([[-4, 8]]), 1, 100, scale)
    expect([columns.low[0], columns.high[0]]).toEqual([-3, 3])
    const codes = Array.from({ length: 1000 }, (_, k) => (k === 503 ? 900 : 0))
    const band = run(rawFrame(codes, { samplingFrequencyHz: 1000 }), 1, 100, scale)
    expect([Math.min(...band.low), Math.max(...band.high)]).toEqual([-449, 1])
    const curve = Array.from({ length: 50 }, (_, k) => Math.round(100 * Math.sin(k)))
    const upright = run(rawFrame(curve, { samplingFrequencyHz: 10 }), 5, 500)
    const turned = run(rawFrame(curve, { samplingFrequencyHz: 10 }), 5, 500, {
      divisionsPerCode: -1,
      divisionsAtZero: 0,
    })
    expect(turned.count).toBe(upright.count)
    for (let k = 0; k < upright.count; k++) expect(turned.low[k]).toBeCloseTo(-upright.low[k]!, 6)
  })

  it('scales codes to divisions', () => {
    const scale = { divisionsPerCode: 0.5, divisionsAtZero: 2 }
    expect(run(rawFrame([4]), 1, 100, scale).low[0]).toBe(4)
    expect(run(envelopeFrame([[-4, 4]]), 1, 100, scale).low[0]).toBe(0)
  })

  it('shows nothing for an empty column', () => {
    const trace = run(
      envelopeFrame([
        [1, 2],
        [32767, -32768],
        [3, 4],
      ]),
      3,
      100,
    )
    expect(trace.low[1]).toBeNaN()
    expect(trace.high[1]).toBeNaN()
    expect(trace.low[2]).toBe(3)
  })

  it('shows nothing where samples are missing', () => {
    const frame = rawFrame([1, 2, 3, 4, 5], { gaps: [{ first: 101, count: 2 }], firstSample: 100 })
    expect(frameGaps(frame)).toEqual([{ first: 101, count: 2 }])
    expect([...run(frame, 4, 100).low]).toEqual([1, Number.NaN, Number.NaN, 4, 5])
  })

  it('is empty when the window holds none of the frame', () => {
    const frame = rawFrame([1, 2, 3])
    const trace = buildTrace(
      frame,
      frame.sections[0]!,
      1e6,
      timeWindow({ secondsPerDiv: 1, positionSeconds: 0 }),
      { width: 9, height: 400 },
      unit,
    )
    expect(trace.count).toBe(0)
  })

  it('never makes more than four values per pixel column', () => {
    for (const points of [10, 399, 400, 401, 4000, 50_000]) {
      const trace = run(rawFrame(new Array<number>(points).fill(0), { samplingFrequencyHz: points }), 1, 100)
      // Of a signal that bends nowhere; between samples that bend there are as many more as a curve needs.
      const values = trace.form === 'line' ? trace.count : 2 * trace.count
      expect(values).toBeLessThanOrEqual(4 * 100)
    }
  })

  it('knows a samples section from an envelope', () => {
    expect(rawFrame([1]).sections[0]!.kind).toBe(sectionKind.samples)
  })
})
