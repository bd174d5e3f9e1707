import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CoherentHeap } from '#main/memory/index.ts'
import type { BlockRef, StreamFormat } from '../tap.ts'
import { ManualClock } from '../testing/fake-source.ts'
import { Recorder } from './recorder.ts'
import { skip } from './writer.ts'

const format: StreamFormat = {
  epoch: 1,
  bytesPerScan: 4,
  samplingFrequencyHz: 1e6,
  startUnixMs: 0,
  channels: [0, 1].map((scanIndex) => ({
    id: `voltage${scanIndex}`,
    scanIndex,
    scanType: 'le:s16/16>>0',
    scaleMillivolts: 0.030518,
    offsetCodes: 0,
  })),
}

describe('Recorder', () => {
  let folder = ''
  let file = ''
  const heap = new CoherentHeap({ bytes: 16 << 20 })
  let held = 0
  let nextSample = 0

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'blockscope-'))
    file = path.join(folder, 'record.raw')
    held = 0
    nextSample = 0
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  /** A block whose scans count up; `lost` scans are missing before it. */
  function block(scans: number, lost = 0, epoch = 1): BlockRef {
    const address = heap.alloc(scans * 4)
    nextSample += lost
    const words = heap.u32(address, scans)
    for (let k = 0; k < scans; k++) words[k] = nextSample + k
    const firstSample = nextSample
    nextSample += scans
    let references = 0
    return {
      sequence: 0,
      epoch,
      address,
      bytes: scans * 4,
      capacityBytes: scans * 4,
      scans,
      firstSample,
      lostBefore: lost,
      lastSampleMs: 990,
      doneMs: 991,
      retain: () => {
        references++
        held++
      },
      release: () => {
        held--
        // The hardware writes into it again at once.
        if (--references === 0) heap.u32(address, scans).fill(0xdeadbeef)
      },
    }
  }

  function open(scans: number | null, where = file): Promise<Recorder> {
    return Recorder.open({
      file: where,
      scans,
      device: 'iio:device0',
      deviceName: 'gigascope',
      clock: new ManualClock(),
      bytesOf: (address, length) => heap.u8(address, length),
    })
  }

  const recorded = (): number[] => [...new Uint32Array(new Uint8Array(readFileSync(file)).buffer)]
  const sidecar = (): Record<string, unknown> =>
    JSON.parse(readFileSync(`${file}.json`, 'utf8')) as Record<string, unknown>
  const range = (from: number, count: number): number[] => Array.from({ length: count }, (_, k) => from + k)

  it('writes every scan in order and gives all blocks back', async () => {
    const recorder = await open(null)
    recorder.onFormat(format)
    for (let k = 0; k < 700; k++) recorder.onBlocks([block(3), block(5)])
    expect(await recorder.finish()).toMatchObject({ state: 'finished', scans: 5600, bytes: 22400, lostSamples: 0 })
    expect(recorded()).toEqual(range(0, 5600))
    expect(held).toBe(0)
    expect(sidecar()).toMatchObject({
      file: 'record.raw',
      deviceName: 'gigascope',
      samplingFrequencyHz: 1e6,
      bytesPerScan: 4,
      scans: 5600,
      complete: true,
      gapFree: true,
      gaps: [],
      channels: format.channels,
    })
  })

  it('ends by itself after exactly the scans that were asked for', async () => {
    const recorder = await open(10)
    const ended = new Promise((resolve) => recorder.onEnd.on(resolve))
    recorder.onFormat(format)
    recorder.onBlocks([block(8), block(8), block(8)])
    expect(await ended).toMatchObject({ state: 'finished', scans: 10, wanted: 10 })
    recorder.onBlocks([block(8)])
    expect(recorded()).toEqual(range(0, 10))
    expect(held).toBe(0)
  })

  it('lists each gap exactly, but not what was missing before it began', async () => {
    const recorder = await open(null)
    recorder.onFormat(format)
    recorder.onBlocks([block(4, 100), block(4, 7), block(4)])
    recorder.onBlocks([block(4, 1)])
    await recorder.finish()
    expect(sidecar()).toMatchObject({
      gapFree: false,
      lostSamples: 8,
      gaps: [
        { atScan: 4, firstMissingSample: 104, lostSamples: 7 },
        { atScan: 12, firstMissingSample: 119, lostSamples: 1 },
      ],
      segments: [{ atScan: 0, firstSample: 100 }],
    })
  })

  it('notes another rate as a new segment', async () => {
    const recorder = await open(null)
    recorder.onFormat(format)
    recorder.onBlocks([block(4)])
    nextSample = 0
    recorder.onFormat({ ...format, epoch: 2, samplingFrequencyHz: 2e6 })
    recorder.onBlocks([block(4, 0, 2)])
    await recorder.finish()
    expect(sidecar()).toMatchObject({
      lostSamples: 0,
      segments: [
        { atScan: 0, samplingFrequencyHz: 1e6 },
        { atScan: 4, samplingFrequencyHz: 2e6 },
      ],
    })
  })

  it('fails when the form of the scans changes under it', async () => {
    const recorder = await open(null)
    recorder.onFormat(format)
    recorder.onBlocks([block(4)])
    recorder.onFormat({ ...format, epoch: 2, bytesPerScan: 2, channels: format.channels.slice(1) })
    expect(await recorder.finish()).toMatchObject({
      state: 'failed',
      scans: 4,
      problem: expect.stringMatching(/form of the scans/),
    })
  })

  it('reports a full disk, keeps no block, and says so', async () => {
    const recorder = await open(null, '/dev/full').catch(() => null)
    if (recorder === null) throw new Error('this system has no /dev/full')
    rmSync('/dev/full.json')
    const ended = new Promise((resolve) => recorder.onEnd.on(resolve))
    recorder.onFormat(format)
    recorder.onBlocks([block(1024)])
    // The failure shows at the next block after the write came back.
    while (recorder.state.problem === null) await new Promise((resolve) => setImmediate(resolve))
    recorder.onBlocks([block(1024)])
    expect(await ended).toMatchObject({
      state: 'failed',
      scans: 0,
      problem: expect.stringMatching(/no space is left.*ENOSPC/),
    })
    expect(held).toBe(0)
    rmSync('/dev/full.json')
  })

  it('refuses a file it cannot create', async () => {
    await expect(open(null, path.join(folder, 'none', 'x.raw'))).rejects.toMatchObject({
      errno: 'ENOENT',
      message: expect.stringMatching(/folder does not exist/),
    })
    await expect(open(null, folder)).rejects.toMatchObject({ message: expect.stringMatching(/it is a folder/) })
    expect(existsSync(`${folder}.json`)).toBe(false)
  })
})

describe('skip', () => {
  it('continues a short write where it stopped', () => {
    const pieces = [new Uint8Array([1, 2]), new Uint8Array([3, 4, 5]), new Uint8Array([6])]
    for (let bytes = 0; bytes <= 6; bytes++)
      expect(skip(pieces, bytes).flatMap((piece) => [...piece])).toEqual([1, 2, 3, 4, 5, 6].slice(bytes))
  })
})
