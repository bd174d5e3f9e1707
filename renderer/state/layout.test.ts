// Which parts of the screen are open, in a wide window and in a narrow one, and what is remembered.
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import { narrow, useLayout } from './layout.ts'
import { usePreferences } from './preferences.ts'

const resize = async (width: number): Promise<void> => {
  const dom = Reflect.get(window, 'happyDOM') as { setViewport(to: { width: number; height: number }): void }
  dom.setViewport({ width, height: 800 })
  await nextTick()
}

beforeEach(async () => {
  localStorage.clear()
  await resize(1400)
  setActivePinia(createPinia())
})

describe('the layout', () => {
  it('has tree and settings beside the trace, and remembers which a person closed', async () => {
    const layout = useLayout()
    expect([layout.treeShown, layout.panelsShown]).toEqual([true, true])
    layout.toggle('tree')
    expect([layout.treeShown, layout.panelsShown, layout.treeOver]).toEqual([false, true, false])
    await nextTick()
    setActivePinia(createPinia())
    const after = useLayout()
    expect([after.treeShown, after.panelsShown]).toEqual([false, true])
  })

  it('remembers which panels a person folded, and reveals one whatever hides it', async () => {
    const layout = useLayout()
    layout.toggleFold('Trigger')
    layout.toggleFold('buffer')
    layout.toggleFold('Trigger')
    await nextTick()
    setActivePinia(createPinia())
    const after = useLayout()
    expect([after.isFolded('Trigger'), after.isFolded('buffer')]).toEqual([false, true])
    after.toggle('panels')
    after.reveal('buffer')
    expect([after.panelsShown, after.isFolded('buffer')]).toEqual([true, false])
    after.reveal('buffer')
    expect([after.panelsShown, after.isFolded('buffer')]).toEqual([true, false])
  })

  it('has them over the trace in a narrow window, one at a time, closed until asked for', async () => {
    const layout = useLayout()
    await resize(narrow.panels - 1)
    expect([layout.treeShown, layout.panelsShown]).toEqual([false, false])
    layout.toggle('panels')
    expect([layout.panelsShown, layout.panelsOver]).toEqual([true, true])
    layout.toggle('tree')
    expect([layout.treeOver, layout.panelsOver]).toEqual([true, false])
    layout.uncover()
    expect([layout.treeShown, layout.panelsShown]).toEqual([false, false])
    // What lies over the trace is no preference: the wide window is as it was left.
    await resize(1400)
    expect([layout.treeShown, layout.panelsShown]).toEqual([true, true])
  })

  it('covers nothing any more when the window has become wide and narrow again', async () => {
    const layout = useLayout()
    await resize(narrow.tree - 1)
    layout.toggle('tree')
    expect([layout.treeOver, layout.panelsShown, layout.panelsOver]).toEqual([true, true, false])
    await resize(1400)
    await resize(narrow.tree - 1)
    expect(layout.treeShown).toBe(false)
  })
})

describe('preferences', () => {
  it('set the theme on the page, and keep it', async () => {
    const preferences = usePreferences()
    const { dataset, classList } = document.documentElement
    expect([dataset.theme, classList.contains('dark')]).toEqual(['dark', true])
    preferences.toggleTheme()
    await nextTick()
    expect([dataset.theme, classList.contains('dark')]).toEqual(['light', false])
    setActivePinia(createPinia())
    expect(usePreferences().theme).toBe('light')
  })
})
