import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { OpenCall } from '#main/runtime/drive/drive.ts'
import { ErrnoError, say } from '#shared/errors.ts'
import { openTarget } from './open-target.ts'
import type { SampleSink } from './sinks/sink.ts'
import type { RecordingTarget } from './target.ts'
import { format, RecordingRig, range, recorded, sidecar, targetOptions } from './testing/recorded.ts'
import { prefix, skip } from './writer.ts'

let folder = ''
let file = ''
let rig: RecordingRig

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'blockscope-'))
  file = path.join(folder, 'record.raw')
  rig = new RecordingRig()
})
afterEach(() => rmSync(folder, { recursive: true }))

/** The file's target with a sink of the test's between. */
async function through(wrap: (sink: SampleSink) => Partial<SampleSink>): Promise<RecordingTarget> {
  const target = await openTarget(targetOptions(file))
  const { sink } = target
  const plain: SampleSink = {
    name: sink.name,
    write: (pieces) => sink.write(pieces),
    sync: () => sink.sync(),
    close: (isWhole) => sink.close(isWhole),
  }
  return { ...target, sink: { ...plain, ...wrap(sink) } }
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1))
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await turn()
}

describe('a recording', () => {
  it('has every scan in order, and gives all blocks back', async () => {
    const recorder = await rig.open(file)
    recorder.onFormat(format)
    for (let k = 0; k < 700; k++) recorder.onBlocks([rig.block(3), rig.block(5)])
    expect(await recorder.finish()).toMatchObject({
      state: 'finished',
      scans: 5600,
      bytes: 22400,
      waitingBytes: 0,
      lostSamples: 0,
      gapFree: true,
    })
    expect(recorded(file)).toEqual(range(0, 5600))
    expect(rig.held).toBe(0)
    expect(sidecar(file)).toMatchObject({
      file: 'record.raw',
      deviceName: 'gigascope',
      samplingFrequencyHz: 1e6,
      bytesPerScan: 4,
      scans: 5600,
      bytes: 22400,
      ended: true,
      complete: true,
      gapFree: true,
      gaps: [],
      channels: format.channels,
    })
    expect(readdirSync(folder).toSorted()).toEqual(['record.raw', 'record.raw.json'])
  })

  it('ends by itself after exactly the scans that were asked for', async () => {
    const recorder = await rig.open(file, { scans: 10 })
    const ended = new Promise((resolve) => recorder.onEnd.on(resolve))
    recorder.onFormat(format)
    recorder.onBlocks([rig.block(8), rig.block(8), rig.block(8)])
    expect(await ended).toMatchObject({ state: 'finished', scans: 10, wanted: 10 })
    recorder.onBlocks([rig.block(8)])
    expect(recorded(file)).toEqual(range(0, 10))
    expect(rig.held).toBe(0)
  })

  it('ends by itself after exactly the time that was asked for, in which what is lost passes too', async () => {
    const recorder = await rig.open(file, { seconds: 30e-6 })
    const ended = new Promise((resolve) => recorder.onEnd.on(resolve))
    recorder.onFormat(format)
    recorder.onBlocks([rig.block(8, 100), rig.block(8, 5), rig.block(16), rig.block(8)])
    expect(await ended).toMatchObject({ state: 'finished', scans: 25, wanted: 30, lostSamples: 5 })
    expect(recorded(file)).toEqual([...range(100, 8), ...range(113, 17)])
    expect(sidecar(file)).toMatchObject({ complete: false, ended: true, wantedScans: 30, gapFree: false })
  })

  it('is not complete when it was ended before it had what was asked for', async () => {
    const recorder = await rig.open(file, { scans: 100 })
    recorder.onFormat(format)
    recorder.onBlocks([rig.block(8)])
    expect(await recorder.finish()).toMatchObject({ state: 'finished', scans: 8, wanted: 100, problem: null })
    expect(sidecar(file)).toMatchObject({ complete: false, ended: true, scans: 8, wantedScans: 100 })
  })

  it('lists each gap exactly, but not what was missing before it began', async () => {
    const recorder = await rig.open(file)
    recorder.onFormat(format)
    recorder.onBlocks([rig.block(4, 100), rig.block(4, 7), rig.block(4)])
    recorder.onBlocks([rig.block(4, 1)])
    expect(recorder.state.gapFree).toBe(false)
    await recorder.finish()
    expect(sidecar(file)).toMatchObject({
      gapFree: false,
      lostSamples: 8,
      gaps: [
        { atScan: 4, firstMissingSample: 104, lostSamples: 7 },
        { atScan: 12, firstMissingSample: 119, lostSamples: 1 },
      ],
      segments: [{ atScan: 0, firstSample: 100 }],
    })
  })

  it('counts what was lost at the end of a stream, in the segment it belongs to', async () => {
    const recorder = await rig.open(file)
    recorder.onFormat(format)
    // Before the first sample of a recording nothing of it is missing.
    recorder.onMissing(3)
    recorder.onBlocks([rig.block(4)])
    recorder.onMissing(6)
    rig.nextSample = 0
    recorder.onFormat({ ...format, epoch: 2 })
    recorder.onBlocks([rig.block(4, 0, 2)])
    recorder.onMissing(1)
    await recorder.finish()
    recorder.onMissing(5)
    expect(sidecar(file)).toMatchObject({
      gapFree: false,
      lostSamples: 7,
      gaps: [
        { atScan: 4, firstMissingSample: 4, lostSamples: 6 },
        { atScan: 8, firstMissingSample: 4, lostSamples: 1 },
      ],
      segments: [{ atScan: 0 }, { atScan: 4, firstSample: 0 }],
    })
  })

  it('is in segments when the rate changes, which are apart by the time that passed, whatever the wall clock did', async () => {
    const recorder = await rig.open(file)
    recorder.onFormat(format)
    recorder.onBlocks([rig.block(4)])
    rig.nextSample = 0
    rig.runtime.advance(5000)
    rig.unixJumpMs = -3_600_000
    recorder.onFormat({ ...format, epoch: 2, samplingFrequencyHz: 2e6 })
    recorder.onBlocks([rig.block(4, 0, 2)])
    await recorder.finish()
    const { segments, lostSamples, gapFree } = sidecar(file)
    expect({ lostSamples, gapFree }).toEqual({ lostSamples: 0, gapFree: false })
    expect(segments).toMatchObject([
      { atScan: 0, samplingFrequencyHz: 1e6 },
      { atScan: 4, samplingFrequencyHz: 2e6 },
    ])
    const [first, second] = segments as { startUnixMs: number }[]
    expect(second!.startUnixMs - first!.startUnixMs).toBeCloseTo(5000, 1)
  })

  it('does not claim to be gap-free when the clock fell behind meanwhile, and says by how much', async () => {
    rig.slippedMs = 500
    const recorder = await rig.open(file)
    recorder.onFormat(format)
    const later = rig.block(4)
    recorder.onBlocks([{ ...later, sequence: 7 }, rig.block(4)])
    expect(await recorder.finish()).toMatchObject({ gapFree: true })
    expect(sidecar(file)).toMatchObject({ gapFree: true, slippedMs: 0 })
    const other = path.join(folder, 'other.raw')
    const second = await rig.open(other)
    second.onFormat(format)
    second.onBlocks([{ ...rig.block(4), sequence: 9 }])
    rig.slippedMs += 12.5
    second.onBlocks([rig.block(4)])
    expect(await second.finish()).toMatchObject({ gapFree: null, lostSamples: 0, state: 'finished' })
    expect(sidecar(other)).toMatchObject({ gapFree: null, lostSamples: 0, slippedMs: 12.5, complete: true, gaps: [] })
  })

  it('fails when the form of the scans changes under it', async () => {
    const recorder = await rig.open(file)
    recorder.onFormat(format)
    recorder.onBlocks([rig.block(4)])
    recorder.onFormat({ ...format, epoch: 2, bytesPerScan: 2, channels: format.channels.slice(1) })
    expect(await recorder.finish()).toMatchObject({
      state: 'failed',
      scans: 4,
      problem: expect.stringMatching(/form of the scans/),
    })
  })

  it('tells why it was ended early, and what is in the file all the same', async () => {
    const recorder = await rig.open(file)
    recorder.onFormat(format)
    recorder.onBlocks([rig.block(4)])
    const state = await recorder.finish(new ErrnoError('ENODEV', say`the hardware is gone`))
    expect(state).toMatchObject({ state: 'failed', scans: 4, problem: 'the hardware is gone (ENODEV)' })
    expect(sidecar(file)).toMatchObject({ scans: 4, complete: false, gapFree: true, problem: state.problem })
  })
})

