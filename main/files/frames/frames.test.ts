import { describe, expect, it } from 'vitest'
import { play, refusal } from '../testing/play.ts'
import { signalA, signalB } from '../testing/signal.ts'
import { chunk, wavFile } from '../testing/wav-file.ts'

const every16 = Int16Array.from({ length: 65536 }, (_, i) => i - 32768)
const bytesOf = (values: Int16Array | Int32Array | Float32Array | Float64Array): Buffer => Buffer.from(values.buffer)
const s16 = (codes: readonly number[]): Buffer => bytesOf(Int16Array.from(codes))
const s24 = (codes: readonly number[], low = 0x5a): Buffer =>
  Buffer.from(codes.flatMap((code) => [low, code & 0xff, (code >> 8) & 0xff]))
const interleaved = (...columns: readonly (readonly number[])[]): number[] =>
  columns[0]!.flatMap((_, i) => columns.map((column) => column[i]!))
const four = Buffer.from(new Int16Array([1, -2, 3, -4]).buffer)

describe('WAV files', () => {
  it('keep the codes of 16 bits, all of them', async () => {
    expect((await play('16.wav', wavFile({ bits: 16, data: bytesOf(every16) }))).codes).toEqual([...every16])
  })

  it('have 8, 24 and 32 bits and floating point', async () => {
    const eight = Buffer.from([0, 127, 128, 129, 255])
    expect((await play('8.wav', wavFile({ bits: 8, data: eight }))).codes).toEqual([-32768, -256, 0, 256, 32512])
    const three = Buffer.from([0xff, 0x34, 0x12, 0x00, 0xff, 0xff, 0xff, 0x00, 0x80])
    expect((await play('24.wav', wavFile({ bits: 24, data: three }))).codes).toEqual([0x1234, -1, -32768])
    const long = bytesOf(new Int32Array([0x7fffffff, -0x80000000, 65536, 65535, -1]))
    expect((await play('32.wav', wavFile({ bits: 32, data: long }))).codes).toEqual([32767, -32768, 1, 0, -1])
    const single = bytesOf(new Float32Array([1, -1, 0.5, 2, -2, Number.NaN]))
    const float = await play('f32.wav', wavFile({ tag: 3, bits: 32, data: single }))
    expect(float.codes).toEqual([32767, -32767, 16384, 32767, -32768, 0])
    expect(float.file.notes).toEqual([
      '2 samples are beyond the range and clipped.',
      '1 samples are no numbers and are played as 0.',
    ])
    const double = bytesOf(new Float64Array([0.25, -0.25]))
    expect((await play('f64.wav', wavFile({ tag: 3, bits: 64, data: double }))).codes).toEqual([8192, -8192])
  })

  it('are scaled when they are floating point in volts, with the factor told', async () => {
    const volts = new Float32Array([5, -12.5, 24, 0])
    const { codes, file } = await play('volts.wav', wavFile({ tag: 3, bits: 32, data: bytesOf(volts) }))
    expect(codes).toEqual([3277, -8192, 15728, 0])
    expect(file).toMatchObject({
      scale: 0.02,
      notes: [expect.stringMatching(/reach 24, beyond full scale: scaled by 1\/50/)],
    })
    const halved = await play('volts.wav', wavFile({ bits: 16, data: s16([20000, -20000]) }), { options: 'scale=0.5' })
    expect(halved.codes).toEqual([10000, -10000])
    const doubled = await play('volts.wav', wavFile({ bits: 16, data: s16([20000, -9000]) }), { options: 'scale=2' })
    expect(doubled.codes).toEqual([32767, -18000])
    expect(doubled.file.notes).toEqual(['1 sample is beyond the range and clipped.'])
  })

  it('have any number of bits, in the upper ones of their bytes', async () => {
    const twelve = signalA.map((code) => code & ~15)
    expect((await play('12.wav', wavFile({ bits: 12, data: s16(twelve) }))).codes).toEqual(twelve)
    const twenty = signalA.map((code) => code)
    expect((await play('20.wav', wavFile({ bits: 20, data: s24(twenty, 0xf0) }))).codes).toEqual(twenty)
    const inFour = Buffer.concat(signalA.map((code) => Buffer.from([0, 0x33, code & 0xff, (code >> 8) & 0xff])))
    expect((await play('24in32.wav', wavFile({ bits: 24, align: 4, data: inFour }))).codes).toEqual(signalA)
    const valid = wavFile({ subFormat: 1, bits: 32, validBits: 24, data: inFour })
    const { codes, file } = await play('valid24.wav', valid)
    expect(codes).toEqual(signalA)
    expect(file.form).toBe('24 bits, 1 channel')
  })

  it('are understood when the bits are in the lower ones, as some loggers have it', async () => {
    const twelve = signalA.map((code) => code >> 4)
    const low = await play('12low.wav', wavFile({ bits: 12, data: s16(twelve) }))
    expect(low.codes).toEqual(twelve.map((code) => code << 4))
    expect(low.file.notes).toEqual([expect.stringMatching(/12 bits of a sample are the lower ones of its 2 bytes/)])
    const inFour = bytesOf(Int32Array.from(signalA, (code) => (code << 8) | 0x55))
    expect((await play('24low.wav', wavFile({ bits: 24, align: 4, data: inFour }))).codes).toEqual(signalA)
  })

  it('have A-law and mu-law', async () => {
    const ends = Buffer.from([0x00, 0x80, 0xff, 0x7f, 0x2a, 0xaa, 0xd5, 0x55])
    // The ends and the middle of the curves of ITU-T G.711.
    expect((await play('u.wav', wavFile({ tag: 7, bits: 8, data: ends }))).codes.slice(0, 4)).toEqual([
      -32124, 32124, 0, 0,
    ])
    expect((await play('a.wav', wavFile({ tag: 6, bits: 8, data: ends }))).codes.slice(4)).toEqual([
      -32256, 32256, 8, -8,
    ])
  })

  it('have chunks: extensible formats, odd ones with and without padding, what stands before and behind', async () => {
    const odd = chunk('LIST', Buffer.from('odd'))
    expect((await play('ext.wav', wavFile({ subFormat: 1, bits: 16, data: four, between: odd }))).codes).toEqual([
      1, -2, 3, -4,
    ])
    const bext = Buffer.concat([chunk('bext', Buffer.alloc(602)), chunk('JUNK', Buffer.alloc(27))])
    expect((await play('bext.wav', wavFile({ bits: 16, data: four, first: bext }))).codes).toEqual([1, -2, 3, -4])
    for (const text of ['INFOISFT\x07\0\0\0logger\0', 'odd', 'a'])
      for (const place of ['first', 'between'] as const) {
        const unpadded = chunk('LIST', Buffer.from(text, 'latin1'), { pad: text.length % 2 === 0 })
        const { codes } = await play('unpadded.wav', wavFile({ bits: 16, data: four, [place]: unpadded }))
        expect([text, place, codes]).toEqual([text, place, [1, -2, 3, -4]])
      }
    expect((await play('first.wav', wavFile({ bits: 16, data: four, dataFirst: true }))).codes).toEqual([1, -2, 3, -4])
    const behind = chunk('LIST', Buffer.from('INFOabcd'))
    expect((await play('behind.wav', wavFile({ bits: 16, data: four, behind }))).codes).toEqual([1, -2, 3, -4])
  })

  it('are played to their end when a recorder was cut off', async () => {
    for (const claimedBytes of [0, 0xffffffff, 0x7fffffff, 8 + 44]) {
      const { codes, file } = await play('cut.wav', wavFile({ bits: 16, data: four, claimedBytes }))
      expect([claimedBytes, codes]).toEqual([claimedBytes, [1, -2, 3, -4]])
      expect(file.notes).toEqual([expect.stringMatching(/does not say how long it is/)])
    }
    const half = wavFile({ bits: 16, data: four.subarray(0, 7), claimedBytes: 8 })
    // The last sample is not whole; the byte behind it is padding.
    expect((await play('half.wav', half.subarray(0, half.length - 1))).codes).toEqual([1, -2, 3])
  })

  it('are RF64 and BW64, whose length is in another chunk, and RIFX', async () => {
    const behind = chunk('LIST', Buffer.from('INFOISFT\x0c\0\0\0field recor\0'))
    for (const magic of ['RF64', 'BW64'] as const) {
      const { codes, file } = await play('long.wav', wavFile({ magic, bits: 16, data: four, longBytes: 8, behind }))
      expect(codes).toEqual([1, -2, 3, -4])
      expect(file.form).toBe(`${magic}, 16 bits, 1 channel`)
      expect((await play('long.wav', wavFile({ magic, bits: 16, data: four }))).codes).toEqual([1, -2, 3, -4])
    }
    const swapped = Buffer.from(four).swap16()
    expect((await play('big.wav', wavFile({ magic: 'RIFX', bits: 16, data: swapped }))).codes).toEqual([1, -2, 3, -4])
    const float = Buffer.alloc(8)
    float.writeFloatBE(0.5, 0)
    float.writeFloatBE(-0.25, 4)
    expect((await play('big.wav', wavFile({ magic: 'RIFX', tag: 3, bits: 32, data: float }))).codes).toEqual([
      16384, -8192,
    ])
  })

  it('have channels; a converter channel plays one of them, in turn, or the one that is asked for', async () => {
    const data = s16([1, 2, 3, 11, 12, 13])
    const three = wavFile({ channels: 3, bits: 16, data })
    expect((await play('3.wav', three)).codes).toEqual([1, 11])
    expect((await play('3.wav', three, { channel: 1 })).codes).toEqual([2, 12])
    expect((await play('3.wav', three, { channel: 5 })).codes).toEqual([3, 13])
    const third = await play('3.wav', three, { options: 'channel=3' })
    expect(third.codes).toEqual([3, 13])
    expect(third.file).toMatchObject({ channel: 3, channels: 3, rateHz: 48_000 })
    expect(await refusal('3.wav', three, { options: 'channel=4' })).toMatch(/3 signals; there is no channel 4/)
    expect(await refusal('3.wav', three, { options: 'column=1' })).toMatch(
      /column belongs to files read as csv; this one is read as wav/,
    )
  })

  it('are refused with what they are', async () => {
    const data = Buffer.alloc(8)
    const bad: Record<string, [Buffer, RegExp]> = {
      empty: [wavFile({ bits: 16, data: Buffer.alloc(0) }), /holds no samples/],
      'empty, with a chunk behind': [
        wavFile({ bits: 16, data: Buffer.alloc(0), behind: chunk('LIST', Buffer.alloc(40)) }),
        /holds no samples/,
      ],
      'without data': [wavFile({ bits: 16, data }).subarray(0, 36), /without samples/],
      MP3: [wavFile({ tag: 85, bits: 16, data }), /of MP3 with 16 bits/],
      'an unknown form': [wavFile({ tag: 4711, bits: 16, data }), /of the format 4711/],
      'no channels': [wavFile({ channels: 0, bits: 16, data }), /no channels/],
      'a short format': [wavFile({ bits: 16, data }).subarray(0, 24), /cut off after 4 bytes/],
      'no format': [
        Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVE', 'latin1'), chunk('data', data)]),
        /does not say the form/,
      ],
      'a head alone': [Buffer.from('RIFF\0\0\0\0WAVE', 'latin1'), /without samples/],
      'no bits': [wavFile({ bits: 0, align: 0, data }), /EINVAL/],
      'too many bits': [wavFile({ bits: 4000, data }), /EINVAL/],
    }
    for (const [name, [bytes, sentence]] of Object.entries(bad))
      expect([name, await refusal('bad.wav', bytes)]).toEqual([name, expect.stringMatching(sentence)])
    expect(await refusal('large.wav', wavFile({ bits: 16, data: Buffer.alloc(2000) }), { room: 999 })).toMatch(
      /ENOMEM.*1000 samples.*memory for 999/,
    )
  })

  it('of a million empty chunks are refused as soon as that is clear', async () => {
    const chunks = Buffer.alloc(8 << 20)
    for (let at = 0; at < chunks.length; at += 8) chunks.write('JUNK', at, 'latin1')
    const bytes = Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVE', 'latin1'), chunks])
    let reads = 0
    expect(await refusal('junk.wav', bytes)).toMatch(/more than 100000 chunks and no samples among them/)
    // Each read takes in thousands of chunks.
    const { surveyFile } = await import('../survey.ts')
    const file = {
      path: 'x.wav',
      identity: { dev: 0, ino: 0 },
      descriptor: null,
      bytes: bytes.length,
      read(offset: number, target: Uint8Array): number {
        reads++
        target.set(bytes.subarray(offset, offset + target.length))
        return Math.min(target.length, bytes.length - offset)
      },
      beside: () => null,
      hasChanged: () => false,
      close: () => undefined,
    }
    expect(() => surveyFile(file, { channel: 0, options: {}, roomSamples: 1e6 }, () => undefined)).toThrow(/chunks/)
    expect(reads).toBeLessThan(30)
  })
})

