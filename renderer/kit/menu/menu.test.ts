import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick, withDirectives } from 'vue'
import MenuLayer from './MenuLayer.vue'
import { type MenuGroup, openMenu, openMenuByKey, vMenu } from './menu.ts'

const run = vi.fn()
const groups: readonly MenuGroup[] = [
  { place: 2, title: 'Second', items: [{ text: 'Gamma', run: () => run('gamma') }] },
  {
    place: 1,
    items: [
      { text: 'Alpha', run: () => run('alpha') },
      { text: 'Beta', isOff: true, run: () => run('beta') },
    ],
  },
  { place: 3, title: 'Nothing', items: [] },
]

function mounted(asked = vi.fn((): readonly MenuGroup[] => groups)) {
  const Host = defineComponent({
    render: () =>
      h('main', [
        withDirectives(h('section', [h('button', { id: 'inner' }, 'x'), h('input', { id: 'text' })]), [
          [vMenu, { label: 'Things', groups: asked }, '', { screen: true }],
        ]),
        h('button', { id: 'elsewhere' }, 'y'),
        h(MenuLayer),
      ]),
  })
  const screen = mount(Host, { attachTo: document.body })
  const items = () => screen.findAll('[role=menuitem]')
  const press = async (key: string) => {
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
    await nextTick()
  }
  const rightClick = async () => {
    const event = new MouseEvent('contextmenu', { clientX: 40, clientY: 30, bubbles: true, cancelable: true })
    screen.get('section').element.dispatchEvent(event)
    await nextTick()
    await nextTick()
    return event
  }
  return { screen, asked, items, press, rightClick }
}

afterEach(() => {
  openMenu.value = null
  run.mockClear()
})

describe('a menu', () => {
  it('opens where it was asked for, with its groups in order, and without those that have nothing', async () => {
    const { screen, asked, items, rightClick } = mounted()
    expect((await rightClick()).defaultPrevented).toBe(true)
    expect(asked.mock.calls.at(-1)).toMatchObject([{ clientX: 40, clientY: 30 }])
    expect(screen.get('[role=menu]').attributes('aria-label')).toBe('Things')
    expect(items().map((item) => item.text())).toEqual(['Alpha', 'Beta', 'Gamma'])
    expect(screen.findAll('fieldset').map((group) => group.attributes('aria-label'))).toEqual([undefined, 'Second'])
    expect(document.activeElement).toBe(screen.get('[role=menu]').element)
  })

  it('does what is clicked, once, and is gone', async () => {
    const { screen, items, rightClick } = mounted()
    await rightClick()
    await items()[2]!.trigger('click')
    expect(run.mock.calls).toEqual([['gamma']])
    expect(screen.find('[role=menu]').exists()).toBe(false)
  })

  it('does not what cannot be done now', async () => {
    const { screen, items, rightClick } = mounted()
    await rightClick()
    expect(items()[1]!.attributes('aria-disabled')).toBe('true')
    await items()[1]!.trigger('click')
    expect(run).not.toHaveBeenCalled()
    expect(screen.find('[role=menu]').exists()).toBe(true)
  })

  it('leaves a field of text to the browser', async () => {
    const { screen, asked } = mounted()
    const event = new MouseEvent('contextmenu', { bubbles: true, cancelable: true })
    screen.get('#text').element.dispatchEvent(event)
    await nextTick()
    expect(event.defaultPrevented).toBe(false)
    expect(asked).not.toHaveBeenCalled()
  })

  describe('a finger', () => {
    const touch = (target: Element, type: string, over: PointerEventInit = {}) =>
      target.dispatchEvent(
        new PointerEvent(type, {
          ...{ pointerType: 'touch', isPrimary: true, pointerId: 1, clientX: 40, clientY: 30, bubbles: true },
          ...over,
        }),
      )
    beforeEach(() => void vi.useFakeTimers())
    afterEach(() => void vi.useRealTimers())
    const later = async () => {
      vi.advanceTimersByTime(1000)
      await nextTick()
    }

    it('that stays opens it, once, also on what keeps its events to itself', async () => {
      const { screen, asked } = mounted()
      const inner = screen.get('#inner').element
      inner.addEventListener('pointerdown', (event) => event.stopPropagation())
      touch(inner, 'pointerdown')
      touch(inner, 'pointermove', { clientX: 44 })
      await later()
      expect(asked.mock.calls).toMatchObject([[{ clientX: 40, clientY: 30 }]])
      expect(screen.find('[role=menu]').exists()).toBe(true)
    })

    it.each([
      ['that is lifted', (at: Element) => touch(at, 'pointerup')],
      ['that moves', (at: Element) => touch(at, 'pointermove', { clientX: 60 })],
      ['that a second one joins', (at: Element) => touch(at, 'pointerdown', { pointerId: 2, isPrimary: false })],
      ['of which the browser takes care', (at: Element) => touch(at, 'contextmenu', {})],
    ])('%s does not open it by staying', async (_, act) => {
      const { screen, asked } = mounted()
      const inner = screen.get('#inner').element
      touch(inner, 'pointerdown')
      act(inner)
      asked.mockClear()
      await later()
      expect(asked).not.toHaveBeenCalled()
    })

    it('in a field of text, and a mouse, do not', async () => {
      const { screen, asked } = mounted()
      touch(screen.get('#text').element, 'pointerdown')
      await later()
      touch(screen.get('#inner').element, 'pointerdown', { pointerType: 'mouse' })
      await later()
      expect(asked).not.toHaveBeenCalled()
    })
  })

  it('is used by keys alone, and gives the keyboard back', async () => {
    const { screen, items, press } = mounted()
    const inner = screen.get<HTMLButtonElement>('#inner').element
    inner.focus()
    openMenuByKey()
    await nextTick()
    await nextTick()
    const focused = () => items().findIndex((item) => item.element === document.activeElement)
    expect(focused()).toBe(0)
    await press('ArrowUp')
    expect(focused()).toBe(2)
    await press('ArrowDown')
    await press('b')
    expect(focused()).toBe(1)
    await press('End')
    await press('Home')
    expect(focused()).toBe(0)
    await press('Enter')
    expect(run.mock.calls).toEqual([['alpha']])
    expect(document.activeElement).toBe(inner)
    openMenuByKey()
    await nextTick()
    await nextTick()
    await press('Escape')
    expect(screen.find('[role=menu]').exists()).toBe(false)
    expect(document.activeElement).toBe(inner)
  })

  it('is the one of the screen where what has the keyboard has none, and keeps its keys to itself', async () => {
    const { screen, asked, press } = mounted()
    const heard = vi.fn()
    window.addEventListener('keydown', heard)
    screen.get<HTMLButtonElement>('#elsewhere').element.focus()
    openMenuByKey()
    await nextTick()
    await nextTick()
    expect(asked.mock.calls.at(-1)).toEqual([null])
    await press('q')
    await press('ArrowDown')
    window.removeEventListener('keydown', heard)
    expect(heard).not.toHaveBeenCalled()
  })

  it('closes by a click elsewhere, and when the window is left', async () => {
    const { screen, rightClick } = mounted()
    for (const leave of [
      () => screen.get('#elsewhere').element.dispatchEvent(new Event('pointerdown', { bubbles: true })),
      () => window.dispatchEvent(new Event('blur')),
    ]) {
      await rightClick()
      leave()
      await nextTick()
      expect(screen.find('[role=menu]').exists()).toBe(false)
    }
  })

  it('does not open where there is nothing to do', async () => {
    const { screen, rightClick } = mounted(vi.fn(() => []))
    await rightClick()
    expect(screen.find('[role=menu]').exists()).toBe(false)
  })
})
