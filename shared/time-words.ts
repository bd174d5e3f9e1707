// Times as people read them.
import { formatSi } from './units.ts'

const two = (value: number): string => String(value).padStart(2, '0')

/** Local time of day, `09:14:02`. */
export function clockTime(unixMs: number): string {
  const at = new Date(unixMs)
  return [at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':')
}

/** Minutes and seconds, `2:05`; hours before them when there are some. */
export function elapsed(seconds: number): string {
  const whole = Math.floor(seconds)
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60]
  return `${hours > 0 ? `${hours}:${two(minutes)}` : minutes}:${two(whole % 60)}`
}

/** How long something took, with its unit: `12.0 s`, `2:05 min`, `1:00:00 h`. */
export function forHowLong(seconds: number): string {
  if (seconds < 60) return formatSi(seconds, 's')
  return `${elapsed(Math.round(seconds))} ${Math.round(seconds) < 3600 ? 'min' : 'h'}`
}
