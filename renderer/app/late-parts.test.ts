// What comes behind the first trace: in which order, and what does not wait for it.
import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick } from 'vue'
import { useInstrument } from '../state/instrument.ts'
import { usePair } from '../state/pair/use-pair.ts'
import { useTraceFigures } from '../state/use-trace-figures.ts'
import { FakeBrowser } from '../testing/fake-pages.ts'
import { type LatePart, useLateComing, useLateParts } from './late-parts.ts'

const order: readonly LatePart[] = ['settings', 'devices', 'status', 'layers']
const there = (): readonly LatePart[] => order.filter((part) => useLateParts().has(part))

const Host = defineComponent(() => {
  useLateComing()
  return () => h('i')
})

beforeEach(() => {
  vi.useFakeTimers()
  setActivePinia(createPinia())
})
afterEach(() => void vi.useRealTimers())

it('each part comes in a task of its own, from the refresh behind the first trace on', async () => {
  const screen = mount(Host)
  useTraceFigures().isDrawn = true
  await nextTick()
  expect(there()).toEqual([])
  for (let count = 1; count <= order.length; count++) {
    vi.advanceTimersToNextTimer()
    expect(there()).toEqual(order.slice(0, count))
  }
  screen.unmount()
})

it('they come without a trace where none is drawn a while after the link has shown how it is', async () => {
  const screen = mount(Host)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(there()).toEqual([])
  useInstrument().lose({ errno: 'ENODEV', message: 'Nobody answers.' }, false)
  await vi.advanceTimersByTimeAsync(1400)
  expect(there()).toEqual([])
  await vi.advanceTimersByTimeAsync(200)
  expect(there()).toEqual(order)
  screen.unmount()
})

it.each(['keydown', 'pointerdown'])('who hears a %s of a hand finds all of them', (type) => {
  const screen = mount(Host)
  const heard = vi.fn(there)
  window.addEventListener(type, heard, { once: true })
  window.dispatchEvent(new Event(type))
  expect(heard).toHaveReturnedWith(order)
  screen.unmount()
})

it('what needs them is done when they are on the screen, and at once from then on', async () => {
  const parts = useLateParts()
  const acts: (readonly LatePart[])[] = []
  parts.withAll(() => acts.push(there()))
  expect(acts).toEqual([])
  await nextTick()
  expect(acts).toEqual([order])
  parts.withAll(() => acts.push(there()))
  expect(acts).toEqual([order, order])
})

it('a page of panels has all of them from its beginning', () => {
  usePair().begin('panels', '', new FakeBrowser().page())
  const screen = mount(Host)
  expect(there()).toEqual(order)
  screen.unmount()
})

it('nothing comes once the screen is gone', async () => {
  const screen = mount(Host)
  screen.unmount()
  useTraceFigures().isDrawn = true
  await vi.runAllTimersAsync()
  expect(there()).toEqual([])
})
