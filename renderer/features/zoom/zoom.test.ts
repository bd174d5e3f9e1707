// The zoom window over the fake instrument: a hand moves the window of the trace in the overview.
import { describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import type { Frame } from '#shared/frame/frame.ts'
import { Emitter } from '#shared/lifecycle.ts'
import { runCommand } from '../../kit/keys/commands.ts'
import { useInstrument } from '../../state/instrument.ts'
import { useNavigation } from '../../state/use-navigation.ts'
import { useView } from '../../state/view.ts'
import { rawFrame } from '../../testing/frames.ts'
import { mountWithFake } from '../../testing/mount-with-fake.ts'
import { dragOver, placed, showFrame } from '../../testing/shown-frame.ts'
import ZoomOverview from './ZoomOverview.vue'
import ZoomPanel from './ZoomPanel.vue'

// Only a browser can paint.
vi.mock('./overview-screen.ts', () => ({
  OverviewScreen: class {
    readonly draw = (): void => undefined
    readonly resize = (): void => undefined
    readonly dispose = (): void => undefined
  },
}))

/** An overview of 2 us/div, 1000 pixels wide: 50 to a microsecond. */
async function opened() {
  const drawn = new Emitter<Frame>()
  const Both = defineComponent({ render: () => h('div', [h(ZoomOverview, { drawn }), h(ZoomPanel)]) })
  const { fake, screen } = await mountWithFake(Both, {}, 'operator', false)
  const view = useView()
  await vi.waitFor(() => expect(useInstrument().state).not.toBeNull())
  expect(screen.find('[data-testid=overview]').exists()).toBe(false)
  runCommand('zoomWindow')
  await vi.waitFor(() => expect(screen.find('[data-testid=overview]').exists()).toBe(true))
  const area = placed(screen.get('[data-testid=overview]').element, 1000, 100)
  const at = (id: string) => screen.get<HTMLElement>(`[data-testid=${id}]`)
  const wheel = (x: number, deltaY: number, more: WheelEventInit = {}) =>
    area.dispatchEvent(
      Object.assign(new WheelEvent('wheel', { deltaY, cancelable: true }), { ...more, clientX: x, clientY: 50 }),
    )
  return { fake, screen, view, at, area, wheel }
}

describe('the zoom window', () => {
  it('opens ten times as long as the trace, as one step of undo, and asks for it with the frames', async () => {
    const { fake, screen, view, at } = await opened()
    expect(view.settings.overview).toEqual({ secondsPerDiv: 2e-6, positionSeconds: 0 })
    expect(view.timebase.secondsPerDiv).toBe(2e-7)
    await vi.waitFor(() =>
      expect(fake.state().undoes?.map(({ path, to }) => [path, to])).toEqual([
        ['overview.secondsPerDiv', 2e-6],
        ['overview.on', true],
      ]),
    )
    expect(at('overview-scale').text()).toBe('overview 2 µs/div')
    runCommand('zoomWindow')
    await vi.waitFor(() => expect(screen.find('[data-testid=overview]').exists()).toBe(false))
    expect(view.settings).not.toHaveProperty('overview')
  })

  it('moves the trace with its window, where it is dragged and where one clicks', async () => {
    const { view, at, area, fake } = await opened()
    // Taken anywhere, it goes as far as the hand.
    dragOver(at('overview-hold').element, [510, 50], [560, 50], [610, 50])
    expect(view.timebase).toEqual({ secondsPerDiv: 2e-7, positionSeconds: 2e-6 })
    await vi.waitFor(() => expect(fake.state().undoes).toEqual([{ path: 'timebase.position', from: 0, to: 2e-6 }]))
    dragOver(area.querySelector('.plot')!, [250, 50])
    expect(view.timebase.positionSeconds).toBeCloseTo(-5e-6, 12)
    // No further than the overview.
    dragOver(at('overview-hold').element, [250, 50], [-900, 50])
    expect(view.timebase.positionSeconds).toBeCloseTo(-9e-6, 12)
    expect(view.overview).toEqual({ secondsPerDiv: 2e-6, positionSeconds: 0 })
  })

  it('gives the trace another time per division by an end, and by the wheel about the pointer', async () => {
    const { view, at, wheel } = await opened()
    dragOver(at('overview-end').element, [560, 50], [660, 50])
    expect(view.timebase).toEqual({ secondsPerDiv: 4e-7, positionSeconds: 1e-6 })
    dragOver(at('overview-start').element, [440, 50], [540, 50])
    expect(view.timebase).toEqual({ secondsPerDiv: 2e-7, positionSeconds: 2e-6 })
    wheel(700, -120)
    expect(view.timebase.secondsPerDiv).toBeCloseTo(1e-7, 15)
    expect(view.timebase.positionSeconds).toBeCloseTo(3e-6, 12)
    wheel(700, 120, { shiftKey: true })
    expect(view.timebase.positionSeconds).toBeCloseTo(3.05e-6, 12)
  })

  it('goes by the arrow keys, and says where it is', async () => {
    const { view, at } = await opened()
    await at('overview-hold').trigger('keydown', { key: 'ArrowRight', shiftKey: true })
    expect(view.timebase.positionSeconds).toBeCloseTo(2e-7, 12)
    await at('overview-hold').trigger('keydown', { key: 'End' })
    expect(view.timebase.positionSeconds).toBeCloseTo(9e-6, 12)
    await at('overview-hold').trigger('keydown', { key: 'Enter' })
    expect(view.timebase.positionSeconds).toBe(0)
    await at('overview-start').trigger('keydown', { key: 'ArrowLeft', shiftKey: true })
    expect(view.timebase).toEqual({ secondsPerDiv: 2.2e-7, positionSeconds: -1e-7 })
    await vi.waitFor(() => expect(at('overview-end').attributes('aria-valuetext')).toContain('220 ns per division'))
  })

  it('has an axis of its own in the panel, with the trace inside', async () => {
    const { screen, view } = await opened()
    const type = async (id: string, text: string) => {
      const field = screen.get<HTMLInputElement>(`[data-testid=${id}]`)
      await field.setValue(text)
      await field.trigger('keydown', { key: 'Enter' })
      return field
    }
    await type('overview-per-div', '10 us')
    await vi.waitFor(() => expect(view.overview).toEqual({ secondsPerDiv: 1e-5, positionSeconds: 0 }))
    const scale = await type('overview-per-div', '100 ns')
    await vi.waitFor(() => expect(screen.get('[role=alert]').text()).toContain('goes from 200 ns/div'))
    await scale.trigger('keydown', { key: 'Escape' })
    await type('overview-position', '20 us')
    await vi.waitFor(() => expect(view.overview?.positionSeconds).toBeCloseTo(2e-5, 12))
    const position = await type('overview-position', '60 us')
    await vi.waitFor(() => expect(screen.get('[role=alert]').text()).toContain('from −49 µs to +49 µs'))
    await position.trigger('keydown', { key: 'Escape' })
  })

  it('that nobody chose the length of keeps it when the trace is zoomed', async () => {
    const { view, fake } = await opened()
    fake.change({ screen: { ...fake.state().screen, overviewSecondsPerDiv: 'auto' } })
    await vi.waitFor(() => expect(fake.state().screen.overviewSecondsPerDiv).toBe('auto'))
    useNavigation().zoom(-1)
    await vi.waitFor(() => expect(view.timebase.secondsPerDiv).toBeCloseTo(1e-7, 15))
    expect(view.overview?.secondsPerDiv).toBe(2e-6)
  })

  it('leaves a running capture without a trigger live: its window has a place there', async () => {
    const { view, fake } = await opened()
    showFrame(rawFrame([0, 0, 0, 0], { firstSample: 100, anchor: 'auto' }))
    useNavigation().panBy(1)
    expect(view.atSample).toBeNull()
    fake.change({ acquisition: 'stopped' })
    await vi.waitFor(() => expect(useInstrument().running).toBe(false))
    useNavigation().panBy(1)
    expect(view.atSample).not.toBeNull()
  })
})
