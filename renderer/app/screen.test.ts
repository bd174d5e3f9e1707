// What lies over the trace and beside it: help, trouble, seams, the box to zoom into; and what the mouse does on the trace.
import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick, ref } from 'vue'
import type { Seam } from '#shared/contract/topics/seams.ts'
import { divisionsAcross } from '#shared/screen/divisions.ts'
import { allCommands } from '../kit/keys/commands.ts'
import { useInstrument } from '../state/instrument.ts'
import { useLayout } from '../state/layout.ts'
import { useSettings } from '../state/settings.ts'
import { useView } from '../state/view.ts'
import { rawFrame } from '../testing/frames.ts'
import { mountWithFake } from '../testing/mount-with-fake.ts'
import { dragOver, placed, showFrame } from '../testing/shown-frame.ts'
import SeamNotice from '../trace/notices/SeamNotice.vue'
import TraceNotice from '../trace/notices/TraceNotice.vue'
import { useTraceGestures } from '../trace/trace-gestures.ts'
import ZoomBox from '../trace/ZoomBox.vue'
import HelpOverlay from './HelpOverlay.vue'
import ProblemLines from './ProblemLines.vue'

afterEach(() => void vi.useRealTimers())

describe('the help', () => {
  it('lists every key of the one table, with what it does, and closes by its button and beside it', async () => {
    const { screen } = await mountWithFake(HelpOverlay, {}, 'operator', false)
    const dialog = screen.get<HTMLDialogElement>('[data-testid=help-overlay]')
    const layout = useLayout()
    expect(dialog.element.open).toBe(false)
    layout.helpOpen = true
    await nextTick()
    expect(dialog.element.open).toBe(true)
    expect(screen.findAll('dt')).toHaveLength(allCommands().length)
    const said = dialog.text()
    for (const { action } of allCommands()) expect(said).toContain(action)
    expect(said).toContain('Blockscope 0.0.0-fake, headless front')
    await screen.get('button[aria-label=Close]').trigger('click')
    expect(dialog.element.open).toBe(false)
    layout.helpOpen = true
    await nextTick()
    await screen.get('h2').trigger('click')
    expect(dialog.element.open).toBe(true)
    await dialog.trigger('click')
    expect(layout.helpOpen).toBe(false)
  })
})

describe('trouble', () => {
  it('is a line each, an alert when it is an error, counted, and gone when dismissed', async () => {
    const { screen } = await mountWithFake(ProblemLines, {}, 'operator', false)
    const instrument = useInstrument()
    expect(screen.find('[data-testid=problems]').exists()).toBe(false)
    for (let times = 0; times < 1234; times++)
      instrument.report({ severity: 'warning', message: 'Too slow.', tip: 'Choose a lower rate.' })
    instrument.report({ severity: 'error', message: 'The disk is full.', tip: null })
    await nextTick()
    const lines = screen.findAll('li')
    expect(lines.map((line) => line.get('p').attributes('role'))).toEqual(['status', 'alert'])
    expect(lines[0]!.text()).toContain('Too slow. Choose a lower rate.')
    expect(lines[0]!.get('small').text()).toMatch(/^1\s234 times$/)
    await lines[0]!.get('button').trigger('click')
    expect(screen.findAll('li').map((line) => line.get('b').text())).toEqual(['The disk is full.'])
  })

  it('leaves by itself when it is only a remark', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
    const { screen } = await mountWithFake(ProblemLines, {}, 'operator', false)
    for (const severity of ['info', 'warning'] as const)
      useInstrument().report({ severity, message: severity, tip: null })
    await vi.advanceTimersByTimeAsync(7000)
    expect(screen.findAll('li')).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(2000)
    expect(screen.findAll('li b').map((line) => line.text())).toEqual(['warning'])
  })
})

