import { describe, expect, it } from 'vitest'
import {
  centredAt,
  openedOverview,
  overviewAxis,
  overviewPositions,
  partsIn,
  secondsAt,
  withEnd,
  zoomedIn,
} from './overview.ts'

const auto = { overviewSecondsPerDiv: 'auto', overviewPosition: 'auto' } as const
const window = { secondsPerDiv: 2e-7, positionSeconds: 0 }
const overview = { secondsPerDiv: 2e-6, positionSeconds: 0 }

describe('the overview in force', () => {
  it('is ten times as long and about time zero unless it is set', () => {
    expect(overviewAxis(auto, window)).toEqual(overview)
    expect(overviewAxis(auto, { ...window, positionSeconds: 5e-6 })).toEqual(overview)
    expect(overviewAxis({ overviewSecondsPerDiv: 1e-3, overviewPosition: -2e-3 }, window)).toEqual({
      secondsPerDiv: 1e-3,
      positionSeconds: -2e-3,
    })
  })

  it('has the window inside, whatever is set, and comes back when it can', () => {
    const set = { overviewSecondsPerDiv: 2e-6, overviewPosition: 0 }
    // The window ends 10 ms after time zero.
    expect(overviewAxis(set, { ...window, positionSeconds: 9.999e-3 })).toEqual({
      secondsPerDiv: 2e-6,
      positionSeconds: 9.99e-3,
    })
    expect(overviewAxis(set, { secondsPerDiv: 1e-3, positionSeconds: 1 })).toEqual({
      secondsPerDiv: 1e-3,
      positionSeconds: 1,
    })
    expect(overviewAxis(set, window)).toEqual(overview)
    expect(overviewAxis(auto, { secondsPerDiv: 10, positionSeconds: 3 }).secondsPerDiv).toBe(10)
  })

  it('opens as it was left, or anew where that would be no overview', () => {
    const left = { overviewSecondsPerDiv: 5e-6, overviewPosition: 1e-5 }
    expect(openedOverview(left, window)).toBe(left)
    const anew = { overviewSecondsPerDiv: 1e-4, overviewPosition: 'auto' }
    expect(openedOverview(left, { ...window, secondsPerDiv: 1e-5 })).toEqual(anew)
    expect(openedOverview(left, { ...window, positionSeconds: 1 })).toEqual({ ...anew, overviewSecondsPerDiv: 2e-6 })
    expect(openedOverview(auto, window)).toEqual({ ...anew, overviewSecondsPerDiv: 2e-6 })
  })

  it('says which positions it may have', () => {
    expect(overviewPositions(overview, { ...window, positionSeconds: 1e-6 })).toEqual({ least: -8e-6, most: 1e-5 })
  })
})

describe('the window in the overview', () => {
  it('lies where it lies in time', () => {
    const { from, until } = partsIn(overview, window)
    expect(from).toBeCloseTo(0.45, 9)
    expect(until).toBeCloseTo(0.55, 9)
    expect(secondsAt(overview, 0.75)).toBeCloseTo(5e-6, 12)
  })

  it('goes no further than the ends of the overview', () => {
    expect(centredAt(overview, window, 3e-6).positionSeconds).toBe(3e-6)
    expect(centredAt(overview, window, 3e-5).positionSeconds).toBeCloseTo(9e-6, 12)
    expect(centredAt(overview, window, -1).positionSeconds).toBeCloseTo(-9e-6, 12)
  })

  it('is zoomed about a time that stays where it is in it, also beside it', () => {
    for (const seconds of [0, 4e-7, 3e-6]) {
      const next = zoomedIn(overview, window, -1, seconds)
      expect(next.secondsPerDiv).toBeCloseTo(1e-7, 15)
      const place = (axis: typeof window): number => (seconds - axis.positionSeconds) / axis.secondsPerDiv
      expect(place(next)).toBeCloseTo(place(window), 6)
    }
    expect(zoomedIn(overview, { secondsPerDiv: 1e-6, positionSeconds: 5e-6 }, 1, 0)).toEqual(overview)
    // At its end it grows to the other side.
    const atEnd = { secondsPerDiv: 2e-7, positionSeconds: 9e-6 }
    expect(zoomedIn(overview, atEnd, 1, 9e-6).positionSeconds).toBeCloseTo(7.5e-6, 12)
  })

  it('has its ends where they are put, and the other one stays', () => {
    expect(withEnd(overview, window, 'end', 3e-6)).toEqual({ secondsPerDiv: 4e-7, positionSeconds: 1e-6 })
    expect(withEnd(overview, window, 'start', -3e-6)).toEqual({ secondsPerDiv: 4e-7, positionSeconds: -1e-6 })
    // No longer than to the end of the overview, no shorter than there is, and not turned over.
    expect(withEnd(overview, window, 'end', 1).secondsPerDiv).toBeCloseTo(1.1e-6, 12)
    expect(withEnd(overview, window, 'end', -5e-6).secondsPerDiv).toBe(1e-9)
  })
})
