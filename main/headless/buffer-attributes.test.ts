// The buffer has one truth: what the panel shows, what the device tree shows, and what is in force.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseCommandLine, type RunCommand } from '#main/cli/index.ts'
import { createInstrument } from '#main/instrument/create.ts'
import type { Instrument } from '#main/instrument/instrument.ts'
import { rehearse } from '#main/instrument/settings/rehearsal.ts'

let instrument: Instrument
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'blockscope-'))
})
afterEach(async () => {
  await instrument.close()
  rmSync(folder, { recursive: true })
})

async function open(run: boolean, set: Record<string, string> = {}): Promise<void> {
  instrument = await createInstrument({
    front: 'headless',
    recordingsFolder: folder,
    historyBytes: 16 << 20,
    historySeconds: 0.05,
    run,
    set: Object.entries({ sampling_frequency: '1000000', ...set }).map(([name, value]) => ({ path: name, value })),
  })
}

const device = (): string => instrument.state().device
const write = (name: string, value: string) =>
  instrument.handlers.writeAttribute({ device: device(), path: `buffer0/${name}`, value })

/** What the tree shows of the buffer. */
async function tree() {
  const first = (await instrument.handlers.listDevices()).find(({ id }) => id === device())
  const found = (name: string) => first!.attributes.find((info) => info.path === `buffer0/${name}`)!
  return { length: found('length').value, watermark: found('watermark'), mode: first!.status }
}

/** What the panel shows, in the words of the tree. */
function panel() {
  const { blockBytes, blockCount, bytesPerScan, watermark } = instrument.state().buffer
  return { length: String((blockCount * blockBytes) / bytesPerScan), watermark: String(watermark) }
}

async function expectOneTruth(): Promise<void> {
  const { length, watermark } = await tree()
  expect({ length, watermark: watermark.value }).toEqual(panel())
  expect(watermark.writable).toBe(true)
  const { hub, stack } = instrument.parts
  if (hub.isRunning) expect(stack.queue.threshold).toBe(instrument.state().buffer.watermark)
}

describe.each([
  ['while it runs', true],
  ['while it is stopped', false],
])('%s', (_, run) => {
  it('tree and panel show the same, whoever changes it', async () => {
    await open(run)
    await expectOneTruth()
    await instrument.handlers.setBuffer({ blockBytes: 32768, blockCount: 20, watermark: 30_000 })
    await expectOneTruth()
    expect(await tree()).toMatchObject({ length: String(20 * 16384), watermark: { value: '30000' } })
    await write('watermark', '50000')
    expect(instrument.state().buffer).toMatchObject({ watermark: 50_000, watermarkAuto: false })
    await expectOneTruth()
    await write('length', String(10 * 16384))
    expect(instrument.state().buffer).toMatchObject({
      blockCount: 10,
      blockCountAuto: false,
      blockBytes: 32768,
    })
    await expectOneTruth()
    // A rate, a channel: what is automatic follows, in both.
    await instrument.handlers.setBuffer({ blockBytes: 'auto', blockCount: 'auto', watermark: 'auto' })
    for (const [name, value] of [
      ['sampling_frequency', '10000000'],
      ['voltage1/en', '1'],
    ] as const) {
      await instrument.handlers.writeAttribute({ device: device(), path: name, value })
      await expectOneTruth()
    }
  })

  it('refuses what cannot be, with what would do, and changes nothing', async () => {
    await open(run, { blockBytes: '32768', blockCount: '4' })
    const before = instrument.state().buffer
    for (const [name, value, sentence] of [
      ['length', '100', /100 scans is no whole number of blocks of 16384 scans: 32768 would do/],
      ['length', '40000', /no whole number of blocks of 16384 scans: 32768 or 49152 would do/],
      ['length', '16384', /There can be 2 to 4095 blocks, not 1/],
      ['length', '0x8000', /only decimal digits/],
      [
        'watermark',
        '49153',
        /can never be reached: one of 4 blocks stays with the hardware, and the others hold 49152/,
      ],
      ['watermark', '0', /never wake/],
    ] as const)
      await expect(write(name, value)).rejects.toMatchObject({
        errno: 'EINVAL',
        message: expect.stringMatching(sentence),
      })
    expect(instrument.state().buffer).toEqual(before)
    await expectOneTruth()
  })
})

it('a change by attribute is live: no restart, one seam, in the words of the panel', async () => {
  await open(true)
  const { epoch } = instrument.state()
  const { watermark } = instrument.state().buffer
  await write('watermark', String(watermark + 1))
  const { blockBytes, bytesPerScan } = instrument.state().buffer
  await write('length', String((9 * blockBytes) / bytesPerScan))
  expect(instrument.state()).toMatchObject({ epoch, acquisition: 'running' })
  expect(instrument.state().seams).toMatchObject([
    { subject: 'watermark', from: watermark, to: watermark + 1, how: 'live', lostSamples: 0 },
    { subject: 'blockCount', to: 9, how: 'live', lostSamples: 0 },
  ])
  await expectOneTruth()
})

it('settings of a begin may name the attributes, in any order', async () => {
  await open(false, {
    'buffer0/watermark': '3000',
    'gigascope/buffer0/length': String(64 * 2048),
    blockBytes: '4096',
  })
  expect(instrument.state().buffer).toMatchObject({ blockBytes: 4096, blockCount: 64, watermark: 3000 })
  await expectOneTruth()
})

it('a change that is only rehearsed leaves what was automatic automatic', async () => {
  await open(false)
  const before = instrument.state().buffer
  const at = [
    { atSeconds: 1, path: 'buffer0/length', value: String((before.blockCount + 1) * (before.blockBytes / 2)) },
    { atSeconds: 2, path: 'buffer0/watermark', value: '3000' },
  ]
  await rehearse(instrument, { ...(parseCommandLine(['--headless', '--for', '3s']) as RunCommand), at })
  expect(instrument.state().buffer).toEqual(before)
})

it('a device that comes back has the same buffer again', async () => {
  await open(true, { blockBytes: '32768', blockCount: '20', watermark: '30000' })
  const { stack } = instrument.parts
  await stack.unplug()
  while (instrument.state().acquisition !== 'fault') await new Promise((resolve) => setTimeout(resolve, 1))
  await stack.replug()
  await instrument.refresh()
  await expectOneTruth()
  await instrument.handlers.run()
  await expectOneTruth()
  expect(await tree()).toMatchObject({ length: String(20 * 16384), watermark: { value: '30000' } })
})
