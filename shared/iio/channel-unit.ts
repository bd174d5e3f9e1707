// What the processed value of a channel is measured in, by the kind of the channel: (raw + offset) * scale is in the unit that
// Documentation/ABI/testing/sysfs-bus-iio of the kernel gives for `in_<kind>_scale`.

export interface ChannelUnit {
  /** Without a prefix: `V`, `m/s²`; empty where the value is a plain number. */
  readonly unit: string
  /** Parts of the unit in which the processed value is: 1000 for millivolts. */
  readonly parts: 1 | 1000
}

/** Kinds by the name that is part of their attributes. */
const units: Readonly<Record<string, ChannelUnit>> = {
  voltage: { unit: 'V', parts: 1000 },
  altvoltage: { unit: 'V', parts: 1000 },
  current: { unit: 'A', parts: 1000 },
  power: { unit: 'W', parts: 1000 },
  temp: { unit: '°C', parts: 1000 },
  accel: { unit: 'm/s²', parts: 1 },
  anglvel: { unit: 'rad/s', parts: 1 },
  magn: { unit: 'G', parts: 1 },
  angl: { unit: 'rad', parts: 1 },
  rot: { unit: '', parts: 1 },
  activity: { unit: '%', parts: 1 },
  steps: { unit: '', parts: 1 },
}

const noUnit: ChannelUnit = { unit: '', parts: 1 }

/** @param kind `voltage`, `accel`, ... A kind that is not known has plain numbers. */
export function channelUnit(kind: string): ChannelUnit {
  return units[kind] ?? noUnit
}

/**
 * The unit of a figure that is named for volts, where the channels measure something else: `V` and `V·s` of an accelerometer
 * are `m/s²` and `m/s²·s`; empty where only a plain number is left.
 * @param channels the units of the channels it is of, one for each `V` in turn; the last one for those behind
 */
export function unitFor(ofVolts: string, channels: readonly string[]): string {
  let next = 0
  const factors = ofVolts.split('·').map((factor) => {
    if (factor !== 'V') return factor
    return channels[next++] ?? channels.at(-1) ?? factor
  })
  return factors.filter((factor) => factor !== '').join('·')
}
