// One capture in every format: the same codes, the right rate, names and scale, read back by the specifications and by the
// product's own readers.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { StreamFormat } from '#main/capture/index.ts'
import { play } from '#main/files/testing/play.ts'
import { parseScanType } from '#shared/iio/index.ts'
import { exportFormats, parseExport } from '#shared/kinds/exports.ts'
import type { ExportRow } from './format.ts'
import { timesOf } from './formats/csv.ts'
import { timeScale } from './formats/vcd.ts'
import { wav } from './formats/wav.ts'
import { exportAll, formatOf, scansOf } from './testing/exported.ts'
import {
  readCsv,
  readHdf5,
  readMat,
  readMatSamples,
  readNpy,
  readParquet,
  readSigmf,
  readSr,
  readVcd,
  readWav,
} from './testing/read.ts'
import { writers } from './writers.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'blockscope-export-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

let files = 0
const newFile = (ending: string): string => path.join(folder, `${files++}.${ending}`)

/** What values of a file are in codes. */
const codesOf = ({ channels }: StreamFormat, columns: readonly (readonly number[])[]): number[][] =>
  columns.map((values, k) => {
    const { scaleMillivolts, offsetCodes } = channels[k]!
    // No negative zero.
    return values.map((value) => Math.round((value * 1e3) / scaleMillivolts - offsetCodes) + 0)
  })

/** In two blocks of different lengths. */
async function written(
  format: StreamFormat,
  codes: readonly (readonly number[])[],
  as: (typeof exportFormats)[number],
) {
  const file = newFile(as)
  const bytes = scansOf(format, codes)
  const cut = Math.floor((codes[0]!.length * 2) / 3) * format.bytesPerScan
  const done = await exportAll(format, as, file, [
    [bytes.subarray(0, cut), 0],
    [bytes.subarray(cut), 0],
  ])
  expect(done).toMatchObject({ held: 0, state: { state: 'finished', scans: codes[0]!.length, problem: null } })
  return file
}

const two = formatOf(['le:s16/16>>0', 'le:s16/16>>0'], 250_000)
const samples = [
  Array.from({ length: 40_001 }, (_, k) => ((k * 40_503) % 65_536) - 32_768),
  Array.from({ length: 40_001 }, (_, k) => Math.round(30_000 * Math.sin(k / 50))),
]

