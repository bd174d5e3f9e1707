// A comma between whole numbers: does it separate two columns, or is it the decimal sign of one? The lines themselves
// mostly tell.

export type CommaMeaning = 'decimal' | 'separator' | 'unknown'

/** Lines from which on it is no accident that all have as many digits behind the comma. */
const enoughLines = 8

/**
 * What the comma means in lines of at most one comma each.
 * @param heading the line above them, if any
 */
export function commaMeaning(lines: readonly string[], heading: string | null): CommaMeaning {
  const pairs = lines.map((line) => /^"?([^,"]*)(?:,([^,"]*))?"?$/.exec(line.trim()))
  if (pairs.some((pair) => pair === null)) return 'separator'
  // Within quotes nothing is separated.
  if (lines.every((line) => line.trim().startsWith('"'))) return 'decimal'
  const wholes = pairs.map((pair) => (pair?.[1] ?? '').trim())
  const behind = pairs.flatMap((pair) => (pair?.[2] === undefined ? [] : [pair[2].trim()]))
  if (behind.some((digits) => /^[-+\u2212]/.test(digits) || digits === '')) return 'separator'
  if (heading !== null && /[A-Za-z]/.test(heading)) return heading.includes(',') ? 'separator' : 'decimal'
  if (behind.some((digits) => /^0\d/.test(digits)) || wholes.some((whole) => /^[-+]0$/.test(whole))) return 'decimal'
  if (isCount(wholes)) return 'separator'
  const isComplete = behind.length === lines.length && lines.length >= enoughLines
  const lengths = new Set(behind.map((digits) => digits.length))
  if (isComplete && lengths.size === 1 && (behind[0]?.length ?? 0) >= 2) return 'decimal'
  // Digits of different length that end in zeros: nobody writes 0,50 beside 0,123456.
  if (lengths.size > 1 && behind.some((digits) => /\d0$/.test(digits))) return 'separator'
  // Without a comma where the last digit would be a zero.
  return behind.length < lines.length && lines.length >= enoughLines ? 'decimal' : 'unknown'
}

/** Whole numbers, each so much larger than the one before. */
function isCount(wholes: readonly string[]): boolean {
  const numbers = wholes.map(Number)
  const step = (numbers[1] ?? 0) - (numbers[0] ?? 0)
  return numbers.length >= 3 && step > 0 && numbers.every((value, k) => value === numbers[0]! + k * step)
}
