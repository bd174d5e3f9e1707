// Loads a file of samples into the coherent heap, from where the converter plays it in a loop. The file is read in
// slices, so the main thread stays free for interrupts.
import type { FileHandle } from 'node:fs/promises'
import path from 'node:path'
import type { CoherentHeap } from '#main/memory/index.ts'
import { type FoundFile, openFound } from '#main/runtime/found-file.ts'
import { ErrnoError, type ErrnoName, fail } from '#shared/errors.ts'
import { parseCsvColumn } from './csv.ts'
import { decodeSamples, formBytes } from './form.ts'
import { findWavSamples, isWav, type ReadAt, type SampleData } from './wav.ts'

/** Samples of one channel in the heap; free `address` when nothing plays them any more. */
export interface LoadedSamples {
  readonly address: number
  /** A whole number of loops through the file. */
  readonly samples: number
  /** Samples of the file itself. */
  readonly fileSamples: number
  /** The file, as the system knows it. */
  readonly identity: { readonly dev: number; readonly ino: number }
}

/** A short file is stored several times over, so that a loop costs the converter little. */
const leastSamples = 32768
const sliceBytes = 1 << 20
/** Text has to be read as a whole. */
const maxCsvBytes = 256 << 20

/**
 * Loads what converter channel `channel` plays of a file: file channel `channel` modulo their number. WAV files are
 * known by their header, CSV by their name (.csv, .tsv, .txt); anything else is raw little-endian int16, one channel.
 * @throws ENOENT, EACCES as the system says; EINVAL for a file that cannot be played; ENOMEM when the heap has no room;
 *   EFBIG for more than 256 MiB of text; EIO when reading fails
 */
export async function loadSamples(file: FoundFile, channel: number, heap: CoherentHeap): Promise<LoadedSamples> {
  const { handle, info } = await openFound(file).catch((thrown: unknown) => failWithFile(file.name, thrown))
  try {
    const stored = await decode(reader(handle, file.name), info.size, file.name, channel, heap)
    return { ...stored, identity: { dev: info.dev, ino: info.ino } }
  } finally {
    await handle.close()
  }
}

type Stored = Omit<LoadedSamples, 'identity'>

async function decode(
  readAt: ReadAt,
  fileBytes: number,
  name: string,
  channel: number,
  heap: CoherentHeap,
): Promise<Stored> {
  if (isWav(await readAt(0, 12))) return loadFrames(readAt, await findWavSamples(readAt, fileBytes), channel, heap)
  if (/^\.(csv|tsv|txt)$/i.test(path.extname(name))) {
    if (fileBytes > maxCsvBytes) fail('EFBIG', `${name} is longer than 256 MiB of text.`)
    const text = (await readAt(0, fileBytes)).toString('utf8')
    return store(
      parseCsvColumn(text, (columns) => channel % columns),
      heap,
    )
  }
  const bytes = fileBytes - (fileBytes % 2)
  if (bytes === 0) fail('EINVAL', `${name} holds no samples.`)
  return loadFrames(readAt, { form: 's16', channels: 1, frameBytes: 2, offset: 0, bytes }, channel, heap)
}

async function loadFrames(readAt: ReadAt, data: SampleData, channel: number, heap: CoherentHeap): Promise<Stored> {
  const fileSamples = data.bytes / data.frameBytes
  const loops = Math.max(1, Math.ceil(leastSamples / fileSamples))
  const address = heap.alloc(fileSamples * loops * 2)
  try {
    const first = (channel % data.channels) * formBytes[data.form]
    const framesPerSlice = Math.max(1, Math.floor(sliceBytes / data.frameBytes))
    for (let frame = 0; frame < fileSamples; frame += framesPerSlice) {
      const count = Math.min(framesPerSlice, fileSamples - frame)
      const bytes = await readAt(data.offset + frame * data.frameBytes, count * data.frameBytes)
      if (bytes.length < count * data.frameBytes) fail('EIO', 'The file became shorter while it was read.')
      decodeSamples(data.form, bytes, first, data.frameBytes, heap.i16(address + frame * 2, count))
    }
    repeat(heap.i16(address, fileSamples * loops), fileSamples)
    return { address, samples: fileSamples * loops, fileSamples }
  } catch (thrown) {
    heap.free(address)
    throw thrown
  }
}

function store(codes: Int16Array, heap: CoherentHeap): Stored {
  const samples = codes.length * Math.max(1, Math.ceil(leastSamples / codes.length))
  const address = heap.alloc(samples * 2)
  const stored = heap.i16(address, samples)
  stored.set(codes)
  repeat(stored, codes.length)
  return { address, samples, fileSamples: codes.length }
}

function repeat(stored: Int16Array, period: number): void {
  for (let at = period; at < stored.length; at += period) stored.copyWithin(at, 0, period)
}

function reader(handle: FileHandle, file: string): ReadAt {
  return async (offset, length) => {
    const bytes = Buffer.allocUnsafe(length)
    let done = 0
    while (done < length) {
      const { bytesRead } = await handle
        .read(bytes, done, length - done, offset + done)
        .catch((thrown: unknown) => failWithFile(file, thrown))
      if (bytesRead === 0) break
      done += bytesRead
    }
    return bytes.subarray(0, done)
  }
}

function failWithFile(file: string, thrown: unknown): never {
  if (thrown instanceof ErrnoError) throw thrown
  const code = (thrown as NodeJS.ErrnoException).code
  const known: Partial<Record<string, ErrnoName>> = { ENOENT: 'ENOENT', ENOTDIR: 'ENOENT', EACCES: 'EACCES' }
  const name = known[code ?? ''] ?? 'EIO'
  return fail(name, name === 'ENOENT' ? `There is no file ${file}.` : `${file} cannot be read (${code}).`)
}
