import { describe, expect, it } from 'vitest'
import { RateMeter } from './rate-meter.ts'

describe('RateMeter', () => {
  it('counts what happened within the last second', () => {
    const meter = new RateMeter()
    for (let ms = 0; ms < 2000; ms += 20) meter.count(ms)
    expect(meter.rate(1980)).toBe(50)
    expect(meter.rate(3000)).toBe(0)
  })
})
