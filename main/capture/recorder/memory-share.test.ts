// A disk that is too slow takes the recording's share of the memory and no more: what is left out is a gap, told exactly.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTarget } from './open-target.ts'
import type { RecordingTarget } from './target.ts'
import { format, RecordingRig, range, recorded, sidecar, targetOptions } from './testing/recorded.ts'

let folder = ''
let file = ''
let rig: RecordingRig
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'blockscope-'))
  file = path.join(folder, 'slow.raw')
  rig = new RecordingRig()
})
afterEach(() => rmSync(folder, { recursive: true }))

/** A target whose writes wait until they are let through, all from then on. */
async function slow(name: string): Promise<{ target: RecordingTarget; letThrough: () => void }> {
  const target = await openTarget(targetOptions(name))
  let letThrough: () => void = () => undefined
  const open = new Promise<void>((resolve) => {
    letThrough = resolve
  })
  const { sink } = target
  return {
    letThrough,
    target: {
      ...target,
      sink: {
        name: sink.name,
        write: async (pieces) => {
          await open
          return sink.write(pieces)
        },
        sync: () => sink.sync(),
        close: (isWhole) => sink.close(isWhole),
      },
    },
  }
}

/** Of ten blocks of 100 scans (400 bytes). */
const mostWaitingBytes = (): number => 4000
const blocks = (count: number) => Array.from({ length: count }, () => rig.block(100))

describe('a recording to a disk that is too slow', () => {
  it('holds its share, leaves out what is more, and goes on when half of it is written; the gap is exact', async () => {
    const { target, letThrough } = await slow(file)
    const recorder = await rig.open(target, { mostWaitingBytes })
    recorder.onFormat(format)
    recorder.onBlocks(blocks(30))
    expect(recorder.waitingBytes).toBe(4000)
    expect(rig.held).toBe(10)
    letThrough()
    await recorder.drained()
    recorder.onBlocks(blocks(5))
    expect(await recorder.finish()).toMatchObject({ scans: 1500, lostSamples: 2000, gapFree: false, problem: null })
    expect(recorded(file)).toEqual([...range(0, 1000), ...range(3000, 500)])
    expect(sidecar(file).gaps).toEqual([{ atScan: 1000, firstMissingSample: 1000, lostSamples: 2000 }])
    expect(rig.held).toBe(0)
  })

  it('tells of what was left out at its end, and at that of a stream', async () => {
    const { target, letThrough } = await slow(file)
    const recorder = await rig.open(target, { mostWaitingBytes })
    recorder.onFormat(format)
    recorder.onBlocks(blocks(12))
    // The device is stopped: 50 samples are in no block.
    recorder.onMissing(50)
    rig.nextSample = 0
    recorder.onFormat({ ...format, epoch: 2 })
    letThrough()
    await recorder.drained()
    recorder.onBlocks(Array.from({ length: 12 }, () => rig.block(100, 0, 2)))
    await recorder.finish()
    expect(recorder.state).toMatchObject({ scans: 2000, lostSamples: 250 + 200 })
    expect(sidecar(file).gaps).toEqual([
      { atScan: 1000, firstMissingSample: 1000, lostSamples: 250 },
      { atScan: 2000, firstMissingSample: 1000, lostSamples: 200 },
    ])
  })

  it('ends when its time is over, though nothing is taken any more', async () => {
    const { target, letThrough } = await slow(file)
    const recorder = await rig.open(target, { mostWaitingBytes, seconds: 0.0015 })
    recorder.onFormat(format)
    recorder.onBlocks(blocks(20))
    expect(recorder.state.state).toBe('writing')
    letThrough()
    expect(await recorder.finish()).toMatchObject({ scans: 1000, wanted: 1500, lostSamples: 500 })
    expect(sidecar(file)).toMatchObject({ complete: false })
  })

  it('has one share for all files of a row', async () => {
    const { target, letThrough } = await slow(file)
    const rotation = { bytes: 2400, seconds: null, keep: null, totalBytes: null }
    const row = await rig.openRow({
      ...{ rotation, carriesSegments: true, number: 1, mostWaitingBytes },
      open: async (number) => ({
        target: number === 1 ? target : await openTarget(targetOptions(path.join(folder, `${number}.raw`))),
        bytes: null,
      }),
    })
    row.onFormat(format)
    row.onBlocks(blocks(30))
    expect(row.state.waitingBytes).toBe(4000)
    letThrough()
    expect(await row.finish()).toMatchObject({ scans: 1000, lostSamples: 2000, gapFree: false })
    expect(readdirSync(folder).filter((name) => name.endsWith('.raw'))).toHaveLength(2)
    expect(rig.held).toBe(0)
  })
})
