// Numbers with the suffixes of IEEE 488.2 (7.7.3): `500 MV` are 500 millivolts, `1 MHZ` is a megahertz, `1 MAV` a megavolt.
import type { Datum } from './data.ts'
import { refuse } from './errors.ts'

const exponents: Readonly<Record<string, number>> = {
  EX: 18,
  PE: 15,
  T: 12,
  G: 9,
  MA: 6,
  K: 3,
  '': 0,
  M: -3,
  U: -6,
  N: -9,
  P: -12,
  F: -15,
  A: -18,
}

const spellings: Readonly<Record<string, readonly string[]>> = {
  V: ['V'],
  A: ['A'],
  s: ['S'],
  Hz: ['HZ'],
  '°': ['DEG'],
  '%': ['PCT', '%'],
  'V/A': ['V/A'],
  'S/s': ['SA/S', 'HZ'],
}

const bytes: Readonly<Record<string, number>> = {
  '': 1,
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KIB: 2 ** 10,
  MIB: 2 ** 20,
  GIB: 2 ** 30,
}

function multiplierOf(suffix: string, unit: string): string {
  const own = (spellings[unit] ?? []).find((spelling) => suffix.endsWith(spelling))
  return own === undefined ? suffix : suffix.slice(0, -own.length)
}

/**
 * The number in a unit (`V`, `s`, `Hz`; empty: of things).
 * @throws ScpiError -131 for a suffix that is none of the unit, -138 where there can be none
 */
export function numberIn({ text, suffix }: Extract<Datum, { kind: 'number' }>, unit: string): number {
  const given = suffix.toUpperCase()
  if (given !== '' && unit === '') return refuse(-138, suffix)
  const multiplier = multiplierOf(given, unit)
  // Of hertz M is mega.
  const exponent = multiplier === 'M' && given.endsWith('HZ') ? 6 : exponents[multiplier]
  if (exponent === undefined) return refuse(-131, suffix)
  const [digits, power = '0'] = text.split('e')
  // The nearest to the decimal number: 50 U is 0.00005, and 50 * 1e-6 is a little less.
  return Number(`${digits}e${Number(power) + exponent}`)
}

/** A number of bytes: `65536`, `64KIB`. @throws ScpiError -131 */
export function bytesIn({ text, suffix }: Extract<Datum, { kind: 'number' }>): number {
  return Number(text) * (bytes[suffix.toUpperCase()] ?? refuse(-131, suffix))
}
