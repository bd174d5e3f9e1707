// What the fake instrument shows: a window around a rising edge, with new noise each time; or a frame of so many samples.

import type { ViewSettings } from '../contract/topics/view.ts'
import type { InstrumentState } from '../contract/topics.ts'
import { encodeFrame, type Frame } from '../frame/frame.ts'
import { encodeOverview } from '../frame/overview.ts'
import { type FrameSection, sectionKind } from '../frame/sections.ts'
import { clampCode, voltsToCode } from '../screen/codes.ts'

const columnsAtMost = 4096
/** Windows of up to this many samples are sent raw. */
const rawSamples = 20_000

/** A frame of `points` raw samples of channel 0. */
export function fakeFrame(points = 16, fill = 0): Uint8Array {
  const samples = new Int16Array(points).fill(fill)
  return encodeFrame({
    sequence: 0,
    epoch: 0,
    form: 'raw',
    anchor: 'auto',
    stopped: false,
    hasGap: false,
    clippedChannels: 0,
    points,
    firstSample: 0,
    scansPerPoint: 1,
    triggerSample: Number.NaN,
    samplingFrequencyHz: 100e6,
    madeFromSamples: points,
    newestSample: points,
    oldestSample: 0,
    convertedUnixMs: 0,
    sections: [{ kind: sectionKind.samples, channel: 0, data: new Uint8Array(samples.buffer) }],
  })
}

export interface FakeSignal {
  readonly state: InstrumentState
  /** Since the fake began, ms. */
  readonly elapsedMs: number
  /** A figure of a channel's source: `source_frequency`, ... */
  figure(channel: string, name: string): number
}

/** A window around a rising edge of channel 0; a new one, with new noise, each time. */
export function fakePicture(view: ViewSettings, signal: FakeSignal): Frame {
  const frame = fakeStretch(view, signal)
  if (view.overview === undefined) return frame
  const wide = fakeStretch({ ...view, ...view.overview }, signal, frame.triggerSample)
  const data = encodeOverview(frame.triggerSample, encodeFrame(wide))
  return { ...frame, sections: [...frame.sections, { kind: sectionKind.overview, channel: 0, data }] }
}

function fakeStretch(view: ViewSettings, { state, elapsedMs, figure }: FakeSignal, at?: number): Frame {
  const { samplingFrequencyHz: rate, epoch, acquisition, channels } = state
  const samples = 10 * view.secondsPerDiv * rate
  const raw = samples <= rawSamples
  const points = raw ? Math.ceil(samples) + 2 : Math.min(columnsAtMost, view.columns)
  const scansPerPoint = raw ? 1 : samples / points
  const newest = Math.round((elapsedMs / 1000) * rate)
  const trigger = at ?? newest - Math.round(samples) + 0.4
  const firstSample = Math.floor(trigger + (view.positionSeconds - 5 * view.secondsPerDiv) * rate)
  const sections: FrameSection[] = channels
    .filter((channel) => channel.enabled)
    .map((channel) => {
      const number = (name: string): number => figure(channel.id, name)
      const volts = (sample: number): number => {
        const phase = ((sample - trigger) / rate) * number('source_frequency')
        const square = 1 / (1 + Math.exp(-Math.sin(2 * Math.PI * phase) * 14)) - 0.5
        const wave = channel.source === 'sine' ? Math.sin(2 * Math.PI * phase) : 2 * square
        const noise = (Math.random() + Math.random() - 1) * number('source_noise')
        return number('source_offset') + wave * number('source_amplitude') + noise
      }
      const code = (sample: number): number => clampCode(voltsToCode(volts(sample), channel))
      const codes = new Int16Array(raw ? points : 2 * points)
      for (let k = 0; k < points; k++) {
        const at = firstSample + k * scansPerPoint
        if (raw) codes[k] = code(at)
        else {
          const tried = Array.from({ length: 12 }, (_, part) => code(at + (part / 12) * scansPerPoint))
          codes[2 * k] = Math.min(...tried)
          codes[2 * k + 1] = Math.max(...tried)
        }
      }
      return {
        kind: raw ? sectionKind.samples : sectionKind.envelope,
        channel: channel.index,
        data: new Uint8Array(codes.buffer),
      }
    })
  return {
    sequence: 0,
    epoch,
    form: raw ? 'raw' : 'envelope',
    anchor: 'trigger',
    stopped: acquisition === 'stopped',
    hasGap: false,
    clippedChannels: 0,
    points,
    firstSample,
    scansPerPoint,
    triggerSample: trigger,
    samplingFrequencyHz: rate,
    madeFromSamples: Math.round(samples),
    newestSample: newest,
    oldestSample: 0,
    convertedUnixMs: Date.now(),
    sections,
  }
}