describe('a seam', () => {
  const seam = (over: Partial<Seam> = {}): Seam => ({
    epoch: 1,
    atSample: 1000,
    atUnixMs: Date.now(),
    subject: 'blockBytes',
    from: 1 << 20,
    to: 1 << 19,
    lostSamples: 0,
    costMs: 1.25,
    how: 'live',
    ...(over as object),
  })

  it('is confirmed for a few seconds when it is new, with what it cost', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { fake, screen } = await mountWithFake(SeamNotice, {}, 'operator', false)
    const notice = () => screen.find('[data-testid=seam-notice]')
    expect(notice().exists()).toBe(false)
    fake.change({ seams: [seam()] })
    await vi.waitFor(() => expect(notice().exists()).toBe(true))
    expect(notice().text()).toBe('block 1 MiB → 512 KiB · 0 lost · 1.3 ms, hardware kept running')
    expect(notice().classes()).not.toContain('lost')
    fake.change({ seams: [seam(), seam({ subject: 'gap', lostSamples: 12, atUnixMs: Date.now() + 1 })] })
    await vi.waitFor(() => expect(notice().text()).toContain('gap · 12 lost'))
    expect(notice().classes()).toContain('lost')
    await vi.advanceTimersByTimeAsync(6000)
    expect(notice().exists()).toBe(false)
  })

  it('is history when it is old', async () => {
    const { fake, screen } = await mountWithFake(SeamNotice, {}, 'operator', false)
    fake.change({ seams: [seam({ atUnixMs: Date.now() - 60_000 })], viewers: 5 })
    await vi.waitFor(() => expect(useInstrument().state?.viewers).toBe(5))
    await nextTick()
    expect(screen.find('[data-testid=seam-notice]').exists()).toBe(false)
  })
})

describe('the word on the trace', () => {
  it('says that it is not connected over what was there, and nothing while all is well', async () => {
    const props = { anchor: 'trigger', sights: [{ channel: 0, sight: 'in' }] }
    const { screen } = await mountWithFake(TraceNotice, props, 'operator', false)
    const notice = () => screen.find('[data-testid=trace-notice]')
    expect(notice().exists()).toBe(false)
    useInstrument().lose({ errno: 'EPIPE', message: 'The link ended.' }, false)
    await nextTick()
    expect([notice().attributes('role'), notice().classes().includes('corner')]).toEqual(['status', true])
  })
})

