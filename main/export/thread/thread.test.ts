// An export's encoder on its own thread: the same file as here, bytes that are not copied, and what is left when the thread or the
// disk gives up.
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SampleSink } from '#main/capture/index.ts'
import { ErrnoError, say } from '#shared/errors.ts'
import { exportFormats, parseExport } from '#shared/kinds/exports.ts'
import { EncodingSink } from '../encoding-sink.ts'
import { ExportRig, formatOf, scansOf } from '../testing/exported.ts'
import { inProcess } from '../testing/in-process.ts'
import { readParquet, readSr } from '../testing/read.ts'
import { Encoding, encodingThread, type FarSide } from './encoding.ts'
import type { FromEncoder } from './messages.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'blockscope-export-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const two = formatOf(['le:s16/16>>0', 'le:u12/16>>4'], 1000)
const codes = [
  Array.from({ length: 30_000 }, (_, k) => ((k * 40_503) % 65_536) - 32_768),
  Array.from({ length: 30_000 }, (_, k) => (k * 7) % 4096),
]

/** In shared memory, as blocks are. */
function shared(bytes: Uint8Array): Uint8Array {
  const block = new Uint8Array(new SharedArrayBuffer(bytes.length))
  block.set(bytes)
  return block
}

async function written(as: (typeof exportFormats)[number], name: string, side: () => FarSide): Promise<string> {
  const rig = new ExportRig(two)
  const file = path.join(folder, as === 'sigmf' ? `${name}.sigmf-data` : name)
  const { recorder } = await rig.open({ as, file, side })
  const bytes = shared(scansOf(two, codes))
  const cut = 20_000 * two.bytesPerScan
  recorder.onBlocks([rig.block(bytes.subarray(0, cut)), rig.block(bytes.subarray(cut), 5)])
  expect(await recorder.finish()).toMatchObject({ state: 'finished', scans: 30_000, problem: null })
  expect(rig.held).toBe(0)
  return file
}

describe('the thread of an export', () => {
  it.each(exportFormats)('writes the same %s file as an encoder here', async (as) => {
    const [there, here] = [await written(as, 'there', encodingThread), await written(as, 'here', inProcess)]
    // An archive has the time of day in it.
    if (as === 'sr') expect(readSr(there)).toEqual(readSr(here))
    else expect(readFileSync(there).equals(readFileSync(here))).toBe(true)
  })

  it('refuses what the format cannot hold, in its own words', async () => {
    const wide = { ...formatOf(['le:s64/64>>0']), deviceName: 'x' }
    await expect(Encoding.open(wide, { kind: 'npy' })).rejects.toMatchObject({
      errno: 'EINVAL',
      message: 'voltage0 has codes of 64 bits; NumPy takes up to 32, and raw any.',
    })
  })

  it('leaves samples where they are that the format takes as they lie in memory', async () => {
    const plain = formatOf(['le:s16/16>>0'])
    const encoding = await Encoding.open({ ...plain, deviceName: 'x' }, { kind: 'npy' })
    const block = shared(scansOf(plain, [[1, 2, 3, 4]]))
    const [piece] = await encoding.encode([{ what: 'scans', bytes: block.subarray(2, 6) }])
    expect([...piece!]).toEqual([...block.subarray(2, 6)])
    block[2] = 77
    expect(piece![0]).toBe(77)
    await encoding.close()
  })

  it('that dies ends the export with the reason, and holds no block', async () => {
    let die: (reason: string) => void = () => undefined
    const silent = (): FarSide => {
      const side = inProcess()
      let isDead = false
      let asked = 0
      return {
        ...side,
        // It is open, and its head is there.
        ask: (message) => (isDead || asked++ >= 2 ? die('it ran out of memory') : side.ask(message)),
        onEnd: (listener) => {
          die = (reason) => {
            isDead = true
            listener(reason)
          }
        },
      }
    }
    const rig = new ExportRig(two)
    const { recorder } = await rig.open({ as: 'csv', file: path.join(folder, 'x'), side: silent })
    recorder.onBlocks([rig.block(scansOf(two, codes))])
    expect(await recorder.finish()).toMatchObject({
      state: 'failed',
      scans: 0,
      problem: 'The thread that encodes the export failed: it ran out of memory. (EIO)',
    })
    expect(rig.held).toBe(0)
  })
})

describe('a disk that is full in the middle', () => {
  /** Takes so many writes, and no more. */
  function fullAfter(writes: number): SampleSink & { readonly taken: Uint8Array[]; isClosed: boolean } {
    const taken: Uint8Array[] = []
    return {
      name: 'x',
      taken,
      isClosed: false,
      write(pieces) {
        if (taken.length === writes) throw new ErrnoError('ENOSPC', say`No space is left on the device.`)
        taken.push(...pieces.map((piece) => piece.slice()))
        return Promise.resolve(pieces.reduce((sum, { byteLength }) => sum + byteLength, 0))
      },
      sync: () => Promise.resolve(),
      close() {
        this.isClosed = true
        return Promise.resolve()
      },
    }
  }

  it('counts what is in the file, and writes no end that would not be true', async () => {
    const sink = fullAfter(2)
    const encoding = await Encoding.open({ ...two, deviceName: 'x' }, { kind: 'csv' }, inProcess())
    const through = new EncodingSink(sink, encoding, two.bytesPerScan)
    // Some more than fits into one part.
    const block = new Uint8Array((512 << 10) + 8 * two.bytesPerScan)
    expect(await through.write([block])).toBe(512 << 10)
    await expect(through.write([block.subarray(512 << 10)])).rejects.toMatchObject({ errno: 'ENOSPC' })
    await through.close(false)
    expect(sink.taken).toHaveLength(2)
    expect(sink.isClosed).toBe(true)
  })
})

