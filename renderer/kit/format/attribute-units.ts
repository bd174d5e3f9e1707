// Attributes as people read them: the ABI's plain decimals with the unit they are in. What is typed is turned back.
import { parseSi, plainDecimal } from '#shared/units.ts'
import { formatSetting } from './figures.ts'

/** Units by the last part of an attribute's path, as its driver documents them; others are shown as they are. */
const units: Readonly<Record<string, string>> = {
  sampling_frequency: 'Hz',
  source_frequency: 'Hz',
  source_amplitude: 'V',
  source_offset: 'V',
  source_phase: '°',
  source_noise: 'V',
  source_glitch_interval: 's',
  source_glitch_amplitude: 'V',
}

/** Digits shown: enough that none of a value someone set is lost. */
const significant = 9

export function unitOf(path: string): string | null {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return Object.hasOwn(units, name) ? (units[name] ?? null) : null
}

/** `1000000` of a frequency as `1 MHz`; anything that is no number with a unit stays as it is. */
export function shownValue(path: string, value: string): string {
  const unit = unitOf(path)
  const number = Number(value)
  return unit === null || value.trim() === '' || !Number.isFinite(number)
    ? value
    : formatSetting(number, unit, significant)
}

/** What is written to the attribute for a typed text. @throws EINVAL, with an example, for a text that is no number */
export function writtenValue(path: string, text: string): string {
  const unit = unitOf(path)
  return unit === null ? text.trim() : plainDecimal(parseSi(text, unit))
}
