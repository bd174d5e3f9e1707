// Clocks a soft timestamp may be taken from. Nanoseconds as big integers.
import type { Clock } from '#main/runtime/clock.ts'

export const timestampClocks = [
  'realtime',
  'monotonic',
  'monotonic_raw',
  'realtime_coarse',
  'monotonic_coarse',
  'boottime',
  'tai',
] as const

export type TimestampClock = (typeof timestampClocks)[number]

/** TAI is ahead of UTC by this many seconds since 2017. */
const taiOffsetSeconds = 37

/** The present time of `name` in nanoseconds. */
export function timestampNs(clock: Clock, name: TimestampClock): bigint {
  const milliseconds = name.startsWith('realtime') || name === 'tai' ? clock.unixMs() : clock.nowMs()
  const offsetMs = name === 'tai' ? taiOffsetSeconds * 1000 : 0
  return nanoseconds(milliseconds + offsetMs)
}

/** Milliseconds as whole nanoseconds, without losing the digits a product would. */
export function nanoseconds(milliseconds: number): bigint {
  const whole = Math.floor(milliseconds)
  return BigInt(whole) * 1_000_000n + BigInt(Math.round((milliseconds - whole) * 1e6))
}
