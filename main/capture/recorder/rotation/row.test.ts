import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ErrnoError, say } from '#shared/errors.ts'
import type { Rotation } from '#shared/kinds/rotation.ts'
import { openTarget } from '../open-target.ts'
import { format, RecordingRig, range, recorded, sidecar, targetOptions } from '../testing/recorded.ts'
import type { RecordingRow } from './row.ts'
import { firstFreeNumber, numbered } from './row-names.ts'
import type { RowNews, RowOptions } from './row-options.ts'

let folder = ''
let base = ''
let rig: RecordingRig

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'blockscope-'))
  base = path.join(folder, 'x.raw')
  rig = new RecordingRig()
})
afterEach(() => rmSync(folder, { recursive: true }))

const none: Rotation = { bytes: null, seconds: null, keep: null, totalBytes: null }
const fileOf = (number: number): string => numbered(base, number)
const files = (): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.raw'))
    .toSorted()

const rowOf = (rotation: Partial<Rotation>, options: Partial<RowOptions> = {}): Promise<RecordingRow> =>
  rig.openRow({
    rotation: { ...none, ...rotation },
    carriesSegments: true,
    number: 1,
    open: async (number) => ({ target: await openTarget(targetOptions(fileOf(number))), bytes: null }),
    ...options,
  })

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1))
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await turn()
}

