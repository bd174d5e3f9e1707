// Where handles stand at the edges of the trace. Pure.
import { divisionsDown } from '#shared/screen/divisions.ts'
import { clamp } from '../../scale/clamp.ts'

/** A place along an edge. */
export interface EdgePlace {
  /** Parts of the edge from its top or left end, kept on the screen. */
  readonly part: number
  /** The place itself is not on the screen. */
  readonly beyond: boolean
}

/** Handles stay this far from the ends of their edge, in parts of it. */
const margin = { upright: 0.02, level: 0.012 } as const
/** A place that a hand put at the end of an edge is rounded, and may lie so much behind it. */
const slack = 1e-9
/** Whether a part of an edge lies on neither side of it: on the screen. */
export const isBeyond = (part: number): boolean => part < -slack || part > 1 + slack
/** Handles nearer than this to another, in parts of the edge, stand beside it. */
const nearby = 0.045

/** On an upright edge, at divisions above the middle. */
export function uprightPlace(divisions: number): EdgePlace {
  const part = 0.5 - divisions / divisionsDown
  return { part: clamp(part, margin.upright, 1 - margin.upright), beyond: isBeyond(part) }
}

/** On a level edge, at a part of the screen from the left. */
export function levelPlace(across: number): EdgePlace {
  return { part: clamp(across, margin.level, 1 - margin.level), beyond: isBeyond(across) }
}

/**
 * How many handles each one has to stand beside, so that every one of them can be taken hold of. Earlier ones keep the
 * edge.
 */
export function columnsOf(places: readonly EdgePlace[]): number[] {
  const columns: number[] = []
  for (const [k, { part }] of places.entries()) {
    const taken = places.slice(0, k).flatMap((other, j) => (Math.abs(other.part - part) < nearby ? [columns[j]] : []))
    let column = 0
    while (taken.includes(column)) column++
    columns.push(column)
  }
  return columns
}

/** As a length of style. */
export function percent(part: number): string {
  return `${(part * 100).toFixed(3)}%`
}
