// `--connect local:ROOT` on the command line: a device of a made-up machine, recorded and exported without a screen.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { MadeUpMachine, madeUpScans } from '#main/drivers/local/testing/made-up-machine.ts'
import { headless, report } from './testing/headless.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 })

const channels = [
  { name: 'in_voltage0', type: 'le:s12/16>>4', index: 0 },
  { name: 'in_voltage1', type: 'be:u24/32>>8', index: 1 },
  { name: 'in_timestamp', type: 'le:s64/64>>0', index: 2 },
]
let machine: MadeUpMachine
let folder: string
const uri = (): string => `local:${machine.root}`
const file = (name: string): string => path.join(folder, name)

beforeAll(async () => {
  machine = await MadeUpMachine.begin([
    { name: 'thermometer', files: { in_temp_input: '21500' } },
    { name: 'ad7124-8', channels, files: { sampling_frequency: '50000', in_voltage_scale: '0.5' } },
  ])
  folder = await mkdtemp(path.join(os.tmpdir(), 'blockscope-local-'))
})
afterAll(async () => {
  await machine.end()
  await rm(folder, { recursive: true })
})

it('records and exports its samples bit for bit', async () => {
  const raw = file('x.raw')
  const { code, complaints } = await headless(
    ...['--connect', uri(), '--device', 'ad7124-8', '--channels', 'voltage0,voltage1', '--samples', '20000'],
    ...['--for', '30s', '--record', raw, '--export', `npy:${file('x.npy')}`],
  )
  expect({ code, complaints }).toEqual({ code: 0, complaints: [] })
  const recorded = await readFile(raw)
  expect(recorded).toHaveLength(20_000 * 8)
  expect(recorded.equals(madeUpScans(channels.slice(0, 2), 0, 20_000))).toBe(true)
  expect(JSON.parse(await readFile(`${raw}.json`, 'utf8'))).toMatchObject({
    deviceName: 'ad7124-8',
    samplingFrequencyHz: 50_000,
    complete: true,
    gapFree: null,
    channels: [
      { id: 'voltage0', scanType: 'le:s12/16>>4', scaleMillivolts: 0.5 },
      { id: 'voltage1', scanType: 'be:u24/32>>8', scaleMillivolts: 0.5 },
    ],
  })
  expect(machine.read('iio:device1', 'buffer/enable')).toBe('0')
})

it('captures the first device that samples, and lists all', async () => {
  const one = await report('--connect', uri(), '--samples', '5000', '--record', file('y.raw'))
  expect(one).toMatchObject({ deviceName: 'ad7124-8', lostSamples: 0, gapFree: null, gapsByClock: true })
  const text = (await headless('--connect', uri(), '--list')).lines.join('\n')
  expect(text).toContain(`remote = iio:device1 of ${uri()}  (read-only)`)
  expect(text).toContain('temp/input = 21500')
})

it('ends with one sentence where there is nothing', async () => {
  const none = await headless('--connect', `local:${folder}`, '--for', '1s')
  const devices = path.join(folder, 'sys/bus/iio/devices')
  expect(none).toMatchObject({
    code: 1,
    complaints: [`The instrument cannot start: ${folder} has no IIO devices: there is no ${devices}. (ENOENT)`],
  })
})
