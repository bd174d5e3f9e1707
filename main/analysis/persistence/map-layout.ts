// Where the columns of a persistence map lie in time. Where they are wider than a sample they are whole samples wide and
// count from the trigger's sample; where they are narrower they count from the instant of the trigger, between two
// samples, a power of two of them to a sample, and what lies between samples is interpolated.
import { sincTapsBefore } from '#shared/sinc.ts'
import { levelFor, levelScans } from '../envelope/levels.ts'

export interface MapLayout {
  /** Columns are narrower than a sample. */
  readonly isFine: boolean
  /** Where column 0 begins, in scans from the trigger: from its sample, or with a fraction from its instant. */
  readonly first: number
  /** From column to column, in scans: whole, or below 1. */
  readonly step: number
  /** Columns begin at multiples of so many scans: 1, or wide ones where columns of an envelope level begin. */
  readonly unit: number
  readonly columns: number
}

/** What a waveform is when nobody watches: a thousand samples around the trigger. */
export const unwatchedLayout: MapLayout = { isFine: false, first: -500, step: 1, unit: 1, columns: 1000 }

/** 65536ths of a scan: how exactly fine columns are placed. */
export const fineUnit = 65536

/**
 * The layout of a window, given in scans (with fractions) from the trigger, for a screen of `screenColumns` columns. A map
 * has that many, or fewer, and no more than `most`; up to twice as many where every sample has a column of its own, and
 * at least half as many between samples: a wider column would show steep lines where they are not.
 */
export function mapLayout(first: number, end: number, screenColumns: number, most: number): MapLayout {
  const columns = Math.min(screenColumns, most)
  const fine = Math.max(1, columns >> 1)
  const span = end - first
  if (span < fine) {
    // A power of two, so that a sample of any waveform lies in every so many columns, and the kernel and the screen mean the same place.
    const perScan = 2 ** Math.max(1, Math.min(15, Math.floor(Math.log2((2 * fine) / span))))
    return { isFine: true, first, step: 1 / perScan, unit: 1, columns: Math.ceil(span * perScan) }
  }
  // One column more than the span needs, because the grid does not begin where the window does.
  const wide = Math.ceil(span / Math.max(1, columns - 1))
  const unit = levelScans[levelFor(wide)] ?? 1
  const step = wide === 2 && span <= most - 1 ? 1 : Math.ceil(wide / unit) * unit
  const start = Math.floor(first / step) * step
  const room = step === 1 ? most : columns
  return { isFine: false, first: start, step, unit, columns: Math.min(room, Math.ceil((end - start) / step)) }
}

/** Where the columns of a waveform begin whose trigger is `trigger`: its first sample. */
export function originOf({ first, unit }: MapLayout, trigger: number): number {
  return Math.round((trigger + first) / unit) * unit
}

/** Scans that interpolation by sin(x)/x needs before and behind those of a straight line. */
const sincMargin = sincTapsBefore

/** The scans a waveform needs, from the trigger's sample: `from` up to `until`. */
export function neededScans({ isFine, first, step, unit, columns }: MapLayout): { from: number; until: number } {
  const slack = unit >> 1
  // The line from the last sample leads to one more.
  if (!isFine) return { from: first - slack, until: first + columns * step + slack + 1 }
  // The instant lies up to one scan before the sample, and a line needs the scan behind it.
  return { from: Math.floor(first) - 1 - sincMargin, until: Math.ceil(first + columns * step) + 2 + sincMargin }
}

/**
 * Columns this wide are counted whole, and their samples are joined one by one. In wider ones the signal is
 * everywhere between the lowest and the highest.
 */
const mostJoined = 32

export function isJoined({ isFine, step }: MapLayout): boolean {
  return isFine || step <= mostJoined
}

/** Samples per second, of all channels that are drawn, that are counted beside everything else an analysis does. */
const countedPerSecond = 80e6
/** Samples of one waveform that are counted at once, at most: some milliseconds of work; and so many in clusters. */
const mostAtOnce = { whole: 1 << 21, clusters: 1 << 20 } as const
export const clusterSamples = 8

/**
 * How many clusters of {@link clusterSamples} samples of each column are counted: as many as a stream of so many samples
 * per second and channels leaves time for, or as hold every sample. 0 where samples are joined: then each of them counts.
 */
export function clustersOf(layout: MapLayout, samplesPerSecond: number, channels: number): number {
  if (isJoined(layout)) return 0
  const { step, columns } = layout
  const all = Math.ceil(step / clusterSamples)
  const share = countedPerSecond / (samplesPerSecond * Math.max(1, channels))
  if (share >= 1 && step * columns <= mostAtOnce.whole) return all
  const wanted = Math.min((step * share) / clusterSamples, mostAtOnce.clusters / columns / clusterSamples)
  return Math.max(1, Math.min(all, Math.floor(wanted)))
}

/** Fine columns per second, of all channels that are drawn, that are counted beside everything else. */
const fineCountedPerSecond = 25e6

/**
 * How many waveforms with fine columns there is time to count whole while a scan comes, of a stream of so many samples per
 * second and channels that are drawn. Of the others every sample is lit.
 */
export function wholePerScan({ isFine, columns }: MapLayout, samplesPerSecond: number, channels: number): number {
  return isFine ? fineCountedPerSecond / (samplesPerSecond * columns * Math.max(1, channels)) : 0
}

/** Columns of a scan where they are fine, as a power of two. */
export function columnsOfScan({ step }: MapLayout): number {
  return Math.round(-Math.log2(step))
}

/** The share of a column's samples that is counted, 0..1. */
export function countedShare(layout: MapLayout, clusters: number): number {
  return isJoined(layout) ? 1 : Math.min(1, (clusters * clusterSamples) / layout.step)
}

export function sameLayout(a: MapLayout, b: MapLayout): boolean {
  return (
    a.isFine === b.isFine && a.unit === b.unit && a.first === b.first && a.step === b.step && a.columns === b.columns
  )
}
