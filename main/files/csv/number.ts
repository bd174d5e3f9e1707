// A cell that is not plainly a number, while the whole file is read: other signs, missing values, or a mistake.
import { phrase, say } from '#shared/errors.ts'
import type { Sentence } from '#shared/sentence.ts'
import { type DecimalSign, hasThousands, isGap, isInfinite, kindOf, numberOf } from './cells.ts'

/** What an odd cell is worth: a number, no value at all, or a value beyond what was recorded. */
export type OddCell = number | 'gap' | 'beyond' | { readonly wrong: Sentence }

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

/** Why a cell cannot be played. */
export function wrongCell(cell: string, decimal: DecimalSign): Sentence {
  const shown = `'${cell.length > longestShown ? `${cell.slice(0, longestShown)}…` : cell}'`
  if (hasThousands(cell)) return say`${shown} has signs between its thousands; export the file without them.`
  const other = decimal === '.' ? ',' : '.'
  if (kindOf(cell, other) === 'number')
    return other === ','
      ? say`${shown} has a decimal comma, the others a point.`
      : say`${shown} has a decimal point, the others a comma.`
  const unit = /^[-+\d.,eE]+\s*([a-zA-Zµμ%\u03a9]+)$/.exec(cell)?.[1]
  if (unit !== undefined) return say`${shown} has its unit behind the number; export the numbers alone.`
  return say`${shown} is not a number.`
}

/** `1 column`, `3 columns`. */
export const columnsOf = (count: number): Sentence => (count === 1 ? phrase`1 column` : phrase`${count} columns`)
