// What a frame's persistence map lights, for tests.
import type { Frame } from '#shared/frame/frame.ts'
import { decodePhosphor, type PhosphorMap } from '#shared/frame/phosphor.ts'
import { sectionKind } from '#shared/frame/sections.ts'

/** @throws the frame has no map of that channel */
export function mapIn(frame: Frame, channel = 0): PhosphorMap {
  const section = frame.sections.find((one) => one.kind === sectionKind.persistence && one.channel === channel)
  if (section === undefined) throw new Error('the frame has no map')
  return decodePhosphor(section.data)
}

/** Grades by `column:row`, dark ones left out. */
export function litCells({ columns, spans, grades }: PhosphorMap): Map<string, number> {
  const cells = new Map<string, number>()
  let at = 0
  for (let column = 0; column < columns; column++)
    for (let k = 0; k < spans[2 * column + 1]!; k++, at++)
      if (grades[at]! > 0) cells.set(`${column}:${spans[2 * column]! + k}`, grades[at]!)
  return cells
}
