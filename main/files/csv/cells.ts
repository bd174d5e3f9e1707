// Cells of the first lines of a text file, as text: split, and told apart. What is done once per cell of the whole file is
// in scan.ts.
import type { Separator } from '#shared/files/options.ts'

export type CellKind = 'number' | 'gap' | 'date' | 'text'
export type DecimalSign = '.' | ','

export const separatorSigns: Readonly<Record<Exclude<Separator, 'space'>, string>> = {
  comma: ',',
  semicolon: ';',
  tab: '\t',
  pipe: '|',
}

/** The cells of a line, trimmed, without their quotes. `null`: the line is one cell. */
export function splitCells(line: string, separator: Separator | null): string[] {
  if (separator === null) return [unquoted(line)]
  if (separator === 'space')
    return (
      line
        .trim()
        .match(/"[^"]*"|\S+/g)
        ?.map(unquoted) ?? []
    )
  const sign = separatorSigns[separator]
  if (!line.includes('"')) return line.split(sign).map((cell) => cell.trim())
  const cells: string[] = []
  for (let at = 0; at <= line.length; ) {
    const end = cellEnd(line, at, sign)
    cells.push(unquoted(line.slice(at, end)))
    at = end + 1
  }
  return cells
}

/** Where the cell that begins at `at` ends: a separator within quotes is part of it. */
function cellEnd(line: string, at: number, sign: string): number {
  let quoted = false
  for (let k = at; k < line.length; k++) {
    if (line[k] === '"') quoted = !quoted
    else if (line[k] === sign && !quoted) return k
  }
  return line.length
}

function unquoted(cell: string): string {
  const text = cell.trim()
  return text.length >= 2 && text.startsWith('"') && text.endsWith('"')
    ? text.slice(1, -1).replaceAll('""', '"').trim()
    : text
}

const numbers: Readonly<Record<DecimalSign, RegExp>> = {
  '.': /^[-+\u2212]?(\d+\.?\d*|\.\d+)([ed][-+]?\d{1,4})?$/i,
  ',': /^[-+\u2212]?(\d+(,\d+)?|,\d+)([ed][-+]?\d{1,4})?$/i,
}

/** What programs write where there is no value. */
const gaps = /^([-+]?nan(\(ind\))?|n\/?a|#n\/?a|null|none|-{1,3}|\?|[-+]?\d?\.?#(qnan|ind)(\.?0*)?|#value!|#div\/0!)?$/i
/** Beyond the range of what recorded it. */
const infinities = /^([-+\u2212]?(inf|infinity|\u221e|\d?\.?#inf0*)|[-+]?o\.?(l|vf|flow|verflow|ver)|clip(ped)?)$/i

const dates =
  /^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,2}[- ][a-z]{3}[- ]\d{2,4})([ T]+\d{1,2}:\d{2}(:\d{2}([.,:]\d+)?)?)?( ?(am|pm|z|utc|[-+]\d{2}:?\d{2}))?$/i
const times = /^\d{1,4}:\d{2}(:\d{2})?([.,:]\d+)?( ?[ap]m)?$/i

export const isGap = (cell: string): boolean => gaps.test(cell)
export const isInfinite = (cell: string): boolean => infinities.test(cell)

export function kindOf(cell: string, decimal: DecimalSign): CellKind {
  if (numbers[decimal].test(cell)) return 'number'
  if (gaps.test(cell) || infinities.test(cell)) return 'gap'
  return dates.test(cell) || times.test(cell) ? 'date' : 'text'
}

/** The number in a cell of the kind `number`. */
export function numberOf(cell: string, decimal: DecimalSign): number {
  const plain = cell.replace('\u2212', '-').replace(/d/i, 'e')
  return Number(decimal === ',' ? plain.replace(',', '.') : plain)
}

/** The step of a cell's last digit: `-1.20e-04` has 1e-6. */
export function lastDigitOf(cell: string, decimal: DecimalSign): number {
  const match = /^[^\d.,]*\d*(?:[.,](\d*))?(?:[ed]([-+]?\d+))?$/i.exec(decimal === ',' ? cell.replace('.', '') : cell)
  return 10 ** (Number(match?.[2] ?? 0) - (match?.[1]?.length ?? 0))
}

/** A number with signs between its thousands, which no one can tell from a decimal sign for sure. */
export function hasThousands(cell: string): boolean {
  return /^[-+]?\d{1,3}(?:(,\d{3})+\.\d*|(\.\d{3})+,\d*|([ \u00a0\u202f'’]\d{3})+([.,]\d*)?|(,\d{3}){2,}|(\.\d{3}){2,})$/.test(
    cell,
  )
}

/** Lines that are remarks. A semicolon before a blank and a letter is one too: there it separates nothing. */
export function isRemark(line: string): boolean {
  return /^\s*(#|%|!|\/\/|;\s+[A-Za-z])/.test(line)
}

/** A remark's text. */
export function remarkText(line: string): string {
  return line.replace(/^\s*(#+|%+|!+|\/\/+|;)\s?/, '')
}
