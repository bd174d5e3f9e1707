// A device of the machine itself on the screen: its kernel is made up, with a FIFO for the samples.
import { MadeUpMachine } from '../../main/drivers/local/testing/made-up-machine.ts'
import { expect, test } from '../fixtures/lane.ts'

const adc = {
  name: 'ad7124-8',
  label: 'front end',
  channels: [{ name: 'in_voltage0', type: 'le:s16/16>>0', index: 0 }],
  files: { sampling_frequency: '50000', in_voltage_scale: '0.03' },
}

const withDevice = (device: NonNullable<Parameters<typeof MadeUpMachine.begin>[0]>[number]) =>
  test.extend<{ machine: MadeUpMachine }>({
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern.
    machine: async ({}, use) => {
      const machine = await MadeUpMachine.begin([device])
      await use(machine)
      await machine.end()
    },
    words: async ({ machine }, use) => use(['--connect', `local:${machine.root}`]),
  })

const local = withDevice(adc)

local(
  'a device of this machine shows its trace; unplugged, that is told; plugged in, it goes on',
  async ({ scope, machine }) => {
    await expect(scope.get('device-tree')).toContainText('ad7124-8')
    await scope.enter('time-per-div-field', '1 ms')
    await expect.poll(async () => (await scope.columns()).length, { message: 'a trace' }).toBeGreaterThan(100)
    await machine.unplug('iio:device0')
    await expect(scope.get('problems')).toContainText(/iio:device0 is gone: there is no .*It is tried again/)
    await expect(scope.get('state-word')).toHaveText(/fault/i)
    await expect(scope.get('memory'), 'what was captured stays').toContainText(/\d (ms|s)/)
    await machine.plug('iio:device1', adc)
    await expect(scope.get('state-word'), 'it is captured again').not.toHaveText(/fault|stop/i, { timeout: 30_000 })
    await expect.poll(async () => (await scope.columns()).length, { message: 'its trace' }).toBeGreaterThan(100)
    // A page reaches no folder.
    await scope.page.keyboard.press('Control+i')
    await scope.page.keyboard.type(`local:${machine.root}`)
    await scope.page.keyboard.press('Enter')
    await expect(scope.get('device-tree').getByRole('alert')).toContainText('is named on the command line')
  },
)

const wide = withDevice({ ...adc, channels: [{ name: 'in_voltage0', type: 'le:s24/32>>8', index: 0 }] })

wide('an export says of which channels memory keeps less than a recording has', async ({ scope }) => {
  await expect(scope.get('device-tree')).toContainText('ad7124-8')
  await scope.page.keyboard.press('Control+e')
  await expect(scope.get('export-wide')).toHaveText(
    'CH1 has 24 bits; exported from memory they are the upper 16, which the display keeps. A recording has them all.',
  )
})
