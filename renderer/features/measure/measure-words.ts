// A measured value as the table writes it.
import { type MeasurementKind, type MeasurementName, measurements } from '#shared/kinds/measurements.ts'
import { formatSi } from '#shared/units.ts'

const none = '–'

/**
 * Four digits and a unit, `288.7 ns`; shares in per cent; plain counts without a unit.
 * @param unit of a channel that does not measure volts
 */
export function valueWords(
  name: MeasurementName,
  value: number | null,
  unit = measurements[name].unit as string,
): string {
  if (value === null) return none
  const { isShare }: MeasurementKind = measurements[name]
  if (isShare === true) return `${(value * 100).toFixed(2)} %`
  if (unit === '°') return `${value.toFixed(2)} °`
  return unit === '1' ? String(Number(value.toPrecision(6))) : formatSi(value, unit, 4)
}
