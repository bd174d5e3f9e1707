// The cursors over the fake instrument: by pointer, by key, and in the panel.
import { describe, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick } from 'vue'
import type { Role } from '#shared/contract/access.ts'
import type { Frame } from '#shared/frame/frame.ts'
import { Emitter } from '#shared/lifecycle.ts'
import { useKeys } from '../../app/use-keys.ts'
import { commandFor } from '../../kit/keys/commands.ts'
import { useInstrument } from '../../state/instrument.ts'
import { useSettings } from '../../state/settings.ts'
import { useView } from '../../state/view.ts'
import { envelopeFrame, rawFrame } from '../../testing/frames.ts'
import { mountWithFake } from '../../testing/mount-with-fake.ts'
import { dragOver, placed, showFrame } from '../../testing/shown-frame.ts'
import CursorOverlay from './CursorOverlay.vue'
import CursorPanel from './CursorPanel.vue'

/** A screen of 1000 by 800 pixels: 1 µs a division, and a volt of voltage0. */
async function opened(role: Role = 'operator') {
  const drawn = new Emitter<Frame>()
  const Host = defineComponent({
    setup() {
      useKeys()
      return () => h('div', [h(CursorOverlay, { drawn }), h(CursorPanel)])
    },
  })
  const mounted = await mountWithFake(Host, {}, role, false)
  await vi.waitFor(() => expect(useInstrument().state).not.toBeNull())
  const { screen } = mounted
  placed(screen.get('.cursors').element, 1000, 800)
  const view = useView()
  view.columns = 1000
  view.setTimebase({ secondsPerDiv: 1e-6, positionSeconds: 0 })
  for (const id of ['voltage0', 'voltage1']) view.setChannelView(id, { voltsPerDiv: 1, offsetVolts: 0 })
  const show = async (frame: Frame): Promise<void> => {
    showFrame(frame)
    drawn.fire(frame)
    await nextTick()
  }
  const find = (id: string) => screen.find<HTMLElement>(`[data-testid=${id}]`)
  const press = async (key: string, over: KeyboardEventInit = {}): Promise<void> => {
    const target = document.activeElement ?? document.body
    target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...over }))
    await nextTick()
    await nextTick()
  }
  /** What the instrument has, when all has reached it. */
  const kept = async () => {
    await useSettings().settled()
    return mounted.fake.state().cursors
  }
  const undo = async () => {
    await useSettings().settled()
    await useInstrument().call('undo')
    await nextTick()
  }
  return { ...mounted, view, show, find, press, kept, undo }
}

/** A sine of 4 µs and 0.5 V at 100 MS/s that crosses zero upwards at the trigger; a code of the fake is 30.518 µV. */
function sine(wanted: Partial<Frame> = {}): Frame {
  const codes = Array.from({ length: 1001 }, (_, k) =>
    Math.round((0.5 / 30.518e-6) * Math.sin((2 * Math.PI * (k - 500)) / 400)),
  )
  return rawFrame(codes, { firstSample: 7000, triggerSample: 7500, samplingFrequencyHz: 1e8, ...wanted })
}

const thin = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()

