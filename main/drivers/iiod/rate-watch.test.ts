import { describe, expect, it } from 'vitest'
import { RateWatch } from './rate-watch.ts'

/** Buffers of 1000 samples at nominally 100 kS/s: 10 ms each. @returns what was said to be missing, by buffer */
function play(buffers: number, arrivalMs: (buffer: number) => number, rateHz = 100_000): [number, number][] {
  const watch = new RateWatch(rateHz)
  const told: [number, number][] = []
  for (let k = 0; k < buffers; k++) {
    const missing = watch.came(1000, arrivalMs(k))
    if (missing > 0) told.push([k, missing])
  }
  return told
}

describe('what is missing by the clock', () => {
  it('is nothing while buffers come in time, late by turns, in bursts, or faster than they should', () => {
    expect(play(2000, (k) => k * 10)).toEqual([])
    expect(play(2000, (k) => k * 10 + (k % 7) * 20)).toEqual([])
    expect(play(2000, (k) => Math.ceil(k / 60) * 600)).toEqual([])
    expect(play(2000, (k) => k * 3)).toEqual([])
    // A machine that stood still for 0.9 s, and catches up.
    expect(play(2000, (k) => (k >= 500 && k < 590 ? 5900 : k * 10))).toEqual([])
  })

  it('is nothing where the clocks differ by less than a thousandth', () => {
    expect(play(20_000, (k) => k * 10.009)).toEqual([])
    expect(play(20_000, (k) => k * 9.99)).toEqual([])
  })

  it('is a gap where samples stayed away for good, as long as it was, told once and within two seconds', () => {
    const told = play(1000, (k) => k * 10 + (k >= 300 ? 500 : 0))
    expect(told).toHaveLength(1)
    const [[at, missing]] = told as [[number, number]]
    expect(at).toBeGreaterThanOrEqual(300)
    expect(at).toBeLessThan(500)
    expect(missing).toBeGreaterThan(49_500)
    expect(missing).toBeLessThanOrEqual(50_000)
  })

  it('is told again and again where every other buffer is lost', () => {
    const told = play(500, (k) => k * 20)
    const missing = told.reduce((sum, [, scans]) => sum + scans, 0)
    // What the last two seconds lost is still to be told.
    expect(missing).toBeGreaterThan(400_000)
    expect(missing).toBeLessThanOrEqual(500_000)
  })

  it('is found after a stream that came faster than its rate', () => {
    const told = play(1000, (k) => (k < 500 ? k * 5 : 2500 + (k - 500) * 10 + 400))
    expect(told).toHaveLength(1)
    expect(told[0]![1]).toBeGreaterThan(39_000)
  })

  it.each([Number.NaN, 0])('is not known at a rate of %s', (rateHz) => {
    expect(play(500, (k) => k * 1000, rateHz)).toEqual([])
  })
})
