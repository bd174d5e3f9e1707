import { expect, it } from 'vitest'
import { channelUnit } from './channel-unit.ts'

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