describe('the time cursors', () => {
  it('are shown by C where they can be seen, and hidden by it; both are undone', async () => {
    const { press, find, kept, undo } = await opened()
    expect(find('cursor-time-1').exists()).toBe(false)
    await press('c')
    expect(find('cursor-line-time-1').element.style.left).toBe('30.000%')
    expect(find('cursor-line-time-2').element.style.left).toBe('70.000%')
    expect(await kept()).toMatchObject({ time: true, t1: -2e-6, t2: 2e-6 })
    await press('c')
    expect(find('cursor-time-1').exists()).toBe(false)
    expect(await kept()).toMatchObject({ time: false, t1: -2e-6 })
    await undo()
    await vi.waitFor(() => expect(find('cursor-time-1').exists()).toBe(true))
    await undo()
    await vi.waitFor(() => expect(find('cursor-time-1').exists()).toBe(false))
    expect(await kept()).toMatchObject({ time: false, t1: 'auto', t2: 'auto' })
  })

  it('go where the hand drags them, by line or by tag, and a drag is one step', async () => {
    const { press, find, kept, undo } = await opened()
    await press('c')
    dragOver(find('cursor-line-time-1').element, [300, 100], [340, 100], [400, 100], [450, 100])
    await nextTick()
    expect(find('cursor-time-1').attributes('aria-valuetext')).toBe('−500.0 ns')
    dragOver(find('cursor-time-2').element, [700, 790], [800, 790], [900, 790])
    expect(await kept()).toMatchObject({ t1: -0.5e-6, t2: 4e-6 })
    await undo()
    expect(await kept()).toMatchObject({ t1: -0.5e-6, t2: 2e-6 })
    await undo()
    expect(await kept()).toMatchObject({ t1: -2e-6, t2: 2e-6 })
  })

  it('stay on the screen under the hand, and snap to edges and the trigger with Shift', async () => {
    const { press, find, kept, show } = await opened()
    await show(sine())
    await press('c')
    dragOver(find('cursor-line-time-1').element, [300, 100], [-5000, 100])
    expect(await kept()).toMatchObject({ t1: -5e-6 })
    const shift = { shiftKey: true, pointerId: 1, button: 0, bubbles: true, cancelable: true }
    const line = find('cursor-line-time-2').element
    line.dispatchEvent(new PointerEvent('pointerdown', { ...shift, clientX: 700 }))
    // Crossings lie at whole multiples of 2 µs.
    line.dispatchEvent(new PointerEvent('pointermove', { ...shift, clientX: 730 }))
    expect((await kept()).t2).toBeCloseTo(2e-6, 12)
    line.dispatchEvent(new PointerEvent('pointermove', { ...shift, clientX: 870 }))
    expect((await kept()).t2).toBeCloseTo(4e-6, 12)
    line.dispatchEvent(new PointerEvent('pointerup', shift))
  })

  it('are taken by 1 and 2 and nudged by a pixel, or with Shift by a division; Escape lets go', async () => {
    const { press, kept, view } = await opened()
    await press('1')
    expect(document.activeElement?.id).toBe('cursor-time-1')
    await press('ArrowRight')
    expect(await kept()).toMatchObject({ time: true, t1: -1.99e-6 })
    await press('ArrowLeft', { shiftKey: true })
    expect(await kept()).toMatchObject({ t1: -2.99e-6 })
    await press('2')
    expect(document.activeElement?.id).toBe('cursor-time-2')
    await press('PageDown')
    expect(await kept()).toMatchObject({ t1: -2.99e-6, t2: 1e-6 })
    await press('Escape')
    expect(document.activeElement).toBe(document.body)
    await press('ArrowRight')
    expect(view.timebase.positionSeconds).toBe(1e-6)
    expect(await kept()).toMatchObject({ t2: 1e-6 })
  })

  it('stand on samples where samples are far apart', async () => {
    const { press, find, kept, show } = await opened()
    // 1 µs from sample to sample; the trigger lies a quarter behind one.
    await show(rawFrame([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], { triggerSample: 5.25, samplingFrequencyHz: 1e6 }))
    await press('c')
    dragOver(find('cursor-line-time-1').element, [300, 100], [330, 100])
    // 0.7 µs before the trigger at -1.7 µs: the samples are at -2.25 and -1.25 µs.
    expect((await kept()).t1).toBeCloseTo(-1.25e-6, 15)
    await press('1')
    await press('ArrowRight')
    expect((await kept()).t1).toBeCloseTo(-0.25e-6, 15)
  })

  it('go from edge to edge by N and P, until there is none', async () => {
    const { press, kept, show } = await opened()
    await show(sine())
    await press('1')
    // From -2 µs, which is a crossing by itself.
    await press('n')
    expect((await kept()).t1).toBeCloseTo(0, 12)
    await press('n')
    expect((await kept()).t1).toBeCloseTo(2e-6, 12)
    await press('p')
    await press('p')
    expect((await kept()).t1).toBeCloseTo(-2e-6, 12)
    await press('2')
    await press('n')
    await press('n')
    expect((await kept()).t2).toBeCloseTo(4e-6, 12)
    expect(useInstrument().problems.map(({ message }) => message)).toEqual([
      'CH1 has no edge after cursor 2 on the screen.',
    ])
  })

  it('beyond the screen point there from its edge, and are brought back by a key or a double click', async () => {
    const { press, find, kept, view } = await opened()
    await press('c')
    view.setTimebase({ positionSeconds: 20e-6 })
    await nextTick()
    expect(find('cursor-line-time-1').isVisible()).toBe(false)
    expect(find('cursor-time-1').text()).toBe('◂1')
    await find('cursor-time-2').trigger('dblclick')
    expect(await kept()).toMatchObject({ t1: -2e-6, t2: 22e-6 })
    await press('v')
    expect(await kept()).toMatchObject({ t1: 18e-6, t2: 22e-6 })
    expect(find('cursor-line-time-1').element.style.left).toBe('30.000%')
  })
})

