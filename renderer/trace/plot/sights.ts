// Whether a channel can be seen on the screen, and where it is if not. Pure.

import { divisionsDown } from '#shared/screen/divisions.ts'
import type { TimeWindow } from '../../scale/axis.ts'
import type { TraceRun } from './trace-builder.ts'

/** `none`: nothing was captured there. */
export type Sight = 'in' | 'above' | 'below' | 'none'

export interface ChannelSight {
  /** Scan index. */
  readonly channel: number
  readonly sight: Sight
}

const half = divisionsDown / 2

/** A run's points may lie on both sides of a narrow window: then the line between them is what is seen. */
export function sightOf(run: TraceRun, { startSeconds, endSeconds }: TimeWindow): Sight {
  let sight: Sight = 'none'
  const look = (low: number, high: number): void => {
    if (Number.isNaN(low) || sight === 'in') return
    const here = low > half ? 'above' : high < -half ? 'below' : 'in'
    // Above here and below there: it crosses the screen on the way.
    sight = sight === 'none' || sight === here ? here : 'in'
  }
  for (let k = 0; k < run.count; k++) {
    const x = run.x[k]!
    const isBefore = x < startSeconds && (k + 1 >= run.count || run.x[k + 1]! <= startSeconds)
    const isAfter = x > endSeconds && (k === 0 || run.x[k - 1]! >= endSeconds)
    if (!isBefore && !isAfter) look(run.low[k]!, run.high[k]!)
  }
  return sight
}

/** As one text, so that an unchanged one is known at a glance: `0 in, 1 above`. */
export function writeSights(runs: readonly TraceRun[], window: TimeWindow): string {
  return runs.map((run) => `${run.channel} ${sightOf(run, window)}`).join(', ')
}

export function readSights(text: string): ChannelSight[] {
  if (text === '') return []
  return text.split(', ').map((part) => {
    const [channel = '', sight] = part.split(' ')
    return { channel: Number(channel), sight: sight as Sight }
  })
}
