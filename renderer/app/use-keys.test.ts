import { describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { levelOf } from '#shared/kinds/triggers.ts'
import { useNavigation } from '../state/use-navigation.ts'
import { useView } from '../state/view.ts'
import { mountWithFake } from '../testing/mount-with-fake.ts'
import { useKeys } from './use-keys.ts'

const Host = defineComponent({
  setup() {
    useKeys()
    const list = h('input', { id: 'list', role: 'combobox', 'aria-expanded': 'false', readonly: true })
    return () => h('div', [h('input', { id: 'typing' }), h('button', { id: 'pressed' }), list])
  },
})

function press(key: string, over: KeyboardEventInit = {}, target: EventTarget = document.body): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...over })
  target.dispatchEvent(event)
  return event
}

describe('the keyboard', () => {
  it('runs and stops with Space', async () => {
    const { fake } = await mountWithFake(Host)
    press(' ')
    await vi.waitFor(() => expect(fake.state().acquisition).toBe('stopped'))
  })

  it('belongs to a field that is being typed in, and Space to a focused button', async () => {
    const { fake, screen } = await mountWithFake(Host)
    expect(press('s', {}, screen.get('#typing').element).defaultPrevented).toBe(false)
    expect(press(' ', {}, screen.get('#pressed').element).defaultPrevented).toBe(false)
    expect(fake.calls.filter((call) => ['single', 'stop'].includes(call.name))).toEqual([])
  })

  it('is the screen’s again with the very next key after a list that the mouse opened was closed', async () => {
    const { fake, screen } = await mountWithFake(Host)
    const list = screen.get('#list').element as HTMLElement
    const taken: string[] = []
    await new Promise((resolve) => setTimeout(resolve))
    list.addEventListener('keydown', (event) => taken.push(event.key))
    list.dispatchEvent(new Event('pointerdown', { bubbles: true }))
    list.focus()
    press('Escape', {}, list)
    // Before any timer has had its turn.
    const space = press(' ', {}, list)
    expect(taken).toEqual(['Escape'])
    expect(space.defaultPrevented).toBe(true)
    expect(document.activeElement).not.toBe(list)
    await vi.waitFor(() => expect(fake.state().acquisition).toBe('stopped'))
  })

  it('zooms, pans and selects', async () => {
    await mountWithFake(Host)
    const view = useView()
    press('-')
    expect(view.timebase.secondsPerDiv).toBeCloseTo(5e-7)
    press('ArrowRight')
    expect(view.timebase.positionSeconds).toBeCloseTo(5e-7)
    press('2', { ctrlKey: true, code: 'Digit2' })
    expect(view.selectedChannel).toBe('voltage1')
    const before = useView().viewOf({ id: 'voltage1' }).voltsPerDiv
    press(']')
    expect(useView().viewOf({ id: 'voltage1' }).voltsPerDiv).toBe(2 * before)
  })

  it('goes from auto to normal and back with T, and the capture runs on', async () => {
    const { fake } = await mountWithFake(Host)
    for (const mode of ['normal', 'auto', 'normal']) {
      press('t')
      await vi.waitFor(() => expect(fake.state().triggerMode).toBe(mode))
    }
    expect(fake.state().acquisition).toBe('running')
  })

  it('moves the level by a tenth of a division', async () => {
    const { fake } = await mountWithFake(Host)
    press('ArrowUp', { ctrlKey: true })
    await vi.waitFor(() => expect(levelOf(fake.state().trigger)).toBeCloseTo(0.17))
  })

  it('zooms into a box and steps back with Backspace', async () => {
    await mountWithFake(Host)
    const view = useView()
    const before = { timebase: view.timebase, first: view.viewOf({ id: 'voltage0' }) }
    useNavigation().zoomIntoBox({ left: 0.5, right: 0.75, top: 0, bottom: 0.5 })
    expect(view.timebase.secondsPerDiv).toBeCloseTo(before.timebase.secondsPerDiv / 4)
    useNavigation().zoomIntoBox({ left: 0, right: 0.5, top: 0, bottom: 1 })
    press('Backspace')
    expect(view.timebase.secondsPerDiv).toBeCloseTo(before.timebase.secondsPerDiv / 4)
    press('Backspace')
    press('Backspace')
    expect(view.timebase).toEqual(before.timebase)
    expect(view.viewOf({ id: 'voltage0' })).toEqual(before.first)
    press('Backspace', { shiftKey: true })
    expect(view.timebase.secondsPerDiv).toBeCloseTo(before.timebase.secondsPerDiv / 4)
    press('Backspace', { shiftKey: true })
    expect(view.timebase.secondsPerDiv).toBeCloseTo(before.timebase.secondsPerDiv / 8)
    press('Backspace')
    // Another box leads elsewhere: there is no way forward from it.
    useNavigation().zoomIntoBox({ left: 0, right: 1, top: 0, bottom: 0.5 })
    press('Backspace', { shiftKey: true })
    expect(view.timebase.secondsPerDiv).toBeCloseTo(before.timebase.secondsPerDiv / 4)
  })

  it('takes two presses in a row as two', async () => {
    const { fake } = await mountWithFake(Host)
    for (let k = 0; k < 2; k++) press('2', { altKey: true, code: 'Digit2' })
    for (let k = 0; k < 3; k++) press('t')
    for (let k = 0; k < 3; k++) press(' ')
    await vi.waitFor(() => expect(fake.calls.filter(({ name }) => ['run', 'stop'].includes(name))).toHaveLength(3))
    expect(fake.calls.flatMap(({ name }) => (['run', 'stop'].includes(name) ? [name] : []))).toEqual([
      'stop',
      'run',
      'stop',
    ])
    const switched = fake.calls.filter(({ name }) => name === 'writeAttribute').map(({ request }) => request)
    expect(switched).toMatchObject([{ value: '0' }, { value: '1' }])
    expect(fake.state().triggerMode).toBe('normal')
  })

  it('scales with the brackets that AltGr types on a German keyboard under Windows', async () => {
    await mountWithFake(Host)
    const before = useView().viewOf({ id: 'voltage0' }).voltsPerDiv
    expect(press(']', { ctrlKey: true, altKey: true, code: 'Digit9' }).defaultPrevented).toBe(true)
    expect(useView().viewOf({ id: 'voltage0' }).voltsPerDiv).toBeGreaterThan(before)
    press('[', { ctrlKey: true, altKey: true, code: 'Digit8' })
    expect(useView().viewOf({ id: 'voltage0' }).voltsPerDiv).toBe(before)
  })

  it('switches channels with Alt', async () => {
    const { fake } = await mountWithFake(Host)
    press('1', { altKey: true, code: 'Digit1' })
    await vi.waitFor(() => expect(fake.state().channels[0]?.enabled).toBe(false))
  })
})
