// Numbers as people type them: with a decimal comma, with digits in groups, with any kind of space and of minus sign.
import { fail, say } from './errors.ts'

/** A number and what follows it, trimmed. */
export interface TypedNumber {
  readonly value: number
  readonly rest: string
}

const minusSigns = /[−–‒﹣－]/g
/** Spaces of every width and apostrophes that set off groups of three digits. */
const betweenGroups = /(?<=\d)[\s'’](?=\d{3}(?!\d))/g
const shape = /^([-+]?)([\d.,]*\d[\d.,]*)(e[-+]?\d+(?![\d.,]))?\s*(.*)$/i

/**
 * The digits with `.` before the decimals, or null when they are none. One comma is a decimal comma, several separate
 * groups of three; with both, what comes last separates the decimals.
 * @param isCount a comma before three digits groups them: nobody counts in thousandths
 * @throws EINVAL when one comma could be either: `1,000` is one or a thousand.
 */
function plainDigits(digits: string, isCount: boolean): string | null {
  const commas = digits.split(',').length - 1
  const points = digits.split('.').length - 1
  if (commas === 0 && points <= 1) return digits
  if (commas === 1 && points === 0) {
    const grouped = digits.replace(',', '')
    const decimal = digits.replace(',', '.')
    if (!/^[1-9]\d{0,2},\d{3}$/.test(digits)) return decimal
    if (isCount) return grouped
    fail('EINVAL', say`'${digits}' could mean ${grouped} or ${decimal}: write one of these.`)
  }
  if (/^\d{1,3}(,\d{3})+(\.\d*)?$/.test(digits)) return digits.replaceAll(',', '')
  if (/^\d{1,3}(\.\d{3})+(,\d*)?$/.test(digits)) return digits.replaceAll('.', '').replace(',', '.')
  return null
}

/**
 * Reads the number at the start of a text; null when there is none.
 * @param isCount whether it counts things: `65,536` is then never a fraction
 * @throws EINVAL when it could mean two numbers
 */
export function readTypedNumber(text: string, isCount = false): TypedNumber | null {
  const match = shape.exec(text.trim().replace(minusSigns, '-').replace(betweenGroups, ''))
  const digits = match === null ? null : plainDigits(match[2] ?? '', isCount)
  if (match === null || digits === null) return null
  const value = Number(`${match[1]}${digits}${match[3] ?? ''}`)
  return Number.isFinite(value) ? { value, rest: (match[4] ?? '').trim() } : null
}
