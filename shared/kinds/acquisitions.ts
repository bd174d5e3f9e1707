// How the trace that is drawn is made of the samples. There is no peak detect: the lowest and the highest sample of every
// column are always kept, so it would be `sample` under another name. What each mode does: main/analysis/acquisition.
import type { ChangeOf, Kinds, SettingsOf, ValuesOf } from './kinds.ts'

const count = { type: 'count', name: 'Records', things: 'records', least: 2, most: 65536, default: 64 } as const

export const acquisitions = {
  /** Every sample counts: where many share a column, from the lowest to the highest. */
  sample: { name: 'Sample', parameters: {} },
  /** The mean of the samples of each column. */
  highres: { name: 'High resolution', parameters: {} },
  /**
   * The mean of triggered records. `exponential`: a new one weighs 2 / (count + 1), and what was before fades; the noise is
   * that of a mean of `count`. `block`: the mean of so many, then of the next.
   */
  average: {
    name: 'Average',
    parameters: {
      count,
      method: { type: 'choice', name: 'Method', options: ['exponential', 'block'], default: 'exponential' },
    },
  },
  /** The lowest and the highest of triggered records: of `all`, or of a `block` of `count`, then of the next. */
  envelope: {
    name: 'Envelope',
    parameters: {
      extent: { type: 'choice', name: 'Of', options: ['all', 'block'], default: 'all' },
      count,
    },
  },
} as const satisfies Kinds

export type AcquisitionName = keyof typeof acquisitions
export type AcquisitionValues<K extends AcquisitionName> = ValuesOf<typeof acquisitions, K>
/** The mode at hand, with its own parameters. */
export type AcquisitionSettings = SettingsOf<typeof acquisitions>
export type AcquisitionChange = ChangeOf<typeof acquisitions>

/** In the order in which they are offered. */
export const acquisitionNames = Object.keys(acquisitions) as [AcquisitionName, ...AcquisitionName[]]

/**
 * Bits that the mean of so many samples has more than one of them, if their noise is independent: the noise of a mean of n
 * is a sqrt(n)-th, and a bit is a half.
 */
export function bitsGained(samples: number): number {
  return samples > 1 ? 0.5 * Math.log2(samples) : 0
}
