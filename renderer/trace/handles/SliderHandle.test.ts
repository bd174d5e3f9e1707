// A handle is a slider: what a hand drags, the arrow keys move.
import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import SliderHandle from './SliderHandle.vue'

const props = {
  label: 'Trigger level',
  upright: true,
  low: -2,
  high: 2,
  value: 0.5,
  text: '500 mV',
  tip: { text: 'Trigger level' },
  testId: 'level',
}

describe('a handle', () => {
  it('is a slider that says its value with its unit', () => {
    const handle = mount(SliderHandle, { props }).get('[data-testid=level]')
    expect(handle.attributes()).toMatchObject({
      role: 'slider',
      tabindex: '0',
      'aria-label': 'Trigger level',
      'aria-orientation': 'vertical',
      'aria-valuemin': '-2',
      'aria-valuemax': '2',
      'aria-valuenow': '0.5',
      'aria-valuetext': '500 mV',
    })
  })

  it('says a small value without an exponent, and goes ten steps with Shift', async () => {
    const handle = mount(SliderHandle, { props: { ...props, low: -1e-6, high: 1e-6, value: -4e-7 } })
    const shown = handle.get('[data-testid=level]')
    expect(shown.attributes('aria-valuenow')).toBe('-0.000000400000000')
    expect(Number(shown.attributes('aria-valuenow'))).toBe(-4e-7)
    for (const key of ['ArrowUp', 'ArrowDown']) await shown.trigger('keydown', { key, shiftKey: true })
    expect(handle.emitted('step')).toEqual([[10], [-10]])
  })

  it.each([
    { upright: true, less: 'ArrowDown', more: 'ArrowUp', others: ['ArrowLeft', 'ArrowRight'] },
    { upright: false, less: 'ArrowLeft', more: 'ArrowRight', others: ['ArrowDown', 'ArrowUp'] },
  ])('goes by the arrow keys along its axis, upright: $upright', async ({ upright, less, more, others }) => {
    const handle = mount(SliderHandle, { props: { ...props, upright } })
    const press = (key: string, held = {}) => handle.get('[data-testid=level]').trigger('keydown', { key, ...held })
    for (const key of [more, less, 'PageUp', 'PageDown']) await press(key)
    expect(handle.emitted('step')).toEqual([[1], [-1], [10], [-10]])
    await press('Home')
    await press('End')
    expect(handle.emitted('to')).toEqual([[-2], [2]])
    await press('Enter')
    expect(handle.emitted('home')).toHaveLength(1)
    for (const key of [...others, 'x']) await press(key)
    // With Ctrl the arrows belong to the screen.
    await press(more, { ctrlKey: true })
    expect(handle.emitted('step')).toHaveLength(4)
  })
})
