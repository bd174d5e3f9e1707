// Every device that can be captured, from outside: its report, and its recording decoded by the description alone.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { decodeRecording } from '#main/capture/recorder/testing/decoded.ts'
import { examined, headless, report } from './testing/headless.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'blockscope-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

interface Case {
  readonly device: string
  readonly samplingFrequencyHz: number
  /** What is switched on beside the first channel. */
  readonly on: readonly string[]
  readonly channels: Readonly<Record<string, { readonly scanType: string; raw(scan: number): number }>>
}

/** The first signals of the dummy's own DMA (main/drivers/dummy/waveforms.ts), said once more. */
const rectangle = (scan: number): number => (scan % 1000 < 500 ? 0 : 4096)
const saw = (scan: number): number => Math.floor((65536 * (scan % 6789)) / 6789) - 32768
/** Channel k of the older converter: k + 1 periods in 4096 samples, in 12-bit codes. */
const sine =
  (channel: number) =>
  (scan: number): number =>
    Math.round(2048 + 2000 * Math.sin((2 * Math.PI * (channel + 1) * (scan % 4096)) / 4096))

const at91 = {
  samplingFrequencyHz: 100_000,
  on: ['voltage3', 'voltage7'],
  channels: Object.fromEntries([0, 3, 7].map((k) => [`voltage${k}`, { scanType: 'le:u12/16>>0', raw: sine(k) }])),
}
const cases: readonly Case[] = [
  {
    device: 'dummy',
    samplingFrequencyHz: 1000,
    on: ['voltage1-voltage2', 'voltage3-voltage4', 'accel_x', 'timestamp'],
    channels: {
      voltage0: { scanType: 'le:u13/16>>0', raw: () => 7 },
      'voltage1-voltage2': { scanType: 'le:s12/16>>0', raw: () => -33 },
      'voltage3-voltage4': { scanType: 'le:s11/16>>0', raw: () => -2 },
      accel_x: { scanType: 'le:s16/16>>0', raw: () => 344 },
    },
  },
  {
    device: 'dummy-dma',
    samplingFrequencyHz: 10_000,
    on: ['accel_x'],
    channels: {
      voltage0: { scanType: 'le:u13/16>>0', raw: rectangle },
      accel_x: { scanType: 'le:s16/16>>0', raw: saw },
    },
  },
  { device: 'at91-adc', ...at91 },
  { device: 'at91-adc-dma', ...at91 },
  {
    device: 'loopback-adc',
    samplingFrequencyHz: 100_000,
    on: [],
    // Nothing is sent: the wire stays where it is.
    channels: { voltage0: { scanType: 'le:s16/16>>0', raw: () => 0 } },
  },
]

describe.each(cases)('$device', ({ device, samplingFrequencyHz, on, channels }) => {
  it('is captured with its own rate and channels, without a loss; its recording decodes to what it made', async () => {
    const file = path.join(folder, 'x.raw')
    const scans = Math.round(samplingFrequencyHz * 0.7)
    const seen = await report(
      ...['--device', device, '--record', file, '--samples', String(scans)],
      ...on.flatMap((channel) => ['--set', `${channel}/en=1`]),
    )
    expect(seen).toMatchObject({
      deviceName: device,
      samplingFrequencyHz,
      channels: Object.keys(channels),
      lostSamples: 0,
      seams: [],
      recording: { scans, lostSamples: 0, state: 'finished' },
    })
    expect(seen.interruptsPerSecond).toBeGreaterThan(0)
    const { sidecar, scans: decoded, values, timestamps } = decodeRecording(file)
    expect(decoded).toBe(scans)
    expect(sidecar).toMatchObject({ deviceName: device, samplingFrequencyHz, complete: true, lostSamples: 0 })
    for (const [id, { scanType, raw }] of Object.entries(channels)) {
      expect(sidecar.channels.find((channel) => channel.id === id)).toMatchObject({ scanType })
      expect(values[id]).toEqual(Array.from({ length: scans }, (_, scan) => raw(scan)))
    }
    if (!on.includes('timestamp')) return
    expect(sidecar.timestamp).toMatchObject({ clock: 'realtime', scanType: 'le:s64/64>>0' })
    // A millisecond apart, as the trigger fires; the clock may slip, and never goes back.
    expect(timestamps).toHaveLength(scans)
    const steps = timestamps.slice(1).map((at, k) => Number(at - timestamps[k]!))
    expect(Math.min(...steps)).toBeGreaterThanOrEqual(0)
    const seconds = Number(timestamps.at(-1)! - timestamps[0]!) / 1e9
    expect(seconds).toBeGreaterThan(((scans - 1) / samplingFrequencyHz) * 0.9)
  })
})

