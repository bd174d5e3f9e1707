// What the top bar holds besides the buttons of the capture, the most important first: that is what stays when the window
// is narrow. Widths are in CSS pixels and include the gap before.
import type { BarItem } from '../../kit/controls/fitting.ts'
import type { Readout } from '../../kit/feature.ts'

const gap = 12
const tool = 26

const toolItems = [
  { id: 'panels', width: tool },
  { id: 'help', width: tool },
  { id: 'tree', width: tool },
  { id: 'movePanels', width: tool },
  { id: 'persistence', width: tool },
  { id: 'theme', width: tool },
] as const
/** In a narrow window their keys are enough. */
const stepItems = [
  { id: 'undo', width: tool },
  { id: 'redo', width: tool },
] as const

export type ToolId = (typeof toolItems | typeof stepItems)[number]['id']

/** The figure of the first rank stays longest, then the buttons, then the other figures, then undo and redo. @param readouts by rank */
export function itemsOf(readouts: readonly Readout[]): readonly BarItem[] {
  const figures = readouts.map(({ id, width }) => ({ id, width: width + gap }))
  return [...figures.slice(0, 1), ...toolItems, ...figures.slice(1), ...stepItems]
}

/** The record button: counting, or with the length of the next recording and the button of its options. */
const recordWidths = { counting: 210, limited: 118 + tool, open: 84 + tool } as const

/** Padding, capture buttons, state word, record, and the gaps between them. */
export const fixedWidth = (record: keyof typeof recordWidths): number =>
  24 + 212 + gap + 72 + gap + recordWidths[record] + gap
export const menuWidth = 26 + gap
