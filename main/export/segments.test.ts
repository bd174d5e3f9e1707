// Kept segments in every format: all of each, where they are in the stream, when their triggers were, and no gap between them.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseScanType } from '#shared/iio/index.ts'
import { type ExportFormat, exportFormats } from '#shared/kinds/exports.ts'
import { figuresOf } from './formats/parquet-waveforms.ts'
import { ExportRig, exportSegments, formatOf, scansOf } from './testing/exported.ts'
import { readCsv, readHdf5, readMat, readNpy, readParquet, readSigmf, readVcd, readWaveforms } from './testing/read.ts'

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

describe('a row for each waveform', () => {
  it('has its place, its trigger, its figures in the unit, and its codes', async () => {
    await exportSegments(one, 'parquet,rows=waveforms', file, segments)
    const { rows, about } = await readWaveforms(file)
    expect(about).toMatchObject({ complete: true, rows: 'waveforms', scansOfEach: 3, samplingFrequency: 1000 })
    expect(
      rows.map(({ segment, firstSample, triggerSample, voltage0 }) => [segment, firstSample, triggerSample, voltage0]),
    ).toEqual([
      [1, 10n, 10.25, [-1, 2, 3]],
      [2, 12n, 13.5, [3, -4, 5]],
      [3, 20n, 21, [-7, 8, -9]],
    ])
    const [first, second] = rows
    expect(first).toMatchObject({ triggerSeconds: 0.01025 })
    expect(Number(second!.triggerUnixMs) - Number(first!.triggerUnixMs)).toBeCloseTo(3.25, 2)
    // A code is half a millivolt.
    expect(second).toMatchObject({ voltage0_min: -0.002, voltage0_max: 0.0025 })
    expect(second!.voltage0_peakToPeak).toBeCloseTo(0.0045, 12)
    expect(second!.voltage0_mean).toBeCloseTo((4 * 0.0005) / 3, 12)
    expect(second!.voltage0_rms).toBeCloseTo(0.0005 * Math.sqrt((9 + 16 + 25) / 3), 12)
  })

  it('has the codes and figures of any channels, over any number of groups', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(
          ['le:s16/16>>0'],
          ['le:u32/32>>0', 'be:s12/16>>4'],
          ['le:s8/8>>0', 'le:s32/32>>0', 'le:u16/16>>0'],
        ),
        fc.integer({ min: 1, max: 40_000 }),
        fc.integer({ min: 1, max: 8 }),
        fc.nat(),
        async (types, scans, count, seed) => {
          const format = formatOf(types, 1000)
          const codesOf = (segment: number): number[][] =>
            types.map((text, channel) => {
              const { realbits, sign } = parseScanType(text)
              const least = sign === 's' ? -(2 ** (realbits - 1)) : 0
              return Array.from(
                { length: scans },
                (_, k) => least + (((k + 1) * (segment + 3) * 40_503 + channel + seed) % 2 ** realbits),
              )
            })
          const made = Array.from({ length: count }, (_, k) => ({
            ...{ firstSample: k * scans, trigger: k * scans, bytes: scansOf(format, codesOf(k)) },
          }))
          const name = path.join(folder, 'any')
          rmSync(name, { force: true })
          rmSync(`${name}.json`, { force: true })
          expect(await exportSegments(format, 'parquet,rows=waveforms', name, made)).toMatchObject({
            state: 'finished',
          })
          const { rows } = await readWaveforms(name)
          expect(rows).toHaveLength(count)
          for (const [k, row] of rows.entries())
            for (const [channel, codes] of codesOf(k).entries()) {
              const { scaleMillivolts, offsetCodes } = format.channels[channel]!
              const told = (row[`voltage${channel}`] as readonly (number | bigint)[]).map(Number)
              expect(told.findIndex((code, i) => code !== codes[i]) + 1 + (told.length - codes.length)).toBe(0)
              const volts = codes.map((code) => ((code + offsetCodes) * scaleMillivolts) / 1e3)
              const close = (figure: string, value: number): void =>
                expect(Math.abs(Number(row[`voltage${channel}_${figure}`]) - value)).toBeLessThanOrEqual(
                  1e-9 * Math.max(...volts.map(Math.abs), 1e-9),
                )
              const [low, high] = [volts.reduce((a, b) => Math.min(a, b)), volts.reduce((a, b) => Math.max(a, b))]
              close('min', low)
              close('max', high)
              close('peakToPeak', high - low)
              close('mean', volts.reduce((sum, value) => sum + value, 0) / scans)
              close('rms', Math.sqrt(volts.reduce((sum, value) => sum + value * value, 0) / scans))
            }
        },
      ),
      { numRuns: 15 },
    )
  })

  it('is refused of a capture that is no segments', async () => {
    await expect(new ExportRig(one).open({ as: 'parquet,rows=waveforms', file })).rejects.toThrow(
      'Parquet has a row for each waveform of kept segments only (--export-segments, or the window); of other captures rows=scans.',
    )
    expect(existsSync(file)).toBe(false)
  })

  it('says of a negative scale what is lower', () => {
    expect(figuresOf({ scale: -1, offset: 1 }, [0, 2])).toEqual({
      ...{ min: -3, max: -1, mean: -2, rms: Math.sqrt(5), peakToPeak: 2 },
    })
  })
})
