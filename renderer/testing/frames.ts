// Frames for tests, made from plain numbers.
import type { Frame, FrameHeader } from '#shared/frame/frame.ts'
import { type FrameSection, sectionKind } from '#shared/frame/sections.ts'

type Wanted = Partial<FrameHeader> & { gaps?: readonly { first: number; count: number }[] }

function frame(points: number, section: FrameSection, form: FrameHeader['form'], wanted: Wanted): Frame {
  const { gaps = [], ...header } = wanted
  const gapData = new Float64Array(gaps.flatMap((gap) => [gap.first, gap.count, 0]))
  return {
    sequence: 1,
    epoch: 1,
    form,
    anchor: 'trigger',
    stopped: false,
    hasGap: gaps.length > 0,
    clippedChannels: 0,
    points,
    firstSample: 0,
    scansPerPoint: 1,
    triggerSample: Number.NaN,
    samplingFrequencyHz: 1,
    madeFromSamples: points,
    newestSample: points,
    oldestSample: 0,
    convertedUnixMs: 0,
    ...header,
    sections: [
      section,
      ...(gaps.length > 0 ? [{ kind: sectionKind.gaps, channel: 0, data: new Uint8Array(gapData.buffer) }] : []),
    ],
  }
}

/** One channel of raw samples. */
export function rawFrame(codes: readonly number[], wanted: Wanted = {}): Frame {
  const data = new Uint8Array(Int16Array.from(codes).buffer)
  return frame(codes.length, { kind: sectionKind.samples, channel: 0, data }, 'raw', wanted)
}

/** One channel of [min, max] columns. */
export function envelopeFrame(columns: readonly (readonly [number, number])[], wanted: Wanted = {}): Frame {
  const data = new Uint8Array(Int16Array.from(columns.flat()).buffer)
  return frame(columns.length, { kind: sectionKind.envelope, channel: 0, data }, 'envelope', wanted)
}