describe('the amplitude cursors', () => {
  it('are shown by Shift + C at their channel, dragged in its unit, and snap to its extremes', async () => {
    const { press, find, kept, show, undo } = await opened()
    await show(sine())
    await press('C', { shiftKey: true })
    expect(find('cursor-line-amplitude-1').element.style.top).toBe('62.500%')
    expect(await kept()).toMatchObject({ amplitude: true, time: false, y1: -1, y2: 1 })
    dragOver(find('cursor-amplitude-2').element, [990, 300], [990, 350], [990, 250])
    expect(await kept()).toMatchObject({ y1: -1, y2: 1.5 })
    await undo()
    expect(await kept()).toMatchObject({ y2: 1 })
    await find('cursor-amplitude-2').trigger('keydown', { key: 'Enter' })
    expect((await kept()).y2).toBeCloseTo(0.5, 4)
    await press('1')
    expect(document.activeElement?.id).toBe('cursor-amplitude-1')
    await press('ArrowUp')
    await press('ArrowUp', { shiftKey: true })
    expect((await kept()).y1).toBeCloseTo(0.01, 9)
  })

  it('are of the unit of their channel', async () => {
    const { fake, find } = await opened()
    fake.change({ channels: fake.state().channels.map((one) => ({ ...one, unit: 'm/s²' })) })
    fake.change({ cursors: { ...fake.state().cursors, amplitude: true, y1: -2, y2: 3 } })
    await vi.waitFor(() => expect(thin(find('cursor-dv').text())).toBe('5.000 m/s²'))
    expect(thin(find('cursor-amplitude-1').attributes('aria-valuetext')!)).toBe('−2.000 m/s²')
  })

  it('fall back to a channel that is shown, and come back with their own', async () => {
    const { fake, find, view } = await opened()
    view.setChannelView('voltage1', { voltsPerDiv: 2, offsetVolts: 0 })
    fake.change({ cursors: { ...fake.state().cursors, amplitude: true, y1: 2, y2: 3, channel1: 'voltage1' } })
    await vi.waitFor(() => expect(find('cursor-line-amplitude-1').element.style.top).toBe('37.500%'))
    expect(find('cursor-amplitude-1').classes()).toContain('channel-1')
    const { channels } = fake.state()
    fake.change({ channels: channels.map((one) => ({ ...one, enabled: one.index === 0 })) })
    await vi.waitFor(() => expect(find('cursor-amplitude-1').classes()).toContain('channel-0'))
    expect(find('cursor-line-amplitude-1').element.style.top).toBe('25.000%')
    expect(find('cursor-away').text()).toBe('CH2 is not shown: another channel stands in.')
    fake.change({ channels })
    await vi.waitFor(() => expect(find('cursor-amplitude-1').classes()).toContain('channel-1'))
    expect(fake.state().cursors).toMatchObject({ channel1: 'voltage1', y1: 2 })
    fake.change({ channels: channels.map((one) => ({ ...one, enabled: false })) })
    await vi.waitFor(() => expect(find('cursor-amplitude-1').exists()).toBe(false))
  })
})

