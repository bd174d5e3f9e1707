// Files as people have them, each after a public report about some program: one of every kind, with the samples that are in
// it. Kinds beyond these are in the tests beside the codecs.
import { describe, expect, it } from 'vitest'
import { expectSignal, type PlayOptions, play } from './testing/play.ts'
import { signalA, signalB, voltsOf } from './testing/signal.ts'
import { chunk, wavFile } from './testing/wav-file.ts'

interface Case {
  readonly file: string | Uint8Array
  /** Default: the first signal. */
  readonly signal?: readonly number[]
  readonly how?: PlayOptions
}

const f8 = (code: number): string => voltsOf(code).toFixed(8)
const seconds = (i: number): number => -1e-4 + i * 1e-6
const t9 = (i: number): string => seconds(i).toFixed(9)
const comma = (text: string): string => text.replaceAll('.', ',')
/** `+4.50000000E-01`, with two digits of exponent at least. */
const exponent = (value: number, digits: number): string =>
  `${value < 0 ? '-' : '+'}${Math.abs(value)
    .toExponential(digits)
    .replace(/e([-+])(\d)$/, 'e$10$2')
    .toUpperCase()}`
const rows = (make: (a: number, i: number) => string, end = '\n'): string =>
  signalA.map((a, i) => make(a, i) + end).join('')
const pairs = signalA.flatMap((a, i) => [a, signalB[i]!])

const s16 = (codes: readonly number[]): Buffer => Buffer.from(Int16Array.from(codes).buffer)
const s24 = (codes: readonly number[]): Buffer =>
  Buffer.concat(codes.map((code) => Buffer.from(Int32Array.of(code << 16).buffer).subarray(1)))
const s32 = (codes: readonly number[]): Buffer => Buffer.from(Int32Array.from(codes, (code) => code << 16).buffer)
const upper12 = signalA.map((code) => code & ~15)
const info = Buffer.from('INFOISFT\x0c\0\0\0field recor\0ICMT\x14\0\0\0made with a recorder', 'latin1')
const chunksBefore = Buffer.concat([chunk('bext', Buffer.alloc(602)), chunk('JUNK', Buffer.alloc(27))])
const scopeHead = [
  ['Model', 'TEST1000'],
  ['Firmware Version', '1.0'],
  ['', ''],
  ['Waveform Type', 'ANALOG'],
  ['Point Format', 'Y'],
  ['Horizontal Units', 's'],
  ['Horizontal Scale', '2e-05'],
  ['Sample Interval', '1e-06'],
  ['Record Length', '200'],
  ['Probe Attenuation', '1'],
  ['Vertical Units', 'V'],
  ['Vertical Offset', '0'],
  ['Vertical Scale', '0.2'],
  ['', ''],
  ['', ''],
  ['TIME', 'CH1'],
]

const described = (k: number) => ({
  ...{ id: `voltage${k}`, scanIndex: k, scanType: 'le:s16/16>>0', scaleMillivolts: 0.030517578, offsetCodes: 0 },
})
const description = JSON.stringify({
  ...{ format: 'blockscope-raw', version: 1, file: 'raw-two-channels.raw', device: 'iio:device0' },
  ...{ deviceName: 'gigascope', samplingFrequencyHz: 1e6, layout: 'interleaved', bytesPerScan: 4 },
  channels: [described(0), described(1)],
  ...{ startUnixMs: 0, startTime: '1970-01-01T00:00:00.000Z', scans: 200, bytes: 800, complete: true, problem: null },
  ...{ gapFree: true, lostSamples: 0, gaps: [] },
  segments: [{ atScan: 0, firstSample: 0, samplingFrequencyHz: 1e6, startUnixMs: 0 }],
})

