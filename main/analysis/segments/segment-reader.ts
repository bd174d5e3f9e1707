// What is told of the segments that are kept.
import type { AnalysedFormat } from '../stream/format.ts'
import type { DifferingFound, DifferingWish } from './segment-differing.ts'
import type { OverlayCells, SegmentCodes, SegmentFigures, SegmentRow, SegmentTrace } from './segment-figures.ts'
import { placeOf as channelPlace, type LookTime, type SegmentLooks } from './segment-looks.ts'
import type { OverlayWish } from './segment-overlay.ts'
import type { SegmentPart } from './segment-part.ts'

export type SegmentQuestion =
  | { readonly about: 'figures' }
  | {
      readonly about: 'rows'
      readonly first: number
      readonly count: number
      readonly scanIndex: number
      readonly columns: number
    }
  /** As far as it got: see SegmentLooks. */
  | ({ readonly about: 'overlay'; readonly scanIndex: number } & Omit<OverlayWish, 'place'>)
  | ({ readonly about: 'differing'; readonly scanIndex: number } & Omit<DifferingWish, 'place'>)
  /** The samples of some of them. */
  | { readonly about: 'codes'; readonly first: number; readonly count: number }
  /** At most so many columns. */
  | { readonly about: 'trace'; readonly index: number; readonly columns: number }

export interface SegmentAnswers {
  readonly figures: SegmentFigures | null
  readonly rows: readonly SegmentRow[]
  readonly trace: SegmentTrace | null
  readonly codes: SegmentCodes | null
  readonly overlay: OverlayCells
  readonly differing: DifferingFound
}

type Segments = Pick<SegmentPart, 'figures' | 'kept' | 'instant' | 'store' | 'before'>

/**
 * @param format null: there is no stream, and no segment
 * @param looks what takes longer, and its time
 */
export function answerOnSegments(
  question: SegmentQuestion,
  segments: Segments,
  format: AnalysedFormat | null,
  looks: SegmentLooks,
  time: LookTime,
): SegmentAnswers[keyof SegmentAnswers] {
  switch (question.about) {
    case 'figures':
      return segments.figures()
    case 'codes':
      return format === null ? null : codesOf(segments, question.first, question.count, format)
    case 'trace':
      return format === null ? null : traceOf(segments, question.index, question.columns, format.scanIndexes)
    case 'overlay': {
      const { about, scanIndex, ...wish } = question
      return looks.overlay({ ...wish, place: channelPlace(format, scanIndex) }, time)
    }
    case 'differing': {
      const { about, scanIndex, ...wish } = question
      return looks.differing({ ...wish, place: channelPlace(format, scanIndex) }, time)
    }
    case 'rows': {
      const { first, count, columns } = question
      const place = channelPlace(format, question.scanIndex)
      const until = Math.min(segments.kept, first + count)
      return Array.from({ length: Math.max(0, until - first) }, (_, k) => rowOf(segments, first + k, place, columns))
    }
  }
}

function codesOf(segments: Segments, first: number, wanted: number, { epoch }: AnalysedFormat): SegmentCodes {
  const { store, before } = segments
  const count = Math.max(0, Math.min(wanted, segments.kept - first))
  const size = store.scans * store.channels
  const codes = new Int16Array(count * size)
  const samples = Array.from({ length: count }, (_, k) => {
    codes.set(store.codes(first + k), k * size)
    return store.sample(first + k) - before
  })
  const triggers = samples.map((_, k) => segments.instant(first + k))
  return { epoch, scans: store.scans, kept: segments.kept, samples, triggers, codes }
}

function traceOf(
  segments: Segments,
  index: number,
  columns: number,
  scanIndexes: readonly number[],
): SegmentTrace | null {
  if (index < 0 || index >= segments.kept) return null
  const { store, before } = segments
  return {
    ...placeOf(segments, index),
    begin: store.lag(index) - before,
    scans: store.scans,
    scanIndexes,
    pairs: scanIndexes.map((_, place) => pictureOf(segments, index, place, columns)),
  }
}

function rowOf(segments: Segments, index: number, place: number, columns: number): SegmentRow {
  return { ...placeOf(segments, index), picture: pictureOf(segments, index, place, columns) }
}

const placeOf = (segments: Segments, index: number): Pick<SegmentRow, 'index' | 'at' | 'since'> => ({
  index,
  at: segments.instant(index),
  since: index === 0 ? null : segments.store.distance(index),
})

/** Lowest and highest code of each column; of fewer scans than columns, each scan is one. */
function pictureOf({ store }: Segments, index: number, place: number, wanted: number): readonly number[] {
  const codes = store.codes(index)
  const { scans, channels } = store
  const columns = Math.min(wanted, scans)
  const picture: number[] = []
  for (let column = 0; column < columns; column++) {
    const from = Math.floor((column * scans) / columns)
    const until = Math.floor(((column + 1) * scans) / columns)
    let low = Number.POSITIVE_INFINITY
    let high = Number.NEGATIVE_INFINITY
    for (let k = from; k < until; k++) {
      const code = codes[k * channels + place]!
      if (code < low) low = code
      if (code > high) high = code
    }
    picture.push(low, high)
  }
  return picture
}
