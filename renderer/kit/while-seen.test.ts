import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { defineComponent, h, ref } from 'vue'
import { tellVisibility } from '../testing/page-seen.ts'
import { useWhileSeen } from './while-seen.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

function mounted(fn: () => void, isWanted?: () => boolean) {
  return mount(
    defineComponent(() => {
      useWhileSeen(fn, 100, isWanted)
      return () => h('i')
    }),
  )
}

it('is done while the page is seen, and at once when it is seen again', async () => {
  const done = vi.fn()
  const component = mounted(done)
  await vi.advanceTimersByTimeAsync(350)
  expect(done).toHaveBeenCalledTimes(3)
  tellVisibility('hidden')
  await vi.advanceTimersByTimeAsync(10_000)
  expect(done).toHaveBeenCalledTimes(3)
  tellVisibility('visible')
  await vi.advanceTimersByTimeAsync(0)
  expect(done).toHaveBeenCalledTimes(4)
  await vi.advanceTimersByTimeAsync(100)
  expect(done).toHaveBeenCalledTimes(5)
  component.unmount()
  await vi.advanceTimersByTimeAsync(1000)
  expect(done).toHaveBeenCalledTimes(5)
})

it('is not done on a page that is hidden from its begin on, until it is seen', async () => {
  tellVisibility('hidden')
  const done = vi.fn()
  const component = mounted(done)
  await vi.advanceTimersByTimeAsync(1000)
  expect(done).not.toHaveBeenCalled()
  tellVisibility('visible')
  await vi.advanceTimersByTimeAsync(0)
  expect(done).toHaveBeenCalledTimes(1)
  component.unmount()
})

it('is done only while it is wanted', async () => {
  const isWanted = ref(false)
  const done = vi.fn()
  const component = mounted(done, () => isWanted.value)
  await vi.advanceTimersByTimeAsync(1000)
  tellVisibility('hidden')
  tellVisibility('visible')
  await vi.advanceTimersByTimeAsync(1000)
  expect([done.mock.calls.length, vi.getTimerCount()]).toEqual([0, 0])
  isWanted.value = true
  await vi.advanceTimersByTimeAsync(350)
  expect(done).toHaveBeenCalledTimes(3)
  isWanted.value = false
  await vi.advanceTimersByTimeAsync(1000)
  expect(done).toHaveBeenCalledTimes(3)
  component.unmount()
})
