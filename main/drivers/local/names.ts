// Names of sysfs, as the IIO core of Linux makes them: `in_voltage0_raw`, `in_voltage0-voltage1_scale`, `in_accel_x_raw`,
// `out_voltage_sampling_frequency`. What is found here are the channel and the attribute, as libiio calls them.

/** Types of channels, in the words of the kernel. */
const types = [
  ...['voltage', 'current', 'power', 'accel', 'anglvel', 'magn', 'illuminance', 'intensity', 'proximity', 'temp'],
  ...['incli', 'rot', 'angl', 'timestamp', 'capacitance', 'altvoltage', 'cct', 'pressure', 'humidityrelative'],
  ...['activity', 'steps', 'energy', 'distance', 'velocity', 'concentration', 'resistance', 'ph', 'uvindex'],
  ...['electricalconductivity', 'count', 'index', 'gravity', 'positionrelative', 'phase', 'massconcentration'],
  ...['deltaangl', 'deltavelocity', 'colortemp', 'chromaticity', 'attention', 'altcurrent'],
]
const modifiers = [
  ...['x', 'y', 'z', 'x&y', 'x&z', 'y&z', 'x&y&z', 'x|y', 'x|z', 'y|z', 'x|y|z', 'sqrt(x^2+y^2)', 'x^2+y^2+z^2'],
  ...['linear_x', 'linear_y', 'linear_z', 'pitch', 'yaw', 'roll', 'quaternion', 'i', 'q'],
  ...['both', 'ir', 'clear', 'red', 'green', 'blue', 'uv', 'uva', 'uvb', 'duv', 'ambient', 'object'],
  ...['from_north_magnetic', 'from_north_true', 'from_north_magnetic_tilt_comp', 'from_north_true_tilt_comp'],
  ...['running', 'jogging', 'walking', 'still', 'co2', 'voc', 'ethanol', 'h2', 'o2', 'pm1', 'pm2p5', 'pm4', 'pm10'],
]

const oneOf = (words: readonly string[]): string =>
  words
    .toSorted((a, b) => b.length - a.length)
    .map((one) => one.replace(/[|^+()]/g, '\\$&'))
    .join('|')

const pattern = new RegExp(
  `^(in|out)_((?<type>${oneOf(types)})(?<number>\\d+)?(?:-(?<second>\\k<type>\\d*))?(?:_(?<modifier>${oneOf(modifiers)}))?)_(?<rest>.+)$`,
)

export interface SysfsName {
  readonly direction: 'in' | 'out'
  /** `voltage0`, `voltage0-voltage1`, `accel_x`; of what channels share, `voltage`. */
  readonly id: string
  readonly type: string
  readonly isDifferential: boolean
  /** It has a number or a modifier: no other channel of its type does. */
  readonly isOne: boolean
  /** With the extended name of the channel in front of it, where it has one: `vccint_raw`. */
  readonly attribute: string
}

/** @returns null: it is no file of a channel */
export function readSysfsName(file: string): SysfsName | null {
  const [, direction, id] = pattern.exec(file) ?? []
  const { type, number, second, modifier, rest } = pattern.exec(file)?.groups ?? {}
  if (id === undefined || type === undefined || rest === undefined) return null
  return {
    direction: direction as 'in' | 'out',
    id,
    type,
    isDifferential: second !== undefined,
    isOne: number !== undefined || modifier !== undefined,
    attribute: rest,
  }
}

/** Of a file beside which the kernel has `_index` and `_type`, whatever type of channel it is of. */
export function readElementName(file: string): SysfsName | null {
  const [, direction, id, attribute] = /^(in|out)_(.+)_(en|index|type)$/.exec(file) ?? []
  if (id === undefined || attribute === undefined) return null
  return { direction: direction as 'in' | 'out', id, type: id, isDifferential: false, isOne: true, attribute }
}
