import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { useSoon } from './soon.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('is done once for all who ask meanwhile, and again for who asks later', () => {
  const done = vi.fn()
  const ask = effectScope().run(() => useSoon(done, 200))!
  expect(vi.getTimerCount()).toBe(0)
  ask()
  vi.advanceTimersByTime(150)
  ask()
  expect(done).not.toHaveBeenCalled()
  vi.advanceTimersByTime(50)
  expect(done).toHaveBeenCalledTimes(1)
  expect(vi.getTimerCount()).toBe(0)
  ask()
  vi.advanceTimersByTime(200)
  expect(done).toHaveBeenCalledTimes(2)
})

it('is not done when the component is gone', () => {
  const done = vi.fn()
  const scope = effectScope()
  const ask = scope.run(() => useSoon(done, 200))!
  ask()
  scope.stop()
  vi.advanceTimersByTime(1000)
  expect(done).not.toHaveBeenCalled()
})
