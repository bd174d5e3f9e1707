// Measurements as a setting of a real instrument.
import { afterEach, expect, it } from 'vitest'
import { createInstrument } from '../../create.ts'
import type { Instrument } from '../../instrument.ts'

let instrument: Instrument | undefined
afterEach(() => instrument?.close())

const list = async (): Promise<unknown> => (await instrument!.settings.read()).get('measurements.list')

it('what is measured is undone, kept in a session, and refused with a sentence', async () => {
  instrument = await createInstrument({
    front: 'headless',
    run: false,
    historySeconds: 0.1,
    measure: ['rise voltage0'],
  })
  expect(await list()).toBe('rise voltage0')
  const change = (value: string): Promise<void> => instrument!.settings.change([{ path: 'measurements.list', value }])
  await change('rise voltage0, phase voltage0 voltage1')
  expect(instrument.state().measurements).toHaveLength(2)
  const { text } = await instrument.handlers.saveSession()
  await instrument.handlers.undo()
  expect(await list()).toBe('rise voltage0')
  await expect(change('rise voltage0, jump voltage0')).rejects.toMatchObject({ errno: 'EINVAL' })
  expect(await list()).toBe('rise voltage0')
  await instrument.handlers.loadSession({ text })
  expect(await list()).toBe('rise voltage0, phase voltage0 voltage1')
  const figures = await instrument.handlers.measured()
  expect(figures.map(({ name, now, count, reason }) => [name, now, count, reason])).toEqual([
    ['rise', null, 0, 'nothing was measured yet'],
    ['phase', null, 0, 'nothing was measured yet'],
  ])
  expect(await instrument.handlers.measurementPlot({ measurement: 'phase voltage0 voltage1' })).toMatchObject({
    unit: '°',
    histogram: null,
  })
  await expect(instrument.handlers.measurementPlot({ measurement: 'fall voltage0' })).rejects.toMatchObject({
    errno: 'ENOENT',
    message: expect.stringContaining("'fall voltage0' is not measured"),
  })
})

it('what is measured of the stream is a setting: all of it, or what is on the screen', async () => {
  instrument = await createInstrument({ front: 'headless', run: false, historySeconds: 0.1 })
  expect(instrument.state().measurementGate).toBe('off')
  await instrument.settings.change([{ path: 'measurements.gate', value: 'screen' }])
  expect(instrument.state().measurementGate).toBe('screen')
  await expect(instrument.settings.change([{ path: 'measurements.gate', value: 'half' }])).rejects.toMatchObject({
    errno: 'EINVAL',
  })
  expect((await instrument.settings.read()).get('measurements.gate')).toBe('screen')
  await instrument.handlers.undo()
  expect(instrument.state().measurementGate).toBe('off')
})

it('figures are in what the channel measures, of measurements and of the math trace', async () => {
  instrument = await createInstrument({ front: 'headless', run: false, historySeconds: 0.1, device: 'dummy-dma' })
  await instrument.settings.change([
    { path: 'device/dummy-dma/accel_x/en', value: '1' },
    { path: 'measurements.list', value: 'mean accel_x, area accel_x, frequency accel_x, mean voltage0' },
    { path: 'math.function', value: 'product' },
    { path: 'math.a', value: 'accel_x' },
    { path: 'math.b', value: 'accel_x' },
  ])
  const units = async () => (await instrument!.handlers.measured()).map(({ unit }) => unit)
  expect(await units()).toEqual(['m/s²', 'm/s²·s', 'Hz', 'V'])
  expect(instrument.state().mathTrace?.unit).toBe('m/s²·m/s²')
})
