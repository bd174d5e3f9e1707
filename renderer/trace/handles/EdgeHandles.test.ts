// The handles at the edges: what is dragged there, or moved with the keys, is the channel, the level, the position.

import { afterEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { levelOf } from '#shared/kinds/triggers.ts'
import { divisionsAcross, divisionsDown } from '#shared/screen/divisions.ts'
import { useInstrument } from '../../state/instrument.ts'
import { useLevel } from '../../state/use-level.ts'
import { useView } from '../../state/view.ts'
import { rawFrame } from '../../testing/frames.ts'
import { mountWithFake } from '../../testing/mount-with-fake.ts'
import { dragOver, placed, showFrame } from '../../testing/shown-frame.ts'
import BeyondMarks from '../notices/BeyondMarks.vue'
import EdgeHandles from './EdgeHandles.vue'

afterEach(() => void vi.useRealTimers())

const [width, height] = [1000, 800]

async function edges(role: 'operator' | 'observer' = 'operator') {
  const area = placed(document.createElement('div'), width, height)
  const mounted = await mountWithFake(EdgeHandles, { area, recordTime: null }, role, false)
  const view = useView()
  for (const [id, offsetVolts] of [
    ['voltage0', 0],
    ['voltage1', -1],
  ] as const)
    view.setChannelView(id, { voltsPerDiv: 0.5, offsetVolts })
  view.setTimebase({ secondsPerDiv: 1e-6, positionSeconds: 0 })
  await nextTick()
  const handle = (id: string) => mounted.screen.get<HTMLElement>(`[data-testid=${id}]`)
  return { ...mounted, view, handle }
}

describe('the ground of a channel', () => {
  it('stands where zero volts are, for every channel that is on', async () => {
    const { fake, screen, handle } = await edges()
    expect(handle('handle-voltage0').element.style.top).toBe('50.000%')
    // One volt below the middle are two divisions of eight.
    expect(handle('handle-voltage1').element.style.top).toBe('75.000%')
    fake.change({ channels: fake.state().channels.map((one) => ({ ...one, enabled: one.index === 0 })) })
    await vi.waitFor(() => expect(screen.find('[data-testid=handle-voltage1]').exists()).toBe(false))
  })

  it('moves the channel by as much as the hand moves, and selects it', async () => {
    const { view, handle, screen } = await edges()
    dragOver(handle('handle-voltage1').element, [5, 600], [5, 500])
    await nextTick()
    // A division is a hundred pixels high.
    expect(view.viewOf({ id: 'voltage1' })).toEqual({ voltsPerDiv: 0.5, offsetVolts: -0.5 })
    expect(view.viewOf({ id: 'voltage0' }).offsetVolts).toBe(0)
    expect(view.selectedChannel).toBe('voltage1')
    expect(handle('handle-voltage1').classes()).toContain('selected')
    expect(screen.text()).toContain('offset −500 mV')
  })

  it('shows its value on a line while it is held and a moment after', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { handle, screen } = await edges()
    await vi.runAllTimersAsync()
    expect(screen.find('.line').exists()).toBe(false)
    dragOver(handle('handle-voltage0').element, [5, 400], [5, 300])
    await nextTick()
    expect(screen.get('.line').text()).toBe('offset +500 mV')
    await vi.runAllTimersAsync()
    expect(screen.find('.line').exists()).toBe(false)
  })

  it('goes by keys: a tenth of a division, a whole one, as far as it can, and back to a fit', async () => {
    const { view, handle } = await edges()
    const press = (key: string) => handle('handle-voltage0').trigger('keydown', { key })
    const offset = (): number => view.viewOf({ id: 'voltage0' }).offsetVolts
    await press('ArrowUp')
    expect(offset()).toBeCloseTo(0.05)
    await press('PageDown')
    expect(offset()).toBeCloseTo(-0.45)
    await press('End')
    const most = offset()
    await press('ArrowUp')
    expect([most > 1, offset()]).toEqual([true, most])
    showFrame(rawFrame([-16_384, 16_384], { firstSample: 0, triggerSample: 0 }))
    await press('Enter')
    expect(view.viewOf({ id: 'voltage0' }).offsetVolts).not.toBe(most)
  })
})

