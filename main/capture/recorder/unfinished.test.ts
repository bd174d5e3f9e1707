// What a dead program left is found, and closed when somebody says so; until then nothing of it changes.
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { anyDamagedJson } from '#main/testing/damage/damage.ts'
import { ErrnoError } from '#shared/errors.ts'
import { format, RecordingRig, range, recorded, sidecar } from './testing/recorded.ts'
import { closeUnfinished, findUnfinished, lostProgram } from './unfinished.ts'

let folder = ''
let file = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'blockscope-'))
  file = path.join(folder, 'lost.raw')
})
afterEach(() => rmSync(folder, { recursive: true }))

const mine = (): Record<string, unknown> => sidecar(file)
const tell = (changes: object): void =>
  writeFileSync(`${file}.json`, JSON.stringify({ ...mine(), ...changes }, null, 2))

/** A recording of 800 scans of 4 bytes with a gap, whose program is killed in the middle of a scan. */
async function lose(over: object = {}): Promise<void> {
  const rig = new RecordingRig()
  const recorder = await rig.open(file)
  recorder.onFormat(format)
  recorder.onBlocks([rig.block(500), rig.block(300, 7)])
  await recorder.finish()
  truncateSync(file, 800 * 4 - 1)
  tell({ scans: 500, bytes: 2000, ended: false, complete: false, gapFree: null, writtenBy: deadWriter, ...over })
}
const deadWriter = { host: 'elsewhere', pid: 1, startedUnixMs: 1 }
/** Descriptions of another machine count as its own until they are old. */
const age = (): void => {
  const { utimesSync } = process.getBuiltinModule('node:fs')
  utimesSync(`${file}.json`, 1000, 1000)
}
const all = (): Record<string, string> =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(path.join(folder, name), 'latin1')]))

describe('an unfinished recording', () => {
  it('is found, with what is in it, and looking changes nothing', async () => {
    await lose()
    age()
    const before = all()
    expect(await findUnfinished(folder)).toEqual([
      { file, scans: 799, bytes: 3199, samplingFrequencyHz: 1e6, startUnixMs: expect.any(Number) },
    ])
    expect(all()).toEqual(before)
  })

  it('is closed: whole scans alone, and a description that says how it ended', async () => {
    await lose()
    age()
    const before = mine()
    expect(await closeUnfinished(file, 5000)).toBe(799)
    expect(statSync(file).size).toBe(799 * 4)
    expect(recorded(file)).toEqual([...range(0, 500), ...range(507, 299)])
    expect(mine()).toEqual({
      ...before,
      ...{ scans: 799, bytes: 3196, ended: true, complete: false, problem: lostProgram },
      ...{ gapFree: false, lostSamples: 7, describedTime: '1970-01-01T00:00:05.000Z' },
    })
    expect(await findUnfinished(folder)).toEqual([])
    expect(readdirSync(folder).sort()).toEqual(['lost.raw', 'lost.raw.json'])
    await expect(closeUnfinished(file)).rejects.toMatchObject({ errno: 'ENOENT' })
  })

  it('says nothing of scans that did not get there, nor claims what is not known', async () => {
    await lose()
    truncateSync(file, 499 * 4)
    age()
    await closeUnfinished(file)
    expect(mine()).toMatchObject({ scans: 499, gaps: [], lostSamples: 0, gapFree: null })
    await lose2()
    await closeUnfinished(file)
    expect(mine()).toMatchObject({ scans: 0, bytes: 0, segments: [], startUnixMs: null, startTime: null })
  })

  async function lose2(): Promise<void> {
    rmSync(file)
    rmSync(`${file}.json`)
    await lose()
    truncateSync(file, 3)
    age()
  }

  it('is none while its program runs, here or on another machine', async () => {
    await lose({
      writtenBy: {
        host: (await import('node:os')).hostname(),
        pid: process.pid,
        startedUnixMs: Math.round(performance.timeOrigin),
      },
    })
    expect(await findUnfinished(folder)).toEqual([])
    await expect(closeUnfinished(file)).rejects.toMatchObject({ errno: 'EBUSY' })
    tell({ writtenBy: deadWriter })
    // Renewed a moment ago.
    expect(await findUnfinished(folder)).toEqual([])
    expect(statSync(file).size).toBe(3199)
  })

  it('whose description says another size of its scans is left as it is', async () => {
    for (const bytesPerScan of [1, 5, 1 << 20]) {
      await lose({ bytesPerScan })
      age()
      expect(await findUnfinished(folder)).toEqual([])
      await expect(closeUnfinished(file)).rejects.toMatchObject({ errno: 'ENOENT' })
      expect(statSync(file).size).toBe(3199)
      rmSync(file)
      rmSync(`${file}.json`)
    }
  })

  it('of damaged descriptions is closed without the loss of a scan, or left as it is', async () => {
    await lose()
    const whole = readFileSync(`${file}.json`, 'utf8')
    const samples = Buffer.from(readFileSync(file))
    let [closed, left] = [0, 0]
    await fc.assert(
      fc.asyncProperty(anyDamagedJson(whole), async (told) => {
        writeFileSync(`${file}.json`, told)
        writeFileSync(file, samples)
        age()
        const found = await findUnfinished(folder)
        try {
          const scans = await closeUnfinished(file)
          closed++
          expect(found).toMatchObject([{ file, scans }])
          expect(readFileSync(file)).toEqual(samples.subarray(0, 799 * 4))
          expect(mine()).toMatchObject({ scans, ended: true, complete: false })
        } catch (thrown) {
          if (!(thrown instanceof ErrnoError)) throw thrown
          left++
          expect(thrown.message).toMatch(/^[^\n]*\.$/)
          expect(found).toEqual([])
          expect([readFileSync(file), readFileSync(`${file}.json`)]).toEqual([samples, told])
        }
        expect(readdirSync(folder).sort()).toEqual(['lost.raw', 'lost.raw.json'])
      }),
      { numRuns: 300, seed: 13 },
    )
    expect(Math.min(closed, left)).toBeGreaterThan(20)
  }, 120_000)

  it('is no link, no file without samples, and no description of something else', async () => {
    await lose()
    const real = path.join(folder, 'elsewhere')
    writeFileSync(real, readFileSync(file))
    rmSync(file)
    age()
    expect(await findUnfinished(folder)).toEqual([])
    symlinkSync(real, file)
    expect(await findUnfinished(folder)).toEqual([])
    await expect(closeUnfinished(file)).rejects.toMatchObject({ errno: 'ELOOP' })
    expect(statSync(real).size).toBe(3199)
    writeFileSync(path.join(folder, 'a.json'), '{"ended": false')
    writeFileSync(path.join(folder, 'b.json'), '{"ended": false, "format": "other"}')
    expect(await findUnfinished(folder)).toEqual([])
    expect(await findUnfinished(path.join(folder, 'nowhere'))).toEqual([])
  })
})
