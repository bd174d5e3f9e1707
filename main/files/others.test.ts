// NumPy, SigMF and sigrok: what is in them is played to the code, and what is damaged is refused with a line; 2,000 of each.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyDamage, damaged } from '#main/testing/damage/damage.ts'
import { ErrnoError } from '#shared/errors.ts'
import { memoryFile } from './byte-file.ts'
import { openReplay } from './replay.ts'
import { npyFile, srFile } from './testing/other-files.ts'
import { play, refusal } from './testing/play.ts'
import { signalA, signalB, voltsOf } from './testing/signal.ts'
import { chunk, wavFile } from './testing/wav-file.ts'

const both = Int16Array.from({ length: 400 }, (_, k) => (k % 2 === 0 ? signalA : signalB)[k >> 1]!)
const npyOf = (descr: string, shape: string, values: ArrayBufferView, order = 'False') =>
  npyFile(`{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }`, values)
const sigmfMeta = (global: object, captures: readonly object[] = [{ 'core:sample_start': 0 }]): string =>
  JSON.stringify({ global: { 'core:version': '1.2.0', ...global }, captures, annotations: [] })
const codesOf = (values: readonly number[]): Buffer => Buffer.from(Int16Array.from(values).buffer)

describe('NumPy arrays', () => {
  it('of 16 bits are codes, a column for each channel', async () => {
    for (const [channel, codes] of [signalA, signalB].entries())
      expect((await play('x.npy', npyOf('<i2', '(200, 2)', both), { channel })).codes).toEqual(codes)
    const swapped = npyOf('>i2', '(200,)', codesOf(signalA).swap16())
    expect((await play('x', swapped)).codes).toEqual(signalA)
  })

  it('of floating point are volts', async () => {
    const values = Float64Array.from(signalA, voltsOf)
    expect((await play('x.npy', npyOf('<f8', '(200,)', values))).codes).toEqual(signalA)
    const wide = await play(
      'x.npy',
      npyOf(
        '<f8',
        '(200,)',
        Float64Array.from(signalA, (code) => voltsOf(code) * 5),
      ),
    )
    expect(wide.file.scale).toBeLessThan(1)
  })

  it.each([
    ['complex numbers', npyOf('<c8', '(2,)', Float32Array.of(1, 2, 3, 4)), "kind '<c8'"],
    ['three dimensions', npyOf('<i2', '(2, 2, 2)', new Int16Array(8)), 'shape (2, 2, 2)'],
    ['columns one after the other', npyOf('<i2', '(2, 2)', new Int16Array(4), 'True'), 'fortran_order'],
    [
      'records',
      npyFile("{'descr': [('a', '<i2')], 'fortran_order': False, 'shape': (2,), }", new Int16Array(2)),
      'records',
    ],
    ['no samples', npyOf('<i2', '(0,)', new Int16Array(0)), 'no samples'],
    ['half a head', npyOf('<i2', '(4,)', new Int16Array(4)).subarray(0, 40), 'cut off'],
  ])('with %s are refused', async (_, file, why) => {
    expect(await refusal('x.npy', file)).toMatch(/^EINVAL/)
    expect(await refusal('x.npy', file)).toContain(why)
  })
})

describe('SigMF', () => {
  const data = Buffer.from(both.buffer)
  const playIt = (meta: string, how = {}) => play('x.sigmf-data', data, { beside: { '.sigmf-meta': meta }, ...how })
  const refused = (meta: string) => refusal('x.sigmf-data', data, { beside: { '.sigmf-meta': meta } })

  it('is played at its rate, I and Q as two channels', async () => {
    const complex = sigmfMeta({ 'core:datatype': 'ci16_le', 'core:sample_rate': 2e6 })
    for (const [channel, codes] of [signalA, signalB].entries()) {
      const { codes: got, file } = await playIt(complex, { channel })
      expect(got).toEqual(codes)
      expect(file).toMatchObject({ rateHz: 2e6, channels: 2, format: 'sigmf' })
    }
    const real = sigmfMeta({ 'core:datatype': 'ri16_le', 'core:num_channels': 2 })
    expect((await playIt(real, { channel: 1 })).codes).toEqual(signalB)
  })

  it('leaves out what stands before and behind the samples', async () => {
    const meta = sigmfMeta({ 'core:datatype': 'ri16_le', 'core:trailing_bytes': 6 }, [{ 'core:header_bytes': 10 }])
    expect((await playIt(meta)).codes).toEqual([...both.subarray(5, 397)])
  })

  it.each([
    ['without its description', '', 'does not say what the samples are'],
    ['of a type that there is not', sigmfMeta({ 'core:datatype': 'ri24_le' }), "type 'ri24_le'"],
    ['without a type', sigmfMeta({}), 'does not say'],
    ['with bytes between', sigmfMeta({ 'core:datatype': 'ri16_le' }, [{}, { 'core:header_bytes': 9 }]), 'between'],
    ['with no channel', sigmfMeta({ 'core:datatype': 'ri16_le', 'core:num_channels': 0 }), 'does not say'],
  ])('%s is refused', async (_, meta, why) => {
    expect(await refused(meta)).toContain(why)
  })
})

