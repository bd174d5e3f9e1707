// Files of segments from the command line: each segment whole, with its trigger; and what is refused before anything starts.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readCsv, readHdf5, readNpy, readSigmf, readWaveforms } from '#main/export/testing/read.ts'
import { exportFormats } from '#shared/kinds/exports.ts'
import type { Report } from '../headless/report.ts'
import { headless, report } from './testing/headless.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'blockscope-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const at = (name: string): string => path.join(folder, name)

/** A square of 10 kHz at 1 MS/s: a trigger each 100 samples. */
const square = [
  ...['--set', 'sampling_frequency=1000000', '--set', 'voltage0/source=square', '--set', 'voltage0/source_noise=0'],
  ...['--set', 'voltage0/source_frequency=10000', '--set', 'voltage0/source_amplitude=0.25'],
]
const short = ['--set', 'segments.length=60', '--set', 'segments.before=50']

describe('a headless run with files of segments', () => {
  it('has every segment in every format, and says so in its report', async () => {
    const seen = await report(
      ...['--for', '30s', ...square, '--segments', '500', ...short],
      ...exportFormats.flatMap((format) => ['--export-segments', `${format}:${at(`x-${format}`)}`]),
      ...['--export-segments', `parquet,rows=waveforms:${at('rows')}`],
    )
    expect(seen.segments).toMatchObject({ kept: 500 })
    expect(seen.segmentExports.slice(0, -1)).toEqual(
      exportFormats.map((format) => {
        const file = at(format === 'sigmf' ? 'x-sigmf.sigmf-data' : `x-${format}`)
        const bytes = readFileSync(file).length
        return { file, format, segments: 500, scans: 30_000, bytes, complete: true, problem: null }
      }),
    )
    const [codes] = readNpy(at('x-npy')).columns
    const segment = codes!.slice(0, 60)
    // Low up to the trigger in its middle, high from there on.
    expect(new Set(segment.slice(0, 30)).size).toBe(1)
    expect(new Set(segment.slice(30, 50)).size).toBe(1)
    expect(segment[30]).toBeGreaterThan(0)
    expect(segment[29]).toBeLessThan(0)
    expect(readSigmf(at('x-sigmf')).columns).toEqual([codes])
    const { columns, segments } = await readHdf5(at('x-hdf5'))
    expect(columns).toEqual([codes])
    expect(segments!.map(([scan]) => scan)).toEqual(Array.from({ length: 500 }, (_, k) => 60 * k))
    for (const [k, [, first, trigger]] of segments!.entries()) {
      expect(trigger! - first!).toBeGreaterThan(29 - 1e-6)
      expect(trigger! - first!).toBeLessThanOrEqual(30)
      if (k > 0) expect(first! - segments![k - 1]![1]!).toBe(100)
    }
    const { times, columns: text } = readCsv(at('x-csv'))
    expect(times.at(-1)).toBe(500)
    expect(text[0]!.at(-1)).toBeCloseTo((499 * 100 + 59) / 1e6, 9)
    const { rows } = await readWaveforms(at('rows'))
    expect(rows.map(({ segment }) => segment)).toEqual(Array.from({ length: 500 }, (_, k) => k + 1))
    expect(rows.flatMap(({ voltage0 }) => voltage0)).toEqual(codes)
    for (const [k, { voltage0_max: high, voltage0_min: low, triggerSample }] of rows.entries()) {
      expect([high, low].map((volts) => Math.round(Number(volts) * 100))).toEqual([25, -25])
      expect(triggerSample).toBe(segments![k]![2])
    }
    const described = JSON.parse(readFileSync(`${at('x-wav')}.json`, 'utf8')) as {
      gaps: unknown[]
      segments: unknown[]
    }
    expect(described).toMatchObject({ part: 'segments', complete: true, gapFree: true, lostSamples: 0, gaps: [] })
    expect(described.segments).toHaveLength(500)
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([])
  })

  it('writes those that came, and ends with code 3 when there are fewer', async () => {
    const { code, lines, complaints } = await headless(
      ...['--json', '--for', '300ms', ...square, '--segments', '1000000', ...short],
      ...['--export-segments', `npy:${at('x.npy')}`],
    )
    expect(code).toBe(3)
    const { segmentExports, segments } = JSON.parse(lines.at(-1)!) as Report
    const { kept } = segments!
    expect(complaints).toEqual([`${at('x.npy')} has ${kept} of the 1000000 segments that were asked for.`])
    expect(segmentExports).toMatchObject([{ segments: kept, scans: 60 * kept, complete: false, problem: null }])
    expect(readNpy(at('x.npy')).scans).toBe(60 * kept)
  })

  it('writes nothing when none were kept', async () => {
    const { code, complaints, lines } = await headless(
      ...['--json', '--for', '200ms', ...square, '--set', 'trigger.level=450mV', '--segments', '10', ...short],
      ...['--export-segments', `csv:${at('x.csv')}`],
    )
    expect(code).toBe(3)
    expect(complaints).toEqual([`No segments were kept, so ${at('x.csv')} was not written.`])
    expect(JSON.parse(lines.at(-1)!)).toMatchObject({ segmentExports: [{ segments: 0, complete: false }] })
    expect(readdirSync(folder)).toEqual([])
  })

  it.each([
    [
      ['--export', 'parquet,rows=waveforms:x'],
      /^Parquet has a row for each waveform of kept segments only .* of other captures rows=scans\. \(EINVAL\)$/,
    ],
    [['--export-segments', 'csv:none/x'], /Cannot write none\/x: The folder does not exist\. \(ENOENT\)$/],
    [['--export-segments', 'csv:x', '--export-segments', 'npy:x'], /^Two exports cannot go into x\. \(EINVAL\)$/],
    [
      ['--export-segments', 'npy:/dev/null'],
      /^What is in memory is exported into files only, not to \/dev\/null\. \(EINVAL\)$/,
    ],
    [['--export-segments', 'csv:-'], /^What is in memory is exported into files only, not to .*\. \(EINVAL\)$/],
  ])('%j is refused in one line, before anything starts', async (words, sentence) => {
    const back = process.cwd()
    process.chdir(folder)
    try {
      const { code, lines, complaints } = await headless('--json', '--for', '1s', '--segments', '10', ...words)
      expect({ code, lines, complaints }).toEqual({ code: 2, lines: [], complaints: [expect.stringMatching(sentence)] })
      expect(readdirSync(folder)).toEqual([])
    } finally {
      process.chdir(back)
    }
  })

  it('replaces nothing unasked', async () => {
    writeFileSync(at('x.csv'), 'precious')
    const words = ['--for', '20s', ...square, '--segments', '10', ...short, '--export-segments', `csv:${at('x.csv')}`]
    const { code, complaints } = await headless(...words)
    expect(code).toBe(2)
    expect(complaints).toEqual([expect.stringMatching(/x\.csv is there already\. --overwrite replaces it/)])
    expect(existsSync(at('x.csv.json'))).toBe(false)
    expect(readFileSync(at('x.csv'), 'utf8')).toBe('precious')
    await report(...words, '--overwrite')
    expect(readCsv(at('x.csv')).times).toHaveLength(600)
  })
})
