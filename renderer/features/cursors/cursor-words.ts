// Figures of the cursors as the read-out writes them. Pure.
import { siParts, siScale } from '#shared/units.ts'
import { isKnown, type Reading } from '../../scale/ranged.ts'

const digits = 4
const mostDigits = 9

/** Four digits and a unit, `1.234 V`; a range under one prefix, `−0.800…0.792 V`; or why there is no value. */
export function readingWords(reading: Reading, unit: string): string {
  if (!isKnown(reading)) return reading.reason
  const { low, high } = reading
  if (low === high) return inWords(siParts(low, unit, digits))
  const largest = Math.max(Math.abs(low), Math.abs(high))
  const parts = siParts(largest, unit, digits)
  const perPart = siScale(largest, digits)
  const decimals = parts.digits.split('.')[1]?.length ?? 0
  const [from, to] = [low, high].map((value) => signed(Number((value / perPart).toFixed(decimals)), decimals))
  return `${from}…${to} ${parts.unit}`
}

const signed = (value: number, decimals: number): string =>
  `${value < 0 ? '−' : ''}${Math.abs(value).toFixed(decimals)}`

const inWords = ({ digits: figure, unit }: { digits: string; unit: string }): string => `${figure} ${unit}`

/** With as many digits as tell one pixel of the screen from the next, at least four. @param resolution in seconds */
export function secondsWords(seconds: number, resolution: number): string {
  const needed = Math.ceil(Math.log10(Math.max(1, Math.abs(seconds) / resolution))) + 1
  return inWords(siParts(seconds, 's', Math.min(mostDigits, Math.max(digits, needed))))
}