describe('--device', () => {
  it('takes an id too, and its settings go to that device', async () => {
    const { lines } = await headless('--list', '--json')
    const { devices } = JSON.parse(lines[0]!) as { devices: { id: string; name: string }[] }
    expect(devices.map(({ name }) => name)).toEqual([
      ...['gigascope', 'gigadac', 'dummy', 'dummy-dma', 'at91-adc', 'at91-adc-dma', 'loopback-dac', 'loopback-adc'],
      'timer',
    ])
    const { id } = devices.find(({ name }) => name === 'at91-adc-dma')!
    const seen = await report('--device', id, '--set', 'sampling_frequency=20000', '--for', '200ms')
    expect(seen).toMatchObject({ device: id, deviceName: 'at91-adc-dma', samplingFrequencyHz: 20_000, lostSamples: 0 })
  })

  it.each([['nothing'], ['gigadac'], ['loopback-dac'], ['timer']])(
    'refuses %s, with what can be captured, before anything is started',
    async (name) => {
      const { code, lines, complaints } = await headless('--json', '--for', '1s', '--device', name)
      expect({ code, lines }).toEqual({ code: 2, lines: [] })
      expect(complaints).toEqual([
        `'${name}' cannot be captured: choose one of gigascope, dummy, dummy-dma, at91-adc, at91-adc-dma, loopback-adc.`,
      ])
    },
  )

  it('sets the trigger of a triggered device by the rate of the device, live, as a transaction', async () => {
    const seen = await report(
      ...['--device', 'dummy', '--set', 'sampling_frequency=500', '--for', '600ms'],
      ...['--at', '300ms:timer/sampling_frequency=2000'],
    )
    expect(seen).toMatchObject({ samplingFrequencyHz: 2000, lostSamples: 0 })
    expect(seen.seams).toMatchObject([
      { subject: 'samplingFrequency', from: 500, to: 2000, how: 'transaction', lostSamples: 0 },
    ])
  })

  it('sets any device of the board by its name', async () => {
    const { code, lines } = await headless(
      ...[
        '--list',
        '--json',
        '--set',
        'dummy/voltage0/thresh_rising_value=12',
        '--set',
        'timer/sampling_frequency=250',
      ],
      ...['--set', 'loopback-dac/sampling_frequency=48000'],
    )
    expect(code).toBe(0)
    const { devices } = JSON.parse(lines[0]!) as {
      devices: { name: string; attributes: { path: string; value: string }[] }[]
    }
    const read = (device: string, at: string): string | undefined =>
      devices.find(({ name }) => name === device)?.attributes.find((one) => one.path === at)?.value
    expect(read('dummy', 'voltage0/thresh_rising_value')).toBe('12')
    expect(read('timer', 'sampling_frequency')).toBe('250')
    // One wire, one clock.
    expect(read('loopback-adc', 'sampling_frequency')).toBe('48000')
  })

  it('shows what DMA saves: for the same signal an interrupt per scan, or one per block', async () => {
    const [interrupting, transferring] = [
      await report('--device', 'at91-adc', '--for', '500ms'),
      await report('--device', 'at91-adc-dma', '--for', '500ms'),
    ]
    for (const { samplingFrequencyHz, lostSamples, wakesPerSecond, mainThreadBusy } of [interrupting, transferring]) {
      expect({ samplingFrequencyHz, lostSamples }).toEqual({ samplingFrequencyHz: 100_000, lostSamples: 0 })
      expect(wakesPerSecond).toBeGreaterThan(0)
      expect(mainThreadBusy).toBeGreaterThan(0)
    }
    expect(interrupting.interruptsPerSecond * interrupting.seconds).toBeGreaterThan(interrupting.samples * 0.9)
    expect(transferring.interruptsPerSecond * transferring.seconds).toBeLessThan(transferring.samples / 100)
  })
})

describe('the output of the board', () => {
  it('is what an input converts whose source is loopback: a signal, when nothing else is said', async () => {
    const seen = await examined(
      ...['--set', 'voltage0/source=loopback', '--set', 'sampling_frequency=10000000', '--for', '300ms'],
    )
    expect(seen).toMatchObject({ deviceName: 'gigascope', lostSamples: 0 })
    expect(seen.triggers).toBeGreaterThan(0)
  })

  it('plays a file, bit for bit', async () => {
    const codes = Int16Array.from({ length: 7001 }, (_, i) => (i * 40503) & 0xffff)
    const [played, recorded] = [path.join(folder, 'in.raw'), path.join(folder, 'out.raw')]
    writeFileSync(played, codes)
    const scans = 30_000
    await report(
      ...['--set', 'gigadac/sampling_frequency=1000000', '--set', `gigadac/voltage0/source=file:${played}`],
      ...['--set', 'voltage0/source=loopback', '--set', 'sampling_frequency=1000000'],
      ...['--record', recorded, '--samples', String(scans)],
    )
    const got = new Int16Array(new Uint8Array(readFileSync(recorded)).buffer)
    const phase = codes.findIndex((_, k) => got.subarray(0, 40).every((code, i) => code === codes[(k + i) % 7001]))
    expect(phase).toBeGreaterThanOrEqual(0)
    expect(got).toEqual(Int16Array.from({ length: scans }, (_, i) => codes[(phase + i) % 7001]!))
  })

  it('keeps a file that it plays from being recorded into', async () => {
    const played = path.join(folder, 'in.raw')
    writeFileSync(played, new Int16Array(100))
    const { code, complaints } = await headless(
      ...['--json', '--set', `gigadac/voltage0/source=file:${played}`, '--record', played, '--overwrite'],
      ...['--samples', '10'],
    )
    expect({ code, complaints }).toEqual({ code: 2, complaints: [expect.stringMatching(/is being played.*EBUSY/)] })
  })
})
