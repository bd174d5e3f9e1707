// The small controls: a box to tick, a list to choose from, a menu behind a button, the heading of a panel, tooltips.
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { h, nextTick, ref, withDirectives } from 'vue'
import { fail, say } from '#shared/errors.ts'
import { withCommands } from '../../testing/with-commands.ts'
import ChoiceField from './ChoiceField.vue'
import { foldingKey } from './folding.ts'
import MoreMenu from './MoreMenu.vue'
import OnOff from './OnOff.vue'
import PanelSection from './PanelSection.vue'
import TipLayer from './TipLayer.vue'
import { shownTip, type Tip, vTip } from './tip.ts'

afterEach(() => void vi.useRealTimers())

describe('a box to tick', () => {
  it('asks for the other state, and shows the one in force until that is so', async () => {
    const screen = mount(OnOff, { props: { label: 'CH1', on: false } })
    const box = screen.get<HTMLInputElement>('input')
    await box.setValue(true)
    expect(screen.emitted('set')).toEqual([[true]])
    expect(box.element.checked).toBe(false)
    await screen.setProps({ on: true })
    expect(box.element.checked).toBe(true)
  })
})

describe('a choice', () => {
  const choices = [
    { value: 'auto', text: 'auto' },
    { value: 'normal', text: 'normal' },
  ]
  const pick = async (commit: (value: string | number) => unknown) => {
    const screen = mount(ChoiceField, {
      props: { label: 'Mode', value: 'auto', choices, commit, tip: { text: 'Mode' }, testId: 'mode' },
      attachTo: document.body,
    })
    const box = screen.get('[data-testid=mode] input')
    await box.trigger('click')
    const list = document.getElementById(box.attributes('aria-controls') ?? '')
    const normal = [...(list?.querySelectorAll('[role=option]') ?? [])].find((one) => one.textContent === 'normal')
    normal?.dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 1 }))
    await flushPromises()
    return screen
  }

  it('applies what is chosen from its list, which lies in a named region of the page', async () => {
    const commit = vi.fn<(value: string | number) => unknown>()
    await pick(commit)
    expect(commit.mock.calls).toEqual([['normal']])
    const region = document.getElementById('lists')
    expect([region?.getAttribute('role'), region?.getAttribute('aria-label')]).toEqual(['region', 'Open list'])
    expect(region?.querySelector('[role=option]')).not.toBeNull()
  })

  it('says beside itself why a choice is refused', async () => {
    const screen = await pick(() => fail('EBUSY', say`Not while it records.`))
    expect(screen.get('[role=alert]').text()).toBe('Not while it records.')
  })
})

describe('a menu behind a button', () => {
  it('opens and closes, by Escape back to its button, and by a click elsewhere', async () => {
    const screen = mount(MoreMenu, {
      props: { label: 'More', testId: 'more' },
      slots: { default: '<button id="inside">inside</button>' },
      attachTo: document.body,
    })
    const button = screen.get<HTMLButtonElement>('[data-testid=more]')
    const menu = screen.get<HTMLElement>('.menu')
    const isOpen = () => [button.attributes('aria-expanded'), menu.element.style.display !== 'none']
    expect(isOpen()).toEqual(['false', false])
    await button.trigger('click')
    expect(isOpen()).toEqual(['true', true])
    expect(button.attributes('aria-controls')).toBe(menu.element.id)
    const inside = screen.get<HTMLButtonElement>('#inside')
    inside.element.focus()
    await inside.trigger('keydown', { key: 'Escape' })
    expect(isOpen()).toEqual(['false', false])
    expect(document.activeElement).toBe(button.element)
    // Whoever opened it with the mouse has given the keyboard back, and is not sent to the button.
    button.element.blur()
    await button.trigger('click', { detail: 1 })
    inside.element.focus()
    await inside.trigger('keydown', { key: 'Escape' })
    expect(isOpen()).toEqual(['false', false])
    expect(document.activeElement).not.toBe(button.element)
    await button.trigger('click')
    expect(isOpen()).toEqual(['true', true])
    // A click elsewhere counts from the next turn on, after the one that opened it.
    await vi.waitFor(async () => {
      document.body.click()
      await nextTick()
      expect(isOpen()).toEqual(['false', false])
    })
  })
})

