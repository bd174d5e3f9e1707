// Where the columns of a persistence map lie in time. Where they are wider than a sample they are whole samples wide and
// count from the trigger's sample; where they are narrower they count from the instant of the trigger, between two
// samples, and what lies between samples is interpolated.

import { maxMapColumns } from '../limits.ts'

export interface MapLayout {
  /** Columns are narrower than a sample. */
  readonly isFine: boolean
  /** Where column 0 begins, in scans from the trigger: from its sample, or with a fraction from its instant. */
  readonly first: number
  /** From column to column, in scans: whole, or below 1. */
  readonly step: number
  readonly columns: number
}

/** What a waveform is when nobody watches: a thousand samples around the trigger. */
export const unwatchedLayout: MapLayout = { isFine: false, first: -500, step: 1, columns: 1000 }

/** 65536ths of a scan: how exactly fine columns are placed. */
export const fineUnit = 65536

/**
 * The layout of a window, given in scans (with fractions) from the trigger, for a screen of `columns` columns, at most
 * {@link maxMapColumns}. A map has that many, or fewer; up to twice as many where every sample has a column of its own.
 */
export function mapLayout(first: number, end: number, columns: number): MapLayout {
  const width = (end - first) / columns
  if (width < 1) {
    // A whole number of units, so that the kernel and the screen mean the same place.
    const step = Math.max(1, Math.min(fineUnit - 1, Math.round(width * fineUnit))) / fineUnit
    return { isFine: true, first, step, columns }
  }
  // One column more than the span needs, because the grid does not begin where the window does.
  const wide = Math.ceil((end - first) / Math.max(1, columns - 1))
  const step = wide === 2 && end - first <= maxMapColumns - 1 ? 1 : wide
  const start = Math.floor(first / step) * step
  const most = step === 1 ? maxMapColumns : columns
  return { isFine: false, first: start, step, columns: Math.min(most, Math.ceil((end - start) / step)) }
}

/** The scans a waveform needs, from the trigger's sample: `from` up to `until`. */
export function neededScans({ isFine, first, step, columns }: MapLayout): { from: number; until: number } {
  if (!isFine) return { from: first, until: first + columns * step }
  // The instant lies up to one scan before the sample, and a line needs the scan behind it.
  return { from: Math.floor(first) - 1, until: Math.ceil(first + columns * step) + 2 }
}

/** Scans of each column that are counted: all of narrow ones, of wide ones enough to show where the signal is. */
export const mostSamplesPerColumn = 32

export function samplesPerColumn({ step }: MapLayout): number {
  return Math.max(1, Math.min(mostSamplesPerColumn, Math.floor(step)))
}

export function sameLayout(a: MapLayout, b: MapLayout): boolean {
  return a.isFine === b.isFine && a.first === b.first && a.step === b.step && a.columns === b.columns
}
