// What the view keeps over a reload of the page.
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import { useView } from './view.ts'

describe('the view', () => {
  beforeEach(() => localStorage.clear())

  it('keeps its time base, the scale of a channel and the selected channel', async () => {
    setActivePinia(createPinia())
    const before = useView()
    before.selectedChannel = 'voltage1'
    before.setChannelView('voltage1', { voltsPerDiv: 0.2, offsetVolts: 0.1 })
    await nextTick()
    setActivePinia(createPinia())
    const after = useView()
    expect(after).not.toBe(before)
    expect(after.selectedChannel).toBe('voltage1')
    expect(after.viewOf({ id: 'voltage1' })).toEqual({ voltsPerDiv: 0.2, offsetVolts: 0.1 })
  })

  it('begins with the first channel when what was kept is damaged', () => {
    localStorage.setItem('blockscope.selected.1', '{"not": "a name"}')
    setActivePinia(createPinia())
    expect(useView().selectedChannel).toBe('voltage0')
  })
})