describe('AIFF files', () => {
  const rate48k = Buffer.from('400ebb80000000000000', 'hex')
  function aiff(
    kind: 'AIFF' | 'AIFC',
    bits: number,
    data: Buffer,
    how: { channels?: number; compression?: string; frames?: number } = {},
  ): Buffer {
    const { channels = 1, compression } = how
    const head = Buffer.alloc(8)
    head.writeUInt16BE(channels, 0)
    head.writeUInt32BE(how.frames ?? data.length / (channels * Math.ceil(bits / 8)), 2)
    head.writeUInt16BE(bits, 6)
    const name = compression === undefined ? Buffer.alloc(0) : Buffer.from(`${compression}\0\0`, 'latin1')
    return Buffer.concat([
      Buffer.from('FORM\0\0\0\0', 'latin1'),
      Buffer.from(kind),
      chunk('COMM', Buffer.concat([head, rate48k, name]), { big: true }),
      chunk('NAME', Buffer.from('odd'), { big: true }),
      chunk('SSND', Buffer.concat([Buffer.alloc(8), data]), { big: true }),
    ])
  }

  it('are big-endian, unless they say otherwise', async () => {
    const { codes, file } = await play('a.aif', aiff('AIFF', 16, s16(signalA).swap16()))
    expect(codes).toEqual(signalA)
    expect(file).toMatchObject({ format: 'aiff', rateHz: 48_000, form: '16 bits, 1 channel' })
    expect((await play('a.aifc', aiff('AIFC', 16, s16(signalA), { compression: 'sowt' }))).codes).toEqual(signalA)
    expect((await play('a.aifc', aiff('AIFC', 16, s16(signalA).swap16(), { compression: 'NONE' }))).codes).toEqual(
      signalA,
    )
  })

  it('have 8 signed bits, 24 bits, floating point and channels', async () => {
    expect((await play('a.aif', aiff('AIFF', 8, Buffer.from([0x7f, 0x80, 0])))).codes).toEqual([32512, -32768, 0])
    const three = Buffer.from([0x12, 0x34, 0x56, 0xff, 0xff, 0x00])
    expect((await play('a.aif', aiff('AIFF', 24, three))).codes).toEqual([0x1234, -1])
    const float = Buffer.alloc(4)
    float.writeFloatBE(-0.5, 0)
    expect((await play('a.aifc', aiff('AIFC', 32, float, { compression: 'fl32' }))).codes).toEqual([-16383])
    const stereo = aiff('AIFF', 16, s16(interleaved(signalA, signalB)).swap16(), { channels: 2 })
    expect((await play('a.aif', stereo, { channel: 1 })).codes).toEqual(signalB)
  })

  it('are refused when they are compressed, or hold nothing', async () => {
    expect(await refusal('a.aifc', aiff('AIFC', 16, s16(signalA), { compression: 'ima4' }))).toMatch(
      /compressed as 'ima4'/,
    )
    expect(await refusal('a.aif', aiff('AIFF', 16, Buffer.alloc(0), { frames: 0 }))).toMatch(/no samples/)
    expect(await refusal('a.aif', aiff('AIFF', 16, s16(signalA)).subarray(0, 30))).toMatch(/EINVAL/)
  })
})