describe('the heading of a panel', () => {
  it('names the section, and picks it when that means something', async () => {
    const plain = mount(PanelSection, { props: { title: 'Timebase', note: 'ns' } })
    expect(plain.get('section').attributes('aria-label')).toBe('Timebase')
    expect([plain.get('h2').text(), plain.find('button').exists(), plain.get('.note').text()]).toEqual([
      'Timebase',
      false,
      'ns',
    ])
    const channel = mount(PanelSection, { props: { title: 'CH2', swatch: 5, pickTip: { text: 'Select' } } })
    await channel.get('button').trigger('click')
    expect(channel.emitted('pick')).toHaveLength(1)
    expect(channel.get('button').attributes('aria-pressed')).toBe('false')
    expect(channel.get('.swatch').classes()).toContain('channel-5')
  })

  it('folds what stands below it away where the page keeps that, by a button that says so', async () => {
    const folded = ref<readonly string[]>([])
    const folding = {
      isFolded: (panel: string) => folded.value.includes(panel),
      toggle: (panel: string) => {
        folded.value = folded.value.length > 0 ? [] : [panel]
      },
    }
    const section = mount(PanelSection, {
      props: { title: 'DMA buffer', panel: 'buffer' },
      slots: { default: '<p>below</p>', end: '<b>beside</b>' },
      global: { provide: { [foldingKey as symbol]: folding } },
      attachTo: document.body,
    })
    const button = section.get('button')
    const look = () => [section.get('p').isVisible(), section.get('b').isVisible(), button.attributes('aria-expanded')]
    expect(look()).toEqual([true, true, 'true'])
    await button.trigger('click')
    expect(folded.value).toEqual(['buffer'])
    expect(look()).toEqual([false, true, 'false'])
    await button.trigger('click')
    expect(look()).toEqual([true, true, 'true'])
  })
})

describe('a tooltip', () => {
  withCommands({ runStop: { group: 'Capture', action: 'Run or stop', keys: ['Space'], run: null } })

  const withTip = (tip: Tip) =>
    mount(
      { props: ['tip'], render: (it: { tip: Tip }) => withDirectives(h('button', 'run'), [[vTip, it.tip]]) },
      { props: { tip } },
    )

  it('comes a moment after the pointer, says key and attribute, and goes with it', async () => {
    vi.useFakeTimers()
    const layer = mount(TipLayer)
    const button = withTip({ text: 'Run or stop', key: 'runStop', attribute: 'buffer0/enable' })
    expect(button.attributes('aria-keyshortcuts')).toBe('Space')
    await button.trigger('pointerenter')
    expect(layer.find('[role=tooltip]').exists()).toBe(false)
    await vi.runAllTimersAsync()
    const tip = layer.get('[role=tooltip]')
    expect([tip.get('span').text(), tip.get('kbd').text(), tip.get('code').text()]).toEqual([
      'Run or stop',
      'Space',
      'buffer0/enable',
    ])
    await button.trigger('pointerleave')
    expect(layer.find('[role=tooltip]').exists()).toBe(false)
  })

  it('does not come when the pointer was gone before, nor stay when its control goes', async () => {
    vi.useFakeTimers()
    const button = withTip({ text: 'Run' })
    await button.trigger('pointerenter')
    await button.trigger('pointerleave')
    await vi.runAllTimersAsync()
    expect(shownTip.value).toBeNull()
    await button.trigger('pointerenter')
    await vi.runAllTimersAsync()
    expect(shownTip.value?.text).toBe('Run')
    button.unmount()
    expect(shownTip.value).toBeNull()
  })

  it('says what its control means now', async () => {
    vi.useFakeTimers()
    const button = withTip({ text: 'Run' })
    await button.setProps({ tip: { text: 'Stop' } })
    await button.trigger('pointerenter')
    await vi.runAllTimersAsync()
    expect(shownTip.value?.text).toBe('Stop')
  })
})
