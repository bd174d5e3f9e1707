// An instrument captures a device of its own machine that is unplugged, and plugged in again.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { MadeUpMachine } from '#main/drivers/local/testing/made-up-machine.ts'
import { eventually } from '#shared/testing/eventually.ts'
import { createInstrument } from '../create.ts'
import type { Instrument } from '../instrument.ts'

const adc = {
  name: 'adc',
  channels: [{ name: 'in_voltage0', type: 'le:s16/16>>0', index: 0 }],
  files: { sampling_frequency: '100000', in_voltage_scale: '0.5' },
}
let machine: MadeUpMachine
let instrument: Instrument

beforeEach(async () => {
  machine = await MadeUpMachine.begin([adc])
  const options = { run: false, analysis: false, heapBytes: 128 << 20 }
  instrument = await createInstrument({ front: 'headless', connect: [`local:${machine.root}`], ...options })
})
afterEach(async () => {
  await instrument.close()
  await machine.end()
})

it('says why it stopped, keeps what was captured, and goes on by itself, under another number too', async () => {
  let bytes = 0
  instrument.parts.hub.addTap({
    name: 'counter',
    onBlocks: (blocks) => {
      for (const block of blocks) bytes += block.bytes
    },
  })
  expect(instrument.state().deviceName).toBe('adc')
  await instrument.handlers.run()
  await eventually(() => expect(bytes).toBeGreaterThan(20_000))
  await machine.unplug('iio:device0')
  await eventually(() => expect(instrument.state().acquisition).toBe('fault'))
  const folder = machine.folder('iio:device0')
  expect(instrument.state().fault).toBe(
    `iio:device0 is gone: there is no ${folder} any more. It is tried again until it works; Run tries at once, Stop gives up.`,
  )
  expect(instrument.state()).toMatchObject({ epoch: 1, samplingFrequencyHz: 100_000 })
  await expect(instrument.handlers.run()).rejects.toMatchObject({ errno: 'ENODEV' })
  const before = bytes
  await machine.plug('iio:device3', adc)
  await eventually(() => expect(instrument.state().acquisition).toBe('running'))
  await eventually(() => expect(bytes).toBeGreaterThan(before + 20_000))
  expect(instrument.state().fault).toBeNull()
})

it('adds the devices of this machine for a viewer, and none of another folder', async () => {
  await expect(instrument.handlers.addContext({ address: `local:${machine.root}` })).rejects.toMatchObject({
    errno: 'EACCES',
    message: `A folder with devices is named on the command line: --connect local:${machine.root}.`,
  })
  await expect(instrument.handlers.addContext({ address: 'local:..' })).rejects.toMatchObject({ errno: 'EACCES' })
})
