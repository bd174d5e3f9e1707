// A map as pixels, for painters that cannot look colours up while they draw. Pure.
import type { PhosphorMap } from './phosphor-map.ts'
import type { ToneTable } from './tone.ts'

/** Image rows that hold anything: `first` up to `end`. */
export interface UsedRows {
  readonly first: number
  readonly end: number
}

/**
 * Fills `pixels` (RGBA, `map.columns` wide, `map.rows` high, the highest code on top) and tells which rows are not empty.
 * Most of a map is empty: four cells are looked at once and skipped together.
 */
export function paintMap(
  { columns, rows, grades }: Pick<PhosphorMap, 'columns' | 'rows' | 'grades'>,
  table: ToneTable,
  pixels: Uint8ClampedArray<ArrayBuffer>,
): UsedRows {
  const colors = new Uint32Array(table.buffer, table.byteOffset, table.byteLength >> 2)
  const image = new Uint32Array(pixels.buffer, pixels.byteOffset, columns * rows)
  image.fill(0)
  let lowest = rows
  let highest = -1
  const wide = rows % 4 === 0 && grades.byteOffset % 4 === 0
  const words = wide ? new Uint32Array(grades.buffer, grades.byteOffset, grades.byteLength >> 2) : null
  for (let column = 0; column < columns; column++) {
    const from = column * rows
    for (let row = 0; row < rows; row++) {
      if (words !== null && (row & 3) === 0 && words[(from + row) >> 2] === 0) {
        row += 3
        continue
      }
      const grade = grades[from + row]!
      if (grade === 0) continue
      if (row < lowest) lowest = row
      if (row > highest) highest = row
      image[(rows - 1 - row) * columns + column] = colors[grade]!
    }
  }
  return highest < 0 ? { first: 0, end: 0 } : { first: rows - 1 - highest, end: rows - lowest }
}
