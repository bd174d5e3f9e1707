// Rows of files from the command line: every format, a kill, the bound, and what is refused before anything starts.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  readCsv,
  readHdf5,
  readMatSamples,
  readNpy,
  readParquet,
  readSigmf,
  readSr,
  readWav,
} from '#main/export/testing/read.ts'
import { wavOf } from '#main/instrument/testing/wav.ts'
import { builtFile } from '#main/runtime/worker-file.ts'
import type { ExportFormat } from '#shared/kinds/exports.ts'
import { exportFormats } from '#shared/kinds/exports.ts'
import { headless, report } from './testing/headless.ts'

let folder = ''
const children: ChildProcess[] = []
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'blockscope-'))
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

const at = (name: string): string => path.join(folder, name)
const rowOf = (stem: string, ending: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.startsWith(`${stem}-0`) && name.endsWith(ending))
    .toSorted()
    .map(at)

/** A stream in which each scan says where it belongs: it counts up, and begins anew after so many. */
const period = 50_021
function ramp(): readonly string[] {
  writeFileSync(
    at('ramp.wav'),
    wavOf(
      Int16Array.from({ length: period }, (_, k) => k - 25_000),
      1,
      1_000_000,
    ),
  )
  return [
    '--channels',
    'voltage0',
    '--set',
    'sampling_frequency=1000000',
    '--set',
    `voltage0/source=file:${at('ramp.wav')}`,
  ]
}
const codesOf = (file: string): Int16Array => new Int16Array(new Uint8Array(readFileSync(file)).buffer)

/** Where the codes are not those that count on; null: nowhere. */
function breakIn(codes: readonly number[] | Int16Array): number | null {
  for (let k = 1; k < codes.length; k++) if (codes[k] !== ((codes[k - 1]! + 25_000 + 1) % period) - 25_000) return k
  return null
}

interface Described {
  readonly scans: number
  readonly bytesPerScan: number
  readonly rotation: { readonly number: number; readonly firstScan: number; readonly firstSample: number | null }
}
const describedIn = (file: string): Described => JSON.parse(readFileSync(`${file}.json`, 'utf8')) as Described

const columnOf: Readonly<Record<Exclude<ExportFormat, 'vcd' | 'raw'>, (file: string) => Promise<readonly number[]>>> = {
  sigmf: async (file) => readSigmf(file.replace('.sigmf-data', '')).columns[0]!,
  wav: async (file) => readWav(file).columns[0]!,
  npy: async (file) => readNpy(file).columns[0]!,
  mat: async (file) => readMatSamples(file).columns[0]!,
  hdf5: async (file) => (await readHdf5(file)).columns[0]!,
  parquet: async (file) => (await readParquet(file)).columns[0]!,
  csv: async (file) => readCsv(file).columns[0]!,
  sr: async (file) => readSr(file).columns[0]!,
}

