// The commands of a tree as lists: for SYSTem:HELP:HEADers?, and for people.
import type { Command } from './command.ts'

/** In the form of SCPI-99 (volume 2, 21.10): `:SYSTem:ERRor[:NEXT]?/qonly/`. */
export function commandLines(commands: readonly Command[]): readonly string[] {
  return commands.map(({ header, set, query }) => {
    if (set === undefined) return `${header}?/qonly/`
    return query === undefined ? `${header}/nquery/` : header
  })
}

const cell = (text: string): string => text.replaceAll('|', '\\|')

/** `:A` with what it takes, `:A?` with what it is asked, or both. */
function formOf({ header, shown = header, set, query, asks = '' }: Command): string {
  const asked = `${shown}? ${asks}`.trim()
  if (set === undefined) return `\`${asked}\``
  return query === undefined ? `\`${shown}\`` : `\`${shown}\`, \`?\``
}

/** A table in Markdown; commands that differ in a number only are one row. */
export function commandTable(commands: readonly Command[]): string {
  const rows = commands.map((command): [string, string] => {
    const { header, shown = header, set, query, takes = '', answers = takes, about } = command
    const cells = [formOf(command), set === undefined ? '' : takes, query === undefined ? '' : answers, about]
    return [shown, `| ${cells.map(cell).join(' | ')} |`]
  })
  return ['| header | takes | answers | about |', '| --- | --- | --- | --- |', ...new Map(rows).values()].join('\n')
}
