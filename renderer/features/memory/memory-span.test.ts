import { describe, expect, it } from 'vitest'
import { rawFrame } from '../../testing/frames.ts'
import { ageSeconds, memorySpan, sampleAt, shareOf } from './memory-span.ts'

const frame = rawFrame([0, 1, 2], {
  firstSample: 5000,
  triggerSample: 6000,
  samplingFrequencyHz: 1000,
  oldestSample: 2000,
  newestSample: 12_000,
})
const view = { secondsPerDiv: 0.1, positionSeconds: 0, atSample: null }

describe('memorySpan', () => {
  it('places the window of the screen in the memory', () => {
    const span = memorySpan(frame, view)
    expect(span).toMatchObject({ first: 5500, last: 6500 })
    expect(shareOf(span!, 7000)).toBe(0.5)
    expect(ageSeconds(span!)).toBe(6)
  })

  it('follows the sample that is looked at before a frame of it has come', () => {
    expect(memorySpan(frame, { ...view, atSample: 3000 })).toMatchObject({ first: 2500, last: 3500 })
  })

  it('keeps shares and samples within the memory', () => {
    const span = memorySpan(frame, view)!
    expect([shareOf(span, 0), shareOf(span, 1e9)]).toEqual([0, 1])
    expect([sampleAt(span, -1), sampleAt(span, 0.25), sampleAt(span, 2)]).toEqual([2000, 4500, 12_000])
  })

  it('is nothing while nothing is in memory', () => {
    expect(memorySpan({ ...frame, newestSample: 2000 }, view)).toBeNull()
  })
})
