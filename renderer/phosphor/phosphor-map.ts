// A persistence map as it lies on the screen. Pure: from a frame and a view to maps and their places.
import { type Frame, sectionKind } from '#shared/contract/frame.ts'
import type { ChannelState } from '#shared/contract/instrument.ts'
import { across, divisionsDown, type TimeWindow } from '../plot/axis.ts'
import { type ChannelView, verticalScale } from '../plot/vertical.ts'

/** Shares of the plot: 0 left or top, 1 right or bottom. Parts of it may lie outside. */
export interface Place {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

export interface PhosphorMap {
  readonly channel: number
  readonly columns: number
  readonly rows: number
  /** Grades 0..255, column by column, row 0 at the most negative code. */
  readonly grades: Uint8Array
  readonly place: Place
  /** Columns are single samples, which a painter may join where they are wider than pixels. */
  readonly dots: boolean
}

/** A row taller than this share of the plot is a smear, not a picture: the line tells more. */
const tallestRow = 1 / 40

/**
 * Whether anything was ever hit. A map begun anew is all zeros, and then the line has to stand for itself.
 */
export function isBlank(grades: Uint8Array): boolean {
  const words = grades.byteOffset % 4 === 0 ? grades.byteLength >> 2 : 0
  const quick = new Uint32Array(grades.buffer, words === 0 ? 0 : grades.byteOffset, words)
  if (quick.some((word) => word !== 0)) return false
  return !grades.subarray(words * 4).some((grade) => grade !== 0)
}

/**
 * The maps of a frame that are worth drawing.
 * @param lag how far a trigger lies before the sample the map counts from, in samples: the mean over many waveforms
 */
export function placeMaps(
  frame: Frame,
  window: TimeWindow,
  channels: readonly ChannelState[],
  channelView: (channel: ChannelState) => ChannelView,
  lag: number,
): PhosphorMap[] {
  if (!Number.isFinite(frame.triggerSample)) return []
  const reference = mapReference(frame.triggerSample) - lag
  const seconds = (point: number): number =>
    (frame.firstSample + (point - 0.5) * frame.scansPerPoint - reference) / frame.samplingFrequencyHz
  return frame.sections.flatMap(({ kind, channel: index, rows, data }) => {
    const channel = channels.find((candidate) => candidate.index === index)
    if (kind !== sectionKind.persistence || channel === undefined || rows === 0) return []
    const { divisionsPerCode, divisionsAtZero } = verticalScale(channel, channelView(channel))
    const down = (code: number): number => 0.5 - (code * divisionsPerCode + divisionsAtZero) / divisionsDown
    const place = {
      left: across(window, seconds(0)),
      right: across(window, seconds(frame.points)),
      top: down(32768),
      bottom: down(-32768),
    }
    if ((place.bottom - place.top) / rows > tallestRow || isBlank(data)) return []
    return [{ channel: index, columns: frame.points, rows, grades: data, place, dots: frame.form === 'raw' }]
  })
}

/** Waveforms enter a map by whole samples: each counts from the first sample at or after its trigger. */
export function mapReference(triggerSample: number): number {
  return Math.ceil(triggerSample)
}

/** Share of each new frame in the mean. */
const smoothing = 0.03

/** How far before its sample a trigger lay, smoothed, so that the map stands still while the line follows each trigger. */
export class TriggerLag {
  #mean: number | null = null

  get samples(): number {
    return this.#mean ?? 0.5
  }

  /** Counts a frame's trigger; one without changes nothing. */
  add(triggerSample: number): void {
    if (!Number.isFinite(triggerSample)) return
    const lag = mapReference(triggerSample) - triggerSample
    this.#mean = this.#mean === null ? lag : this.#mean + (lag - this.#mean) * smoothing
  }
}
