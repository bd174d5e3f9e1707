// The top bar: the buttons of the capture do what they say, the figures are those of now.
import { describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { fakeStats } from '#shared/testing/fake-values.ts'
import { usePreferences } from '../../state/preferences.ts'
import { useView } from '../../state/view.ts'
import { mountWithFake } from '../../testing/mount-with-fake.ts'
import TopBar from './TopBar.vue'

const bar = async (role: 'operator' | 'observer' = 'operator') => {
  const mounted = await mountWithFake(TopBar, {}, role, false)
  return { ...mounted, get: (id: string) => mounted.screen.get<HTMLElement>(`[data-testid=${id}]`) }
}

describe('the top bar', () => {
  it('stops and runs, and its button says which it will do', async () => {
    const { fake, get } = await bar()
    expect(get('run').text()).toBe('Stop')
    await get('run').trigger('click')
    await vi.waitFor(() => expect(get('run').text()).toBe('Run'))
    expect(fake.state().acquisition).toBe('stopped')
    await get('run').trigger('click')
    await vi.waitFor(() => expect(fake.state().acquisition).toBe('running'))
  })

  it('waits for one trigger, and shows that it waits', async () => {
    const { fake, get } = await bar()
    await get('single').trigger('click')
    await vi.waitFor(() => expect(get('single').attributes('aria-pressed')).toBe('true'))
    fake.change({ acquisition: 'stopped' })
    await vi.waitFor(() => expect(get('single').attributes('aria-pressed')).toBe('false'))
  })

  it('takes time base and scales from the signal', async () => {
    const { get } = await bar()
    const view = useView()
    view.setTimebase({ secondsPerDiv: 1, positionSeconds: 3 })
    view.lookAt(5)
    await get('autoset').trigger('click')
    await vi.waitFor(() => expect(view.timebase).toEqual({ secondsPerDiv: 2e-7, positionSeconds: 0 }))
    expect(view.atSample).toBeNull()
  })

  it('reads time base, record, rate and trigger as they are now', async () => {
    const { fake, screen, get } = await bar()
    useView().setTimebase({ secondsPerDiv: 5e-4 })
    await nextTick()
    expect(get('time-per-div').text()).toContain('500 µs/div')
    expect(get('record-in-view').text()).toMatch(/^5(\.00)? ms/)
    expect(get('trigger-readout').text()).toMatch(/^CH1 ↗\s+120 mV\s*edge, auto$/)
    fake.change({
      trigger: { kind: 'edge', channel: 'voltage1', slope: 'falling', level: 0.12 },
      triggerMode: 'normal',
    })
    await vi.waitFor(() => expect(get('trigger-readout').text()).toMatch(/^CH2 ↘\s+120 mV\s*edge, normal$/))
    fake.events.stats.fire({ ...fakeStats(fake.state(), 1000), triggerWord: 'armed' })
    await vi.waitFor(() => expect(get('state-word').text()).not.toBe(''))
    expect(screen.text()).toContain('100 MS/s')
  })

  it('switches persistence and the theme, and says whether they are on', async () => {
    const { get } = await bar()
    const preferences = usePreferences()
    expect(get('persistence').attributes('aria-pressed')).toBe('true')
    await get('persistence').trigger('click')
    expect([useView().persistence, get('persistence').attributes('aria-pressed')]).toEqual([false, 'false'])
    await get('theme').trigger('click')
    expect([preferences.theme, get('theme').attributes('aria-label')]).toEqual(['light', 'Dark theme'])
  })

  it('offers who only looks no button that changes the instrument, but all that concern the screen', async () => {
    const { get } = await bar('observer')
    const disabled = (id: string): boolean => (get(id).element as HTMLButtonElement).disabled
    expect(['run', 'single', 'autoset', 'record'].map(disabled)).toEqual([true, true, true, true])
    expect(['persistence', 'theme', 'help', 'tree-toggle'].map(disabled)).toEqual([false, false, false, false])
  })
})
