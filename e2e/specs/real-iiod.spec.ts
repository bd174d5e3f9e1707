// The device of a board on the screen: Debian's own iiod serves one that is made up, whose samples are known.
import { MadeUpMachine } from '../../main/drivers/local/testing/made-up-machine.ts'
import { RealIiod, whyNoRealIiod } from '../../main/drivers/local/testing/real-iiod.ts'
import { test as base, expect } from '../fixtures/lane.ts'

/** A square of 1 kHz from -0.3 V to 0.5 V, and a level of 0.7 V in the other order of bytes. */
const adc = {
  name: 'board-adc',
  channels: [
    { name: 'in_voltage0', type: 'le:s12/16>>4', index: 0, value: (i: number) => (i % 100 < 50 ? 1000 : -600) },
    { name: 'in_voltage1', type: 'be:u10/16>>6', index: 1, value: () => 700 },
  ],
  files: { sampling_frequency: '100000', in_voltage0_scale: '0.5', in_voltage1_scale: '1' },
}

const test = base.extend<{ iiod: RealIiod }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern.
  iiod: async ({}, use, info) => {
    const hindrance = whyNoRealIiod()
    info.skip(hindrance !== null, `NOT TESTED beside Debian's iiod: ${hindrance}`)
    const machine = await MadeUpMachine.begin([adc])
    const iiod = await RealIiod.begin(machine)
    await use(iiod)
    await iiod.end()
    await machine.end()
  },
  words: async ({ iiod }, use) =>
    use([
      ...['--connect', `ip:127.0.0.1:${iiod.port}`, '--set', 'timebase.secondsPerDiv=1ms'],
      ...['--set', 'screen.persistence=off', '--set', 'channels.voltage0.voltsPerDiv=500mV'],
      ...['--measure', 'top voltage0', '--measure', 'base voltage0', '--measure', 'frequency voltage0'],
    ]),
})

test("the samples of Debian's iiod are the trace and the figures; a connection that breaks is told, and made anew", async ({
  scope,
  iiod,
}) => {
  await expect(scope.get('device-tree')).toContainText('board-adc')
  await expect.poll(async () => (await scope.columns()).length, { message: 'a trace' }).toBeGreaterThan(500)
  // The two levels are 1.6 of eight divisions apart: 0.8 V at 0.5 V a division.
  const box = await scope.trace.boundingBox()
  const levels = async () => {
    const heights = (await scope.heights()).toSorted((a, b) => a - b)
    return [0.25, 0.75].map((share) => heights[Math.floor(share * heights.length)] ?? 0)
  }
  const apart = (1.6 * (box?.height ?? 0)) / 8
  await expect
    .poll(async () => {
      const [top = 0, base = 0] = await levels()
      return Math.abs(base - top - apart)
    })
    .toBeLessThan(3)
  const figure = (name: string) => scope.get(`measured-${name}-voltage0`).locator('td').nth(1)
  await expect(figure('top')).toHaveText(/^500\.0\smV$/)
  await expect(figure('base')).toHaveText(/^−300\.0\smV$/)
  await expect(figure('frequency')).toHaveText(/^1\.000\skHz$/)
  iiod.cut()
  await expect(scope.get('problems')).toContainText(/ended the connection|broke/)
  await expect(scope.get('state-word'), 'it is captured again').not.toHaveText(/fault|stop/i, { timeout: 30_000 })
  await expect.poll(async () => (await scope.columns()).length, { message: 'its trace' }).toBeGreaterThan(500)
})