describe('a row of files', () => {
  it('cuts at the scan, and the next file begins with the very next one', async () => {
    const row = await rowOf({ bytes: 40 })
    row.onFormat(format)
    row.onBlocks([rig.block(7, 100), rig.block(7), rig.block(7), rig.block(2)])
    expect(await row.finish()).toMatchObject({
      file: fileOf(3),
      state: 'finished',
      scans: 23,
      bytes: 92,
      waitingBytes: 0,
      lostSamples: 0,
      gapFree: true,
      problem: null,
      row: { files: 3, removed: 0, keptBytes: 92, removalProblem: null },
    })
    expect(rig.held).toBe(0)
    expect([1, 2, 3].map((number) => recorded(fileOf(number)))).toEqual([range(100, 10), range(110, 10), range(120, 3)])
    const common = { ended: true, complete: true, gapFree: true, lostSamples: 0, gaps: [] }
    expect(sidecar(fileOf(1))).toMatchObject({
      ...common,
      file: 'x-0001.raw',
      scans: 10,
      rotation: {
        number: 1,
        firstScan: 0,
        firstSample: 100,
        previous: null,
        next: 'x-0002.raw',
        lostBefore: null,
        gapFreeWithPrevious: null,
      },
    })
    expect(sidecar(fileOf(2))).toMatchObject({
      ...common,
      segments: [{ atScan: 0, firstSample: 110 }],
      rotation: {
        number: 2,
        firstScan: 10,
        firstSample: 110,
        previous: 'x-0001.raw',
        next: 'x-0003.raw',
        lostBefore: 0,
        gapFreeWithPrevious: true,
      },
    })
    expect(sidecar(fileOf(3))).toMatchObject({
      ...common,
      scans: 3,
      rotation: { number: 3, firstScan: 20, previous: 'x-0002.raw', next: null, gapFreeWithPrevious: true },
    })
  })

  it('has every scan exactly once, whatever the sizes of blocks and files, and however late a file opens', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 3, max: 50 }),
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 8 }),
        async (blocks, scansPerFile, waits) => {
          rmSync(folder, { recursive: true })
          folder = mkdtempSync(path.join(tmpdir(), 'blockscope-'))
          base = path.join(folder, 'x.raw')
          rig = new RecordingRig()
          const row = await rowOf(
            { bytes: scansPerFile * 4 },
            {
              open: async (number) => {
                for (let k = 0; k < waits[number % waits.length]!; k++) await turn()
                return { target: await openTarget(targetOptions(fileOf(number))), bytes: null }
              },
            },
          )
          row.onFormat(format)
          for (const [k, scans] of blocks.entries()) {
            row.onBlocks([rig.block(scans)])
            if (k % 3 === 0) await turn()
          }
          await row.finish()
          expect(rig.held).toBe(0)
          const total = blocks.reduce((sum, scans) => sum + scans, 0)
          expect(files().flatMap((name) => recorded(path.join(folder, name)))).toEqual(range(0, total))
          expect(files()).toHaveLength(Math.ceil(total / scansPerFile))
        },
      ),
      { numRuns: 15 },
    )
  })

  it('ends a file after so much signal, in which what is lost passes too', async () => {
    const row = await rowOf({ seconds: 20e-6 })
    row.onFormat(format)
    row.onBlocks([rig.block(8), rig.block(8, 6), rig.block(8)])
    await row.finish()
    expect(recorded(fileOf(1))).toEqual([...range(0, 8), ...range(14, 6)])
    expect(recorded(fileOf(2))).toEqual(range(20, 10))
    expect(sidecar(fileOf(1))).toMatchObject({ gapFree: false, lostSamples: 6 })
    expect(sidecar(fileOf(2))).toMatchObject({ gapFree: true, rotation: { gapFreeWithPrevious: true } })
    expect(row.state).toMatchObject({ lostSamples: 6, gapFree: false, scans: 24 })
  })

  it('says what is missing between two files in both, and counts it once', async () => {
    const row = await rowOf({ bytes: 40 })
    row.onFormat(format)
    row.onBlocks([rig.block(10), rig.block(4, 5)])
    await row.finish()
    expect(sidecar(fileOf(1))).toMatchObject({
      gapFree: false,
      gaps: [{ atScan: 10, firstMissingSample: 10, lostSamples: 5 }],
    })
    expect(sidecar(fileOf(2))).toMatchObject({
      gaps: [],
      rotation: { firstSample: 15, lostBefore: 5, gapFreeWithPrevious: false },
    })
    expect(row.state).toMatchObject({ lostSamples: 5, gapFree: false })
    expect(row.gapCount).toBe(1)
  })

  it('claims no continuity where the device was enabled anew, and begins a file where one cannot hold both', async () => {
    const row = await rowOf({ bytes: 4000 }, { carriesSegments: false })
    row.onFormat(format)
    row.onBlocks([rig.block(10)])
    rig.nextSample = 0
    row.onFormat({ ...format, epoch: 2 })
    row.onBlocks([rig.block(5, 0, 2)])
    await row.finish()
    expect(sidecar(fileOf(2))).toMatchObject({
      scans: 5,
      segments: [{ firstSample: 0 }],
      rotation: { number: 2, firstScan: 10, lostBefore: null, gapFreeWithPrevious: null },
    })
    expect(row.state).toMatchObject({ gapFree: false, scans: 15, row: { files: 2 } })
  })

  it('lets nothing that slipped disappear between two files', async () => {
    const row = await rowOf({ bytes: 40 })
    row.onFormat(format)
    row.onBlocks([rig.block(10)])
    rig.slippedMs = 3
    row.onBlocks([rig.block(4)])
    await row.finish()
    expect(sidecar(fileOf(1))).toMatchObject({ slippedMs: 0, gapFree: true })
    expect(sidecar(fileOf(2))).toMatchObject({ slippedMs: 3, gapFree: null })
    expect(row.state.gapFree).toBe(null)
  })

  it('ends by itself after the scans that were asked for, over all files', async () => {
    const row = await rowOf({ bytes: 40 }, { scans: 25 })
    const ended = new Promise((resolve) => row.onEnd.on(resolve))
    row.onFormat(format)
    row.onBlocks([rig.block(16), rig.block(16)])
    expect(await ended).toMatchObject({ scans: 25, wanted: 25, state: 'finished', row: { files: 3 } })
    expect(recorded(fileOf(3))).toEqual(range(20, 5))
  })

  it('does not begin a file for which no scan comes', async () => {
    const row = await rowOf({ bytes: 40 })
    row.onFormat(format)
    row.onBlocks([rig.block(10)])
    await row.finish()
    expect(files()).toEqual(['x-0001.raw'])
  })

  it('removes the oldest of its own files and no other, so that all take no more than the total', async () => {
    writeFileSync(path.join(folder, 'x-0000.raw'), Buffer.alloc(4000))
    const news: RowNews[] = []
    const row = await rowOf({ bytes: 40, totalBytes: 100 })
    row.onNews.on((one) => news.push(one))
    row.onFormat(format)
    let most = 0
    for (let k = 0; k < 20; k++) {
      row.onBlocks([rig.block(5)])
      await until(() => row.state.waitingBytes === 0)
      most = Math.max(most, files().reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0) - 4000)
    }
    await row.finish()
    expect(most).toBeLessThanOrEqual(100)
    expect(files()).toEqual(['x-0000.raw', 'x-0009.raw', 'x-0010.raw'])
    expect(readdirSync(folder).filter((name) => name.endsWith('.json'))).toHaveLength(2)
    expect(row.state).toMatchObject({ scans: 100, gapFree: true, row: { files: 10, removed: 8, keptBytes: 80 } })
    expect(news.filter(({ what }) => what === 'removed').map(({ file }) => path.basename(file))).toEqual(
      range(1, 8).map((number) => `x-000${number}.raw`),
    )
  })

  it('cuts files whose bytes are not those of the scans by what is written of them', async () => {
    const row = await rowOf(
      { bytes: 400 },
      {
        open: async (number) => {
          const target = await openTarget(targetOptions(fileOf(number)))
          const { sink } = target
          let bytes = 0
          // Each byte becomes two.
          const write = async (pieces: readonly Uint8Array[]): Promise<number> => {
            const taken = await sink.write(pieces)
            await sink.write(pieces)
            bytes += 2 * taken
            return taken
          }
          const doubling = { name: sink.name, write, sync: () => sink.sync(), close: () => sink.close(true) }
          return { target: { ...target, sink: doubling }, bytes: () => bytes }
        },
      },
    )
    row.onFormat(format)
    for (let k = 0; k < 30; k++) {
      row.onBlocks([rig.block(10)])
      await until(() => row.state.waitingBytes === 0)
    }
    expect(await row.finish()).toMatchObject({ scans: 300, bytes: 2400, row: { files: 6, keptBytes: 2400 } })
    expect(files().map((name) => statSync(path.join(folder, name)).size)).toEqual(Array(6).fill(400))
    expect(rig.held).toBe(0)
  })

  it('keeps so many files', async () => {
    const row = await rowOf({ bytes: 40, keep: 3 })
    row.onFormat(format)
    row.onBlocks([rig.block(100)])
    await row.finish()
    expect(files()).toEqual(['x-0008.raw', 'x-0009.raw', 'x-0010.raw'])
  })

  it('leaves alone what others have put in the place of a file of its own', async () => {
    const row = await rowOf({ bytes: 40, keep: 2 })
    row.onFormat(format)
    row.onBlocks([rig.block(15)])
    await until(() => row.state.row?.files === 2)
    rmSync(fileOf(1))
    writeFileSync(fileOf(1), 'mine')
    row.onBlocks([rig.block(30)])
    await row.finish()
    expect(files()).toEqual(['x-0001.raw', 'x-0004.raw', 'x-0005.raw'])
  })

  it('passes over names that others have taken meanwhile', async () => {
    const row = await rowOf({ bytes: 40 })
    writeFileSync(fileOf(2), 'mine')
    row.onFormat(format)
    row.onBlocks([rig.block(15)])
    await row.finish()
    expect(sidecar(fileOf(1))).toMatchObject({ rotation: { next: 'x-0003.raw' } })
    expect(recorded(fileOf(3))).toEqual(range(10, 5))
    expect(statSync(fileOf(2)).size).toBe(4)
  })

  it('ends with a sentence when the next file cannot begin; the one before is whole', async () => {
    const row = await rowOf(
      { bytes: 40 },
      {
        open: async (number) => {
          if (number === 3) throw new ErrnoError('ENOSPC', say`No space is left for ${fileOf(number)}.`)
          return { target: await openTarget(targetOptions(fileOf(number))), bytes: null }
        },
      },
    )
    const ended = new Promise((resolve) => row.onEnd.on(resolve))
    row.onFormat(format)
    row.onBlocks([rig.block(35)])
    expect(await ended).toMatchObject({
      state: 'failed',
      scans: 20,
      waitingBytes: 0,
      problem: `The next file of the recording cannot begin: No space is left for ${fileOf(3)}. (ENOSPC)`,
    })
    expect(rig.held).toBe(0)
    expect(sidecar(fileOf(2))).toMatchObject({ ended: true, complete: true, problem: null, rotation: { next: null } })
    expect(existsSync(fileOf(3))).toBe(false)
  })

  it('ends when a file of it fails, with the reason of that file', async () => {
    const row = await rowOf(
      { bytes: 40 },
      {
        open: async (number) => {
          const target = await openTarget(targetOptions(fileOf(number)))
          if (number === 1) return { target, bytes: null }
          const write = (): Promise<number> => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }))
          const { sink } = target
          const failing = { name: sink.name, write, sync: () => sink.sync(), close: () => sink.close(true) }
          return { target: { ...target, sink: failing }, bytes: null }
        },
      },
    )
    const ended = new Promise((resolve) => row.onEnd.on(resolve))
    row.onFormat(format)
    row.onBlocks([rig.block(35)])
    expect(await ended).toMatchObject({
      state: 'failed',
      problem: `Cannot write ${fileOf(2)}: No space is left on the device. (ENOSPC)`,
    })
    expect(rig.held).toBe(0)
  })

  it('writes nothing to a file before the one before it has all', async () => {
    let letGo = (): void => undefined
    const waits = new Promise<void>((resolve) => {
      letGo = resolve
    })
    const row = await rowOf(
      { bytes: 40 },
      {
        open: async (number) => {
          const target = await openTarget(targetOptions(fileOf(number)))
          const { sink } = target
          if (number > 1) return { target, bytes: null }
          const write = async (pieces: readonly Uint8Array[]): Promise<number> => {
            await waits
            return sink.write(pieces)
          }
          const slow = { name: sink.name, write, sync: () => sink.sync(), close: () => sink.close(true) }
          return { target: { ...target, sink: slow }, bytes: null }
        },
      },
    )
    row.onFormat(format)
    row.onBlocks([rig.block(10), rig.block(10)])
    await until(() => existsSync(fileOf(2)))
    for (let k = 0; k < 20; k++) await turn()
    expect(statSync(fileOf(2)).size).toBe(0)
    expect(row.state).toMatchObject({ waitingBytes: 80, scans: 20 })
    letGo()
    await row.finish()
    expect(recorded(fileOf(2))).toEqual(range(10, 10))
  })
})

describe('the names of a row', () => {
  it('go on behind those of an earlier run', async () => {
    for (const name of ['x-0003.raw', 'x-0007.raw.json', 'x-0009.wav', 'x-12.raw', 'xy-0050.raw'])
      writeFileSync(path.join(folder, name), '')
    expect(await firstFreeNumber(base)).toBe(8)
    expect(await firstFreeNumber(path.join(folder, 'y.raw'))).toBe(1)
    expect(numbered('/a/x.raw', 12345)).toBe('/a/x-12345.raw')
  })

  it('know the files of SigMF', async () => {
    writeFileSync(path.join(folder, 's-0004.sigmf-meta'), '')
    expect(await firstFreeNumber(path.join(folder, 's'))).toBe(5)
    expect(await firstFreeNumber(path.join(folder, 's.sigmf-data'))).toBe(5)
  })

  it('are refused in a folder that is not there', async () => {
    await expect(firstFreeNumber('/nowhere/x.raw')).rejects.toThrow('Cannot read the folder /nowhere')
  })
})