describe('the read-out', () => {
  it('says dt, 1/dt, dV, slope and the values of each channel, from the record that is drawn', async () => {
    const { press, find, show, kept } = await opened()
    await show(sine())
    await press('c')
    await kept()
    dragOver(find('cursor-line-time-1').element, [300, 100], [400, 100])
    dragOver(find('cursor-line-time-2').element, [700, 100], [600, 100])
    await nextTick()
    const said = (id: string): string => thin(find(id).text())
    // From the lowest at -1 µs to the highest at 1 µs.
    expect(said('cursor-dt')).toBe('2.000 µs')
    expect(said('cursor-rate')).toBe('500.0 kHz')
    expect(said('cursor-dv')).toBe('1.000 V')
    expect(said('cursor-slope')).toBe('500.0 kV/s')
    expect([said('cursor-1-voltage0'), said('cursor-2-voltage0')]).toEqual(['1 −500.0 mV', '2 500.0 mV'])
    expect(said('cursor-1-voltage1')).toBe('1 not in the record')
  })

  it('is a range of an envelope, and a reason outside the record', async () => {
    const { press, find, show, kept } = await opened()
    const code = 1 / 30.518e-6
    const columns = Array.from({ length: 90 }, () => [-0.25 * code, 0.25 * code].map(Math.round) as [number, number])
    // 90 columns of 0.1 µs: from -5 µs to 4 µs.
    const window = { firstSample: 0, triggerSample: 500, samplingFrequencyHz: 1e8, scansPerPoint: 10 }
    await show(envelopeFrame(columns, window))
    await press('c')
    dragOver(find('cursor-line-time-2').element, [700, 100], [960, 100])
    await kept()
    await nextTick()
    expect(thin(find('cursor-1-voltage0').text())).toBe('1 −250.0…250.0 mV')
    expect(thin(find('cursor-2-voltage0').text())).toBe('2 outside the record')
    expect(find('cursor-dv').text()).toBe('outside the record')
  })

  it('follows tracked cursors along the trace', async () => {
    const { fake, find, show } = await opened()
    await show(sine())
    const tracked = { amplitude: true, tracked1: true, tracked2: true, t1: -1e-6, t2: 1e-6 }
    fake.change({ cursors: { ...fake.state().cursors, ...tracked } })
    await vi.waitFor(() => expect(find('cursor-on-trace-1').exists()).toBe(true))
    // Their times are shown, too: they cannot be placed otherwise.
    expect(find('cursor-line-time-1').exists()).toBe(true)
    expect(find('cursor-amplitude-1').exists()).toBe(false)
    expect(Number.parseFloat(find('cursor-on-trace-1').element.style.top)).toBeCloseTo(50 + 0.5 * 12.5, 2)
    expect(thin(find('cursor-dv').text())).toBe('1.000 V')
    // The next frame has the signal upside down.
    const other = sine()
    await show({ ...other, triggerSample: 7300 })
    expect(Number.parseFloat(find('cursor-on-trace-1').element.style.top)).toBeCloseTo(50 - 0.5 * 12.5, 2)
    await vi.waitFor(() => expect(thin(find('cursor-dv').text())).toBe('−1.000 V'))
  })

  it('counts time from the sample that is looked at, and without either from the newest', async () => {
    const { press, find, show, view } = await opened()
    await press('c')
    view.lookAt(7400)
    await show(sine({ anchor: 'past', triggerSample: Number.NaN }))
    // At -2 µs stands sample 7200: phase -300/400.
    await vi.waitFor(() => expect(thin(find('cursor-1-voltage0').text())).toBe('1 500.0 mV'))
    view.lookAt(null)
    await show(sine({ anchor: 'roll', triggerSample: Number.NaN }))
    // The newest, sample 8001, stands at 5 µs: at -2 µs is 7301, phase -199/400.
    // Times count as the axis does: from the newest, at the right edge.
    view.shownAnchor = 'roll'
    await nextTick()
    expect(thin(find('cursor-time-1').attributes('aria-valuetext')!)).toBe('−7.000 µs')
    expect((find('cursor-t1').element as HTMLInputElement).value).toBe('−7 µs')
    const code = Math.round((0.5 / 30.518e-6) * Math.sin((2 * Math.PI * -199) / 400))
    await vi.waitFor(() =>
      expect(thin(find('cursor-1-voltage0').text())).toBe(`1 −${(Math.abs(code) * 30.518e-3).toFixed(3)} mV`),
    )
  })
})

describe('the panel', () => {
  it('shows the pairs, binds, tracks, and takes what is typed exactly', async () => {
    const { find, kept, screen } = await opened()
    expect(find('cursor-t1').exists()).toBe(false)
    await find('cursors-time').setValue(true)
    await find('cursors-amplitude').setValue(true)
    const type = async (id: string, text: string): Promise<void> => {
      await find(id).setValue(text)
      await find(id).trigger('keydown', { key: 'Enter' })
    }
    await type('cursor-t1', '-1.5 us')
    await type('cursor-y2', '750m')
    expect(await kept()).toMatchObject({ time: true, amplitude: true, t1: -1.5e-6, y2: 0.75 })
    await type('cursor-t2', '2000')
    expect(screen.get('[role=alert]').text()).toContain('cursors.t2 takes a number from −1.05 ks to 1.05 ks')
    await type('cursor-t2', '3 us')
    await find('cursor-tracked-2').setValue(true)
    expect(await kept()).toMatchObject({ t2: 3e-6, tracked2: true })
    expect(find('cursor-y2').attributes('disabled')).toBeDefined()
  })

  it('is there for who only looks, for its own screen', async () => {
    const { press, find, fake } = await opened('observer')
    await press('c')
    expect(find('cursor-line-time-1').exists()).toBe(true)
    dragOver(find('cursor-line-time-1').element, [300, 100], [450, 100])
    await nextTick()
    expect(find('cursor-line-time-1').element.style.left).toBe('45.000%')
    expect(fake.state().cursors).toMatchObject({ time: false, t1: 'auto' })
    expect(useInstrument().problems).toEqual([])
  })
})

it('every key of the cursors is a command of the table', () => {
  const ids = ['C', 'Shift+C', '1', '2', 'N', 'P', 'V'].map((key) => commandFor(key)?.command.id)
  expect(ids).toEqual([
    'timeCursors',
    'amplitudeCursors',
    'takeCursor1',
    'takeCursor2',
    'nextEdge',
    'previousEdge',
    'cursorsIntoView',
  ])
})
