import { describe, expect, it } from 'vitest'
import { laneAt, lanePitch, laneTop, msAt } from './lane-painter.ts'

describe('places on the lanes', () => {
  it('lead back to lane and time', () => {
    expect(laneAt(laneTop + 2)).toBe('queued')
    expect(laneAt(laneTop + 3 * lanePitch + 6)).toBe('held')
    expect(laneAt(laneTop + 5 * lanePitch)).toBeNull()
    expect(laneAt(0)).toBeNull()
    const window = { startMs: 100, endMs: 200, sharedWithTrace: false }
    expect(msAt(window, { left: 60, right: 160, height: 80 }, 110)).toBe(150)
  })
})
