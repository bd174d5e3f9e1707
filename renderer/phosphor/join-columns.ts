// Where samples are wider apart than pixels, a map holds dots. They are joined the way a scope joins its samples: what is
// lowest in one column continues as the lowest of the next, rank by rank, so several levels stay apart and an edge becomes
// a line, weaker the steeper it is.
import { toneGrades } from './tone.ts'

interface Map {
  readonly columns: number
  readonly rows: number
  readonly grades: Uint8Array
}

/** Light of a steep line is spread over its length: this much is lost for each row, as a share of a row's own. */
const spread = 0.35
/** Ends further apart than so many rows are joined when neither is hit so many times (in grades) as often as the other. */
const nearRows = 3
const alike = 1.6
/** Less than this share of the smaller cell is a sliver. */
const sliver = 0.5
/** A grade in hits, up to a factor: grades are logarithms of counts, the highest taken for about ten thousand. */
const hitsPerGrade = Math.log(1e4) / (toneGrades - 1)

/** The map with `factor` columns for each; samples stay in the middle of theirs. */
export function joinColumns({ columns, rows, grades }: Map, factor: number): Map {
  const joined = new Uint8Array(columns * factor * rows)
  const middle = factor >> 1
  for (let column = 0; column < columns; column++) {
    const first = column === 0 ? 0 : column * factor + middle
    const end = column === columns - 1 ? columns * factor : column * factor + middle + 1
    const cells = grades.subarray(column * rows, (column + 1) * rows)
    for (let to = first; to < end; to++) joined.set(cells, to * rows)
    if (column + 1 < columns) joinPair(grades, column * rows, rows, joined, column * factor + middle, factor)
  }
  return { columns: columns * factor, rows, grades: joined }
}

/** Walks up both columns at once and joins what has the same rank. */
function joinPair(
  grades: Uint8Array,
  from: number,
  rows: number,
  joined: Uint8Array,
  column: number,
  factor: number,
): void {
  const next = from + rows
  let left = 0
  let right = 0
  const leftTotal = total(grades, from, rows)
  const rightTotal = total(grades, next, rows)
  if (leftTotal === 0 || rightTotal === 0) return
  let leftShare = grades[from]! / leftTotal
  let rightShare = grades[next]! / rightTotal
  while (left < rows && right < rows) {
    const share = Math.min(leftShare, rightShare)
    if (share > 1e-6) {
      const dim = Math.min(grades[from + left]!, grades[next + right]!)
      const bright = Math.max(grades[from + left]!, grades[next + right]!)
      // What is rare beside what is frequent did not come from it: no line is better than one that was never there.
      // Nor does a sliver of a cell go far: ranks of two levels never match to the last hit.
      const whole = share >= sliver * Math.min(grades[from + left]! / leftTotal, grades[next + right]! / rightTotal)
      if (Math.abs(right - left) <= nearRows || (whole && bright <= dim * alike))
        drawLine(joined, rows, column, factor, left, right, dim)
    }
    leftShare -= share
    rightShare -= share
    if (leftShare <= 1e-6) leftShare = ++left < rows ? grades[from + left]! / leftTotal : 0
    else rightShare = ++right < rows ? grades[next + right]! / rightTotal : 0
  }
}

function total(grades: Uint8Array, from: number, rows: number): number {
  let sum = 0
  for (let row = 0; row < rows; row++) sum += grades[from + row]!
  return sum
}

/** A line between the middles of two columns, without holes; what is brighter stays. */
function drawLine(
  joined: Uint8Array,
  rows: number,
  column: number,
  factor: number,
  low: number,
  high: number,
  grade: number,
): void {
  const perColumn = (high - low) / factor
  const loss = Math.log(1 + Math.abs(perColumn) * spread) / hitsPerGrade
  const light = Math.max(1, Math.round(grade - loss))
  for (let k = 0; k < factor; k++) {
    const a = Math.round(low + k * perColumn)
    const b = Math.round(low + (k + 1) * perColumn)
    const to = (column + k) * rows
    for (let row = Math.min(a, b); row <= Math.max(a, b); row++) if (joined[to + row]! < light) joined[to + row] = light
  }
}
