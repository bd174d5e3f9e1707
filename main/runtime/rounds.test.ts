import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Rounds } from './rounds.ts'

let isMoving = true
let rounds: Rounds
const look = vi.fn(() => isMoving)

beforeEach(() => {
  vi.useFakeTimers()
  isMoving = true
  look.mockClear()
  rounds = new Rounds({ everyMs: 50, restMs: 1000 }, look)
})
afterEach(() => {
  rounds.dispose()
  vi.useRealTimers()
})

/** How often it was looked within so long. */
function looksIn(ms: number): number {
  look.mockClear()
  vi.advanceTimersByTime(ms)
  return look.mock.calls.length
}

it('are quick while something moves, and slow while nothing does', () => {
  expect(looksIn(1000)).toBe(20)
  isMoving = false
  expect(looksIn(1000)).toBe(1)
  expect(looksIn(3000)).toBe(3)
  isMoving = true
  vi.advanceTimersByTime(1000)
  expect(looksIn(1000)).toBe(20)
})

it('look soon when they are stirred, once', () => {
  isMoving = false
  vi.advanceTimersByTime(50)
  vi.advanceTimersByTime(400)
  rounds.stir()
  rounds.stir()
  expect(looksIn(50)).toBe(1)
  expect(looksIn(900)).toBe(0)
})

it('are not put off by being stirred again and again', () => {
  look.mockClear()
  for (let k = 0; k < 100; k++) {
    vi.advanceTimersByTime(10)
    rounds.stir()
  }
  expect(look).toHaveBeenCalledTimes(20)
})

it('are over when they are disposed, also by the look itself', () => {
  look.mockImplementationOnce(() => {
    rounds.dispose()
    return true
  })
  vi.advanceTimersByTime(50)
  expect(looksIn(5000)).toBe(0)
  rounds.stir()
  expect(looksIn(5000)).toBe(0)
})
