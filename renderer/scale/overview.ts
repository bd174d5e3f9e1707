// The overview: a time axis that is longer than the one on the screen, and has it inside. Moves of the screen's window within it.
// Pure.
import type { ScreenSettings } from '#shared/contract/topics/screen.ts'
import type { TimeAxis } from '#shared/contract/topics/view.ts'
import { divisionsAcross } from '#shared/screen/divisions.ts'
import { maxPositionSeconds, secondsPerDivRange } from '#shared/screen/ranges.ts'
import { across, timeWindow } from './axis.ts'
import { clamp } from './clamp.ts'
import { clampTimebase, zoomStep } from './timebase.ts'

/** So many times as long as the screen where nobody chose another length. */
const usualTimes = 10
/** What was chosen is kept if it is at least so many times as long. */
const leastTimes = 2
/** Digits of a scale that comes out of a drag, and of any other figure. */
const significant = 3
const exactDigits = 12

/** As it is set. */
export type OverviewSettings = Pick<ScreenSettings, 'overviewSecondsPerDiv' | 'overviewPosition'>

const exact = (value: number): number => Number(value.toPrecision(exactDigits)) + 0

/** How far the middles of two axes may be apart so that the shorter one lies within the longer. */
const roomIn = (overview: TimeAxis, { secondsPerDiv }: TimeAxis): number =>
  Math.max(0, ((overview.secondsPerDiv - secondsPerDiv) * divisionsAcross) / 2)

/**
 * The overview in force: as it is set, but never shorter than the screen's window, and moved as little as it takes to have it
 * inside. `auto`: ten times as long, and about time zero.
 */
export function overviewAxis(set: OverviewSettings, window: TimeAxis): TimeAxis {
  const wanted = set.overviewSecondsPerDiv === 'auto' ? usualTimes * window.secondsPerDiv : set.overviewSecondsPerDiv
  const secondsPerDiv = exact(Math.max(window.secondsPerDiv, Math.min(wanted, secondsPerDivRange.max)))
  const room = roomIn({ ...window, secondsPerDiv }, window)
  const middle = set.overviewPosition === 'auto' ? 0 : set.overviewPosition
  const positionSeconds = clamp(middle, window.positionSeconds - room, window.positionSeconds + room)
  return { secondsPerDiv, positionSeconds: exact(clamp(positionSeconds, -maxPositionSeconds, maxPositionSeconds)) }
}

/** What is to be set when the overview opens: what was set before if it is an overview of this window, else the usual one. */
export function openedOverview(set: OverviewSettings, window: TimeAxis): OverviewSettings {
  const { overviewSecondsPerDiv: kept } = set
  const axis = overviewAxis(set, window)
  const isMoved = set.overviewPosition !== 'auto' && axis.positionSeconds !== set.overviewPosition
  if (kept !== 'auto' && kept >= leastTimes * window.secondsPerDiv && !isMoved) return set
  const usual = { overviewSecondsPerDiv: 'auto', overviewPosition: 'auto' } as const
  return { ...usual, overviewSecondsPerDiv: overviewAxis(usual, window).secondsPerDiv }
}

/** The positions an overview of this length may have. */
export function overviewPositions(
  overview: TimeAxis,
  window: TimeAxis,
): { readonly least: number; readonly most: number } {
  const room = roomIn(overview, window)
  return { least: exact(window.positionSeconds - room), most: exact(window.positionSeconds + room) }
}

/** The ends of the window, in parts of the overview from its left end. */
export function partsIn(overview: TimeAxis, window: TimeAxis): { readonly from: number; readonly until: number } {
  const { startSeconds, endSeconds } = timeWindow(window)
  const whole = timeWindow(overview)
  return { from: across(whole, startSeconds), until: across(whole, endSeconds) }
}

/** The time at a part of the overview, 0 its left end. */
export function secondsAt(overview: TimeAxis, part: number): number {
  return overview.positionSeconds + (part - 0.5) * divisionsAcross * overview.secondsPerDiv
}

/** The window with its middle at a time, as near to it as the overview has room. */
export function centredAt(overview: TimeAxis, window: TimeAxis, seconds: number): TimeAxis {
  const room = roomIn(overview, window)
  const { positionSeconds } = overview
  return { ...window, positionSeconds: clamp(seconds, positionSeconds - room, positionSeconds + room) }
}

/** The window one 1-2-5 step shorter (-1) or longer (1), about a time that need not be in it; never longer than the overview. */
export function zoomedIn(overview: TimeAxis, window: TimeAxis, direction: 1 | -1, seconds: number): TimeAxis {
  const next = zoomStep(window, direction, across(timeWindow(window), seconds))
  return next.secondsPerDiv >= overview.secondsPerDiv ? overview : centredAt(overview, next, next.positionSeconds)
}

/** The window with one end at a time within the overview; the other end stays. */
export function withEnd(overview: TimeAxis, window: TimeAxis, end: 'start' | 'end', seconds: number): TimeAxis {
  const { startSeconds, endSeconds } = timeWindow(window)
  const whole = timeWindow(overview)
  const at = clamp(seconds, whole.startSeconds, whole.endSeconds)
  const span = end === 'start' ? endSeconds - at : at - startSeconds
  const secondsPerDiv = Math.min(
    overview.secondsPerDiv,
    Math.max(secondsPerDivRange.min, Number((span / divisionsAcross).toPrecision(significant))),
  )
  const half = (secondsPerDiv * divisionsAcross) / 2
  const next = clampTimebase({
    secondsPerDiv,
    positionSeconds: exact(end === 'start' ? endSeconds - half : startSeconds + half),
  })
  return centredAt(overview, next, next.positionSeconds)
}