describe('a capture of two channels of 16 bits', () => {
  it('is in a raw file as it lies in memory, described as a recording', async () => {
    const file = await written(two, samples, 'raw')
    expect(new Uint8Array(readFileSync(file))).toEqual(scansOf(two, samples))
    expect(JSON.parse(readFileSync(`${file}.json`, 'utf8'))).toMatchObject({ format: 'blockscope-raw', complete: true })
  })

  it('is in a SigMF recording, with rate, names and start', async () => {
    const file = newFile('sigmf')
    await exportAll(two, 'sigmf', file, [[scansOf(two, samples), 0]])
    const { columns, names, rateHz, global, captures } = readSigmf(file.replace(/\.sigmf$/, ''))
    expect(columns).toEqual(samples)
    expect({ names, rateHz }).toEqual({ names: ['voltage0', 'voltage1'], rateHz: 250_000 })
    expect(global).toMatchObject({
      'core:datatype': 'ri16_le',
      'blockscope:complete': true,
      'blockscope:channels': [
        { name: 'voltage0', unit: 'V', scale: 0.0005, offset: 0 },
        { name: 'voltage1', unit: 'V', scale: 0.001, offset: -3 },
      ],
    })
    expect(captures).toMatchObject([{ 'core:sample_start': 0, 'core:global_index': 0 }])
    // The last scan was converted when the fake clock stood still.
    expect(captures[0]!['core:datetime']).toBe(new Date(1_700_000_000_000 - 160).toISOString())
  })

  it('is in a sigrok session, in volts', async () => {
    const { columns, ...about } = readSr(await written(two, samples, 'sr'))
    expect(about).toEqual({ names: ['voltage0', 'voltage1'], rateHz: 250_000 })
    expect(codesOf(two, columns)).toEqual(samples)
  })

  it('is in a WAV file, which is played back bit for bit', async () => {
    const file = await written(two, samples, 'wav')
    const { columns, rateHz, head } = readWav(file)
    expect(columns).toEqual(samples)
    expect(rateHz).toBe(250_000)
    expect(head).toContain('voltage1: V = (code + -3) * 0.001')
    for (const channel of [0, 1]) {
      const played = await play('x.wav', new Uint8Array(readFileSync(file)), { channel })
      expect(played.codes).toEqual(samples[channel])
      expect(played.file).toMatchObject({ rateHz: 250_000, channels: 2 })
    }
  })

  it('is in a NumPy array', async () => {
    expect(readNpy(await written(two, samples, 'npy'))).toEqual({ columns: samples, scans: samples[0]!.length })
  })

  it('is in a MATLAB file, with what a code is', async () => {
    const file = await written(two, samples, 'mat')
    expect(readMatSamples(file)).toEqual({ columns: samples, names: ['voltage0', 'voltage1'], rateHz: 250_000 })
    const { scale, offset, complete, gaps, units } = readMat(file)
    expect([scale, offset, complete].map((one) => one?.values)).toEqual([[0.0005, 0.001], [0, -3], [1]])
    expect(units?.values).toEqual([86, 86])
    expect(gaps).toEqual({ rows: 0, columns: 2, values: [] })
  })

  it('is in an HDF5 file, with what a code is and where samples are missing', async () => {
    expect(await readHdf5(await written(two, samples, 'hdf5'))).toEqual({
      ...{ columns: samples, names: ['voltage0', 'voltage1'], rateHz: 250_000, complete: 1, gaps: [] },
    })
    const file = newFile('h5')
    const bytes = scansOf(two, samples)
    await exportAll(two, 'hdf5', file, [
      [bytes.subarray(0, 400), 0],
      [bytes.subarray(400, 404), 7],
      [bytes.subarray(404), 9],
    ])
    const { columns, gaps } = await readHdf5(file)
    expect(columns).toEqual(samples)
    expect(gaps).toEqual([100, 7, 101, 9])
  })

  it('is in a Parquet file, with what a code is and where samples are missing', async () => {
    // More rows than a group has.
    const many = samples.map((codes) => [...codes, ...codes, ...codes, ...codes])
    const { about, ...read } = await readParquet(await written(two, many, 'parquet'))
    expect(read).toEqual({ columns: many, names: ['voltage0', 'voltage1'], rateHz: 250_000 })
    expect(about).toMatchObject({
      complete: true,
      channels: [
        { name: 'voltage0', unit: 'V', scale: 0.0005, offset: 0 },
        { name: 'voltage1', unit: 'V', scale: 0.001, offset: -3 },
      ],
      gaps: [],
    })
    const file = newFile('parquet')
    const bytes = scansOf(two, samples)
    await exportAll(two, 'parquet', file, [
      [bytes.subarray(0, 400), 0],
      [bytes.subarray(400), 7],
    ])
    expect((await readParquet(file)).about.gaps).toEqual([{ atScan: 100, lostSamples: 7 }])
  })

  it('is in a CSV file, with units, and is played back', async () => {
    const file = await written(two, samples, 'csv')
    const { heading, columns, times } = readCsv(file)
    expect(heading).toBe('time (s),voltage0 (V),voltage1 (V)')
    expect(codesOf(two, columns)).toEqual(samples)
    expect(times).toEqual(samples[0]!.map((_, k) => k / 250_000))
    const played = await play('x.csv', new Uint8Array(readFileSync(file)), { options: 'scale=0.05' })
    expect(played.file).toMatchObject({ rateHz: 250_000 })
    expect(played.file.samples).toBe(samples[0]!.length)
  })

  it('is in a VCD file as levels', async () => {
    const file = newFile('vcd')
    await exportAll(two, 'vcd,level=1V', file, [[scansOf(two, samples), 0]])
    const { head, changes } = readVcd(file)
    expect(head).toContain('$timescale 1 us $end')
    const levels = samples[0]!.map(
      (code, k) => `${code * 0.0005 >= 1 ? 1 : 0}${(samples[1]![k]! - 3) * 0.001 >= 1 ? 1 : 0}`,
    )
    const expected = levels.flatMap((level, k) => (level === levels[k - 1] ? [] : [[k * 4, level]]))
    expect(changes).toEqual([[0, 'xx'], ...expected, [levels.length * 4, levels.at(-1)]])
  })
})

/** Scan types of up to 32 bits, of any order of bytes. */
const scanTypes = fc
  .record({
    bytes: fc.constantFrom(1, 2, 3, 4, 8),
    bits: fc.integer({ min: 1, max: 32 }),
    shift: fc.integer({ min: 0, max: 40 }),
    sign: fc.constantFrom('s', 'u'),
    endian: fc.constantFrom('le', 'be'),
  })
  .map(({ bytes, bits, shift, sign, endian }) => {
    const real = Math.min(bits, bytes * 8)
    return `${endian}:${sign}${real}/${bytes * 8}>>${Math.min(shift, bytes * 8 - real)}`
  })

