// A table of a report: as lines of text for people; for machines it is printed as it is.

export type Cell = number | string | null

export interface Table {
  readonly title: string
  /** Column heads with their units. */
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
}

const text = (cell: Cell): string =>
  cell === null ? '-' : typeof cell === 'number' ? Number(cell.toPrecision(3)).toString() : cell

/** Columns are as wide as what they hold; numbers stand at the right, words at the left. */
export function describeTable({ title, columns, rows }: Table): string[] {
  const cells = rows.map((row) => row.map(text))
  const widths = columns.map((head, column) => Math.max(head.length, ...cells.map((row) => row[column]?.length ?? 0)))
  const isWords = columns.map((_, column) => rows.some((row) => typeof row[column] === 'string'))
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (isWords[column] ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  ')
      .trimEnd()
  return [title, line(columns), ...cells.map(line)]
}