const cases: Readonly<Record<string, Case>> = {
  'wav-extensible-24-stereo.wav': { file: wavFile({ subFormat: 1, channels: 2, bits: 24, data: s24(pairs) }) },
  'wav-24-in-32.wav': { file: wavFile({ subFormat: 1, bits: 32, validBits: 24, data: s32(signalA) }) },
  'wav-24-in-32-plain.wav': { file: wavFile({ bits: 24, align: 4, data: s32(signalA) }) },
  'wav-12-bits.wav': { file: wavFile({ bits: 12, rate: 96_000, data: s16(upper12) }), signal: upper12 },
  'wav-data-size-0.wav': { file: wavFile({ bits: 16, data: s16(signalA), claimedBytes: 0 }) },
  'wav-data-size-ffffffff.wav': { file: wavFile({ bits: 16, data: s16(signalA), claimedBytes: 0xffffffff }) },
  'wav-data-size-7fffffff.wav': { file: wavFile({ bits: 16, data: s16(signalA), claimedBytes: 0x7fffffff }) },
  'wav-data-size-44-too-many.wav': { file: wavFile({ bits: 16, data: s16(signalA), claimedBytes: 444 }) },
  'wav-rf64-chunk-behind.wav': {
    file: wavFile({ magic: 'RF64', bits: 16, data: s16(signalA), longBytes: 400, behind: chunk('LIST', info) }),
  },
  'wav-bw64.wav': { file: wavFile({ magic: 'BW64', bits: 16, data: s16(signalA), longBytes: 400 }) },
  'wav-rifx-big-endian.wav': { file: wavFile({ magic: 'RIFX', bits: 16, data: s16(signalA).swap16() }) },
  'aiff.aif': {
    file: Buffer.concat([
      Buffer.from('FORM\0\0\x01\xbeAIFFCOMM\0\0\0\x12\0\x01\0\0\0\xc8\0\x10', 'latin1'),
      Buffer.from('400ebb80000000000000', 'hex'),
      chunk('SSND', Buffer.concat([Buffer.alloc(8), s16(signalA).swap16()]), { big: true }),
    ]),
  },
  'wav-odd-chunk-unpadded.wav': {
    file: wavFile({
      first: chunk('LIST', Buffer.from('INFOISFT\x07\0\0\0logger\0', 'latin1'), { pad: false }),
      ...{ bits: 16, data: s16(signalA) },
    }),
  },
  'wav-junk-bext-before-fmt.wav': {
    file: wavFile({
      ...{ first: chunksBefore, between: chunk('fact', Buffer.from([200, 0, 0, 0])), bits: 16, data: s16(signalA) },
    }),
  },
  'wav-six-channels.wav': {
    file: wavFile({
      ...{ subFormat: 1, channels: 6, bits: 16 },
      data: s16(signalA.flatMap((a, i) => [a, signalB[i]!, a, signalB[i]!, a, signalB[i]!])),
    }),
  },
  'csv-plain.csv': { file: rows(f8) },
  'csv-exponents.csv': { file: `Volts\r\n${rows((a) => exponent(voltsOf(a), 8), '\r\n')}` },
  'csv-bom.csv': { file: `\ufeffCH1\r\n${rows(f8, '\r\n')}` },
  'csv-time-first.csv': { file: `Time [s],CH1\n${rows((a, i) => `${t9(i)},${f8(a)}`)}` },
  'csv-time-first-ch2.csv': {
    file: `Time [s],CH1,CH2\n${rows((a, i) => `${t9(i)},${f8(a)},${f8(signalB[i]!)}`)}`,
    ...{ signal: signalB, how: { channel: 1 } },
  },
  'csv-units-row.csv': {
    file: `Time,Channel A\r\n(us),(V)\r\n\r\n${rows((a, i) => `${(seconds(i) * 1e6).toFixed(3)},${f8(a)}`, '\r\n')}`,
  },
  'csv-millivolts.csv': {
    file: `Time (ms),Channel A (mV)\n${rows((a, i) => `${(seconds(i) * 1e3).toFixed(6)},${(voltsOf(a) * 1e3).toFixed(5)}`)}`,
  },
  'csv-rigol.csv': {
    file: `X,CH1,Start,Increment,\r\nSequence,Volt,-1.000000e-04,1.000000e-06\r\n${rows((a, i) => `${i},${voltsOf(a).toExponential(7)},`, '\r\n')}`,
  },
  'csv-tektronix.csv': {
    file: `${scopeHead.map((row) => `${row.join(',')}\n`).join('')}${rows((a, i) => `${seconds(i).toExponential(8)},${voltsOf(a).toExponential(8)}`)}`,
  },
  'csv-keysight.csv': {
    file: `x-axis,1,2\r\nsecond,Volt,Volt\r\n${rows((a, i) => [exponent(seconds(i), 6), exponent(voltsOf(a), 7), exponent(voltsOf(signalB[i]!), 7)].join(','), '\r\n')}`,
  },
  'csv-decimal-comma.csv': {
    file: `Zeit;Kanal A\r\n${comma(rows((a, i) => `${seconds(i).toFixed(7)};${f8(a)}`, '\r\n'))}`,
  },
  'csv-decimal-comma-one.csv': { file: comma(rows(f8)) },
  'csv-quoted.csv': { file: `"Time, s","Volts, CH1"\n${rows((a, i) => `"${t9(i)}","${f8(a)}"`)}` },
  'csv-sep-line.csv': { file: `sep=;\nTime;CH1\n${rows((a, i) => `${t9(i)};${f8(a)}`)}` },
  'csv-one-line.txt': { file: signalA.map((a) => voltsOf(a).toExponential(7).toUpperCase()).join(',') },
  'raw-two-channels.raw': { file: s16(pairs), how: { beside: { '.json': description } } },
  'raw-two-channels.raw, second': {
    ...{ file: s16(pairs), signal: signalB, how: { beside: { '.json': description }, channel: 1 } },
  },
}

describe('what is in the file is played', () => {
  it.each(Object.entries(cases))('%s', async (name, { file, signal = signalA, how = {} }) => {
    expectSignal((await play(name.split(', ')[0]!, file, how)).codes, signal)
  })

  it('csv-logic-levels.csv: levels one can see', async () => {
    const levels = Array.from({ length: 60 }, (_, i) => Math.floor(i / 3) % 2)
    const text = `Time [s],CH_A\n${levels.map((level, i) => `${i + 1}.0,${level}\n`).join('')}`
    const { codes, file } = await play('csv-logic-levels.csv', text)
    expect(codes).toEqual(levels.map((level) => Math.round(level * 0.8 * 32768)))
    expect(file).toMatchObject({ unit: 'logic level', scale: 0.8 })
  })

  it('csv-beyond-1v.csv: scaled by a round factor that is told', async () => {
    const values = Array.from({ length: 200 }, (_, i) => 1.65 + 1.6 * Math.sin((2 * Math.PI * i) / 50))
    const text = `Time (s),CH1 (V)\n${values.map((value, i) => `${(i * 1e-6).toFixed(9)},${value.toFixed(5)}\n`).join('')}`
    const { codes, file } = await play('csv-beyond-1v.csv', text)
    expectSignal(
      codes,
      values.map((value) => Math.round((value / 5) * 32768)),
    )
    expect(file).toMatchObject({ scale: 0.2, notes: [expect.stringMatching(/3\.25 V, beyond .* 1 V: scaled by 1\/5/)] })
  })
})
