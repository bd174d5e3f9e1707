// Paints references beneath the trace: in no colour of a channel, each with its name where it begins.
import { divisionsDown } from '#shared/screen/divisions.ts'
import { type PaintedRuns, type PaintGround, paintRun } from './run-painter.ts'
import type { TraceRun } from './trace-builder.ts'

export interface PlacedReference {
  readonly label: string
  readonly run: TraceRun
}

/** CSS pixels: size of the name, and how far it stands from its trace and from the edge. */
const nameSize = 11
const nameGap = 4
/** At the left edge stand the handles. */
const handleWidth = 30
/** Names of references that begin at one place stand beside each other. */
const nameWidth = 20

export function paintReferences(
  ground: PaintGround,
  painted: PaintedRuns,
  references: readonly PlacedReference[],
): void {
  const { context, area, ratio, palette } = ground
  const half = divisionsDown / 2
  const { startSeconds, endSeconds } = painted.window
  references.forEach(({ label, run }, k) => {
    const alone = { ...painted, runs: [run], clipped: new Map(), glowing: new Set<number>() }
    paintRun(ground, alone, 0, palette.text)
    const at = run.low.findIndex((low, point) => !Number.isNaN(low) && run.x[point]! >= startSeconds)
    if (at < 0 || run.x[at]! > endSeconds) return
    const x = area.left + ((run.x[at]! - startSeconds) / (endSeconds - startSeconds)) * area.width
    const y = area.top + ((half - run.high[at]!) / divisionsDown) * area.height
    context.save()
    context.fillStyle = palette.text
    context.font = `${nameSize * ratio}px ${palette.font}`
    const gap = nameGap * ratio
    const top = area.top + (nameSize + nameGap) * ratio
    const begin = Math.max(area.left + handleWidth * ratio, x + gap)
    const left = Math.min(area.left + area.width - nameWidth * ratio, begin + k * nameWidth * ratio)
    context.fillText(label, left, Math.min(area.top + area.height - gap, Math.max(top, y - gap)))
    context.restore()
  })
}
