// What the top bar holds besides the buttons of the capture, the most important first: that is what stays when the window
// is narrow. Widths are in CSS pixels and include the gap before.
import type { BarItem } from '../controls/fitting.ts'

const gap = 12
const tool = 26

export const figureItems = [
  { id: 'time', width: 84 + gap },
  { id: 'rate', width: 104 + gap },
  { id: 'trigger', width: 122 + gap },
  { id: 'blind', width: 116 + gap },
  { id: 'window', width: 84 + gap },
] as const

export const toolItems = [
  { id: 'panels', width: tool },
  { id: 'help', width: tool },
  { id: 'tree', width: tool },
  { id: 'persistence', width: tool },
  { id: 'theme', width: tool },
] as const

export type FigureId = (typeof figureItems)[number]['id']
export type ToolId = (typeof toolItems)[number]['id']

/** The time base stays longest, then the buttons, then the other figures. */
export const barItems: readonly BarItem[] = [figureItems[0], ...toolItems, ...figureItems.slice(1)]

/** The record button: counting, or with the length of the next recording and the button of its options. */
const recordWidths = { counting: 210, limited: 118 + tool, open: 84 + tool } as const

/** Padding, capture buttons, state word, record, and the gaps between them. */
export const fixedWidth = (record: keyof typeof recordWidths): number =>
  24 + 212 + gap + 72 + gap + recordWidths[record] + gap
export const menuWidth = 26 + gap