describe('a file that cannot be read without its end', () => {
  /** A file on a disk that takes so many bytes, and keeps what is reserved for the end. */
  function onDisk(name: string, diskBytes: number, takesEnd = true): SampleSink {
    let [written, reserved] = [0, 0]
    writeFileSync(name, '')
    const put = (pieces: readonly Uint8Array[], room: number): Promise<number> => {
      const bytes = pieces.reduce((sum, { byteLength }) => sum + byteLength, 0)
      if (written + bytes > room) throw new ErrnoError('ENOSPC', say`No space is left on the device.`)
      written += bytes
      for (const piece of pieces) appendFileSync(name, piece)
      return Promise.resolve(bytes)
    }
    return {
      name,
      reserve: (bytes) => {
        reserved = bytes
      },
      write: (pieces) => put(pieces, diskBytes - reserved),
      writeLast: (pieces) => put(pieces, takesEnd ? diskBytes : 0),
      sync: () => Promise.resolve(),
      close: () => Promise.resolve(),
    }
  }

  const codesAt = (scan: number): number => ((scan * 7919) % 4001) - 2000
  const mono = formatOf(['le:s16/16>>0'])
  const voltsPerCode = 0.5e-3
  const readers = {
    sr: async (name: string) => readSr(name).columns[0]!.map((volts) => Math.round(volts / voltsPerCode)),
    parquet: async (name: string) => (await readParquet(name)).columns[0]!,
  } as const

  it.each([
    ['sr', 12],
    ['parquet', 5],
  ] as const)('is ended as %s where the disk is full, with all that is told of it', async (as, mebibytes) => {
    const name = path.join(folder, 'full')
    const { settings } = parseExport(`${as}:${name}`)
    const encoding = await Encoding.open({ ...mono, deviceName: 'x' }, settings, inProcess())
    const through = new EncodingSink(onDisk(name, mebibytes << 20), encoding, mono.bytesPerScan)
    let scans = 0
    const writeOn = async (): Promise<void> => {
      for (;;) {
        const codes = Array.from({ length: 600_000 }, (_, k) => codesAt(scans + k))
        const taken = await through.write([scansOf(mono, [codes])])
        scans += taken / mono.bytesPerScan
      }
    }
    await expect(writeOn()).rejects.toMatchObject({ errno: 'ENOSPC' })
    await through.close(false)
    expect(scans).toBeGreaterThan(1_000_000)
    const read = await readers[as](name)
    expect(read).toHaveLength(scans)
    expect(read.findIndex((code, scan) => code !== codesAt(scan))).toBe(-1)
  })

  it('is left without one where even the room that was kept is gone', async () => {
    const name = path.join(folder, 'gone')
    const encoding = await Encoding.open({ ...two, deviceName: 'x' }, { kind: 'sr' }, inProcess())
    const through = new EncodingSink(onDisk(name, 16 << 20, false), encoding, two.bytesPerScan)
    const block = new Uint8Array(3 << 20)
    const writeOn = async (): Promise<void> => {
      for (;;) await through.write([block])
    }
    await expect(writeOn()).rejects.toMatchObject({ errno: 'ENOSPC' })
    await through.close(false)
    expect(() => readSr(name)).toThrow()
  })
})

describe('answers', () => {
  it('stay as they are until two more are asked for', async () => {
    const encoding = await Encoding.open({ ...two, deviceName: 'x' }, { kind: 'csv' }, inProcess())
    const bytes = scansOf(two, codes)
    const some = (from: number, to: number) =>
      encoding.encode([{ what: 'scans', bytes: bytes.subarray(from * two.bytesPerScan, to * two.bytesPerScan) }])
    const first = await some(0, 100)
    const text = Buffer.concat(first as Uint8Array[]).toString()
    // Long enough that its memory grows.
    await some(100, 30_000)
    expect(Buffer.concat(first as Uint8Array[]).toString()).toBe(text)
    await encoding.close()
  })

  it('come in the order of what was asked, and one that fails harms no other', async () => {
    const sides: ((answer: FromEncoder) => void)[] = []
    const asked: string[] = []
    const side: FarSide = {
      ask: ({ ask }) => void asked.push(ask),
      onAnswer: (listener) => void sides.push(listener),
      onEnd: () => undefined,
      end: () => Promise.resolve(),
    }
    const opening = Encoding.open({ ...two, deviceName: 'x' }, { kind: 'csv' }, side)
    const answer = sides[0]!
    answer({ answer: 'open', facts: { isPlain: false, mostScans: 9, endBytes: 0 } })
    const encoding = await opening
    const nothing = { scans: null, complete: false, startUnixMs: null }
    const [head, tail] = [encoding.head(nothing), encoding.tail(nothing)]
    answer({ answer: 'failed', error: new ErrnoError('EINVAL', say`No head.`).toWire() })
    answer({ answer: 'pieces', pieces: [Uint8Array.of(7)] })
    await expect(head).rejects.toThrow('No head.')
    expect(await tail).toEqual([Uint8Array.of(7)])
    expect(asked).toEqual(['open', 'head', 'tail'])
  })
})
