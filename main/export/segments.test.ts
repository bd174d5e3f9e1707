// Kept segments in every format: all of each, where they are in the stream, when their triggers were, and no gap between them.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ExportFormat, exportFormats } from '#shared/kinds/exports.ts'
import { exportSegments, formatOf, scansOf } from './testing/exported.ts'
import { readCsv, readHdf5, readMat, readNpy, readParquet, readSigmf, readVcd } from './testing/read.ts'

let folder = ''
let file = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'blockscope-segments-'))
  file = path.join(folder, 'x')
})
afterEach(() => rmSync(folder, { recursive: true }))

const one = formatOf(['le:s16/16>>0'], 1000)
/** Three of three scans; the second begins in the first. */
const segments = [
  { firstSample: 10, trigger: 10.25, bytes: scansOf(one, [[-1, 2, 3]]) },
  { firstSample: 12, trigger: 13.5, bytes: scansOf(one, [[3, -4, 5]]) },
  { firstSample: 20, trigger: 21, bytes: scansOf(one, [[-7, 8, -9]]) },
]
const codes = [-1, 2, 3, 3, -4, 5, -7, 8, -9]
const places = [
  { atScan: 0, scans: 3, firstSample: 10, triggerSample: 10.25 },
  { atScan: 3, scans: 3, firstSample: 12, triggerSample: 13.5 },
  { atScan: 6, scans: 3, firstSample: 20, triggerSample: 21 },
]

interface Described {
  readonly gaps: readonly unknown[]
  readonly segments: readonly { readonly startUnixMs: number }[]
}

describe('kept segments', () => {
  it.each(exportFormats.filter((as) => as !== 'sigmf'))(
    'are described beside a %s file, and what lies between is no gap',
    async (as) => {
      const state = await exportSegments(one, as, file, segments)
      expect(state).toMatchObject({ state: 'finished', scans: 9, lostSamples: 0, gapFree: true })
      const described = JSON.parse(readFileSync(`${file}.json`, 'utf8')) as Described
      expect(described).toMatchObject({ complete: true, gapFree: true, lostSamples: 0, gaps: [], segments: places })
      const [first, , last] = described.segments.map(({ startUnixMs }) => startUnixMs)
      expect(last! - first!).toBeCloseTo(10, 6)
    },
  )

  it('are captures of SigMF, each with the index of its trigger', async () => {
    await exportSegments(one, 'sigmf', file, segments)
    const { captures, columns, global } = readSigmf(file)
    expect(columns).toEqual([codes])
    expect(captures.map(({ 'core:datetime': _, ...place }) => Object.values(place))).toEqual([
      [0, 10, 10.25],
      [3, 12, 13.5],
      [6, 20, 21],
    ])
    expect(global['blockscope:lost_samples']).toBe(0)
  })

  it('are a list of HDF5 and of MATLAB, behind all samples', async () => {
    await exportSegments(one, 'hdf5', file, segments)
    const read = await readHdf5(file)
    expect(read).toMatchObject({ columns: [codes], gaps: [] })
    expect(read.segments!.map((row) => row.slice(0, 3))).toEqual([
      [0, 10, 10.25],
      [3, 12, 13.5],
      [6, 20, 21],
    ])
    await exportSegments(one, 'mat', `${file}.mat`, segments)
    const { samples, gaps, segments: list } = readMat(`${file}.mat`)
    expect([samples!.values, gaps!.rows]).toEqual([codes, 0])
    expect(list).toMatchObject({ rows: 3, columns: 4 })
    expect(list!.values.slice(0, 9)).toEqual([0, 3, 6, 10, 12, 20, 10.25, 13.5, 21])
  })

  it('are in the metadata of Parquet', async () => {
    await exportSegments(one, 'parquet', file, segments)
    const { about, columns } = await readParquet(file)
    expect(columns).toEqual([codes])
    expect(about).toMatchObject({ gaps: [], segments: places })
  })

  it('are numbered in CSV, at their times in the stream', async () => {
    await exportSegments(one, 'csv', file, segments)
    const { heading, columns, times } = readCsv(file)
    expect(heading).toBe('segment,time (s),voltage0 (V)')
    expect(times).toEqual([1, 1, 1, 2, 2, 2, 3, 3, 3])
    expect(columns[0]).toEqual([0, 0.001, 0.002, 0.002, 0.003, 0.004, 0.01, 0.011, 0.012])
    expect(columns[1]!.map((volts) => Math.round(volts / 0.0005) + 0)).toEqual(codes)
  })

  it('are levels of VCD, unknown between them, and told once where they share samples', async () => {
    await exportSegments(one, 'vcd', file, segments)
    expect(readVcd(file).changes).toEqual([
      [0, 'x'],
      [0, '0'],
      [1, '1'],
      [3, '0'],
      [4, '1'],
      [5, 'x'],
      [10, '0'],
      [11, '1'],
      [12, '0'],
      [13, '0'],
    ])
  })

  it('are an array of NumPy, one behind the other, all as long', async () => {
    await exportSegments(one, 'npy', file, segments)
    expect(readNpy(file).columns).toEqual([codes])
  })

  it('can be very many', async () => {
    const many = Array.from({ length: 20_000 }, (_, k) => ({
      ...{ firstSample: 10 * k, trigger: 10 * k + 1.5, bytes: scansOf(one, [[k % 100, -k % 100]]) },
    }))
    for (const as of ['csv', 'hdf5'] satisfies ExportFormat[])
      expect(await exportSegments(one, as, `${file}.${as}`, many)).toMatchObject({ state: 'finished', scans: 40_000 })
    expect(readCsv(`${file}.csv`).columns[0]!.at(-1)).toBe((19_999 * 10 + 1) / 1000)
    expect((await readHdf5(`${file}.hdf5`)).segments).toHaveLength(20_000)
  })
})
