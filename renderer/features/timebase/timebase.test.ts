// The panel of the time axis and its figures in the top bar, over the fake instrument.
import { describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { useInstrument } from '../../state/instrument.ts'
import { useNavigation } from '../../state/use-navigation.ts'
import { useView } from '../../state/view.ts'
import { rawFrame } from '../../testing/frames.ts'
import { mountWithFake } from '../../testing/mount-with-fake.ts'
import { showFrame } from '../../testing/shown-frame.ts'
import TimebasePanel from './TimebasePanel.vue'
import TimeReadout from './TimeReadout.vue'
import WindowReadout from './WindowReadout.vue'

async function opened() {
  const { screen } = await mountWithFake(TimebasePanel)
  await vi.waitFor(() => expect(useInstrument().state).not.toBeNull())
  const type = async (id: string, text: string) => {
    const field = screen.get<HTMLInputElement>(`[data-testid=${id}]`)
    await field.setValue(text)
    await field.trigger('keydown', { key: 'Enter' })
    return field
  }
  return { screen, type }
}

describe('the timebase panel', () => {
  it('takes time per division as it is typed, and steps through the 1-2-5 list', async () => {
    const { type } = await opened()
    const field = await type('time-per-div-field', '30 us')
    await vi.waitFor(() => expect(field.element.value).toBe('30 µs/div'))
    expect(useView().timebase.secondsPerDiv).toBeCloseTo(30e-6, 12)
    await field.trigger('keydown', { key: 'ArrowUp' })
    await vi.waitFor(() => expect(field.element.value).toBe('50 µs/div'))
  })

  it('takes a position, and refuses one that there is not beside the field', async () => {
    const { screen, type } = await opened()
    const field = await type('position', '-1,5 us')
    await vi.waitFor(() => expect(useView().timebase.positionSeconds).toBeCloseTo(-1.5e-6, 12))
    await type('position', '1e12')
    await vi.waitFor(() => expect(screen.get('[role=alert]').text()).toContain('The position goes from'))
    expect(useView().timebase.positionSeconds).toBeCloseTo(-1.5e-6, 12)
    await field.trigger('keydown', { key: 'Escape' })
    expect(screen.find('[role=alert]').exists()).toBe(false)
  })

  it('says that one looks at the past, and leads back to now', async () => {
    const { screen } = await opened()
    expect(screen.find('.link').exists()).toBe(false)
    useView().lookAt(1234)
    await vi.waitFor(() => expect(screen.get('.note').text()).toBe('looking at the past'))
    await screen.get('.link').trigger('click')
    expect(useView().atSample).toBeNull()
    await vi.waitFor(() => expect(screen.find('.link').exists()).toBe(false))
  })
})

it('the figures tell time per division and the length of the record in view', async () => {
  const Figures = defineComponent({ render: () => h('div', [h(TimeReadout), h(WindowReadout)]) })
  const { screen } = await mountWithFake(Figures)
  await vi.waitFor(() => expect(useInstrument().state).not.toBeNull())
  const said = (id: string) => screen.get(`[data-testid=${id}]`).text().replaceAll(/\s+/g, ' ')
  useView().setTimebase({ secondsPerDiv: 5e-3 })
  await vi.waitFor(() => expect(said('time-per-div')).toBe('5 ms/divtime base'))
  expect(said('record-in-view')).toBe('50.0 msrecord in view')
})

describe('a zoom into a stopped record without a trigger', () => {
  it('holds the record at its sample, and lets go when it runs again', async () => {
    const { fake } = await mountWithFake(TimebasePanel, {}, 'operator', false)
    const view = useView()
    view.setTimebase({ secondsPerDiv: 1, positionSeconds: 0 })
    // Samples 100 to 199 at one a second: the newest stands 5 s after the middle.
    showFrame(
      rawFrame(
        Array.from({ length: 100 }, () => 0),
        { firstSample: 100, anchor: 'roll', samplingFrequencyHz: 1 },
      ),
    )
    useNavigation().zoom(-1)
    expect(view.atSample).toBeNull()
    expect(view.timebase.secondsPerDiv).toBe(0.5)
    fake.change({ acquisition: 'stopped' })
    await vi.waitFor(() => expect(useInstrument().running).toBe(false))
    useNavigation().zoom(-1)
    expect([view.atSample, view.timebase.secondsPerDiv]).toEqual([197.5, 0.2])
    useNavigation().zoom(1)
    expect(view.atSample).toBe(197.5)
    fake.change({ acquisition: 'running' })
    await vi.waitFor(() => expect(view.atSample).toBeNull())
    // Where somebody looks at the past by himself it stays.
    fake.change({ acquisition: 'stopped' })
    await vi.waitFor(() => expect(useInstrument().running).toBe(false))
    view.lookAt(150)
    useNavigation().zoom(1)
    fake.change({ acquisition: 'running' })
    await vi.waitFor(() => expect(useInstrument().running).toBe(true))
    expect(view.atSample).toBe(150)
  })
})