describe('the mouse on the trace', () => {
  async function trace() {
    const gestures = ref<ReturnType<typeof useTraceGestures>>()
    const Host = defineComponent({
      setup() {
        const area = ref<HTMLElement | null>(null)
        const made = useTraceGestures(area)
        gestures.value = made as never
        return () =>
          h('section', { ref: area, onWheel: made.onWheel }, [
            h('div', { class: 'plot', onPointerdown: made.onPointerDown, onDblclick: made.onDoubleClick }),
            made.box.value === null ? null : h(ZoomBox, { box: made.box.value }),
          ])
      },
    })
    const mounted = await mountWithFake(Host, {}, 'operator', false)
    placed(mounted.screen.get('section').element, 1000, 800)
    const view = useView()
    view.setTimebase({ secondsPerDiv: 1e-6, positionSeconds: 0 })
    view.setChannelView('voltage0', { voltsPerDiv: 0.5, offsetVolts: 0 })
    return { ...mounted, view, plot: mounted.screen.get('.plot') }
  }

  it('drags the trace in time with the hand', async () => {
    const { view, plot } = await trace()
    showFrame(rawFrame([0, 1], { triggerSample: 0 }))
    dragOver(plot.element, [500, 400], [600, 400], [700, 300])
    expect(view.timebase.positionSeconds).toBeCloseTo(-0.2 * divisionsAcross * 1e-6, 12)
    expect(view.atSample).toBeNull()
  })

  it('holds the picture at a sample first where no trigger holds it', async () => {
    const { view, plot } = await trace()
    showFrame(rawFrame([0, 1], { newestSample: 50_000, samplingFrequencyHz: 1e6 }))
    dragOver(plot.element, [500, 400], [600, 400])
    expect(view.atSample).not.toBeNull()
  })

  it('zooms with the wheel at the pointer, scales over the volts axis, moves sideways with Shift', async () => {
    const { view, screen } = await trace()
    const wheel = (init: WheelEventInit) => screen.get('section').trigger('wheel', { deltaMode: 0, ...init })
    await wheel({ deltaY: -120, clientX: 1000, clientY: 400 })
    expect(view.timebase.secondsPerDiv).toBeCloseTo(5e-7, 12)
    // What is at the right edge stays there: five divisions from the middle, before and after.
    expect(view.timebase.positionSeconds).toBeCloseTo(5e-6 - 2.5e-6, 10)
    await wheel({ deltaY: 120, clientX: 10, clientY: 400 })
    expect(view.viewOf({ id: 'voltage0' }).voltsPerDiv).toBe(1)
    const { positionSeconds } = view.timebase
    await wheel({ deltaY: 120, shiftKey: true, clientX: 500, clientY: 400 })
    expect(view.timebase.positionSeconds - positionSeconds).toBeCloseTo(0.5 * 5e-7, 12)
    // With Alt the wheel belongs to the fields.
    const before = view.timebase
    await wheel({ deltaY: 120, altKey: true, clientX: 500, clientY: 400 })
    expect(view.timebase).toEqual(before)
  })

  it('takes a turn of the wheel as one gesture, and another turn or another purpose as another', async () => {
    const { fake, screen } = await trace()
    const section = screen.get('section').element
    const wheel = (atMs: number, init: WheelEventInit): void => {
      const event = new Event('wheel', { cancelable: true })
      const given = { timeStamp: atMs, deltaMode: 0, deltaX: 0, deltaY: -120, clientY: 400, altKey: false, ...init }
      for (const [name, value] of Object.entries(given)) Object.defineProperty(event, name, { value })
      section.dispatchEvent(event)
    }
    const settled = () => vi.waitFor(() => expect(useSettings().ahead.size).toBe(0))
    await settled()
    const before = fake.calls.length
    const said = new Set<unknown>()
    const gestures = async (): Promise<number> => {
      await settled()
      for (const { name, request } of fake.calls.slice(before))
        if (name === 'applySettings') said.add((request as { gesture?: string }).gesture)
      return said.size
    }
    for (const atMs of [1000, 1300, 1700]) {
      wheel(atMs, { clientX: 10 })
      expect(await gestures()).toBe(1)
    }
    wheel(1800, { clientX: 500 })
    expect(await gestures()).toBe(2)
    wheel(2500, { clientX: 500 })
    expect(await gestures()).toBe(3)
    wheel(2600, { clientX: 500, shiftKey: true })
    expect(await gestures()).toBe(4)
    expect(said.has(undefined)).toBe(false)
  })

  it('draws a box with Alt and zooms into it; too small a one is none', async () => {
    const { view, plot, screen } = await trace()
    const at = (type: string, clientX: number, clientY: number): void =>
      void plot.element.dispatchEvent(
        new PointerEvent(type, {
          clientX,
          clientY,
          altKey: true,
          button: 0,
          pointerId: 1,
          bubbles: true,
          cancelable: true,
        }),
      )
    at('pointerdown', 200, 200)
    at('pointermove', 700, 600)
    await nextTick()
    expect(screen.get<HTMLElement>('[data-testid=zoom-box]').element.style).toMatchObject({
      left: '20.00%',
      top: '25.00%',
      width: '50.00%',
      height: '50.00%',
    })
    at('pointerup', 700, 600)
    await nextTick()
    expect(screen.find('[data-testid=zoom-box]').exists()).toBe(false)
    expect(view.timebase.secondsPerDiv).toBeCloseTo(5e-7, 9)
    const before = view.picture()
    at('pointerdown', 200, 200)
    at('pointermove', 201, 201)
    at('pointerup', 201, 201)
    expect(view.picture()).toEqual(before)
  })

  it('fits an axis by a double click on it', async () => {
    const { fake, view, plot } = await trace()
    showFrame(rawFrame([3277, 6554]))
    const before = view.viewOf({ id: 'voltage0' })
    await plot.trigger('dblclick', { clientX: 10, clientY: 300 })
    expect(view.viewOf({ id: 'voltage0' })).not.toEqual(before)
    await plot.trigger('dblclick', { clientX: 500, clientY: 795 })
    await vi.waitFor(() => expect(view.timebase.secondsPerDiv).toBe(2e-7))
    expect(fake.calls.filter(({ name }) => name === 'autoSet')).toEqual([
      { name: 'autoSet', request: { only: 'time' } },
    ])
  })
})

describe('the box to zoom into', () => {
  it('lies where it is drawn', () => {
    const box = mount(ZoomBox, { props: { box: { left: 0.1, right: 0.35, top: 0, bottom: 1 } } })
    expect((box.element as HTMLElement).style).toMatchObject({ left: '10.00%', width: '25.00%', height: '100.00%' })
  })
})
