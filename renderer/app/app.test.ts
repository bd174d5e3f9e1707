// The whole page: its landmarks, what can be folded away, and how it meets an instrument that comes and goes.
import { afterEach, describe, expect, it, vi } from 'vitest'
import { serveInstrument } from '#shared/contract/rpc.ts'
import { linkedPorts } from '#shared/port/linked.ts'
import type { Port } from '#shared/port/port.ts'
import { FakeInstrument } from '#shared/testing/fake-instrument.ts'
import { useInstrument } from '../state/instrument.ts'
import { mountWithFake } from '../testing/mount-with-fake.ts'
import App from './App.vue'
import { mountScreen } from './mount.ts'

// What paints, which only a browser can, and what has tests of its own and takes long to build.
vi.mock('../trace/TraceArea.vue', () => ({ default: { template: '<div tabindex="-1" />' } }))
vi.mock('../features/devices/DeviceTree.vue', () => ({ default: { template: '<nav><button>device</button></nav>' } }))
vi.mock('../features/buffer/lanes/DmaLanes.vue', () => ({ default: { template: '<div />' } }))
vi.mock('../features/channels/ChannelPanel.vue', () => ({
  default: { props: ['channel', 'clipped'], template: '<section />' },
}))
vi.mock('../features/math/MathPanel.vue', () => ({ default: { template: '<section />' } }))
vi.mock('../features/timebase/TimebasePanel.vue', () => ({ default: { template: '<section />' } }))
vi.mock('../features/trigger/TriggerPanel.vue', () => ({ default: { template: '<section />' } }))
vi.mock('../features/buffer/DmaPanel.vue', () => ({ default: { template: '<section />' } }))

afterEach(() => document.body.replaceChildren())

describe('the page', () => {
  it('has its landmarks, and the trace is the first thing a keyboard can skip to', async () => {
    const { screen } = await mountWithFake(App, {}, 'operator', false)
    expect([screen.findAll('main').length, screen.findAll('header.topbar').length]).toEqual([1, 1])
    expect(screen.get('aside.panels').attributes('aria-label')).toBe('Settings')
    const first = screen.get<HTMLElement>('a[href], button, input, [tabindex="0"]')
    expect(first.text()).toBe('Skip to the trace')
    await first.trigger('click')
    expect(document.activeElement?.id).toBe('trace')
  })

  it('folds tree and settings away and brings them back', async () => {
    const { screen } = await mountWithFake(App, {}, 'operator', false)
    for (const [toggle, part] of [
      ['tree-toggle', '.tree'],
      ['panels-toggle', 'aside.panels'],
    ] as const) {
      expect(screen.find(part).exists()).toBe(true)
      await screen.get(`[data-testid=${toggle}]`).trigger('click')
      expect(screen.find(part).exists(), part).toBe(false)
      await screen.get(`[data-testid=${toggle}]`).trigger('click')
      expect(screen.find(part).exists(), part).toBe(true)
    }
  })

  it('has a panel for every channel and feature, and no hand on the settings while nothing is connected', async () => {
    const { screen } = await mountWithFake(App, {}, 'operator', false)
    expect(screen.findAll('aside section').length).toBe(11)
    useInstrument().lose({ errno: 'EPIPE', message: 'The link ended.' }, false)
    await vi.waitFor(() => expect(screen.get('aside.panels').attributes()).toHaveProperty('inert'))
  })
})

describe('mounting the page', () => {
  it('shows it before there is an instrument, connects, and connects again when the link ends', async () => {
    const target = document.createElement('div')
    document.body.append(target)
    const opened: Port[] = []
    mountScreen(target, () => {
      const [near, far] = linkedPorts()
      serveInstrument(far, new FakeInstrument({ pace: () => undefined }))
      opened.push(far)
      return Promise.resolve(near)
    })
    expect(target.querySelector('main')).not.toBeNull()
    const instrument = useInstrument()
    await vi.waitFor(() => expect(instrument.link).toBe('live'))
    opened[0]!.close()
    await vi.waitFor(() => expect(opened.length).toBeGreaterThan(1), { timeout: 15_000 })
    await vi.waitFor(() => expect(instrument.link).toBe('live'), { timeout: 15_000 })
  })
})
