import { beforeEach, describe, expect, it } from 'vitest'
import { patience } from './patience.ts'

let nowMs = 0
let timers: { readonly dueMs: number; readonly fn: () => void }[] = []
const clock = {
  nowMs: () => nowMs,
  timer(delayMs: number, fn: () => void) {
    const timer = { dueMs: nowMs + delayMs, fn }
    timers.push(timer)
    return {
      dispose() {
        timers = timers.filter((one) => one !== timer)
      },
    }
  },
}
let ended: number[] = []

beforeEach(() => {
  nowMs = 0
  timers = []
  ended = []
})

/** Runs what is due, as an event loop does that looks once: it did not run until now. */
function wakeAt(ms: number): void {
  nowMs = ms
  const due = timers.filter(({ dueMs }) => dueMs <= nowMs)
  timers = timers.filter(({ dueMs }) => dueMs > nowMs)
  for (const { fn } of due) fn()
}

/** Time passes, and the program runs. */
function run(toMs: number): void {
  for (let next = due(toMs); next !== null; next = due(toMs)) wakeAt(next)
  nowMs = toMs
}
const due = (toMs: number): number | null => {
  const next = Math.min(...timers.map(({ dueMs }) => dueMs))
  return next <= toMs ? next : null
}

const begin = (ms: number) => patience(clock, ms, () => ended.push(nowMs))

describe('patience', () => {
  it('ends after its time while the program runs', () => {
    begin(5000)
    run(4999)
    expect(ended).toEqual([])
    run(60_000)
    expect(ended).toEqual([5000])
    expect(timers).toEqual([])
  })

  it('does not count the time in which the program did not run', () => {
    begin(5000)
    run(3000)
    wakeAt(15_000)
    expect(ended).toEqual([])
    run(60_000)
    // The piece of half a second in which it was stopped counts as one.
    expect(ended).toEqual([16_500])
  })

  it('never ends in the very moment in which the program goes on', () => {
    begin(200)
    wakeAt(12_000)
    expect(ended).toEqual([])
    run(60_000)
    expect(ended).toEqual([12_500])
  })

  it('has no end when it is disposed, or for Infinity', () => {
    const given = begin(1000)
    run(800)
    given.dispose()
    const endless = begin(Number.POSITIVE_INFINITY)
    run(100_000)
    expect(ended).toEqual([])
    endless.dispose()
    expect(timers).toEqual([])
  })
})
