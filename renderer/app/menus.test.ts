// What the menus of the trace and of a channel do, over the fake instrument.
import { describe, expect, it, vi } from 'vitest'
import { defineComponent } from 'vue'
import type { Role } from '#shared/contract/access.ts'
import { channelGroups, type MenuItem, traceGroups } from '../kit/menu/menu.ts'
import { nearestTrace } from '../scale/nearest-trace.ts'
import { useInstrument } from '../state/instrument.ts'
import { useLayout } from '../state/layout.ts'
import { useView } from '../state/view.ts'
import { envelopeFrame, rawFrame } from '../testing/frames.ts'
import { mountWithFake } from '../testing/mount-with-fake.ts'
import { showFrame } from '../testing/shown-frame.ts'

const Nothing = defineComponent({ template: '<i />' })

async function connected(role: Role = 'operator') {
  const { fake } = await mountWithFake(Nothing, {}, role, false)
  await vi.waitFor(() => expect(useInstrument().state).not.toBeNull())
  showFrame(rawFrame(new Array(100).fill(0), { triggerSample: 50, samplingFrequencyHz: 1e8 }))
  useView().shownAnchor = 'trigger'
  return fake
}

const itemsAt = (x: number, y: number): MenuItem[] =>
  traceGroups({ x, y }, 'voltage0').flatMap(({ items }) => [...items])
const item = (text: string | RegExp, from = itemsAt(0.75, 0.25)): MenuItem => {
  const found = from.find((one) => (typeof text === 'string' ? one.text === text : text.test(one.text)))
  if (found === undefined) throw new Error(`There is no ${text} among ${from.map((one) => one.text).join(', ')}.`)
  return found
}

describe('the menu of the trace', () => {
  it('puts a cursor where it was pointed at, as one step', async () => {
    const fake = await connected()
    useView().setTimebase({ secondsPerDiv: 1e-6, positionSeconds: 0 })
    await vi.waitFor(() => expect(fake.state().screen.secondsPerDiv).toBe(1e-6))
    const before = fake.state().undoes
    await item('Cursor 2 here').run()
    await vi.waitFor(() => expect(fake.state().cursors).toMatchObject({ time: true }))
    await vi.waitFor(() => expect(fake.state().cursors.t2).toBeCloseTo(2.5e-6, 9))
    expect(fake.state().undoes).not.toEqual(before)
  })

  it('sets the level to the voltage there, which it names', async () => {
    const fake = await connected()
    const view = useView()
    view.setChannelView('voltage0', { voltsPerDiv: 0.1, offsetVolts: 0 })
    await vi.waitFor(() => expect(fake.state().screen.channels.voltage0).toMatchObject({ voltsPerDiv: 0.1 }))
    const level = item(/^Trigger level here, \+?200\.?0* mV$/)
    await level.run()
    await vi.waitFor(() => expect(fake.state().trigger).toMatchObject({ level: 0.2 }))
  })

  it('moves the trigger there', async () => {
    const fake = await connected()
    useView().setTimebase({ secondsPerDiv: 1e-6 })
    await item('Trigger position here').run()
    await vi.waitFor(() => expect(fake.state().screen.positionSeconds).toBeCloseTo(-2.5e-6, 9))
  })

  it('measures the channel, fits it, turns it over, and switches it off', async () => {
    const fake = await connected()
    await item('Rise time').run()
    await vi.waitFor(() => expect(fake.state().measurements).toEqual([{ name: 'rise', channel: 'voltage0', to: null }]))
    expect(useLayout().strip).toMatchObject({ isOpen: true, tab: 'measure' })
    const ofChannel = (): MenuItem[] => channelGroups('voltage0').flatMap(({ items }) => [...items])
    await item('Invert', ofChannel()).run()
    await vi.waitFor(() => expect(fake.state().channels[0]?.input.inverted).toBe(true))
    await vi.waitFor(() => item('Turn upright again', ofChannel()))
    await item('Switch off', ofChannel()).run()
    await vi.waitFor(() => expect(fake.state().channels[0]?.enabled).toBe(false))
    await vi.waitFor(() => expect(channelGroups('voltage0')).toEqual([]))
  })

  it('offers who only looks nothing that would change the instrument', async () => {
    await connected('observer')
    const off = itemsAt(0.5, 0.5).filter(({ isOff }) => isOff)
    for (const text of [/^Trigger level/, 'Frequency', 'Another…', 'Invert', 'Switch off'])
      expect(off).toContainEqual(item(text, off))
    expect(item('Zoom in here').isOff).not.toBe(true)
  })
})

describe('the trace that is meant', () => {
  const view = { secondsPerDiv: 10, positionSeconds: 0, columns: 100, atSample: null }
  const nearest = (frame: Parameters<typeof nearestTrace>[0], x: number, y: number): string | null => {
    const { traces } = useInstrument()
    const scales = [
      { voltsPerDiv: 0.1, offsetVolts: 0.2 },
      { voltsPerDiv: 0.1, offsetVolts: -0.2 },
    ]
    return nearestTrace(frame, view, traces, ({ index }) => scales[index]!, { x, y })
  }

  it('is the nearer one, and none where nothing is drawn', async () => {
    const fake = await connected()
    fake.change({ channels: fake.state().channels.map((one) => ({ ...one, enabled: true })) })
    await vi.waitFor(() => expect(useInstrument().traces.length).toBeGreaterThan(1))
    const one = rawFrame(new Array(100).fill(0), { triggerSample: 50 })
    const [section] = one.sections
    const both = { ...one, sections: [section!, { ...section!, channel: 1 }] }
    expect(nearest(both, 0.5, 0.3)).toBe('voltage0')
    expect(nearest(both, 0.5, 0.7)).toBe('voltage1')
    expect(nearest(one, 0.5, 0.9)).toBe('voltage0')
    const none = envelopeFrame(new Array(100).fill([1, -1]), { triggerSample: 50 })
    expect(nearest(none, 0.5, 0.5)).toBeNull()
  })
})