describe('the trigger level', () => {
  it('goes where the hand is, in volts of its channel, and the instrument follows', async () => {
    const { fake, handle } = await edges()
    dragOver(handle('level-handle').element, [990, 380], [990, 200])
    expect(useLevel().volts).toBeCloseTo(1)
    await nextTick()
    expect(handle('level-handle').element.style.top).toBe('25.000%')
    await vi.waitFor(() => expect(levelOf(fake.state().trigger)).toBeCloseTo(1))
  })

  it('stays on the screen when the hand leaves it', async () => {
    const { handle } = await edges()
    dragOver(handle('level-handle').element, [990, 380], [990, -4000])
    // Full scale of the converter is one volt, which lies below the edge.
    expect(useLevel().volts).toBeCloseTo(1, 2)
    useView().setChannelView('voltage0', { voltsPerDiv: 0.1, offsetVolts: 0 })
    dragOver(handle('level-handle').element, [990, 380], [990, -4000])
    expect(useLevel().volts).toBeCloseTo((divisionsDown / 2) * 0.1, 9)
  })

  it('is nothing to take hold of for who only looks', async () => {
    const { handle } = await edges('observer')
    expect(handle('level-handle').element.closest('[inert]')).not.toBeNull()
    expect(handle('handle-voltage0').element.closest('[inert]')).toBeNull()
  })
})

describe('the position', () => {
  it('is placed on the screen by the hand, and centred by Enter', async () => {
    const { view, handle } = await edges()
    expect(handle('position-handle').element.style.left).toBe('50.000%')
    dragOver(handle('position-handle').element, [500, 5], [250, 5])
    await nextTick()
    // The trigger at a quarter of the screen: its middle is a quarter of the screen later.
    expect(view.timebase.positionSeconds).toBeCloseTo((divisionsAcross / 4) * 1e-6, 12)
    expect(handle('position-handle').element.style.left).toBe('25.000%')
    await handle('position-handle').trigger('keydown', { key: 'ArrowRight' })
    expect(view.timebase.positionSeconds).toBeCloseTo((divisionsAcross / 4 - 0.1) * 1e-6, 12)
    await handle('position-handle').trigger('keydown', { key: 'Enter' })
    expect(view.timebase.positionSeconds).toBe(0)
  })

  it('says so when it marks a sample of the past', async () => {
    const { view, handle } = await edges()
    expect(handle('position-handle').attributes('aria-label')).toBe('Trigger position')
    view.lookAt(1000)
    await nextTick()
    expect(handle('position-handle').attributes('aria-label')).toBe('Time of the sample looked at')
  })

  it('does not move with another button than the first', async () => {
    const { view, handle } = await edges()
    const at = handle('position-handle').element
    at.dispatchEvent(new PointerEvent('pointerdown', { button: 2, clientX: 500, bubbles: true }))
    at.dispatchEvent(new PointerEvent('pointermove', { button: 2, clientX: 100, bubbles: true }))
    expect(view.timebase.positionSeconds).toBe(0)
  })
})

describe('a trace beyond the screen', () => {
  it('says at which edge it lies, and a click fits that channel only', async () => {
    const sights = [
      { channel: 0, sight: 'in' },
      { channel: 1, sight: 'above' },
    ] as const
    const { screen } = await mountWithFake(BeyondMarks, { sights }, 'operator', false)
    const view = useView()
    const before = view.viewOf({ id: 'voltage0' })
    expect(screen.findAll('button').map((one) => one.text())).toEqual(['▲ CH2 above'])
    const one = rawFrame([8192, 16_384])
    showFrame({ ...one, sections: [...one.sections, { ...one.sections[0]!, channel: 1 }] })
    await screen.get('[data-testid=beyond-voltage1]').trigger('click')
    const { voltsPerDiv, offsetVolts } = view.viewOf({ id: 'voltage1' })
    const middle = (0.375 + offsetVolts) / voltsPerDiv
    expect(Math.abs(middle)).toBeLessThan(divisionsDown / 2)
    expect(view.viewOf({ id: 'voltage0' })).toEqual(before)
    expect(useInstrument().problems).toEqual([])
  })
})
