// The panel of the math trace, over the fake instrument.
import { describe, expect, it, vi } from 'vitest'
import { encodeDerived, firstDerived, sectionKind } from '#shared/frame/sections.ts'
import { functions } from '#shared/kinds/functions.ts'
import { useInstrument } from '../../state/instrument.ts'
import { useTraceFigures } from '../../state/use-trace-figures.ts'
import { useVertical } from '../../state/use-vertical.ts'
import { useView } from '../../state/view.ts'
import { rawFrame } from '../../testing/frames.ts'
import { mountWithFake } from '../../testing/mount-with-fake.ts'
import { showFrame } from '../../testing/shown-frame.ts'
import MathPanel from './MathPanel.vue'

type Mounted = Awaited<ReturnType<typeof mountWithFake>>

async function opened(role?: 'operator' | 'observer'): Promise<Mounted> {
  const mounted = await mountWithFake(MathPanel, {}, role)
  await vi.waitFor(() => expect(useInstrument().state).not.toBeNull())
  return mounted
}

const asked = ({ fake }: Mounted) => fake.calls.flatMap((call) => (call.name === 'applySettings' ? [call.request] : []))

async function optionsOf({ screen }: Mounted, testId: string): Promise<Element[]> {
  const box = screen.get(`[data-testid=${testId}] input`)
  await box.trigger('click')
  const list = document.getElementById(box.attributes('aria-controls') ?? '')
  return [...(list?.querySelectorAll('[role=option]') ?? [])]
}

async function choose(mounted: Mounted, testId: string, text: string): Promise<void> {
  const option = (await optionsOf(mounted, testId)).find((one) => one.textContent === text)
  option!.dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 1 }))
}

const showsFields = ({ screen }: Mounted) =>
  ['a', 'b', 'scale', 'offset'].filter((name) => screen.find(`[data-testid=math-${name}]`).exists())

describe('the math panel', () => {
  it('offers every function by its name, and shows nothing more while there is none', async () => {
    const mounted = await opened()
    const options = await optionsOf(mounted, 'math-function')
    expect(options.map((one) => one.textContent)).toEqual(Object.values(functions).map(({ name }) => name))
    expect(showsFields(mounted)).toEqual([])
  })

  it('sets the function and its channels, and shows their fields', async () => {
    const mounted = await opened()
    await choose(mounted, 'math-function', 'A − B')
    await vi.waitFor(() => expect(showsFields(mounted)).toEqual(['a', 'b', 'scale', 'offset']))
    await choose(mounted, 'math-b', 'CH1')
    await vi.waitFor(() => expect(useInstrument().state?.math).toMatchObject({ kind: 'difference', b: 'voltage0' }))
    expect(asked(mounted)).toEqual([
      { changes: [{ path: 'math.function', value: 'difference' }] },
      { changes: [{ path: 'math.b', value: 'voltage0' }] },
    ])
    await choose(mounted, 'math-function', '|A|')
    await vi.waitFor(() => expect(showsFields(mounted)).toEqual(['a', 'scale', 'offset']))
  })

  it('begins with the whole trace on the screen, in the unit of its function', async () => {
    const mounted = await opened()
    const value = (id: string) => mounted.screen.get<HTMLInputElement>(`[data-testid=${id}]`).element.value
    await choose(mounted, 'math-function', 'A × B')
    // The fake's channels reach 1 V, and its trace twice as far.
    await vi.waitFor(() => expect(value('math-scale')).toBe('500 mV·V/div'))
    const offset = mounted.screen.get('[data-testid=math-offset]')
    await offset.setValue('-250m')
    await offset.trigger('keydown', { key: 'Enter' })
    await vi.waitFor(() => expect(value('math-offset')).toBe('−250 mV·V'))
    expect(useView().viewOf({ id: 'math1' })).toEqual({ voltsPerDiv: 0.5, offsetVolts: -0.25 })
    await offset.setValue('90')
    await offset.trigger('keydown', { key: 'Enter' })
    await vi.waitFor(() => expect(mounted.screen.get('[role=alert]').text()).toContain('from −10 V·V to 10 V·V'))
  })

  it('says which of its channels is off', async () => {
    const mounted = await opened()
    mounted.fake.change({
      math: { kind: 'sum', a: 'voltage0', b: 'voltage1' },
      mathTrace: null,
      channels: useInstrument().state!.channels.map((one) => ({ ...one, enabled: one.index === 0 })),
    })
    const said = () => mounted.screen.get('[data-testid=math-missing]').text()
    await vi.waitFor(() => expect(said()).toBe('CH2 is off: there is nothing to compute.'))
    expect(showsFields(mounted)).toEqual(['a', 'b'])
  })

  it('says over which share of the samples the trace was made, when that is not all of them', async () => {
    const mounted = await opened()
    await choose(mounted, 'math-function', 'A + B')
    await vi.waitFor(() => expect(showsFields(mounted)).toHaveLength(4))
    expect(mounted.screen.find('[data-testid=math-share]').exists()).toBe(false)
    useTraceFigures().mathShare = 0.84
    await vi.waitFor(() => expect(mounted.screen.get('[data-testid=math-share]').text()).toBe('of 84 % of the samples'))
  })

  it('is out of reach where the page only looks', async () => {
    const { screen } = await opened('observer')
    const inert = screen.get('[data-testid=math-panel] [inert]')
    expect(inert.find('[data-testid=math-function]').exists()).toBe(true)
  })
})

it('keys and fit are for the math trace as for a channel', async () => {
  const mounted = await opened()
  await choose(mounted, 'math-function', 'A + B')
  await vi.waitFor(() => expect(showsFields(mounted)).toHaveLength(4))
  await mounted.screen.get('h2 button').trigger('click')
  const vertical = useVertical()
  expect(vertical.selected?.index).toBe(firstDerived)
  vertical.stepScale(1)
  expect(useView().viewOf({ id: 'math1' }).voltsPerDiv).toBe(1)
  // From 0 V to 0.6 V: ten thousand codes of twice 30.518 µV.
  const { unitsPerCode } = useInstrument().state!.mathTrace!
  const frame = rawFrame([0, 10_000, 0, 10_000])
  showFrame({
    ...frame,
    sections: [
      ...frame.sections,
      { ...frame.sections[0]!, channel: firstDerived },
      { kind: sectionKind.derived, channel: firstDerived, data: encodeDerived({ unitsPerCode, share: 1 }) },
    ],
  })
  vertical.fit(useInstrument().mathChannel!)
  // The lowest of three bands.
  expect(useView().viewOf({ id: 'math1' })).toMatchObject({ voltsPerDiv: 0.5 })
})
