// What the screen shows: the settings of the instrument, shared by its operators, and what is this page's own.
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { mountWithFake } from '../testing/mount-with-fake.ts'
import { asOneStep } from './gesture.ts'
import { useInstrument } from './instrument.ts'
import { useSettings } from './settings.ts'
import { useView } from './view.ts'

const Host = { template: '<i />' }

describe('the view', () => {
  it('is on the screen at once, and in the instrument soon after', async () => {
    const { fake } = await mountWithFake(Host)
    const view = useView()
    view.setTimebase({ secondsPerDiv: 1e-3 })
    view.setChannelView('voltage1', { voltsPerDiv: 0.2, offsetVolts: 0.1 })
    view.setPersistence(false)
    expect(view.timebase).toEqual({ secondsPerDiv: 1e-3, positionSeconds: 0 })
    expect(view.viewOf({ id: 'voltage1' })).toEqual({ voltsPerDiv: 0.2, offsetVolts: 0.1 })
    expect(view.settings.persistence).toBeUndefined()
    await vi.waitFor(() =>
      expect(fake.state().screen).toEqual({
        secondsPerDiv: 1e-3,
        positionSeconds: 0,
        dots: 'auto',
        interpolation: 'sinc',
        persistence: false,
        channels: { voltage1: { voltsPerDiv: 0.2, offset: 0.1 } },
        ...{ overview: false, overviewSecondsPerDiv: 'auto', overviewPosition: 'auto' },
      }),
    )
    await vi.waitFor(() => expect(useSettings().ahead.size).toBe(0))
    expect(view.viewOf({ id: 'voltage1' })).toEqual({ voltsPerDiv: 0.2, offsetVolts: 0.1 })
  })

  it('follows what others set', async () => {
    const { fake } = await mountWithFake(Host)
    const view = useView()
    fake.change({ screen: { ...fake.state().screen, secondsPerDiv: 5e-6 } })
    await vi.waitFor(() => expect(view.timebase.secondsPerDiv).toBe(5e-6))
  })

  it('shows the newest of a drag, whatever is on its way, and asks for little', async () => {
    const { fake } = await mountWithFake(Host)
    const view = useView()
    for (let k = 1; k <= 50; k++) {
      asOneStep(() => view.setTimebase({ positionSeconds: k / 1024 }), 'drag')
      expect(view.timebase.positionSeconds).toBe(k / 1024)
    }
    await vi.waitFor(() => expect(fake.state().screen.positionSeconds).toBe(50 / 1024))
    await vi.waitFor(() => expect(useSettings().ahead.size).toBe(0))
    const asked = fake.calls.filter(({ name }) => name === 'applySettings')
    expect(asked.length).toBeLessThan(10)
    expect(fake.state().undoes).toEqual([{ path: 'timebase.position', from: 0, to: 50 / 1024 }])
  })

  it('comes back from a box to channels that share the screen', async () => {
    const { fake } = await mountWithFake(Host)
    const view = useView()
    const before = view.picture()
    const shared = view.viewOf({ id: 'voltage0' })
    view.setChannelView('voltage0', { voltsPerDiv: 0.1, offsetVolts: 0 })
    view.showPicture(before)
    expect(view.viewOf({ id: 'voltage0' })).toEqual(shared)
    await vi.waitFor(() =>
      expect(fake.state().screen.channels.voltage0).toEqual({ voltsPerDiv: 'auto', offset: 'auto' }),
    )
  })

  it('of a page that only looks is its own', async () => {
    const { fake } = await mountWithFake(Host, {}, 'observer')
    const view = useView()
    view.setTimebase({ secondsPerDiv: 1e-3 })
    expect(view.timebase.secondsPerDiv).toBe(1e-3)
    // What had been sent before this would be there now.
    await useInstrument().call('listDevices')
    expect(fake.calls.filter(({ name }) => name === 'applySettings')).toEqual([])
    expect(fake.state().screen.secondsPerDiv).toBe(2e-7)
  })

  it('drops what the instrument refuses, and says why', async () => {
    const { fake } = await mountWithFake(Host)
    const settings = useSettings()
    settings.set({ 'no.such': 1 })
    await vi.waitFor(() => expect(settings.ahead.size).toBe(0))
    expect(fake.calls.at(-1)?.name).toBe('applySettings')
    expect(useInstrument().problems).toHaveLength(1)
  })
})

describe('the selected channel', () => {
  beforeEach(() => localStorage.clear())

  it('is kept over a reload', async () => {
    setActivePinia(createPinia())
    useView().selectedChannel = 'voltage1'
    await nextTick()
    setActivePinia(createPinia())
    expect(useView().selectedChannel).toBe('voltage1')
  })

  it('is the first when what was kept is damaged', () => {
    localStorage.setItem('blockscope.selected.1', '{"not": "a name"}')
    setActivePinia(createPinia())
    expect(useView().selectedChannel).toBe('voltage0')
  })
})
