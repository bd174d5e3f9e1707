// Paints the lanes on a canvas. All sizes are CSS pixels; the context is scaled to the pixel ratio.

import type { LaneSpan, LaneWindow } from '../../../state/blocks/lane-window.ts'
import type { Palette } from '../../../trace/plot/palette.ts'
import { type LaneBox, type LaneName, laneNames } from './lane-builder.ts'

export const lanePitch = 18
export const laneTop = 8
const boxHeight = 12
/** Room for the names at the left. */
export const laneNameWidth = 62
/** Two boxes that touch are told apart by this much. */
const boxGap = 1

export interface LaneArea {
  readonly left: number
  readonly right: number
  readonly height: number
}

export interface LaneMark {
  readonly ms: number
  readonly lost: boolean
}

/** The lane at a height, if any. */
export function laneAt(y: number): LaneName | null {
  const row = Math.floor((y - laneTop + (lanePitch - boxHeight) / 2) / lanePitch)
  return laneNames[row] ?? null
}

export function msAt(window: LaneWindow, area: LaneArea, x: number): number {
  return window.startMs + ((x - area.left) / (area.right - area.left)) * (window.endMs - window.startMs)
}

export interface LanePicture {
  readonly area: LaneArea
  readonly window: LaneWindow
  readonly boxes: readonly LaneBox[]
  readonly marks: readonly LaneMark[]
  /** Where the trace lies, when the lanes show more of time than it does; null: nowhere, or everywhere. */
  readonly trace: LaneSpan | null
  /** Sequence of the block that is pointed at. */
  readonly lit: number | null
}

/** Opacity of a block beside the one that is lit, and of a block otherwise. */
const strength = { beside: 0.5, usual: 0.95 } as const
/** The trace may be a small part of a block: its mark is at least this wide, CSS pixels. */
const leastMark = 2

export function paintLanes(
  context: CanvasRenderingContext2D,
  { area, window, boxes, marks, trace, lit }: LanePicture,
  palette: Palette,
): void {
  const perMs = (area.right - area.left) / (window.endMs - window.startMs)
  const xOf = (ms: number): number => area.left + (ms - window.startMs) * perMs
  context.clearRect(0, 0, area.right + 40, area.height)
  context.save()
  context.beginPath()
  context.rect(area.left, 0, area.right - area.left, area.height)
  context.clip()
  for (const box of boxes) {
    const left = xOf(box.startMs)
    const width = Math.max(1, xOf(box.endMs) - left - boxGap)
    context.fillStyle = palette.lanes[box.lane]
    const isLit = lit === box.block.sequence
    context.globalAlpha = isLit ? 1 : lit === null ? strength.usual : strength.beside
    const top = laneTop + laneNames.indexOf(box.lane) * lanePitch
    context.fillRect(left, top, width, boxHeight)
    // Blocks that wait or are held overlap: a slit shows where each one began.
    context.clearRect(left - boxGap, top, boxGap, boxHeight)
  }
  context.globalAlpha = 1
  // Those that wait or are held lie on one another: an outline tells where the lit one begins and ends.
  context.strokeStyle = palette.text
  for (const box of boxes)
    if (box.block.sequence === lit) {
      const left = xOf(box.startMs)
      const top = laneTop + laneNames.indexOf(box.lane) * lanePitch
      context.strokeRect(left - 0.5, top - 0.5, Math.max(1, xOf(box.endMs) - left), boxHeight + 1)
    }
  if (trace !== null) paintTraceMark(context, xOf(trace.startMs), xOf(trace.endMs), palette)
  context.setLineDash([3, 3])
  for (const mark of marks) {
    const x = Math.round(xOf(mark.ms)) + 0.5
    context.strokeStyle = mark.lost ? palette.bad : palette.accent
    context.beginPath()
    context.moveTo(x, 4)
    context.lineTo(x, area.height - 4)
    context.stroke()
  }
  context.restore()
  paintNames(context, area, palette)
}

/** Where the trace lies: a band over all lanes. */
function paintTraceMark(context: CanvasRenderingContext2D, from: number, to: number, palette: Palette): void {
  const width = Math.max(leastMark, to - from)
  const left = (from + to - width) / 2
  context.fillStyle = palette.text
  context.globalAlpha = width > leastMark ? 0.2 : 0.85
  context.fillRect(left, 3, width, laneTop + laneNames.length * lanePitch - 3)
  context.globalAlpha = 1
  if (width > leastMark)
    for (const x of [left, left + width - 1]) context.fillRect(x, 3, 1, laneTop + laneNames.length * lanePitch - 3)
}

/** Above the boxes, on a plate of their own where boxes lie beneath: on the axis of the trace they fill the whole width. */
function paintNames(context: CanvasRenderingContext2D, area: LaneArea, palette: Palette): void {
  context.font = `10px ${palette.font}`
  context.textBaseline = 'alphabetic'
  for (const [row, name] of laneNames.entries()) {
    const top = laneTop + row * lanePitch
    if (area.left < laneNameWidth) {
      context.fillStyle = palette.screen
      context.globalAlpha = 0.85
      context.fillRect(6, top, context.measureText(name).width + 8, boxHeight)
      context.globalAlpha = 1
    }
    context.fillStyle = palette.dimText
    context.fillText(name, 10, top + 10)
  }
}
