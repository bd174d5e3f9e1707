// The bar of the memory: what of it is on the screen, and how one looks at another part.
import { describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { useView } from '../../state/view.ts'
import { rawFrame } from '../../testing/frames.ts'
import { mountWithFake } from '../../testing/mount-with-fake.ts'
import { dragOver, placed, showFrame } from '../../testing/shown-frame.ts'
import MemoryBar from './MemoryBar.vue'

/** Ten seconds of memory, of which the screen shows the last one but half. */
async function bar() {
  const mounted = await mountWithFake(MemoryBar, {}, 'operator', false)
  const view = useView()
  const memory = { oldestSample: 2000, newestSample: 12_000, samplingFrequencyHz: 1000 }
  showFrame(rawFrame([0, 1], { ...memory, firstSample: 11_000, triggerSample: 11_500 }))
  view.setTimebase({ secondsPerDiv: 0.1, positionSeconds: 0 })
  const track = mounted.screen.get('[data-testid=memory-track]')
  placed(track.element, 500, 10)
  await vi.waitFor(() => expect(mounted.screen.get('.total').text()).toBe('10 s'))
  return { ...mounted, view, track, live: mounted.screen.get<HTMLButtonElement>('[data-testid=memory-live]') }
}

describe('the memory bar', () => {
  it('says how long the memory is, and marks the part on the screen', async () => {
    const { screen, track, live } = await bar()
    expect(screen.get<HTMLElement>('.thumb').element.style).toMatchObject({ left: '90.00%', width: '10.00%' })
    expect(track.attributes()).toMatchObject({ role: 'slider', 'aria-valuenow': '95', 'aria-valuetext': 'newest' })
    expect([live.text(), live.element.disabled]).toEqual(['live', true])
  })

  it('looks at the place in the past that the hand points at, and comes back', async () => {
    const { view, track, live } = await bar()
    view.setTimebase({ positionSeconds: 0.2 })
    dragOver(track.element, [50, 5], [100, 5])
    expect(view.atSample).toBe(4000)
    expect(view.timebase.positionSeconds).toBe(0)
    await nextTick()
    expect([live.text(), live.element.disabled]).toEqual(['past −8 s · back', false])
    expect(track.attributes('aria-valuetext')).toBe('−8 s before the newest sample')
    await live.trigger('click')
    expect(view.atSample).toBeNull()
  })

  it('follows the hand only between press and release, and only the first button', async () => {
    const { view, track } = await bar()
    track.element.dispatchEvent(new PointerEvent('pointermove', { clientX: 100, pointerId: 1, bubbles: true }))
    track.element.dispatchEvent(new PointerEvent('pointerdown', { clientX: 100, button: 2, pointerId: 1 }))
    expect(view.atSample).toBeNull()
  })

  it('goes by the arrow keys, a hundredth of the memory at a time, and leaves Ctrl to the screen', async () => {
    const { view, track } = await bar()
    await track.trigger('keydown', { key: 'ArrowLeft' })
    expect(view.atSample).toBe(2000 + 0.94 * 10_000)
    await track.trigger('keydown', { key: 'ArrowRight', ctrlKey: true })
    await track.trigger('keydown', { key: 'x' })
    expect(view.atSample).toBe(11_400)
  })

  it('has nothing to look at while nothing is in memory', async () => {
    const { screen } = await mountWithFake(MemoryBar, {}, 'operator', false)
    const track = screen.get('[data-testid=memory-track]')
    placed(track.element, 500, 10)
    dragOver(track.element, [50, 5], [100, 5])
    expect([screen.get('.total').text(), useView().atSample]).toEqual(['–', null])
  })
})
