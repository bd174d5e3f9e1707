import { describe, expect, it } from 'vitest'
import { FramePace } from './frame-pace.ts'

/** How many of the refreshes of a second draw a frame. */
function drawnIn(refreshesPerSecond: number, framesPerSecond: number, shakeMs = 0): number {
  const pace = new FramePace()
  let drawn = 0
  for (let k = 0; k < refreshesPerSecond; k++) {
    const nowMs = (k * 1000) / refreshesPerSecond + (k % 2) * shakeMs
    if (pace.waitMs(nowMs, framesPerSecond) > 0) continue
    pace.drawn(nowMs)
    drawn++
  }
  return drawn
}

describe('FramePace', () => {
  it('draws every other frame of a screen of 60 Hz where 30 are wanted, also when refreshes come early', () => {
    expect(drawnIn(60, 30)).toBe(30)
    expect(drawnIn(60, 30, 3)).toBe(30)
  })

  it('draws every frame where 60 are wanted', () => {
    expect(drawnIn(60, 60)).toBe(60)
    expect(drawnIn(60, 60, 3)).toBe(60)
    expect(drawnIn(30, 60)).toBe(30)
  })

  it('says how long a frame waits', () => {
    const pace = new FramePace()
    expect(pace.waitMs(100, 30)).toBe(0)
    pace.drawn(100)
    expect(pace.waitMs(110, 30)).toBeCloseTo(1000 / 30 - 10)
  })
})
