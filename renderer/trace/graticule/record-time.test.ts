import { describe, expect, it } from 'vitest'
import { rawFrame } from '../../testing/frames.ts'
import { recordTime, zeroBeyond } from './record-time.ts'

const view = { secondsPerDiv: 1e-3, positionSeconds: 0, atSample: null }
/** Local noon and a bit, wherever the test runs. */
const noon = new Date(2026, 0, 2, 12, 0, 5, 250).getTime()

describe('the time of a record', () => {
  // Ten samples at 1 kS/s of which the last was converted at 12:00:05.250; the trigger is four samples before it.
  const stopped = rawFrame(Array<number>(10).fill(0), {
    samplingFrequencyHz: 1000,
    firstSample: 100,
    triggerSample: 105,
    newestSample: 1605,
    stopped: true,
    convertedUnixMs: noon,
  })

  it('that is stopped is the time of its trigger, and how long before the newest sample that was', () => {
    expect(recordTime(stopped, view, false)).toBe('12:00:05.246 · 1.5 s before the newest')
  })

  it('that was made before the stop is one of it all the same', () => {
    expect(recordTime({ ...stopped, stopped: false }, view, false)).toMatch(/^12:00:05\.246/)
  })

  it('of the past is that of the sample looked at, also while the capture goes on', () => {
    const past = { ...stopped, stopped: false, anchor: 'past' as const, triggerSample: Number.NaN }
    expect(recordTime(past, { ...view, atSample: 107 }, true)).toBe('12:00:05.248 · 1.5 s before the newest')
  })

  it('is not told of what is live, and where there is no trigger', () => {
    expect(recordTime({ ...stopped, stopped: false }, view, true)).toBeNull()
    expect(recordTime({ ...stopped, triggerSample: Number.NaN, anchor: 'auto' }, view, false)).toBeNull()
    expect(recordTime({ ...stopped, convertedUnixMs: 0 }, view, false)).toBeNull()
  })
})

describe('a trigger that is not on the screen', () => {
  it('is said to be how far off', () => {
    expect(zeroBeyond({ startSeconds: 4e-6, endSeconds: 6e-6 }, 'trigger')).toBe('trigger 4 µs before the screen')
    expect(zeroBeyond({ startSeconds: -9, endSeconds: -1.5 }, 'trigger')).toBe('trigger 1.5 s after the screen')
    expect(zeroBeyond({ startSeconds: -1, endSeconds: 1 }, 'trigger')).toBeNull()
  })
})
