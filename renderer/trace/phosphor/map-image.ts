// A map as pixels, or as a full grid of grades, for painters. Pure.
import type { PhosphorMap } from '#shared/frame/phosphor.ts'
import type { ToneTable } from './tone.ts'

/** Image rows that hold anything: `first` up to `end`. */
export interface UsedRows {
  readonly first: number
  readonly end: number
}

export const noRows: UsedRows = { first: 0, end: 0 }

type Cells = Pick<PhosphorMap, 'columns' | 'rows' | 'spans' | 'grades'>

/**
 * Paints into `pixels` (RGBA, `map.columns` wide, `map.rows` high, the highest code on top), which hold nothing but what
 * was painted before in the rows `before`, and tells which rows are in use now.
 */
export function paintMap(
  { columns, rows, spans, grades }: Cells,
  table: ToneTable,
  pixels: Uint8ClampedArray<ArrayBuffer>,
  before: UsedRows,
): UsedRows {
  const colors = new Uint32Array(table.buffer, table.byteOffset, table.byteLength >> 2)
  const image = new Uint32Array(pixels.buffer, pixels.byteOffset, columns * rows)
  image.fill(0, before.first * columns, before.end * columns)
  let lowest = rows
  let highest = 0
  let from = 0
  for (let column = 0; column < columns; column++) {
    const low = spans[2 * column]!
    const count = spans[2 * column + 1]!
    if (count === 0) continue
    if (low < lowest) lowest = low
    if (low + count > highest) highest = low + count
    let at = (rows - 1 - low) * columns + column
    for (const end = from + count; from < end; from++, at -= columns) image[at] = colors[grades[from]!]!
  }
  return highest === 0 ? noRows : { first: rows - highest, end: rows - lowest }
}

/** All grades, column by column, `rows` each from the lowest up. */
export function fullGrid({ columns, rows, spans, grades }: Cells): Uint8Array<ArrayBuffer> {
  const grid = new Uint8Array(columns * rows)
  let from = 0
  for (let column = 0; column < columns; column++) {
    const count = spans[2 * column + 1]!
    grid.set(grades.subarray(from, from + count), column * rows + spans[2 * column]!)
    from += count
  }
  return grid
}