describe('a headless run with --rotate', () => {
  it('records rows of files in every format, in which no scan is missing or doubled', async () => {
    const scans = 200_003
    const seen = await report(
      ...ramp(),
      ...['--set', 'blockBytes=4096', '--record', at('x.raw'), '--samples', String(scans), '--for', '60s'],
      ...['--rotate', '128KiB'],
      ...exportFormats.flatMap((format) => ['--export', `${format}:${at(`y.${format}`)}`]),
    )
    const raw = rowOf('x', '.raw')
    expect(raw.length).toBeGreaterThan(3)
    const all = Int16Array.from(raw.flatMap((file) => [...codesOf(file)]))
    expect(all).toHaveLength(scans)
    expect(breakIn(all)).toBe(null)
    for (const format of exportFormats) {
      if (format === 'raw') continue
      const files = rowOf('y', format === 'sigmf' ? '.sigmf-data' : `.${format}`)
      // Of levels there is little to write.
      expect(files.length, format).toBeGreaterThan(format === 'vcd' || format === 'sr' || format === 'parquet' ? 0 : 1)
      if (format === 'vcd') continue
      const columns: (readonly number[])[] = []
      for (const file of files) columns.push(await columnOf[format](file))
      const scale = format === 'csv' || format === 'sr' ? columns[0]![0]! / all[0]! : 1
      const codes = columns.flat().map((value) => Math.round(value / scale))
      expect(codes.length, format).toBe(scans)
      expect(breakIn(codes), format).toBe(null)
    }
    expect(seen.recording).toMatchObject({ scans, wanted: scans, bytes: scans * 2, lostSamples: 0, problem: null })
    expect(seen.recording?.row).toMatchObject({ files: raw.length, removed: 0, keptBytes: scans * 2 })
    for (const one of seen.exports) expect(one, one.format).toMatchObject({ scans, complete: true, problem: null })
  })

  it('takes no more of the disk than the total, and goes on behind the files of an earlier run', async () => {
    const words = ['--set', 'sampling_frequency=4000000', '--set', 'blockBytes=16384', '--channels', 'voltage0']
    const run = (): Promise<unknown> =>
      report(...words, '--record', at('x.raw'), '--rotate', '256KiB,total=1MiB', '--samples', '3000000', '--for', '60s')
    await run()
    const first = rowOf('x', '.raw')
    const bytes = (files: readonly string[]): number => files.reduce((sum, file) => sum + statSync(file).size, 0)
    expect(bytes(first)).toBeLessThanOrEqual(1 << 20)
    expect(first.at(-1)).toBe(at('x-0023.raw'))
    await run()
    const both = rowOf('x', '.raw')
    expect(both.filter((file) => first.includes(file))).toEqual(first)
    expect(both.at(-1)).toBe(at('x-0046.raw'))
    expect(bytes(both)).toBeLessThanOrEqual(2 << 20)
  })

  it('leaves whole files whenever it is killed', async () => {
    for (const files of [2, 5, 9]) {
      for (const name of readdirSync(folder)) rmSync(at(name))
      const words = ['--headless', ...ramp(), '--set', 'blockBytes=4096', '--record', at('k.raw'), '--rotate', '64KiB']
      const child = spawn(process.execPath, [builtFile('start.js').pathname, ...words], { stdio: 'ignore' })
      children.push(child)
      const ended = new Promise((resolve) => child.once('exit', resolve))
      await expect.poll(() => rowOf('k', '.raw').length, { interval: 1, timeout: 30_000 }).toBeGreaterThanOrEqual(files)
      child.kill('SIGKILL')
      await ended
      const row = rowOf('k', '.raw')
      const whole = row.map((file) => codesOf(file).slice(0, Math.floor(statSync(file).size / 2)))
      expect(breakIn(Int16Array.from(whole.flatMap((codes) => [...codes])))).toBe(null)
      let scans = 0
      for (const [k, file] of row.entries()) {
        // The last one may have been opened, and not yet described.
        if (k === row.length - 1 && !readdirSync(folder).includes(`${path.basename(file)}.json`)) {
          expect(whole[k]).toHaveLength(0)
          continue
        }
        const { rotation, scans: safe, bytesPerScan } = describedIn(file)
        expect(rotation).toMatchObject({ number: k + 1, firstScan: scans })
        expect(bytesPerScan).toBe(2)
        expect(safe).toBeLessThanOrEqual(whole[k]!.length)
        scans += whole[k]!.length
      }
    }
  })

  it('says which files begin and go', async () => {
    const { code, notes } = await headless(
      ...['--channels', 'voltage0', '--set', 'sampling_frequency=1000000', '--samples', '150000', '--for', '60s'],
      ...['--record', at('x.raw'), '--rotate', '100KiB,keep=2'],
    )
    expect(code).toBe(0)
    expect(notes).toEqual([
      `${at('x-0002.raw')} is begun.`,
      `${at('x-0001.raw')} was removed: the files stay within what --rotate says.`,
      `${at('x-0003.raw')} is begun.`,
    ])
  })

  it.each([
    [['--rotate', '1GiB'], '--rotate needs --record FILE or --export FORMAT:FILE.'],
    [
      ['--record', '/x.raw', '--rotate', '1GiB', '--overwrite'],
      '--rotate and --overwrite exclude each other: files of a rotation never replace any.',
    ],
  ])('is refused: %j', async (words, sentence) => {
    await expect(headless(...words)).rejects.toThrow(sentence)
  })

  it('refuses a stream', async () => {
    const { code, complaints } = await headless('--record', '-', '--rotate', '1GiB', '--for', '1s')
    expect(complaints).toEqual(['Only files can be rotated, and - is none. (EINVAL)'])
    expect(code).toBe(2)
    expect(readdirSync(folder)).toEqual([])
  })
})
