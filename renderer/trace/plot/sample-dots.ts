// Where samples are drawn as dots, and how large: never so that they touch.
import type { ScreenSettings } from '#shared/contract/topics/screen.ts'
import type { TraceRun } from './trace-builder.ts'

/** Dots appear when samples are at least this many CSS pixels apart. */
const dotSpacing = { auto: 9, on: 4, off: Number.POSITIVE_INFINITY } as const
/** Of a dot, and the part of the way from sample to sample that it may have. */
const dotRadius = { most: 2.2, part: 0.35 } as const

/** In CSS pixels; 0: no dots. @param width of the plot */
export function dotRadiusOf(run: Pick<TraceRun, 'samples'>, width: number, dots: ScreenSettings['dots']): number {
  const apart = width / run.samples.length
  return run.samples.length > 0 && apart >= dotSpacing[dots] ? Math.min(dotRadius.most, dotRadius.part * apart) : 0
}
