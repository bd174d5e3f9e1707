// What both sides of the oracle agree on: the case, the ways to look at it, and the screen.
import type { SignalName } from './signals.ts'

/** How a window is looked at. `live` and `stopped` with persistence, `bare` without. */
export const lookNames = ['live', 'bare', 'stopped', 'closer', 'wider', 'panned', 'scrubbed'] as const
export type LookName = (typeof lookNames)[number]

export interface TruthCase {
  readonly signal: SignalName
  readonly hertz: number
  readonly secondsPerDiv: number
  readonly samplingFrequencyHz: number
  readonly seed: number
  readonly looks: readonly LookName[]
}

/** The plot that everything is drawn on, in pixels. */
export const plotSize = { width: 842, height: 500 } as const
/** Volts of a division; a code is a millivolt. */
export const voltsPerDiv = 5
/** Codes at the lower and the upper edge of the screen. */
export const screenCodes = { low: -20_000, high: 20_000 } as const
