// The strip of measurements, over the fake instrument.
import { describe, expect, it, vi } from 'vitest'
import { useInstrument } from '../../state/instrument.ts'
import { useLayout } from '../../state/layout.ts'
import { mountWithFake } from '../../testing/mount-with-fake.ts'
import MeasureStrip from './MeasureStrip.vue'
import { valueWords } from './measure-words.ts'
import { useMeasure } from './use-measure.ts'

// There is no canvas here; what is painted on it is the business of small-plot.pixels.ts.
vi.mock('./small-plot.ts', async (original) => ({
  ...(await original<typeof import('./small-plot.ts')>()),
  SmallPlot: class {
    draw(): void {}
    resize(): void {}
    setPalette(): void {}
    dispose(): void {}
  },
}))

async function opened() {
  const { screen, fake } = await mountWithFake(MeasureStrip)
  await vi.waitFor(() => expect(useInstrument().state).not.toBeNull())
  return { screen, fake }
}

describe('the strip of measurements', () => {
  it('comes to the front when a measurement is added from elsewhere', async () => {
    await opened()
    expect(useLayout().strip.isOpen).not.toBe(true)
    useMeasure().add({ name: 'rise', channel: 'voltage0', to: null })
    expect(useLayout().strip).toMatchObject({ isOpen: true, tab: 'measure' })
  })

  it('adds a measurement, shows its figures, and removes it', async () => {
    const { screen, fake } = await opened()
    const add = await vi.waitFor(() => screen.get('[data-testid=measure-add]'))
    await add.trigger('click')
    await vi.waitFor(() =>
      expect(fake.state().measurements).toEqual([{ name: 'frequency', channel: 'voltage0', to: null }]),
    )
    const row = await vi.waitFor(() => screen.get('[data-testid=measured-frequency-voltage0]'))
    expect(row.findAll('td')[0]!.text()).toBe('–')
    const values = { now: 1.25e6, mean: 1e6, min: 0.9e6, max: 1.1e6, sigma: 50 }
    const about = { name: 'frequency', channel: 'voltage0', to: null, unit: 'Hz' } as const
    fake.events.measurementFigures.fire([{ ...about, ...values, count: 12_345, share: 0.5, reason: null }])
    await vi.waitFor(() =>
      expect(row.findAll('td').map((cell) => cell.text().replaceAll('\u2009', ' '))).toEqual([
        ...['1.250 MHz', '1.000 MHz', '900.0 kHz', '1.100 MHz', '50.00 Hz', '12 345', '50 %', '×'],
      ]),
    )
    expect(row.get('th').text()).toContain('CH1')
    await row.get('.act button').trigger('click')
    await vi.waitFor(() => expect(fake.state().measurements).toEqual([]))
  })

  it('says why there is no result', async () => {
    const { screen, fake } = await opened()
    useMeasure().add({ name: 'rise', channel: 'voltage0', to: null })
    await vi.waitFor(() => expect(fake.state().measurements).toHaveLength(1))
    const none = { now: null, mean: null, min: null, max: null, sigma: null, count: 0, share: 1 }
    const about = { name: 'rise', channel: 'voltage0', to: null, unit: 's', reason: 'the signal is clipped' } as const
    fake.events.measurementFigures.fire([{ ...about, ...none }])
    await vi.waitFor(() =>
      expect(screen.get('[data-testid=measured-rise-voltage0] .reason').text()).toBe('the signal is clipped'),
    )
  })
})

it('a row shows its trend and histogram when it is picked, by a click or a key, and the next pick folds them away', async () => {
  const { screen, fake } = await opened()
  useMeasure().add({ name: 'rise', channel: 'voltage0', to: null })
  const row = await vi.waitFor(() => screen.get('[data-testid=measured-rise-voltage0]'))
  const shown = (): boolean => screen.find('[data-testid=measure-plots]').exists()
  expect(shown()).toBe(false)
  const pick = row.get('button.pick')
  await pick.trigger('click')
  expect([shown(), pick.attributes('aria-pressed')]).toEqual([true, 'true'])
  const name = (): string | undefined => screen.get('[data-testid=measure-trend]').attributes('aria-label')
  await vi.waitFor(() => expect(name()).toContain('Trend of Rise time of CH1: from'))
  expect(screen.get('[data-testid=measure-histogram]').attributes('aria-label')).toContain('most often')
  await row.trigger('click')
  expect(shown()).toBe(false)
  await row.trigger('click')
  useMeasure().remove('rise voltage0')
  await vi.waitFor(() => expect(fake.state().measurements).toEqual([]))
  await vi.waitFor(() => expect(shown()).toBe(false))
})

it('what is measured of the stream is chosen in the strip', async () => {
  const { screen, fake } = await opened()
  await vi.waitFor(() => screen.get('[data-testid=measure-gate]'))
  useMeasure().setGate('screen')
  await vi.waitFor(() => expect(fake.state().measurementGate).toBe('screen'))
  expect(useMeasure().gate).toBe('screen')
})

it('who only looks sees the strip, and adds and resets nothing', async () => {
  const { screen } = await mountWithFake(MeasureStrip, {}, 'observer')
  await vi.waitFor(() => expect(useInstrument().state).not.toBeNull())
  const add = await vi.waitFor(() => screen.get('[data-testid=measure-add]'))
  expect(add.attributes('disabled')).toBeDefined()
  expect(screen.get('[data-testid=measure-reset]').attributes('disabled')).toBeDefined()
})

it('values are written with four digits, shares in per cent, counts as they are', () => {
  expect(valueWords('rise', 2.887e-7)).toBe('288.7 ns')
  expect(valueWords('dutyCycle', 0.25)).toBe('25.00 %')
  expect(valueWords('edges', 42)).toBe('42')
  expect(valueWords('phase', -90)).toBe('-90.00 °')
  expect(valueWords('top', null)).toBe('–')
  expect(valueWords('top', 9.81, 'm/s²')).toBe('9.810 m/s²')
})
