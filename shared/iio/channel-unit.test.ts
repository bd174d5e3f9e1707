import { describe, expect, it } from 'vitest'
import { channelUnit, unitFor } from './channel-unit.ts'

// Documentation/ABI/testing/sysfs-bus-iio: "Units after application of scale and offset are millivolts", "m/s^2", ...
it.each([
  ['voltage', 'V', 1000],
  ['current', 'A', 1000],
  ['temp', '°C', 1000],
  ['accel', 'm/s²', 1],
  ['anglvel', 'rad/s', 1],
  ['magn', 'G', 1],
  ['something', '', 1],
])('a channel of kind %s is in %s', (kind, unit, parts) => {
  expect(channelUnit(kind)).toEqual({ unit, parts })
})

describe('the unit of a figure that is named for volts', () => {
  it.each([
    ['V', ['m/s²'], 'm/s²'],
    ['V·s', ['m/s²'], 'm/s²·s'],
    ['V·V', ['V', 'A'], 'V·A'],
    ['V·V', ['A'], 'A·A'],
    ['V', [''], ''],
    ['V·s', [''], 's'],
    ['Hz', ['m/s²'], 'Hz'],
    ['1', ['m/s²'], '1'],
    ['V', [], 'V'],
  ] as const)('%s of channels in %j is %s', (ofVolts, channels, unit) => expect(unitFor(ofVolts, channels)).toBe(unit))
})
