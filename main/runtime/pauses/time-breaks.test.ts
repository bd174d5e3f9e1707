import { beforeEach, describe, expect, it } from 'vitest'
import { lookMs, TimeBreaks } from './time-breaks.ts'

const at = Date.UTC(2026, 0, 1)
const hour = 3_600_000
let clocks = { now: 0, unix: 0, slept: 0, busy: 0 }
let breaks: TimeBreaks

beforeEach(() => {
  clocks = { now: 1000, unix: at, slept: 50, busy: 300 }
  breaks = new TimeBreaks({
    nowMs: () => clocks.now,
    unixMs: () => clocks.unix,
    sleptMs: () => clocks.slept,
    busyMs: () => clocks.busy,
  })
})

/** So much passes on each clock; then a look. */
function pass(by: Partial<typeof clocks>, dueMs?: number) {
  for (const [name, ms] of Object.entries(by)) clocks[name as keyof typeof clocks] += ms
  return breaks.look(dueMs)
}

describe('breaks in time', () => {
  it('are none while all clocks go, also where a look comes late or a clock is put right a little', () => {
    expect(pass({ now: lookMs, unix: lookMs, busy: 100 })).toEqual([])
    expect(pass({ now: 2000, unix: 2000 })).toEqual([])
    expect(pass({ now: lookMs, unix: lookMs + 900 })).toEqual([])
    expect(pass({ now: lookMs, unix: lookMs - 900, slept: 20 })).toEqual([])
  })

  it('are none of a program that was busy all the time', () => {
    expect(pass({ now: 10_000, unix: 10_000, busy: 8000 })).toEqual([])
  })

  it('have a sleep of the machine, whose clock stood still, with its length and its begin', () => {
    pass({ now: lookMs, unix: lookMs })
    const before = clocks.unix
    expect(pass({ now: 100, unix: 12_100, slept: 12_000 })).toEqual([
      { kind: 'sleep', ms: 12_000, sinceUnixMs: before },
    ])
    expect(pass({ now: lookMs, unix: lookMs })).toEqual([])
  })

  it('have a standstill of the program, whose clock went on', () => {
    const before = clocks.unix
    expect(pass({ now: 12_000 + lookMs, unix: 12_000 + lookMs, busy: 30 })).toEqual([
      { kind: 'standstill', ms: 12_000, sinceUnixMs: before },
    ])
    expect(pass({ now: lookMs, unix: lookMs })).toEqual([])
  })

  it('are as long where it is looked more seldom: what was waited for is no standstill', () => {
    expect(pass({ now: 3500, unix: 3500 }, 1000)).toEqual([])
    expect(pass({ now: 13_000, unix: 13_000 }, 1000)).toMatchObject([{ kind: 'standstill', ms: 12_000 }])
  })

  it('take a standstill for sleep where the system said that the machine sleeps, once', () => {
    breaks.sleeps()
    expect(pass({ now: lookMs, unix: lookMs })).toEqual([])
    expect(pass({ now: 20_000, unix: 20_000 })).toMatchObject([{ kind: 'sleep', ms: 20_000 - lookMs }])
    expect(pass({ now: 20_000, unix: 20_000 })).toMatchObject([{ kind: 'standstill' }])
  })

  it.each([2 * hour, -3 * hour])('have a wall clock that was set by %i ms', (byMs) => {
    expect(pass({ now: lookMs, unix: lookMs + byMs })).toEqual([{ kind: 'clock', byMs, atUnixMs: clocks.unix }])
    expect(pass({ now: lookMs, unix: lookMs })).toEqual([])
  })

  it('tell both apart when a machine wakes up and its clock is set', () => {
    expect(pass({ now: lookMs, unix: lookMs + 600_000 - hour, slept: 600_000 })).toEqual([
      { kind: 'clock', byMs: -hour, atUnixMs: clocks.unix },
      { kind: 'sleep', ms: 600_000, sinceUnixMs: clocks.unix - lookMs - 600_000 },
    ])
  })
})
