// Numbers with units, in and out: SI prefixes for what a person reads, tolerant parsing for what a person types.
import { fail, say, word } from './errors.ts'
import { readTypedNumber } from './typed-number.ts'

const prefixes = ['f', 'p', 'n', 'µ', 'm', '', 'k', 'M', 'G', 'T', 'P'] as const
const unitPrefixIndex = 5

/** A value split as the screen shows it: digits of constant width, and prefix + unit apart. */
export interface SiParts {
  readonly digits: string
  readonly unit: string
}

/** How a magnitude above 0 is written: 1000 to the power `step` stands in the prefix, so many decimals behind the point. */
function engineering(magnitude: number, significant: number): { readonly step: number; readonly decimals: number } {
  let step = Math.floor(Math.log10(magnitude) / 3)
  step = Math.max(-unitPrefixIndex, Math.min(prefixes.length - 1 - unitPrefixIndex, step))
  const scaled = magnitude / 1000 ** step
  const decimals = Math.max(0, significant - 1 - Math.floor(Math.log10(scaled)))
  // Rounding may carry into the next prefix: 999.96 k -> 1.00 M.
  if (Number(scaled.toFixed(decimals)) >= 1000 && step < prefixes.length - 1 - unitPrefixIndex)
    return { step: step + 1, decimals: significant - 1 }
  const isCarried = Number(scaled.toFixed(decimals)) >= 10 ** (significant - decimals)
  return { step, decimals: isCarried ? Math.max(0, decimals - 1) : decimals }
}

/**
 * Engineering notation with an SI prefix and a fixed number of significant digits: siParts(998123, 'wfm/s', 3) is
 * { digits: '998', unit: 'kwfm/s' }. Never an exponent; NaN and infinities give an en dash.
 */
export function siParts(value: number, unit: string, significant = 3): SiParts {
  if (!Number.isFinite(value)) return { digits: '–', unit }
  if (value === 0) return { digits: (0).toFixed(significant - 1), unit }
  const magnitude = Math.abs(value)
  const { step, decimals } = engineering(magnitude, significant)
  const sign = value < 0 ? '−' : ''
  const digits = (magnitude / 1000 ** step).toFixed(Math.min(decimals, 20))
  return { digits: sign + digits, unit: prefixes[step + unitPrefixIndex] + unit }
}

/** What {@link siParts} divides a value by that is not 0. */
export function siScale(value: number, significant = 3): number {
  return 1000 ** engineering(Math.abs(value), significant).step
}

/** `siParts` in one string: `1.00 GS/s`. */
export function formatSi(value: number, unit: string, significant = 3): string {
  const parts = siParts(value, unit, significant)
  return `${parts.digits} ${parts.unit}`.trim()
}

/**
 * A number as attributes show and take it: plain decimal notation, no exponent, at most nine decimals (IIO prints nano
 * precision).
 */
export function plainDecimal(value: number): string {
  if (Number.isInteger(value)) return value.toFixed(0)
  const text = value.toFixed(9).replace(/0+$/, '').replace(/\.$/, '')
  return text === '-0' ? '0' : text
}

const binaryUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const

/** Bytes with IEC prefixes, exact where it can be: 65536 -> `64 KiB`, 1500 -> `1.46 KiB`. */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return '– B'
  let step = 0
  let value = Math.abs(bytes)
  while (value >= 1024 && step < binaryUnits.length - 1) {
    value /= 1024
    step++
  }
  const digits = Number.isInteger(value) ? String(value) : value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)
  return `${bytes < 0 ? '−' : ''}${digits} ${binaryUnits[step]}`
}

/** Powers of ten that prefixes stand for. */
const siExponents: Record<string, number> = {
  f: -15,
  p: -12,
  n: -9,
  u: -6,
  µ: -6,
  μ: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
}

/** How people write a unit besides its symbol, in lower case. */
const spellings: Readonly<Record<string, readonly string[]>> = {
  V: ['v', 'volt', 'volts'],
  s: ['s', 'sec', 'secs', 'second', 'seconds'],
  Hz: ['hz', 'hertz'],
  '°': ['°', 'º', 'deg', 'degs', 'degree', 'degrees'],
  'm/s²': ['m/s²', 'm/s^2', 'm/s2', 'm/s/s'],
  'S/s': ['s/s', 'sps', 'sa/s', 'samples/s', 'hz'],
  '': ['', 'samples', 'sample', 'blocks', 'block', 'sa'],
}

const examples: Readonly<Record<string, string>> = {
  V: '0.5, 500m or 500 mV',
  s: '0.002, 2m or 2 ms',
  Hz: '1500, 1.5k or 1.5 kHz',
  '°': '90',
  'S/s': '10M or 10 MS/s',
  '': '65536 or 64k',
}

/** A value of a unit that would be taken, to be shown with a refusal. */
export function exampleOf(unit: string): string {
  return examples[unit] ?? '1.5 or 1500m'
}

/** The prefix in front of a unit, whether the unit was written or not. */
function prefixOf(rest: string, unit: string): string {
  if (unit !== '' && rest.endsWith(unit)) return rest.slice(0, -unit.length).trim()
  const lower = rest.toLowerCase()
  for (const spelling of (spellings[unit] ?? [unit.toLowerCase()]).toSorted((a, b) => b.length - a.length))
    if (lower.endsWith(spelling)) return rest.slice(0, rest.length - spelling.length).trim()
  return rest
}

/**
 * The power of ten of a prefix; NaN for none that is known. Case only tells milli from mega; of hertz written without its
 * capital, `mhz`, everybody means mega.
 */
