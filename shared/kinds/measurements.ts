// What can be measured of a channel. How each is found is the row with the same id of `main/analysis/measure/found/measures.ts`.

export interface MeasurementKind {
  /** As IEEE 181 and bench scopes call it. */
  readonly name: string
  /** Unit of its values, without a prefix. A ratio has the unit `1`: half is 0.5. */
  readonly unit: 'V' | 'Hz' | 's' | 'V·s' | '°' | '1'
  /** It is a share of something: people read it in per cent. */
  readonly isShare?: true
  /** It compares the channel with another one. */
  readonly isBetween?: true
}

export const measurements = {
  frequency: { name: 'Frequency', unit: 'Hz' },
  period: { name: 'Period', unit: 's' },
  rise: { name: 'Rise time', unit: 's' },
  fall: { name: 'Fall time', unit: 's' },
  positiveWidth: { name: 'Positive width', unit: 's' },
  negativeWidth: { name: 'Negative width', unit: 's' },
  dutyCycle: { name: 'Duty cycle', unit: '1', isShare: true },
  burstWidth: { name: 'Burst width', unit: 's' },
  peakToPeak: { name: 'Peak to peak', unit: 'V' },
  amplitude: { name: 'Amplitude', unit: 'V' },
  top: { name: 'Top', unit: 'V' },
  base: { name: 'Base', unit: 'V' },
  min: { name: 'Minimum', unit: 'V' },
  max: { name: 'Maximum', unit: 'V' },
  mean: { name: 'Mean', unit: 'V' },
  cycleMean: { name: 'Cycle mean', unit: 'V' },
  rms: { name: 'RMS', unit: 'V' },
  cycleRms: { name: 'Cycle RMS', unit: 'V' },
  acRms: { name: 'AC RMS', unit: 'V' },
  area: { name: 'Area', unit: 'V·s' },
  overshoot: { name: 'Overshoot', unit: '1', isShare: true },
  undershoot: { name: 'Undershoot', unit: '1', isShare: true },
  phase: { name: 'Phase', unit: '°', isBetween: true },
  delay: { name: 'Delay', unit: 's', isBetween: true },
  skew: { name: 'Skew', unit: 's', isBetween: true },
  setup: { name: 'Setup time', unit: 's', isBetween: true },
  hold: { name: 'Hold time', unit: 's', isBetween: true },
  jitterPeriod: { name: 'Period jitter', unit: 's' },
  jitterCycle: { name: 'Cycle-to-cycle jitter', unit: 's' },
  tie: { name: 'Time interval error', unit: 's' },
  edges: { name: 'Edges', unit: '1' },
} as const satisfies Readonly<Record<string, MeasurementKind>>

export type MeasurementName = keyof typeof measurements

export const measurementNames = Object.keys(measurements) as readonly MeasurementName[]

const kindOf = (name: MeasurementName): MeasurementKind => measurements[name]

/** Whether it compares two channels. */
export function isBetween(name: MeasurementName): boolean {
  return kindOf(name).isBetween === true
}

/** By name, in the unit of each; null: the record does not have it. What compares two channels is not among them. */
export type MeasuredValues = { readonly [K in MeasurementName]?: number | null }

/** A measurement and what it is of. */
export interface ChosenMeasurement {
  readonly name: MeasurementName
  /** IIO channel id, `voltage0`. */
  readonly channel: string
  /** The channel it is compared with; null: the measurement is of one channel. */
  readonly to: string | null
}

/**
 * What is measured: `off` all of the stream; `screen` only what stands on the screen, the window of the time base around each
 * trigger; `cursors` of it only what lies between the two time cursors.
 */
export const measurementGates = ['off', 'screen', 'cursors'] as const
export type MeasurementGate = (typeof measurementGates)[number]

/** Why a measurement has no result. */
export const noResultReasons = {
  notYet: 'nothing was measured yet',
  notCaptured: 'the channel is not captured',
  clipped: 'the signal is clipped',
  noAmplitude: 'the signal has no amplitude',
  noRise: 'there is no whole rising edge in the record',
  noFall: 'there is no whole falling edge in the record',
  fewRises: 'there are fewer than two rising edges in the record',
  fewPeriods: 'there are fewer than three periods in the record',
  noPulse: 'there is no whole positive pulse in the record',
  noGap: 'there is no whole negative pulse in the record',
  noBurst: 'there is no whole burst between two pauses in the record',
  noPair: 'the channels have no edges in the record that belong together',
} as const

export type NoResult = keyof typeof noResultReasons