describe('raw files', () => {
  it('are 16 bits of one channel, unless their names or the person say otherwise', async () => {
    for (const name of ['a.raw', 'a.bin', 'a.dat', 'a.pcm', 'a.s16', 'A.RAW', 'a.i16'])
      expect((await play(name, bytesOf(every16))).codes).toEqual([...every16])
    expect((await play('a.u8', Buffer.from([0, 128, 255]))).codes).toEqual([-32768, 0, 32512])
    expect((await play('a.s8', Buffer.from([0x80, 0, 0x7f]))).codes).toEqual([-32768, 0, 32512])
    expect((await play('a.u16', Buffer.from([0, 0, 0, 0x80, 0xff, 0xff]))).codes).toEqual([-32768, 0, 32767])
    expect((await play('a.f32', bytesOf(new Float32Array([0.5, -0.5])))).codes).toEqual([16384, -16383])
    const complex = bytesOf(new Float32Array([0.5, -0.25, 0.125, 0]))
    expect((await play('a.cf32', complex, { channel: 1 })).codes).toEqual([-8192, 0])
    const big = s16(interleaved(signalA, signalB)).swap16()
    const options = 'format=raw&type=s16be&channels=2&channel=2'
    expect((await play('what', big, { options })).codes).toEqual(signalB)
    expect(
      (await play('a.raw', Buffer.concat([Buffer.alloc(44, 0xee), s16(signalA)]), { options: 'skip=44' })).codes,
    ).toEqual(signalA)
  })

  it('are refused without samples, and say what is left over', async () => {
    expect(await refusal('a.raw', 'x')).toMatch(/EINVAL: .*has 1 bytes.*a sample takes 2/)
    expect(await refusal('a.raw', '')).toMatch(/EINVAL: .*empty/)
    expect(await refusal('a.raw', Buffer.alloc(4), { options: 'skip=4' })).toMatch(/no samples/)
    expect((await play('a.raw', Buffer.from([1, 0, 2, 0, 3]))).file.notes).toEqual([
      'At the end 1 byte is no whole sample and left out.',
    ])
  })
})

