// The strip below the trace: its tabs by mouse and by keys, what it remembers, and that hidden tabs are not there at all.

import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick, onMounted, onUnmounted, ref } from 'vue'
import '../features.ts'
import { runCommand } from '../../kit/keys/commands.ts'
import { usesKey } from '../../kit/keys/key-owner.ts'
import { useLayout } from '../../state/layout.ts'
import { usePreferences, usualStripHeight } from '../../state/preferences.ts'
import StripEdge from './StripEdge.vue'
import TabStrip from './TabStrip.vue'

const mounted: string[] = []

function tab(id: string, isInUse: () => boolean = () => false) {
  const component = defineComponent(() => {
    onMounted(() => mounted.push(id))
    onUnmounted(() => mounted.splice(mounted.indexOf(id), 1))
    return () => h('p', id)
  })
  return { id, title: id.toUpperCase(), component, keys: [], isInUse }
}

beforeEach(() => {
  localStorage.clear()
  setActivePinia(createPinia())
  mounted.length = 0
})

const shown = (isInUse = () => false) =>
  mount(TabStrip, {
    props: { tabs: [tab('measure', isInUse), tab('theme'), tab('help')] },
    attachTo: document.body,
  })

describe('the strip of tabs', () => {
  it('is a row of names until a tab is chosen, and mounts only the one that is shown', async () => {
    const strip = shown()
    expect(strip.findAll('[role=tab]').map((one) => one.attributes('aria-selected'))).toEqual([
      'false',
      'false',
      'false',
    ])
    expect([strip.find('[role=tabpanel]').exists(), mounted]).toEqual([false, []])
    await strip.get('[data-testid=tab-theme]').trigger('click')
    expect([strip.get('[role=tabpanel]').text(), mounted]).toEqual(['theme', ['theme']])
    await strip.get('[data-testid=tab-help]').trigger('click')
    expect(mounted).toEqual(['help'])
    expect(strip.get('[role=tabpanel]').attributes('aria-labelledby')).toBe('tab-help')
    await strip.get('[data-testid=strip-fold]').trigger('click')
    expect(mounted).toEqual([])
    strip.unmount()
  })

  it('goes around with the arrows, and to the ends, with one tab in the order of the keyboard', async () => {
    const strip = shown()
    const tabs = strip.findAll<HTMLElement>('[role=tab]')
    tabs[0]!.element.focus()
    const seen: (string | null)[] = []
    for (const key of ['ArrowDown', 'ArrowRight', 'ArrowDown', 'ArrowUp', 'Home', 'ArrowLeft', 'End']) {
      await strip.get('[role=tab][tabindex="0"]').trigger('keydown', { key })
      await nextTick()
      seen.push(document.activeElement?.textContent ?? null)
      expect(strip.findAll('[role=tab][tabindex="0"]')).toHaveLength(1)
    }
    expect(seen).toEqual(['THEME', 'HELP', 'MEASURE', 'HELP', 'MEASURE', 'HELP', 'HELP'])
    // The screen does not take these keys from it.
    for (const key of ['ArrowLeft', 'Home', 'Space']) expect(usesKey(tabs[0]!.element, key)).toBe(true)
    expect(usesKey(tabs[0]!.element, 'M')).toBe(false)
    strip.unmount()
  })

  it('remembers its tab, its height and whether it is open', async () => {
    const layout = useLayout()
    layout.showTab('help')
    layout.setStripHeight(222)
    await nextTick()
    setActivePinia(createPinia())
    const strip = shown()
    expect(strip.get('[role=tabpanel]').text()).toBe('help')
    expect(strip.get('[data-testid=tab-strip]').attributes('style')).toContain('--strip-height: 222px')
    strip.unmount()
    localStorage.setItem('blockscope.strip.1', '{"tab":7,"isOpen":true,"height":-1}')
    setActivePinia(createPinia())
    expect(usePreferences().strip).toEqual({ tab: null, isOpen: null, height: usualStripHeight })
  })

  it('shows the first tab in the place of one that there is no more', () => {
    useLayout().showTab('spectrum')
    expect(shown().get('[role=tabpanel]').text()).toBe('measure')
  })

  it('opens by itself for what is in use, unless somebody folded it', async () => {
    const used = ref(false)
    const strip = shown(() => used.value)
    used.value = true
    await nextTick()
    await nextTick()
    expect(strip.get('[role=tabpanel]').text()).toBe('measure')
    expect(strip.get('[data-testid=tab-measure]').text()).toBe('MEASURE, in use')
    await strip.get('[data-testid=strip-fold]').trigger('click')
    strip.unmount()
    expect(
      shown(() => true)
        .find('[role=tabpanel]')
        .exists(),
    ).toBe(false)
  })

  it('has a command for each tab, which shows it or folds it away', () => {
    const layout = useLayout()
    runCommand('measure')
    expect(layout.strip).toMatchObject({ tab: 'measure', isOpen: true })
    layout.showTab('another')
    runCommand('measure')
    expect(layout.strip).toMatchObject({ tab: 'measure', isOpen: true })
    runCommand('measure')
    expect(layout.strip.isOpen).toBe(false)
    runCommand('strip')
    expect(layout.strip).toMatchObject({ tab: 'measure', isOpen: true })
  })
})

describe('the edge of the strip', () => {
  const edge = () => mount(StripEdge, { props: { height: 150, low: 100, high: 300 } })

  it('moves by keys, within what there is', async () => {
    const one = edge()
    for (const key of ['ArrowUp', 'ArrowDown', 'Home', 'End']) await one.trigger('keydown', { key })
    expect(one.emitted('to')).toEqual([[170], [130], [100], [300]])
    await one.trigger('keydown', { key: 'ArrowUp', ctrlKey: true })
    expect(one.emitted('to')).toHaveLength(4)
    await one.trigger('keydown', { key: 'Enter' })
    expect(one.emitted('fold')).toHaveLength(1)
    expect(one.attributes('aria-valuenow')).toBe('150')
    // The screen does not take its keys.
    expect([usesKey(one.element, 'ArrowUp'), usesKey(one.element, 'ArrowLeft')]).toEqual([true, false])
  })

  it('follows the pointer as long as it is held', async () => {
    const one = edge()
    one.element.setPointerCapture = vi.fn<() => void>()
    await one.trigger('pointermove', { clientY: 5 })
    await one.trigger('pointerdown', { button: 0, clientY: 500, pointerId: 1 })
    await one.trigger('pointermove', { clientY: 460 })
    await one.trigger('pointermove', { clientY: 10 })
    await one.trigger('pointerup')
    await one.trigger('pointermove', { clientY: 490 })
    expect(one.emitted('to')).toEqual([[190], [300]])
    await one.trigger('dblclick')
    expect(one.emitted('to')!.at(-1)).toEqual([usualStripHeight])
  })
})
