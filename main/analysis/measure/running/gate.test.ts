import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TriggerLog } from '../../trigger/trigger-log.ts'
import { nextWindow } from './gate.ts'

const format = { samplingFrequencyHz: 1e6 }
const look = { from: 0, end: 1_000_000, isLate: false, most: 1e9 }

function logOf(...samples: number[]) {
  const log = new TriggerLog()
  for (const sample of samples) log.push(sample)
  return { log, isAuto: false }
}

describe('the gate of the screen', () => {
  it('is the window around each trigger, in order, and none that is not whole', () => {
    const window = { preSeconds: 1e-3, postSeconds: 2e-3 }
    const triggers = logOf(500, 5000, 9000, 999_000)
    expect(nextWindow(window, triggers, format, look)).toEqual({ first: 4000, end: 7000 })
    expect(nextWindow(window, triggers, format, { ...look, from: 7000 })).toEqual({ first: 8000, end: 11_000 })
    expect(nextWindow(window, triggers, format, { ...look, from: 11_000 })).toBeNull()
    expect(nextWindow(window, triggers, format, { ...look, isLate: true })).toEqual({ first: 8000, end: 11_000 })
    expect(nextWindow(window, triggers, format, { ...look, most: 100 })).toEqual({ first: 4000, end: 4100 })
  })

  it('lies wholly behind its trigger, or before it, where the position says so', () => {
    const triggers = logOf(5000)
    expect(nextWindow({ preSeconds: -1e-3, postSeconds: 3e-3 }, triggers, format, look)).toEqual({
      first: 6000,
      end: 8000,
    })
    expect(nextWindow({ preSeconds: 3e-3, postSeconds: -1e-3 }, triggers, format, look)).toEqual({
      first: 2000,
      end: 4000,
    })
  })

  it('waits in auto mode, too, for the samples of a trigger that has come', () => {
    const window = { preSeconds: 1e-3, postSeconds: 1e-3 }
    const triggers = { ...logOf(999_500), isAuto: true }
    expect(nextWindow(window, triggers, format, look)).toBeNull()
    expect(nextWindow(window, triggers, format, { ...look, end: 1_000_500 })).toEqual({
      first: 998_500,
      end: 1_000_500,
    })
  })

  it('without a trigger is the newest screen in auto mode, and none in normal mode', () => {
    const window = { preSeconds: 1e-3, postSeconds: 1e-3 }
    expect(nextWindow(window, logOf(), format, look)).toBeNull()
    expect(nextWindow(window, { ...logOf(), isAuto: true }, format, look)).toEqual({ first: 998_000, end: 1_000_000 })
    // A trigger may still come.
    expect(nextWindow(window, { ...logOf(), isAuto: true }, format, { ...look, end: 50_000 })).toBeNull()
  })

  it('never leaves what is there, whatever is asked', () => {
    const seconds = fc.double({ min: -0.01, max: 0.01, noNaN: true })
    fc.assert(
      fc.property(
        seconds,
        seconds,
        fc.array(fc.nat(100_000)),
        fc.nat(100_000),
        fc.nat(100_000),
        fc.boolean(),
        (pre, post, samples, from, scans, isLate) => {
          fc.pre(pre + post > 2e-6)
          const triggers = { ...logOf(...samples.sort((a, b) => a - b)), isAuto: isLate }
          const end = from + scans
          const found = nextWindow({ preSeconds: pre, postSeconds: post }, triggers, format, {
            from,
            end,
            isLate,
            most: 5000,
          })
          if (found === null) return
          expect(found.first).toBeGreaterThanOrEqual(from)
          expect(found.end).toBeLessThanOrEqual(end)
          expect(found.end).toBeGreaterThan(found.first)
          expect(found.end - found.first).toBeLessThanOrEqual(5000)
        },
      ),
    )
  })
})