describe('sigrok sessions', () => {
  const analog = {
    'analog-1-1-1': Float32Array.from(signalA, voltsOf),
    'analog-1-2-1': Float32Array.from(signalB, voltsOf),
    'analog-1-1-2': Float32Array.of(0.25),
    'analog-1-2-2': Float32Array.of(-0.25),
  }

  it.each([0, 6] as const)('have volts of their channels, packed with %i', async (level) => {
    const { codes, file } = await play('x.sr', srFile(analog, { level }))
    expect(codes).toEqual([...signalA, 8192])
    expect(file).toMatchObject({ rateHz: 1e6, channels: 2, format: 'sigrok' })
    expect((await play('x.sr', srFile(analog, { level }), { channel: 1 })).codes).toEqual([...signalB, -8192])
  })

  it('have a bit for each probe', async () => {
    const file = srFile(
      { 'logic-1-1': Uint8Array.of(1, 0, 2, 0, 0, 1), 'logic-1-2': Uint8Array.of(3, 0) },
      { settings: { unitsize: 2, 'total probes': 9 } },
    )
    expect((await play('x.sr', file)).codes.map(Boolean)).toEqual([true, false, false, true])
    expect((await play('x.sr', file, { channel: 1 })).codes.map(Boolean)).toEqual([false, true, false, true])
    expect((await play('x.sr', file, { channel: 8 })).codes.map(Boolean)).toEqual([false, false, true, false])
  })

  it.each([
    ['cut off', srFile(analog).subarray(0, -30), 'cut off'],
    ['uneven', srFile({ 'analog-1-1-1': new Float32Array(3), 'analog-1-2-1': new Float32Array(4) }), 'same number'],
    ['empty', srFile({}), 'no samples'],
    ['of too few bytes', srFile({ 'logic-1-1': new Uint8Array(3) }, { settings: { 'total probes': 9 } }), '9 logic'],
  ])('%s are refused', async (_, file, why) => {
    expect(await refusal('x.sr', file)).toContain(why)
  })
})

const volts = Float32Array.from(signalA, voltsOf)
const meta = Buffer.from(sigmfMeta({ 'core:datatype': 'cf32_le', 'core:sample_rate': 1e6 }))
const description = JSON.stringify({
  ...{ format: 'blockscope-raw', version: 1, samplingFrequencyHz: 1e6, bytesPerScan: 4, complete: true },
  channels: [0, 1].map((k) => ({ id: `voltage${k}`, scanIndex: k, scanType: 'le:s12/16>>2', scaleMillivolts: 0.5 })),
})

/** Name, content, and the file beside it with its ending: what is damaged is the one or the other. */
const wholes: readonly (readonly [string, Buffer, (readonly [string, Buffer])?])[] = [
  ['x.npy', npyOf('<i2', '(200, 2)', both)],
  ['x.npy', npyOf('<f4', '(200,)', volts)],
  ['x.sr', srFile({ 'analog-1-1-1': volts, 'analog-1-1-2': volts }, { level: 6 })],
  ['x.sr', srFile({ 'logic-1-1': Uint8Array.from(signalA, (code) => code & 255) })],
  ['x.sigmf-data', Buffer.from(volts.buffer), ['.sigmf-meta', meta]],
  ['x.raw', Buffer.from(both.buffer), ['.json', Buffer.from(description)]],
  [
    'x.aif',
    Buffer.concat([
      Buffer.from('FORM\0\0\x01\xbeAIFFCOMM\0\0\0\x12\0\x01\0\0\0\xc8\0\x10', 'latin1'),
      Buffer.from('400ebb80000000000000', 'hex'),
      chunk('SSND', Buffer.concat([Buffer.alloc(8), codesOf(signalA).swap16()]), { big: true }),
    ]),
  ],
  ['x.wav', wavFile({ bits: 24, channels: 2, data: Buffer.alloc(1200, 9) })],
  [
    'x.csv',
    Buffer.from(
      `Time (s),a (V),b (mV)\n${signalA
        .slice(0, 40)
        .map((code, k) => `${k}e-3,${code / 1e4},${k}`)
        .join('\n')}`,
    ),
  ],
]

describe.each(wholes.map((whole, k) => [`${whole[0]} (${k})`, whole] as const))('a damaged %s', (_, whole) => {
  const [name, content, beside = null] = whole

  it('is replayed whole or refused with one line, in bounded memory', () => {
    let [replayed, refused] = [0, 0]
    fc.assert(
      fc.property(anyDamage, fc.boolean(), (hits, isBeside) => {
        const bytes = isBeside && beside !== null ? content : damaged(content, hits)
        const other = beside === null ? null : isBeside ? damaged(beside[1], hits) : beside[1]
        const others = beside === null || other === null ? {} : { [beside[0]]: other }
        const found = { name, path: `/files/${name}`, identity: null }
        try {
          const { frames, scale, close } = openReplay(found, {}, () => memoryFile(name, bytes, others))
          let samples = 0
          for (const slice of frames.slices()) {
            samples += slice.length / frames.frameBytes
            expect(slice.length).toBeLessThanOrEqual(16 << 20)
          }
          close()
          expect(samples).toBe(frames.samples)
          expect(samples).toBeGreaterThan(0)
          expect(Number.isFinite(scale)).toBe(true)
          replayed++
        } catch (thrown) {
          if (!(thrown instanceof ErrnoError)) throw thrown
          expect(thrown.message).toMatch(/^[^\n]{1,600}\.$/)
          expect(['EINVAL', 'ENOMEM']).toContain(thrown.errno)
          refused++
        }
      }),
      { numRuns: 2000 },
    )
    // Both happen often, or this tests nothing.
    expect(replayed).toBeGreaterThan(20)
    expect(refused).toBeGreaterThan(20)
  })
})