describe('a disk that does not answer', () => {
  /** Its next write hangs until `answer` is called; what is asked of it then is done. */
  async function hanging() {
    const drive: { oldest: OpenCall | null } = { oldest: null }
    let answer: () => void = () => undefined
    const target = await through((sink) => ({
      write: async (pieces) => {
        drive.oldest = { name: 'writev', sinceMs: rig.clock.nowMs() }
        await new Promise<void>((resolve) => {
          answer = resolve
        })
        drive.oldest = null
        return sink.write(pieces)
      },
    }))
    const recorder = await rig.open({ ...target, drive })
    recorder.onFormat(format)
    return { recorder, drive, answer: () => answer() }
  }

  async function pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 500) {
      rig.runtime.advance(500)
      await turn()
    }
  }

  it('is told while it is silent, and no longer; nothing is lost by it', async () => {
    const { recorder, drive, answer } = await hanging()
    recorder.onBlocks([rig.block(4)])
    await until(() => drive.oldest !== null)
    recorder.onBlocks([rig.block(4)])
    expect(recorder.state.silentSeconds).toBe(undefined)
    await pass(5000)
    expect(recorder.state).toMatchObject({ silentSeconds: 5, state: 'recording', scans: 8 })
    await pass(60_000)
    expect(recorder.state).toMatchObject({ silentSeconds: 65, state: 'recording', problem: null })
    answer()
    await until(() => recorder.state.bytes === 16)
    expect(recorder.state.silentSeconds).toBe(undefined)
    const finished = recorder.finish()
    await until(() => drive.oldest !== null)
    answer()
    expect(await finished).toMatchObject({ state: 'finished', scans: 8, gapFree: true })
    expect(recorded(file)).toEqual(range(0, 8))
  })

  it('is given up when the recording is ended, with a sentence; memory that it may still read is kept for it', async () => {
    const { recorder, drive, answer } = await hanging()
    let ends = 0
    recorder.onEnd.on(() => ends++)
    recorder.onBlocks([rig.block(4)])
    await until(() => drive.oldest !== null)
    recorder.onBlocks([rig.block(4)])
    const finished = recorder.finish()
    await pass(14_000)
    expect(ends).toBe(0)
    await pass(1000)
    expect(await finished).toMatchObject({
      state: 'failed',
      scans: 0,
      problem: 'The disk has not answered for 15 s; what it had not taken by then is given up. (ETIMEDOUT)',
    })
    expect(recorder.state.silentSeconds).toBe(undefined)
    // The next start finds it as one that nobody ended.
    expect(sidecar(file)).toMatchObject({ ended: false })
    expect(rig.held).toBe(1)
    answer()
    await until(() => sidecar(file).ended === true)
    expect(recorded(file)).toEqual(range(0, 4))
    expect(sidecar(file)).toMatchObject({ scans: 4, complete: false, problem: expect.stringContaining('15 s') })
    expect([rig.held, ends]).toEqual([0, 1])
  })
})

