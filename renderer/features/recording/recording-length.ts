// How long a recording is to be, as a person chooses and types it.
import * as v from 'valibot'
import type { RecordingWish } from '#shared/contract/topics/recording.ts'
import { fail, say } from '#shared/errors.ts'
import { parseSamples, parseSeconds, step125 } from '#shared/units.ts'
import { formatSetting, groupDigits } from '../../kit/format/figures.ts'

/** `open`: until it is stopped. */
const lengthKinds = ['open', 'samples', 'time'] as const
type LengthKind = (typeof lengthKinds)[number]

/** What was chosen, and the last value of each kind. */
export interface RecordingLength {
  readonly kind: LengthKind
  readonly scans: number
  readonly seconds: number
}

export const lengthSchema = v.object({
  kind: v.picklist(lengthKinds),
  scans: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  seconds: v.pipe(v.number(), v.finite(), v.gtValue(0)),
})

export const usualLength: RecordingLength = { kind: 'open', scans: 1_000_000, seconds: 10 }

/** Longer than any disk lasts: a year. */
const mostSeconds = 366 * 86_400

/** Seconds of signal: `10 s`, `2,5 min`, `1 h`; a bare number is seconds. @throws EINVAL with an example */
export function parseRecordingSeconds(text: string): number {
  const seconds = parseSeconds(text)
  if (!(seconds > 0 && seconds <= mostSeconds))
    fail(
      'EINVAL',
      say`A recording has more than 0 s and at most ${mostSeconds / 86_400} days: write for example 10 s or 2 min.`,
    )
  return seconds
}

/** `10 s`, `2.5 ms`, `5 min`, `2 h`: as it would be typed. */
export function formatRecordingSeconds(seconds: number): string {
  if (seconds >= 3600 && seconds % 1800 === 0) return `${seconds / 3600} h`
  if (seconds >= 120 && seconds % 30 === 0) return `${seconds / 60} min`
  if (seconds < 1000) return formatSetting(seconds, 's', 6)
  // Every digit that was typed, as what is recorded has it.
  const whole = Math.floor(seconds)
  return `${groupDigits(whole)}${String(Number((seconds - whole).toFixed(6))).slice(1)} s`
}

/** The length with what was typed for its kind. @throws EINVAL with an example of what would do */
export function withTypedLength(length: RecordingLength, text: string): RecordingLength {
  if (length.kind === 'samples') return { ...length, scans: parseSamples(text) }
  if (length.kind === 'time') return { ...length, seconds: parseRecordingSeconds(text) }
  return length
}

/** The next longer or shorter one. */
export function steppedLength(length: RecordingLength, direction: 1 | -1): RecordingLength {
  const { kind, scans, seconds } = length
  if (kind === 'samples') return { ...length, scans: Math.max(1, Math.round(step125(scans, direction))) }
  if (kind === 'time') return { ...length, seconds: Math.min(mostSeconds, step125(seconds, direction)) }
  return length
}

/** The value of the field beside the kind. */
export function lengthText({ kind, scans, seconds }: RecordingLength): string {
  if (kind === 'open') return ''
  return kind === 'samples' ? groupDigits(scans) : formatRecordingSeconds(seconds)
}

/** In a few signs, for a button: `1 MSa`, `10 s`; empty for one that has no end of its own. */
export function shortLength(length: RecordingLength): string {
  if (length.kind === 'samples') return formatSetting(length.scans, 'Sa', 3)
  if (length.kind !== 'time') return ''
  const whole = formatRecordingSeconds(length.seconds)
  // Three digits of seconds, unless minutes or hours say it shortly.
  if (!whole.endsWith('s')) return whole
  return length.seconds < 1000
    ? formatSetting(length.seconds, 's', 3)
    : formatRecordingSeconds(Math.round(length.seconds))
}

/** As the instrument is asked for it. */
export function lengthWish({ kind, scans, seconds }: RecordingLength): Pick<RecordingWish, 'scans' | 'seconds'> {
  return { scans: kind === 'samples' ? scans : null, seconds: kind === 'time' ? seconds : null }
}