const captures = fc
  .tuple(fc.array(scanTypes, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 40 }))
  .chain(([types, scans]) =>
    fc.record({
      format: fc.constant(formatOf(types, 48_000)),
      codes: fc.tuple(
        ...types.map((text) => {
          const { realbits, sign } = parseScanType(text)
          const [min, max] = sign === 's' ? [-(2 ** (realbits - 1)), 2 ** (realbits - 1) - 1] : [0, 2 ** realbits - 1]
          return fc.array(fc.integer({ min, max }), { minLength: scans, maxLength: scans })
        }),
      ),
    }),
  )

/** Whether some code type of a format holds all of them. */
const hasUnsigned32 = ({ channels }: StreamFormat): boolean =>
  channels.some(({ scanType }) => /:u32/.test(scanType)) && channels.some(({ scanType }) => /:s/.test(scanType))

describe('channels of any form', () => {
  it('have the same codes in every format', async () => {
    await fc.assert(
      fc.asyncProperty(captures, async ({ format, codes }) => {
        expect(codesOf(format, readCsv(await written(format, codes, 'csv')).columns)).toEqual(codes)
        expect((await readParquet(await written(format, codes, 'parquet'))).columns).toEqual(codes)
        if (hasUnsigned32(format)) return
        expect((await readHdf5(await written(format, codes, 'hdf5'))).columns).toEqual(codes)
        expect(readNpy(await written(format, codes, 'npy')).columns).toEqual(codes)
        expect(readMatSamples(await written(format, codes, 'mat')).columns).toEqual(codes)
        expect(readSigmf(await sigmfBase(format, codes)).columns).toEqual(codes)
        if (!format.channels.some(({ scanType }) => /:u32/.test(scanType)))
          expect(readWav(await written(format, codes, 'wav')).columns).toEqual(codes)
        if (format.channels.every(({ scanType }) => parseScanType(scanType).realbits <= 22))
          expect(codesOf(format, readSr(await written(format, codes, 'sr')).columns)).toEqual(codes)
      }),
      { numRuns: 25 },
    )
  })

  const sigmfBase = async (format: StreamFormat, codes: readonly (readonly number[])[]): Promise<string> => {
    const file = newFile('x')
    await exportAll(format, 'sigmf', file, [[scansOf(format, codes), 0]])
    return file
  }

  it('are told as columns of their own where an element has several values', async () => {
    const format = formatOf(['le:s8/8X3>>0'])
    const file = newFile('csv')
    await exportAll(format, 'csv', file, [[new Uint8Array([1, 2, 255]), 0]])
    expect(readFileSync(file, 'utf8')).toBe(
      'time (s),voltage0_0 (V),voltage0_1 (V),voltage0_2 (V)\n0.000000,0.0005,0.001,-0.0005\n',
    )
  })

  it('are refused where a format cannot hold them', async () => {
    const refusal = (types: readonly string[], as: (typeof exportFormats)[number], rate = 1e6) =>
      exportAll(formatOf(types, rate), as, newFile(as), [])
    await expect(refusal(['le:s64/64>>0'], 'csv')).rejects.toThrow(
      'voltage0 has codes of 64 bits; CSV takes up to 32, and raw any.',
    )
    await expect(refusal(['le:u32/32>>0'], 'wav')).rejects.toThrow('No number of WAV holds the codes')
    await expect(refusal(['le:s32/32>>0'], 'sr')).rejects.toThrow('a sigrok session keeps 22.')
    await expect(refusal(['le:s16/16>>0'], 'wav', 0.5)).rejects.toThrow('A WAV file takes whole rates')
    await expect(refusal(['le:s16/16>>0'], 'wav', 5e9)).rejects.toThrow('not 5000000000 Hz.')
    await expect(refusal(['le:s16/16>>0'], 'sr', 0.5)).rejects.toThrow('whole rates, not 0.5 Hz.')
    await refusal(['le:s64/64>>0'], 'raw')
  })
})

describe('a head', () => {
  it.each(exportFormats)('of %s is always as long', (as) => {
    const row = writers[as] as ExportRow<unknown>
    const encoder = row.open({ ...two, deviceName: 'x' }, { level: 0 })
    const counts = [0, 1, 1000, 2 ** 28, 2 ** 31, 2 ** 45].filter((scans) => scans <= encoder.mostScans)
    const lengths = counts.map(
      (scans) => encoder.head({ scans, complete: scans > 5, startUnixMs: scans === 0 ? null : 1e12 }).length,
    )
    expect(new Set(lengths).size).toBe(1)
  })

  it('of a WAV file beyond 4 GiB is that of an RF64 file', () => {
    const encoder = wav.open({ ...two, deviceName: 'x' }, {})
    const small = encoder.head({ scans: 10, complete: false, startUnixMs: null })
    const large = Buffer.from(encoder.head({ scans: 2 ** 31, complete: false, startUnixMs: null }))
    expect(large.length).toBe(small.length)
    expect(large.toString('latin1', 0, 4)).toBe('RF64')
    expect(large.toString('latin1', 12, 16)).toBe('ds64')
    expect(large.readBigUInt64LE(28)).toBe(2n ** 33n)
    expect(large.readUInt32LE(large.length - 4)).toBe(0xffffffff)
  })
})

