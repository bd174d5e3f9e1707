import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { realClock } from './clock.ts'
import { longestPieceMs, longTimer } from './long-timer.ts'

const hourMs = 3_600_000

// Fake time of Vitest behaves as that of Node: a delay of more than 31 bits ends after 1 ms.
beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('a timer of the real clock', () => {
  it.each([
    ['just what the event loop can keep', longestPieceMs],
    ['1 ms more', longestPieceMs + 1],
    ['25 days', 25 * 24 * hourMs],
    ['600 hours', 600 * hourMs],
    ['1e9 s', 1e12],
  ])('of %s runs then and not before', (_, delayMs) => {
    const ran = vi.fn()
    realClock.timer(delayMs, ran)
    vi.advanceTimersByTime(delayMs - 1)
    expect(ran).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(ran).toHaveBeenCalledOnce()
    vi.advanceTimersByTime(2 * longestPieceMs)
    expect(ran).toHaveBeenCalledOnce()
  })

  it('measures what is left against the clock, however late a piece ends', () => {
    const ran = vi.fn()
    let nowMs = 1000
    longTimer(() => nowMs, 2 * longestPieceMs, ran)
    // The event loop was held up for an hour, just when the first piece was over.
    nowMs += longestPieceMs + hourMs
    vi.advanceTimersByTime(longestPieceMs)
    vi.advanceTimersByTime(longestPieceMs - hourMs - 1)
    expect(ran).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(ran).toHaveBeenCalledOnce()
  })

  it('can be taken back in its first piece and in a later one', () => {
    const ran = vi.fn()
    realClock.timer(600 * hourMs, ran).dispose()
    const second = realClock.timer(6000 * hourMs, ran)
    vi.advanceTimersByTime(5000 * hourMs)
    second.dispose()
    vi.advanceTimersByTime(2000 * hourMs)
    expect(ran).not.toHaveBeenCalled()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('runs soon for a negative delay and never for Infinity', () => {
    const ran = vi.fn()
    const never = realClock.timer(Number.POSITIVE_INFINITY, ran)
    vi.advanceTimersByTime(100_000 * hourMs)
    expect(ran).not.toHaveBeenCalled()
    never.dispose()
    realClock.timer(-1, ran)
    vi.advanceTimersByTime(1)
    expect(ran).toHaveBeenCalledOnce()
  })

  it('refuses NaN, with nothing begun', () => {
    expect(() => realClock.timer(Number.NaN, () => undefined)).toThrow(expect.objectContaining({ errno: 'EINVAL' }))
    expect(vi.getTimerCount()).toBe(0)
  })
})
