// What is lit held against what has to be and what may be. Runs in a browser.
import { columnsBeside } from './oracle.ts'
import { height, isLit, rowOf, width } from './painted.ts'

export interface Verdict {
  /** Places that have to be lit and are dark: column and row, the first few. */
  readonly dark: readonly string[]
  /** Places that are lit and may not be. */
  readonly false: readonly string[]
}

const mostTold = 5
const whole = (row: number): number => Math.max(0, Math.min(height - 1, Math.floor(row)))

/**
 * @param must codes, two for each column: everything between them has to be lit, within one pixel
 * @param may the same, with some columns more at both ends: nothing may be lit further from them than `slack` pixels
 * @param points columns and codes that have to be lit, within one pixel
 */
export function judge(
  light: Uint8Array,
  { must, may, points }: Readonly<Record<'must' | 'may' | 'points', Float32Array>>,
  slack: number,
): Verdict {
  const dark: string[] = []
  const wrong: string[] = []
  const isNear = (column: number, row: number): boolean => {
    for (let x = Math.max(0, column - 1); x <= Math.min(width - 1, column + 1); x++)
      for (let y = Math.max(0, row - 1); y <= Math.min(height - 1, row + 1); y++) if (isLit(light, x, y)) return true
    return false
  }
  const need = (column: number, row: number): void => {
    if (dark.length < mostTold && !isNear(column, row)) dark.push(`${column},${row}`)
  }
  for (let column = 0; column < width; column++) {
    const [low, high] = [must[2 * column]!, must[2 * column + 1]!]
    if (Number.isNaN(low)) continue
    const [top, bottom] = [whole(rowOf(high)), whole(rowOf(low))]
    for (let row = top; row <= bottom; row++) need(column, row)
  }
  for (let k = 0; k < points.length; k += 2) {
    const column = Math.floor(points[k]!)
    if (column >= 0 && column < width) need(column, whole(rowOf(points[k + 1]!)))
  }
  const reach = Math.ceil(slack)
  for (let column = 0; column < width; column++) {
    let [top, bottom] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    for (let x = column - reach; x <= column + reach; x++) {
      const at = 2 * (x + columnsBeside)
      const [low, high] = [may[at]!, may[at + 1]!]
      if (Number.isNaN(low)) continue
      top = Math.min(top, rowOf(high) - slack)
      bottom = Math.max(bottom, rowOf(low) + slack)
    }
    for (let row = 0; row < height; row++) {
      // A pixel is lit somewhere between its row and the next.
      const isFalse = isLit(light, column, row) && (row + 1 < top || row > bottom)
      if (isFalse && wrong.length < mostTold) wrong.push(`${column},${row}`)
    }
  }
  return { dark, false: wrong }
}
