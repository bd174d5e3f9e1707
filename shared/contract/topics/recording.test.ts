import { describe, expect, it } from 'vitest'
import type { RecordingState } from './recording.ts'
import { contentOf, isUnderWay, newestOf } from './recording.ts'

const recording: RecordingState = {
  file: '/x/a.raw',
  scans: 1000,
  wanted: null,
  bytes: 2000,
  waitingBytes: 0,
  seconds: 1,
  lostSamples: 0,
  gapFree: null,
  state: 'recording',
  problem: null,
}

describe('a recording', () => {
  it('is under way until it is written', () => {
    const states = (['recording', 'writing', 'finished', 'failed'] as const).map((state) => ({ ...recording, state }))
    expect(states.map(isUnderWay)).toEqual([true, true, false, false])
    expect(isUnderWay(null)).toBe(false)
  })

  it('is as far as the figures say while it goes on, and as the state says when it has ended', () => {
    const measured = { ...recording, scans: 5000, bytes: 9000 }
    expect(newestOf(recording, measured)).toBe(measured)
    expect(newestOf(measured, recording)).toBe(measured)
    const ended = { ...recording, state: 'finished' as const }
    expect(newestOf(ended, measured)).toBe(ended)
    // A file of the same name, written again.
    expect(newestOf(recording, { ...measured, state: 'finished' })).toBe(recording)
    const other = { ...measured, file: '/x/b.raw' }
    expect(newestOf(recording, other)).toBe(recording)
    expect([newestOf(null, measured), newestOf(recording, null)]).toEqual([null, recording])
  })

  it('is told in a few words', () => {
    const told = contentOf({ ...recording, scans: 26e6, bytes: 52e6, seconds: 26.4 })
    expect(told).toMatch(/^26\.0 MSa, 0 lost, 4\d\.\d+ MiB in 0:26$/)
    expect(contentOf({ ...recording, seconds: 0.506 })).toMatch(/ in 506 ms$/)
    expect(contentOf({ ...recording, lostSamples: 1500 })).toMatch(/, 1\.50 kSa lost, /)
  })
})