function exponentOf(prefix: string, rest: string, unit: string): number {
  if (prefix === 'm' && unit === 'Hz' && rest === 'mhz') return siExponents.M!
  // `P` is peta, which nobody types here, and not pico.
  if (prefix === 'P') return Number.NaN
  return siExponents[prefix] ?? siExponents[prefix.toLowerCase()] ?? siExponents[prefix.toUpperCase()] ?? Number.NaN
}

/** The number nearest to a decimal one times a power of ten: 50 µs is 0.00005, and 50 * 1e-6 is a little less. */
function shifted(value: number, exponent: number): number {
  const [digits, power = '0'] = String(value).split('e')
  return Number(`${digits}e${Number(power) + exponent}`)
}

/**
 * Reads `20 us`, `1.5k`, `1,5 kHz`, `120mV`, `2e6` as a number in the base unit. `unit` ('s', 'V', 'Hz', '°', '') may follow the
 * prefix, in any case, or be left out; so may `/div`. Throws EINVAL with an example of what would do for anything else.
 */
export function parseSi(text: string, unit: string): number {
  const read = readTypedNumber(text.replace(/\/\s*div\.?\s*$/i, ''), unit === '')
  const value = read === null ? Number.NaN : shifted(read.value, exponentOf(prefixOf(read.rest, unit), read.rest, unit))
  if (!Number.isFinite(value))
    fail(
      'EINVAL',
      unit === ''
        ? say`'${text.trim()}' is not a number: write for example ${word(exampleOf(unit))}.`
        : say`'${text.trim()}' is not a number in ${unit}: write for example ${word(exampleOf(unit))}.`,
    )
  return value
}

const byteFactors: Record<string, number> = {
  '': 1,
  b: 1,
  k: 1024,
  kib: 1024,
  kb: 1000,
  m: 1024 ** 2,
  mib: 1024 ** 2,
  mb: 1e6,
  g: 1024 ** 3,
  gib: 1024 ** 3,
  gb: 1e9,
  t: 1024 ** 4,
  tib: 1024 ** 4,
  tb: 1e12,
}

/** Reads `65536`, `64KiB`, `1,5 MiB`, `4k` (binary) or `64kB` (decimal) as whole bytes. Throws EINVAL otherwise. */
export function parseBytes(text: string): number {
  const read = /e/i.test(text) || /^\s*[-+]/.test(text) ? null : readTypedNumber(text, true)
  const bytes = read === null ? Number.NaN : read.value * (byteFactors[read.rest.toLowerCase()] ?? Number.NaN)
  if (!Number.isSafeInteger(bytes) || bytes < 0)
    fail('EINVAL', say`'${text.trim()}' is not a whole number of bytes: write for example 65536, 64 KiB or 1 MiB.`)
  return bytes
}

/** Reads a whole number above zero, of samples or of other `things`: `65536`, `65 536` or `262k`. Throws EINVAL otherwise. */
export function parseSamples(text: string, things = 'samples'): number {
  const samples = parseSi(text, '')
  if (!Number.isSafeInteger(samples) || samples < 1)
    fail('EINVAL', say`'${text}' is not a whole number of ${word(things)}: write for example 65536 or 64k.`)
  return samples
}

/** Reads a duration such as `5s`, `250ms`, `2min`, `1h`; a bare number is seconds. Result in seconds; EINVAL otherwise. */
export function parseSeconds(text: string): number {
  const read = readTypedNumber(text)
  const long = read !== null && /^(min|h)$/.test(read.rest)
  const seconds = long ? read.value * (read.rest === 'h' ? 3600 : 60) : parseSi(text, 's')
  if (!(seconds >= 0)) fail('EINVAL', say`'${text.trim()}' is not a duration: write for example 10 s or 250 ms.`)
  return seconds
}

/** The next value of the 1-2-5 series at or above (direction 1) or below (-1) `value`, never `value` itself. */
export function step125(value: number, direction: 1 | -1): number {
  const decade = 10 ** Math.floor(Math.log10(value) + 1e-9)
  const steps = direction === 1 ? [1, 2, 5, 10, 20] : [0.5, 1, 2, 5, 10]
  const mantissa = value / decade
  const found =
    direction === 1
      ? steps.find((step) => step > mantissa * (1 + 1e-6))
      : steps.findLast((step) => step < mantissa * (1 - 1e-6))
  return Number(((found ?? 1) * decade).toPrecision(12))
}

/** Fine steps from one value of the 1-2-5 series to one that is twice as large. */
const finePerDouble = 20

/** The next value at a twentieth of the 1-2-5 value below, up (direction 1) or down (-1): 0.5, 0.525, 0.55, ... 1, 1.05. */
export function fineStep(value: number, direction: 1 | -1): number {
  const at = step125(step125(value, -1), 1)
  // What is a value of the series itself goes up from there, and down from the one below.
  const isOfSeries = Math.abs(at - value) <= value * 1e-9
  const below = direction === 1 && isOfSeries ? value : step125(value, -1)
  const step = below / finePerDouble
  const count = value / step
  const next = direction === 1 ? Math.floor(count + 1e-6) + 1 : Math.ceil(count - 1e-6) - 1
  return Number((next * step).toPrecision(12))
}

/** The smallest step of 1-2-5 that is at least `value`. */
export function atLeast125(value: number): number {
  const above = step125(value, 1)
  const below = step125(above, -1)
  return below >= value * (1 - 1e-9) ? below : above
}
