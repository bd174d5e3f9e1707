// What can be measured of a channel. How each is found is the row with the same id of `main/analysis/measure/measures.ts`.

export interface MeasurementKind {
  /** As IEEE 181 and bench scopes call it. */
  readonly name: string
  readonly unit: 'V' | 'Hz' | 's'
}

export const measurements = {
  maximum: { name: 'Maximum', unit: 'V' },
  minimum: { name: 'Minimum', unit: 'V' },
  mean: { name: 'Mean', unit: 'V' },
  frequency: { name: 'Frequency', unit: 'Hz' },
} as const satisfies Readonly<Record<string, MeasurementKind>>

export type MeasurementName = keyof typeof measurements

/** By name, in the unit of each; null: the signal does not have it (one that does not repeat itself has no frequency). */
export type MeasuredValues = { readonly [K in MeasurementName]: number | null }
