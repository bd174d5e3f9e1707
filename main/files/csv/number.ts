// A cell that is not plainly a number, while the whole file is read: other signs, missing values, or a mistake.
import { type DecimalSign, hasThousands, isGap, isInfinite, kindOf, numberOf } from './cells.ts'

/** What an odd cell is worth: a number, no value at all, or a value beyond what was recorded. */
export type OddCell = number | 'gap' | 'beyond' | { readonly wrong: string }

export function readOddCell(text: string, decimal: DecimalSign): OddCell {
  const cell = text
    .trim()
    .replace(/^"(.*)"$/s, '$1')
    .trim()
  if (isInfinite(cell)) return 'beyond'
  if (isGap(cell)) return 'gap'
  if (kindOf(cell, decimal) === 'number') {
    const value = numberOf(cell, decimal)
    return Number.isFinite(value) ? value : 'beyond'
  }
  return { wrong: wrongCell(cell, decimal) }
}

const longestShown = 40

/** Why a cell cannot be played, as the end of a sentence. */
export function wrongCell(cell: string, decimal: DecimalSign): string {
  const shown = `'${cell.length > longestShown ? `${cell.slice(0, longestShown)}…` : cell}'`
  if (hasThousands(cell)) return `${shown} has signs between its thousands; export the file without them.`
  const other = decimal === '.' ? ',' : '.'
  if (kindOf(cell, other) === 'number')
    return `${shown} has a decimal ${other === ',' ? 'comma' : 'point'}, the others a ${decimal === ',' ? 'comma' : 'point'}.`
  const unit = /^[-+\d.,eE]+\s*([a-zA-Zµμ%\u03a9]+)$/.exec(cell)?.[1]
  if (unit !== undefined) return `${shown} has its unit behind the number; export the numbers alone.`
  return `${shown} is not a number.`
}
