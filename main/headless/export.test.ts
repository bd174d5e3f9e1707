// Exports from the command line: the same samples in every file, the report, and what is refused before anything starts.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  readCsv,
  readHdf5,
  readMat,
  readNpy,
  readParquet,
  readSigmf,
  readSr,
  readWav,
} from '#main/export/testing/read.ts'
import { wavOf } from '#main/instrument/testing/wav.ts'
import { exportFormats } from '#shared/kinds/exports.ts'
import { headless, report } from './testing/headless.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'blockscope-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const at = (name: string): string => path.join(folder, name)

describe('a headless run with exports', () => {
  it('has the very same samples in every file and in the recording', async () => {
    const frames = 5003
    const samples = Int16Array.from({ length: frames * 2 }, (_, k) => ((k * 2654435761) >>> 8) & 0xffff)
    writeFileSync(at('in.wav'), wavOf(samples, 2, 48_000))
    const scans = 2 * frames + 11
    const seen = await report(
      ...['--channels', 'voltage0,voltage1', '--set', 'sampling_frequency=1000000', '--set', 'blockBytes=4096'],
      ...['--set', `voltage0/source=file:${at('in.wav')}`, '--set', `voltage1/source=file:${at('in.wav')}`],
      ...['--record', at('x.raw'), '--samples', String(scans), '--for', '20s'],
      ...exportFormats.flatMap((format) => ['--export', `${format}:${at(`x-${format}`)}`]),
    )
    expect(seen.channels).toEqual(['voltage0', 'voltage1'])
    expect(seen.recording).toMatchObject({ scans })
    const raw = readFileSync(at('x.raw'))
    expect(seen.exports).toEqual(
      exportFormats.map((format) => {
        const file = at(format === 'sigmf' ? 'x-sigmf.sigmf-data' : `x-${format}`)
        const bytes = readFileSync(file).length
        const whole = { complete: true, gaps: 0, lostSamples: 0, gapFree: true, problem: null }
        return { file, format, scans, bytes, ...whole }
      }),
    )
    expect(readFileSync(at('x-raw'))).toEqual(raw)
    expect(readFileSync(at('x-sigmf.sigmf-data'))).toEqual(raw)
    const expected = [0, 1].map((channel) =>
      Array.from({ length: scans }, (_, k) => samples[2 * (k % frames) + channel]),
    )
    const { scale } = (readSigmf(at('x-sigmf')).global['blockscope:channels'] as readonly { scale: number }[])[0]!
    expect(readWav(at('x-wav'))).toMatchObject({ columns: expected, rateHz: 1_000_000 })
    expect(readNpy(at('x-npy')).columns).toEqual(expected)
    expect((await readHdf5(at('x-hdf5'))).columns).toEqual(expected)
    expect((await readParquet(at('x-parquet'))).columns).toEqual(expected)
    expect(readMat(at('x-mat')).samples!.values).toEqual(expected[0]!.flatMap((code, k) => [code, expected[1]![k]]))
    for (const read of [readCsv, readSr]) {
      const { columns } = read(at(`x-${read === readCsv ? 'csv' : 'sr'}`))
      expect(columns.map((values) => values.map((value) => Math.round(value / scale) + 0))).toEqual(expected)
    }
  })

  it('ends with what was captured when a time is given, and captures those channels only', async () => {
    const seen = await report('--channels', 'voltage1', '--for', '200ms', '--export', `npy:${at('x.npy')}`)
    expect(seen.channels).toEqual(['voltage1'])
    const [one] = seen.exports
    expect(one!.complete).toBe(true)
    expect(one!.bytes).toBe(128 + one!.scans * 2)
  })

  it.each([
    [['--export', 'csv:none/x'], /Cannot write none\/x: The folder does not exist\. \(ENOENT\)$/],
    [['--export', 'csv:x', '--export', 'npy:./x'], /^Two exports cannot go into \.\/x\. \(EINVAL\)$/],
    [['--export', 'npy:/dev/null'], /^NumPy goes into files only, not to \/dev\/null\. \(EINVAL\)$/],
    [
      ['--export', 'wav:x', '--channels', 'voltage9'],
      /^--channels: there is no channel voltage9; there are voltage0, /,
    ],
    [['--export', 'wav:x', '--at', '1s:voltage1/en=1'], /The channels cannot change while recording\.$/],
  ])('%j is refused in one line, before anything starts', async (words, sentence) => {
    const back = process.cwd()
    process.chdir(folder)
    try {
      const { code, lines, complaints } = await headless('--json', '--for', '1s', ...words)
      expect(code).toBe(2)
      expect(lines).toEqual([])
      expect(complaints).toEqual([expect.stringMatching(sentence)])
      expect(readdirSync(folder)).toEqual([])
    } finally {
      process.chdir(back)
    }
  })

  it('replaces nothing unasked, and makes none of the files when one is refused', async () => {
    writeFileSync(at('x.wav'), 'precious')
    const words = ['--json', '--samples', '1000', '--export', `csv:${at('x.csv')}`, '--export', `wav:${at('x.wav')}`]
    const { code, complaints } = await headless(...words)
    expect(code).toBe(2)
    expect(complaints).toEqual([expect.stringMatching(/x\.wav is there already\. --overwrite replaces it/)])
    expect(existsSync(at('x.csv'))).toBe(false)
    const recorded = await headless(...words.slice(0, 5), '--record', at('x.wav'))
    expect(recorded.code).toBe(2)
    expect(readdirSync(folder)).toEqual(['x.wav'])
    const seen = await report(...words.slice(1), '--overwrite')
    expect(seen.exports.map(({ scans }) => scans)).toEqual([1000, 1000])
    expect(readWav(at('x.wav')).columns[0]).toHaveLength(1000)
  })

  it('fails with a full disk in one of them, and completes the others', async () => {
    const { code, complaints, lines } = await headless(
      ...['--json', '--samples', '300000', '--export', 'csv:/dev/full', '--export', `npy:${at('x.npy')}`],
    )
    expect(code).toBe(1)
    expect(complaints[0]).toMatch(/^The export to \/dev\/full failed: .*No space is left.*ENOSPC/)
    const { exports } = JSON.parse(lines.at(-1)!) as Awaited<ReturnType<typeof report>>
    expect(exports.map(({ complete, scans }) => [complete, scans])).toEqual([
      [false, 0],
      [true, 300_000],
    ])
  })
})