/** The time of sample `k`, which is skipped to. */
function timeText(rateHz: number, k: number): string {
  const times = timesOf(rateHz)
  times.skip(k)
  const into = new Uint8Array(64)
  return Buffer.from(into.subarray(0, times.write(into, 0))).toString()
}

describe('times', () => {
  it('are exact where they have an end', () => {
    expect(timeText(1e9, 3_000_000_001)).toBe('3.000000001')
    expect(timeText(250_000, 1)).toBe('0.000004')
    expect(timeText(1, 12)).toBe('12')
    expect(timeText(0.5, 3)).toBe('6')
    expect(Number(timeText(48_000, 7))).toBe(7 / 48_000)
  })

  it('are the same whether they are counted or skipped to', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0.5, 1, 3, 8, 250_000, 48_000, 400e6, 1e9),
        fc.integer({ min: 0, max: 300 }),
        fc.integer({ min: 0, max: 2 ** 40 }),
        (rateHz, counted, skipped) => {
          const times = timesOf(rateHz)
          const into = new Uint8Array(64)
          for (let k = 0; k < counted; k++) times.write(into, 0)
          times.skip(skipped)
          const text = Buffer.from(into.subarray(0, times.write(into, 0))).toString()
          expect(text).toBe(timeText(rateHz, counted + skipped))
          expect(Number(text) * rateHz).toBeCloseTo(counted + skipped, 2)
        },
      ),
    )
  })

  it('of VCD are whole numbers of the coarsest scale that has them', () => {
    expect(timeScale(1e9)).toEqual({ text: '1 ns', perSecond: 1e9 })
    expect(timeScale(500e6)).toEqual({ text: '1 ns', perSecond: 1e9 })
    expect(timeScale(1e5)).toEqual({ text: '10 us', perSecond: 1e5 })
    expect(timeScale(10)).toEqual({ text: '100 ms', perSecond: 10 })
    expect(timeScale(48_000)).toEqual({ text: '1 fs', perSecond: 1e15 })
  })
})

describe('FORMAT:FILE', () => {
  it('is read with the values of the format', () => {
    expect(parseExport('vcd,level=500mV:a:b.vcd')).toEqual({ settings: { kind: 'vcd', level: 0.5 }, file: 'a:b.vcd' })
    expect(parseExport('wav:-')).toEqual({ settings: { kind: 'wav' }, file: '-' })
  })

  it('is refused in one sentence', () => {
    expect(() => parseExport('x.wav')).toThrow("An export is FORMAT:FILE, not 'x.wav'.")
    expect(() => parseExport('wav:')).toThrow("An export is FORMAT:FILE, not 'wav:'.")
    expect(() => parseExport('mp3:x')).toThrow(
      `There is no export format 'mp3'; there are ${exportFormats.join(', ')}.`,
    )
    expect(() => parseExport('wav,level=1:x')).toThrow("The export format wav has no value 'level'.")
    expect(() => parseExport('vcd,level=x:y')).toThrow('vcd.level takes a number')
  })
})

describe('what was exported', () => {
  // Half a volt on each side, as the gigasample ADC gives it.
  const own: StreamFormat = {
    ...two,
    channels: two.channels.map((channel) => ({ ...channel, scaleMillivolts: 1000 / 32_768, offsetCodes: 0 })),
  }

  it.each(['sigmf', 'npy', 'sr', 'wav'] as const)('as %s is played to the code, at its rate', async (as) => {
    const named = await written(own, samples, as)
    const file = as === 'sigmf' ? named.replace(/\.sigmf$/, '.sigmf-data') : named
    const meta = as === 'sigmf' ? { '.sigmf-meta': readFileSync(file.replace(/-data$/, '-meta'), 'utf8') } : {}
    for (const channel of [0, 1]) {
      const played = await play(path.basename(file), readFileSync(file), { channel, beside: meta })
      expect(played.codes).toEqual(samples[channel])
      expect(played.file).toMatchObject({ channels: 2, channel: channel + 1, scale: 1 })
      expect(played.file.rateHz).toBe(as === 'npy' ? null : 250_000)
    }
  })
})
