// A recording behind a probe: its description has what is in force, and what is played comes back as the same volts.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { SettingValue } from '#shared/contract/topics/settings.ts'
import { createInstrument } from '../create.ts'
import type { Instrument } from '../instrument.ts'

const folder = mkdtempSync(path.join(os.tmpdir(), 'blockscope-probe-'))
const attributes: Readonly<Record<string, SettingValue>> = {
  'device/gigascope/sampling_frequency': 1e6,
  'device/gigascope/voltage0/source': 'square',
  'device/gigascope/voltage0/source_frequency': 1000,
  'device/gigascope/voltage0/source_amplitude': 0.25,
  'device/gigascope/voltage0/source_noise': 0,
}
let instrument: Instrument
beforeAll(async () => {
  instrument = await createInstrument({
    front: 'headless',
    heapBytes: 256 << 20,
    recordingsFolder: folder,
    set: Object.entries(attributes).map(([path, value]) => ({
      path: path.replace('device/gigascope/', ''),
      value: String(value),
    })),
  })
})
afterAll(async () => {
  await instrument.close()
  rmSync(folder, { recursive: true, force: true })
})

const change = (values: Readonly<Record<string, SettingValue>>): Promise<void> =>
  instrument.settings.change(Object.entries(values).map(([path, value]) => ({ path, value })))
const recordings = () => instrument.parts.recordings

async function record(name: string, scans: number | null): Promise<string> {
  const { file } = await recordings().start({ file: path.join(folder, name), scans })
  return file
}

const ended = (): Promise<void> => vi.waitFor(() => expect(recordings().isActive).toBe(false), 10_000)
const described = (file: string) => JSON.parse(readFileSync(`${file}.json`, 'utf8')).channels[0]

/** Peak to peak, in the unit of the channel. */
async function peakToPeak(): Promise<number> {
  let value = Number.NaN
  await vi.waitFor(async () => {
    const [channel] = await instrument.handlers.measure()
    value = channel?.values.peakToPeak ?? Number.NaN
    expect(value).toBeGreaterThan(0)
  }, 10_000)
  return value
}

it('has the factor and the unit in force, also when the capture began without', async () => {
  await change({ 'channels.voltage0.attenuation': 10, 'channels.voltage0.unit': 'N' })
  const file = await record('ten.raw', 20_000)
  await ended()
  expect(described(file)).toMatchObject({ factor: 10, unit: 'N' })
  expect(described(file).scaleMillivolts).toBeCloseTo((10 * 1000) / 32768, 5)
  // By the description the file has the volts of the signal.
  const codes = new Int16Array(readFileSync(file).buffer.slice(0))
  const highest = (codes.reduce((a, b) => Math.max(a, b)) * described(file).scaleMillivolts) / 1000
  expect(highest).toBeCloseTo(10 * 0.25, 1)
})

it('keeps factor and unit of a channel while it is recorded; label and limit may change', async () => {
  const file = await record('kept.raw', null)
  for (const values of [
    { 'channels.voltage0.attenuation': 100 },
    { 'channels.voltage0.unit': 'A' },
    { 'channels.voltage0.inverted': true },
  ] as Readonly<Record<string, SettingValue>>[])
    await expect(change(values)).rejects.toMatchObject({ errno: 'EBUSY' })
  await change({ 'channels.voltage0.label': 'Force', 'channels.voltage0.bandwidth': 20_000 })
  await change({ 'channels.voltage1.attenuation': 100 })
  await recordings().stop()
  expect(described(file)).toMatchObject({ factor: 10, unit: 'N' })
  await change({ 'channels.voltage0.attenuation': 100, 'channels.voltage0.bandwidth': 0 })
  expect(instrument.state().channels[0]!.factor).toBe(100)
})

it('records every sample as captured under a limit', async () => {
  await change({
    'channels.voltage0.attenuation': 1,
    'channels.voltage0.unit': '',
    'channels.voltage0.bandwidth': 1_500,
  })
  const file = await record('limited.raw', 20_000)
  await ended()
  await change({ 'channels.voltage0.bandwidth': 0 })
  const codes = new Int16Array(readFileSync(file).buffer.slice(0))
  // A square has two levels and nothing between.
  expect(new Set(codes).size).toBeLessThan(4)
})

it('comes back as the same volts when it is played behind the same probe', async () => {
  await change({ 'channels.voltage0.attenuation': 10 })
  const file = await record('played.raw', 50_000)
  await ended()
  const before = await peakToPeak()
  expect(before).toBeCloseTo(5, 1)
  await change({ 'device/gigascope/voltage0/source': `file:${file}` })
  await vi.waitFor(() => expect(instrument.state().channels[0]!.file).not.toBeNull(), 10_000)
  expect(await peakToPeak()).toBeCloseTo(before, 2)
})
