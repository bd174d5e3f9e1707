// Where the columns of a persistence map lie in time. Where they are wider than a sample they are whole samples wide and
// count from the trigger's sample; where they are narrower they count from the instant of the trigger, between two
// samples, and what lies between samples is interpolated.
import { levelFor, levelScans } from '../levels.ts'
import { maxMapColumns } from '../limits.ts'

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
 * The layout of a window, given in scans (with fractions) from the trigger, for a screen of `columns` columns, at most
 * {@link maxMapColumns}. A map has that many, or fewer; up to twice as many where every sample has a column of its own, and
 * half as many between samples, where nothing is to be seen but lines.
 */
export function mapLayout(first: number, end: number, columns: number): MapLayout {
  const fine = Math.max(1, columns >> 1)
  const fineStep = (end - first) / fine
  if (fineStep < 1) {
    // A whole number of units, so that the kernel and the screen mean the same place.
    const step = Math.max(1, Math.min(fineUnit - 1, Math.round(fineStep * fineUnit))) / fineUnit
    return { isFine: true, first, step, unit: 1, columns: fine }
  }
  // One column more than the span needs, because the grid does not begin where the window does.
  const wide = Math.ceil((end - first) / Math.max(1, columns - 1))
  const unit = levelScans[levelFor(wide)] ?? 1
  const step = wide === 2 && end - first <= maxMapColumns - 1 ? 1 : Math.ceil(wide / unit) * unit
  const start = Math.floor(first / step) * step
  const most = step === 1 ? maxMapColumns : columns
  return { isFine: false, first: start, step, unit, columns: Math.min(most, Math.ceil((end - start) / step)) }
}

/** Where the columns of a waveform begin whose trigger is `trigger`: its first sample. */
export function originOf({ first, unit }: MapLayout, trigger: number): number {
  return Math.round((trigger + first) / unit) * unit
}

/** The scans a waveform needs, from the trigger's sample: `from` up to `until`. */
export function neededScans({ isFine, first, step, unit, columns }: MapLayout): { from: number; until: number } {
  const slack = unit >> 1
  if (!isFine) return { from: first - slack, until: first + columns * step + slack }
  // The instant lies up to one scan before the sample, and a line needs the scan behind it.
  return { from: Math.floor(first) - 1, until: Math.ceil(first + columns * step) + 2 }
}

/** Columns this wide are counted whole: that takes less time than choosing, and looking for the peaks of the rest. */
const mostCountedWhole = 20
/** Samples of wider ones that are counted: a quarter, but so many at least and at most. */
const counted = { least: 8, most: 32 } as const

export function samplesPerColumn({ step }: MapLayout): number {
  if (step <= mostCountedWhole) return Math.max(1, step)
  return Math.max(counted.least, Math.min(counted.most, Math.round(step / 4)))
}

export function sameLayout(a: MapLayout, b: MapLayout): boolean {
  return (
    a.isFine === b.isFine && a.unit === b.unit && a.first === b.first && a.step === b.step && a.columns === b.columns
  )
}
