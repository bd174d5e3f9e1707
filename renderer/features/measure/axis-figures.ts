// Figures along an axis: with one prefix for all of them, which stands beside the name.
import { type MeasurementKind, type MeasurementName, measurements } from '#shared/kinds/measurements.ts'
import { siParts, siScale } from '#shared/units.ts'

/** What values of an axis are divided by, and the unit they have then. */
export interface AxisUnit {
  readonly scale: number
  readonly unit: string
}

/** @param most the largest magnitude on the axis */
export function axisUnit(most: number, unit: string): AxisUnit {
  if (unit === '%') return { scale: 0.01, unit }
  if (unit === '°' || unit === '') return { scale: 1, unit }
  if (!(most > 0)) return { scale: 1, unit }
  return { scale: siScale(most), unit: siParts(most, unit).unit }
}

const mostDigits = 14
const isWhole = (value: number): boolean => value > 0.5 && Math.abs(value - Math.round(value)) < 1e-6 * value

/** Ticks as they are written: all with as many decimals as their distance needs, and no more. */
export function tickTexts(ticks: readonly number[], { scale }: AxisUnit): string[] {
  const step = ticks.length < 2 ? scale : Math.abs(ticks[1]! - ticks[0]!)
  let digits = 0
  while (digits < mostDigits && !isWhole((step / scale) * 10 ** digits)) digits++
  return ticks.map((tick) => {
    const text = (tick / scale).toFixed(digits)
    return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−')
  })
}

/** The unit of a measurement as an axis has it: shares in per cent, plain counts none. */
export function axisUnitOf(name: MeasurementName, unit: string): string {
  const { isShare }: MeasurementKind = measurements[name]
  if (isShare === true) return '%'
  return unit === '1' ? '' : unit
}

/** `Rise time, ns` */
export function axisName(name: string, { unit }: AxisUnit): string {
  return unit === '' ? name : `${name}, ${unit}`
}