describe('the description', () => {
  it('is whole before the first block: what the device is set to, and no scan', async () => {
    const recorder = await rig.open(file)
    expect(sidecar(file)).toMatchObject({
      samplingFrequencyHz: 1e6,
      bytesPerScan: 4,
      channels: format.channels,
      scans: 0,
      startUnixMs: null,
      ended: false,
      complete: false,
      gapFree: null,
    })
    await recorder.finish()
  })

  it('knows the stream before its first scan is in the file, and each gap before the scans behind it are', async () => {
    const seen: { segments: number; gaps: number }[] = []
    const target = await through((sink) => ({
      write: (pieces) => {
        const { segments, gaps } = sidecar(file) as { segments: unknown[]; gaps: unknown[] }
        seen.push({ segments: segments.length, gaps: gaps.length })
        return sink.write(pieces)
      },
    }))
    const recorder = await rig.open(target)
    recorder.onFormat({ ...format, samplingFrequencyHz: 5e6 })
    recorder.onBlocks([rig.block(4)])
    await until(() => recorder.state.bytes === 16)
    expect(sidecar(file)).toMatchObject({ samplingFrequencyHz: 5e6, ended: false, complete: false, gapFree: null })
    recorder.onBlocks([rig.block(4, 2), rig.block(4, 2), rig.block(4)])
    await until(() => recorder.state.bytes === 64)
    expect(sidecar(file)).toMatchObject({ gapFree: false, lostSamples: 4, gaps: [{ atScan: 4 }, { atScan: 8 }] })
    expect(seen).toEqual([
      { segments: 1, gaps: 0 },
      { segments: 1, gaps: 2 },
    ])
    await recorder.finish()
  })

  it('is renewed every second, and claims no more than is safe on the disk', async () => {
    let confirm = (): void => undefined
    const target = await through((sink) => ({
      sync: () => new Promise<void>((resolve) => (confirm = resolve)).then(() => sink.sync()),
    }))
    const recorder = await rig.open(target)
    recorder.onFormat(format)
    recorder.onBlocks([rig.block(100)])
    await until(() => recorder.state.bytes === 400)
    const described = (): unknown => sidecar(file).describedTime
    const first = described()
    rig.runtime.advance(1000)
    await until(() => described() !== first)
    expect(sidecar(file)).toMatchObject({ scans: 0, bytes: 0 })
    confirm()
    await until(() => {
      rig.runtime.advance(1000)
      return sidecar(file).scans === 100
    })
    void recorder.finish()
    expect(recorder.state.state).toBe('writing')
    await until(() => {
      confirm()
      return recorder.state.state === 'finished'
    })
  })

  it('ends the recording when it cannot be renewed, and stays as it was', async () => {
    const recorder = await rig.open(file)
    recorder.onFormat(format)
    recorder.onBlocks([rig.block(4)])
    await until(() => recorder.state.bytes === 16)
    // Nothing can take the place of a folder.
    rmSync(`${file}.json`)
    mkdirSync(`${file}.json`)
    const ended = new Promise((resolve) => recorder.onEnd.on(resolve))
    recorder.onBlocks([rig.block(4, 1)])
    expect(await ended).toMatchObject({ state: 'failed', scans: 4, problem: expect.stringMatching(/record.raw/) })
    expect(rig.held).toBe(0)
    expect(readdirSync(folder).toSorted()).toEqual(['record.raw', 'record.raw.json'])
  })

  it('ends the recording when the file was deleted under it', async () => {
    const recorder = await rig.open(file)
    recorder.onFormat(format)
    rmSync(file)
    const ended = new Promise((resolve) => recorder.onEnd.on(resolve))
    rig.runtime.advance(1000)
    expect(await ended).toMatchObject({ state: 'failed', problem: expect.stringMatching(/was deleted.*ENOENT/) })
    expect(existsSync(file)).toBe(false)
  })

  it('stays the last valid one when the disk is full, and covers what is in the file', async () => {
    let room = 40
    const full = (): never => {
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
    }
    const target = await through((sink) => ({
      write: (pieces) => {
        const some = prefix(pieces, room)
        room -= some.reduce((sum, piece) => sum + piece.byteLength, 0)
        return some.length === 0 ? full() : sink.write(some)
      },
    }))
    const renew = target.sidecar!.renew.bind(target.sidecar)
    const recorder = await rig.open({
      ...target,
      sidecar: { ...target.sidecar!, renew: (parts) => (room === 0 ? full() : renew(parts)) },
    })
    const ended = new Promise((resolve) => recorder.onEnd.on(resolve))
    recorder.onFormat(format)
    for (let k = 0; k < 40; k++) recorder.onBlocks([rig.block(4, 1)])
    expect(await ended).toMatchObject({
      state: 'failed',
      scans: 10,
      problem: expect.stringMatching(/No space is left.*ENOSPC/),
    })
    expect(rig.held).toBe(0)
    const { gaps, gapFree, complete } = sidecar(file) as { gaps: { atScan: number; lostSamples: number }[] } & Record<
      string,
      unknown
    >
    expect({ gapFree, complete }).toEqual({ gapFree: false, complete: false })
    // Every scan in the file lies where the description says.
    const missingBefore = (scan: number): number =>
      gaps.filter(({ atScan }) => atScan <= scan).reduce((sum, gap) => sum + gap.lostSamples, 0)
    expect(recorded(file)).toEqual(range(0, 10).map((scan) => 1 + scan + missingBefore(scan)))
  })
})

describe('pieces', () => {
  const pieces = [new Uint8Array([1, 2]), new Uint8Array([3, 4, 5]), new Uint8Array([6])]
  const bytes = (some: readonly Uint8Array[]): number[] => some.flatMap((piece) => [...piece])

  it('are cut anywhere', () => {
    for (let count = 0; count <= 7; count++) {
      expect(bytes(prefix(pieces, count))).toEqual([1, 2, 3, 4, 5, 6].slice(0, count))
      if (count <= 6) expect(bytes(skip(pieces, count))).toEqual([1, 2, 3, 4, 5, 6].slice(count))
    }
  })
})
