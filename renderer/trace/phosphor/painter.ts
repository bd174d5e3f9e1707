// What draws maps on a canvas. There are two, with one look: see gl-painter.ts and flat-painter.ts.
import type { PlacedMap } from './phosphor-map.ts'
import type { ToneTable } from './tone.ts'

export interface PhosphorPainter {
  readonly kind: 'webgl2' | '2d'
  /** Replaces what is on the canvas; no maps clear it. `tone` is the table of a channel (scan index). */
  paint(maps: readonly PlacedMap[], tone: (channel: number) => ToneTable): void
  dispose(): void
}
