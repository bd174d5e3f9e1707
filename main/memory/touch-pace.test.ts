import { describe, expect, it } from 'vitest'
import { TouchPace } from './touch-pace.ts'

describe('TouchPace', () => {
  it('rests so that its share of a core is kept, whatever the machine does, when it is urgent', () => {
    const pace = new TouchPace(0.25, () => 0, 0)
    expect(pace.restMs(1, true, 0)).toBe(3)
    expect(pace.restMs(2, true, 10_000)).toBe(6)
    expect(new TouchPace(1, () => 0, 0).restMs(5, true, 0)).toBe(0)
  })

  it('otherwise takes a part of what is idle, never nothing and never more than its share', () => {
    let idle = 0.4
    const pace = new TouchPace(0.25, () => idle, 0)
    const shareAt = (nowMs: number) => 1 / (pace.restMs(1, false, nowMs) + 1)
    expect(shareAt(0)).toBeCloseTo(0.04)
    expect(shareAt(500)).toBeCloseTo(0.1)
    idle = 60
    expect(shareAt(600)).toBeCloseTo(0.1)
    expect(shareAt(1000)).toBeCloseTo(0.25)
    idle = 0
    expect(shareAt(1500)).toBeCloseTo(0.04)
    const slight = new TouchPace(0.01, () => 2, 0)
    expect(1 / (slight.restMs(1, false, 500) + 1)).toBeCloseTo(0.01)
  })

  it('asks the system twice a second at most', () => {
    let asked = 0
    const pace = new TouchPace(0.25, () => asked++, 0)
    for (let nowMs = 0; nowMs < 5000; nowMs++) pace.restMs(1, nowMs % 2 === 0, nowMs)
    expect(asked).toBe(9)
  })
})
