import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CoherentHeap } from '#main/memory/index.ts'
import { fileAt } from '#main/runtime/found-file.ts'
import { ErrnoError } from '#shared/errors.ts'
import { loadSamples } from '../index.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'blockscope-files-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function file(name: string, content: Uint8Array | string): string {
  const at = path.join(folder, name)
  writeFileSync(at, content)
  return at
}

interface Wav {
  readonly tag?: number
  readonly subFormat?: number
  readonly channels?: number
  readonly bits: number
  readonly data: Buffer
  readonly claimedBytes?: number
  /** A chunk before the data. */
  readonly extra?: Buffer
}

function wav({ tag = 1, subFormat, channels = 1, bits, data, claimedBytes, extra }: Wav): Buffer {
  const format = Buffer.alloc(subFormat === undefined ? 16 : 40)
  format.writeUInt16LE(tag, 0)
  format.writeUInt16LE(channels, 2)
  format.writeUInt32LE(48000, 4)
  format.writeUInt16LE((channels * bits) / 8, 12)
  format.writeUInt16LE(bits, 14)
  if (subFormat !== undefined) format.writeUInt16LE(subFormat, 24)
  const chunk = (name: string, body: Buffer, length = body.length): Buffer => {
    const head = Buffer.alloc(8)
    head.write(name, 0, 'latin1')
    head.writeUInt32LE(length, 4)
    return Buffer.concat([head, body, Buffer.alloc(body.length % 2)])
  }
  const chunks = [chunk('fmt ', format), ...(extra ? [chunk('LIST', extra)] : []), chunk('data', data, claimedBytes)]
  return Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVE', 'latin1'), ...chunks])
}

const heap = new CoherentHeap({ bytes: 16 << 20 })

async function load(at: string, channel = 0): Promise<number[]> {
  const loaded = await loadSamples(fileAt(at), channel, heap)
  const codes = heap.i16(loaded.address, loaded.samples)
  // Stored as whole loops of the file.
  expect(loaded.samples % loaded.fileSamples).toBe(0)
  for (let i = loaded.fileSamples; i < loaded.samples; i += 997)
    if (codes[i] !== codes[i % loaded.fileSamples]) expect.fail(`sample ${i} is not that of the loop`)
  const first = [...codes.subarray(0, loaded.fileSamples)]
  heap.free(loaded.address)
  return first
}

async function errnoOfLoad(at: string, channel = 0): Promise<string> {
  const before = heap.allocatedBytes
  try {
    await loadSamples(fileAt(at), channel, heap)
  } catch (thrown) {
    if (!(thrown instanceof ErrnoError)) throw thrown
    expect(thrown.message).toMatch(/\.$/)
    expect(heap.allocatedBytes).toBe(before)
    return thrown.errno
  }
  return 'loaded'
}

const every16 = Buffer.from(Int16Array.from({ length: 65536 }, (_, i) => i - 32768).buffer)