describe('our own recordings', () => {
  const channel = (id: string, scanIndex: number, more: object = {}): object => ({
    id,
    scanIndex,
    scanType: 'le:s16/16>>0',
    scaleMillivolts: 0.030517578,
    offsetCodes: 0,
    ...more,
  })
  const describeRecording = (more: object = {}): string =>
    JSON.stringify({
      format: 'blockscope-raw',
      version: 1,
      file: 'a.raw',
      samplingFrequencyHz: 2e6,
      bytesPerScan: 4,
      channels: [channel('voltage0', 0), channel('voltage1', 1)],
      complete: true,
      gapFree: true,
      lostSamples: 0,
      gaps: [],
      segments: [{ atScan: 0, firstSample: 0, samplingFrequencyHz: 2e6, startUnixMs: 0 }],
      ...more,
    })
  const both = s16(interleaved(signalA, signalB))

  it('are played channel by channel, to the code, whatever they are called', async () => {
    for (const name of ['a.raw', 'capture', 'x.wav']) {
      const beside = { '.json': describeRecording() }
      const first = await play(name, both, { beside })
      expect(first.codes).toEqual(signalA)
      expect(first.file).toMatchObject({
        format: 'recording',
        rateHz: 2e6,
        channels: 2,
        notes: [],
        form: 'voltage0, le:s16/16>>0',
      })
      expect((await play(name, both, { beside, channel: 1 })).codes).toEqual(signalB)
      expect((await play(name, both, { beside, options: 'channel=2' })).codes).toEqual(signalB)
    }
    // Asked for as raw samples, both alternate.
    expect(
      (await play('a.raw', both, { beside: { '.json': describeRecording() }, options: 'format=raw' })).codes,
    ).toHaveLength(400)
  })

  it('are played by their own scan type and scale', async () => {
    const twelve = describeRecording({
      bytesPerScan: 2,
      channels: [channel('voltage3', 3, { scanType: 'be:u12/16>>4', scaleMillivolts: 0.25, offsetCodes: -2048 })],
    })
    const bytes = Buffer.alloc(6)
    for (const [i, raw] of [0, 2048, 4095].entries()) bytes.writeUInt16BE(raw << 4, 2 * i)
    const { codes, file } = await play('a.raw', bytes, { beside: { '.json': twelve } })
    expect(codes).toEqual([-16777, 0, 16769])
    expect(file.scale).toBe(1)
    const far = describeRecording({ bytesPerScan: 2, channels: [channel('voltage3', 3, { scaleMillivolts: 1 })] })
    const scaled = await play('a.raw', s16([3300, -100]), { beside: { '.json': far } })
    expect(scaled.codes).toEqual([21627, -655])
    expect(scaled.file).toMatchObject({
      scale: 0.2,
      notes: [expect.stringMatching(/reach 3.3, beyond full scale: scaled by 1\/5/)],
    })
  })

  it('tell what is wrong with them', async () => {
    const gaps = describeRecording({ complete: false, lostSamples: 7, gaps: [{ atScan: 3, lostSamples: 7 }] })
    expect((await play('a.raw', both, { beside: { '.json': gaps } })).file.notes).toEqual([
      expect.stringMatching(/1 gaps, where 7 samples are missing/),
      expect.stringMatching(/was not finished/),
    ])
    const unknown = describeRecording({ complete: null, gapFree: null })
    expect((await play('a.raw', both, { beside: { '.json': unknown } })).codes).toEqual(signalA)
    expect(await refusal('a.raw', both, { beside: { '.json': describeRecording({ channels: [] }) } })).toMatch(
      /names no channels.*format=raw/,
    )
    expect(await refusal('a.raw', both, { beside: { '.json': describeRecording({ version: 2 }) } })).toMatch(
      /later Blockscope/,
    )
    expect(await refusal('a.raw', both, { beside: { '.json': describeRecording({ bytesPerScan: 3 }) } })).toMatch(
      /3 bytes per scan; its channels take 4/,
    )
    const odd = describeRecording({ channels: [channel('voltage0', 0, { scanType: 'le:q16' })] })
    expect(await refusal('a.raw', both, { beside: { '.json': odd } })).toMatch(/scan type 'le:q16'/)
    expect(await refusal('a.raw', both, { options: 'format=recording' })).toMatch(/no recording of Blockscope/)
  })

  it('are raw files when what stands beside them is something else', async () => {
    for (const json of ['{"format":"sigmf"}', 'no json', '[]'])
      expect((await play('a.raw', s16(signalA), { beside: { '.json': json } })).file.format).toBe('raw')
  })
})