describe('file sources', () => {
  it('keeps the codes of 16-bit files, all of them', async () => {
    const codes = Array.from({ length: 65536 }, (_, i) => i - 32768)
    expect(await load(file('16.wav', wav({ bits: 16, data: every16 })))).toEqual(codes)
    expect(await load(file('16.raw', every16))).toEqual(codes)
    expect(await load(file('16.csv', codes.join('\n')))).toEqual(codes)
  })

  it('reads 8, 24 and 32 bits and floating point', async () => {
    expect(await load(file('8.wav', wav({ bits: 8, data: Buffer.from([0, 127, 128, 129, 255]) })))).toEqual([
      -32768, -256, 0, 256, 32512,
    ])
    const three = Buffer.from([0xff, 0x34, 0x12, 0x00, 0xff, 0xff, 0xff, 0x00, 0x80])
    expect(await load(file('24.wav', wav({ bits: 24, data: three })))).toEqual([0x1234, -1, -32768])
    const four = Buffer.from(new Int32Array([0x7fffffff, -0x80000000, 65536, 65535, -1]).buffer)
    expect(await load(file('32.wav', wav({ bits: 32, data: four })))).toEqual([32767, -32768, 1, 0, -1])
    const single = Buffer.from(new Float32Array([1, -1, 0.5, 2, -2, Number.NaN]).buffer)
    expect(await load(file('f32.wav', wav({ tag: 3, bits: 32, data: single })))).toEqual([
      32767, -32767, 16384, 32767, -32768, 0,
    ])
    const double = Buffer.from(new Float64Array([0.25, -0.25]).buffer)
    expect(await load(file('f64.wav', wav({ tag: 3, bits: 64, data: double })))).toEqual([8192, -8192])
  })

  it('walks the chunks: extensible format, odd chunks with padding, data cut off or of unknown length', async () => {
    const data = Buffer.from(new Int16Array([1, -2, 3, -4]).buffer)
    const extensible = wav({ tag: 0xfffe, subFormat: 1, bits: 16, data, extra: Buffer.from('odd') })
    expect(await load(file('ext.wav', extensible))).toEqual([1, -2, 3, -4])
    expect(await load(file('cut.wav', wav({ bits: 16, data: data.subarray(0, 7), claimedBytes: 8 })))).toContain(-2)
    expect(await load(file('streamed.wav', wav({ bits: 16, data, claimedBytes: 0xffffffff })))).toEqual([1, -2, 3, -4])
  })

  it('gives channel N the file channel N modulo their number', async () => {
    const data = Buffer.from(new Int16Array([1, 2, 3, 11, 12, 13]).buffer)
    const at = file('three.wav', wav({ channels: 3, bits: 16, data }))
    expect(await load(at, 0)).toEqual([1, 11])
    expect(await load(at, 1)).toEqual([2, 12])
    expect(await load(at, 5)).toEqual([3, 13])
    const csv = file('two.csv', 'time;volts\n# a comment\n1;5\n2; 6\r\n\n')
    expect(await load(csv, 1)).toEqual([5, 6])
  })

  it('takes a CSV with anything but whole codes as volts', async () => {
    expect(await load(file('volts.csv', '0.5\n-1\n1\n0\n'))).toEqual([16384, -32768, 32767, 0])
    expect(await load(file('beyond.csv', '1,40000\n0,0\n'), 0)).toEqual([32767, 0])
  })

  it('refuses what it cannot play with an errno and a sentence, and keeps no memory', async () => {
    const data = Buffer.alloc(8)
    const bad: Record<string, [string, string]> = {
      missing: [path.join(folder, 'missing.wav'), 'ENOENT'],
      folder: [folder, 'EINVAL'],
      empty: [file('empty.raw', ''), 'EINVAL'],
      oneByte: [file('one.raw', 'x'), 'EINVAL'],
      emptyWav: [file('empty.wav', wav({ bits: 16, data: Buffer.alloc(0) })), 'EINVAL'],
      noData: [file('nodata.wav', wav({ bits: 16, data }).subarray(0, 36)), 'EINVAL'],
      mp3InWav: [file('mp3.wav', wav({ tag: 85, bits: 16, data })), 'EINVAL'],
      twelveBits: [file('12.wav', wav({ bits: 12, data })), 'EINVAL'],
      noChannels: [file('0ch.wav', wav({ channels: 0, bits: 16, data })), 'EINVAL'],
      shortFormat: [file('short.wav', wav({ bits: 16, data }).subarray(0, 24)), 'EINVAL'],
      emptyCsv: [file('empty.csv', '# nothing\n'), 'EINVAL'],
      wordInCsv: [file('word.csv', '1\n2\nthree\n'), 'EINVAL'],
      raggedCsv: [file('ragged.csv', '1,2\n3\n'), 'EINVAL'],
      tooLarge: [file('large.raw', Buffer.alloc(20 << 20)), 'ENOMEM'],
    }
    for (const [name, [at, errno]] of Object.entries(bad)) expect([name, await errnoOfLoad(at)]).toEqual([name, errno])
  })
})
