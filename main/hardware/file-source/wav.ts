// Where the samples are in a WAV file, and in which form. Only the header is read here. Chunks are walked as the file
// has them: odd ones are padded, unknown ones skipped, a length that reaches past the end (a truncated or streamed file)
// ends at the end.
import { fail } from '#shared/errors.ts'
import type { SampleForm } from './form.ts'

/** Reads `length` bytes at `offset`; fewer at the end of the file. */
export type ReadAt = (offset: number, length: number) => Promise<Buffer>

export interface SampleData {
  readonly form: SampleForm
  readonly channels: number
  /** Bytes of one sample of all channels. */
  readonly frameBytes: number
  readonly offset: number
  readonly bytes: number
}

const formatTag = { pcm: 1, float: 3, extensible: 0xfffe } as const

/** Whether a file that begins so is a WAV file. */
export function isWav(beginning: Buffer): boolean {
  const [riff, wave] = [beginning.toString('latin1', 0, 4), beginning.toString('latin1', 8, 12)]
  return (riff === 'RIFF' || riff === 'RF64') && wave === 'WAVE'
}

/** @throws EINVAL for a form that cannot be played, and for a file without samples. */
export async function findWavSamples(readAt: ReadAt, fileBytes: number): Promise<SampleData> {
  let format: Omit<SampleData, 'offset' | 'bytes'> | null = null
  for (let offset = 12; offset + 8 <= fileBytes; ) {
    const head = await readAt(offset, 8)
    const name = head.toString('latin1', 0, 4)
    const length = head.readUInt32LE(4)
    const body = offset + 8
    if (name === 'fmt ') format = parseFormat(await readAt(body, Math.min(length, 40)))
    if (name === 'data') {
      if (format === null) fail('EINVAL', 'The WAV file has its data before its format.')
      const there = Math.min(length, fileBytes - body)
      const bytes = there - (there % format.frameBytes)
      if (bytes === 0) fail('EINVAL', 'The WAV file holds no samples.')
      return { ...format, offset: body, bytes }
    }
    offset = body + length + (length % 2)
  }
  return fail('EINVAL', 'The WAV file has no data.')
}

function parseFormat(chunk: Buffer): Omit<SampleData, 'offset' | 'bytes'> {
  if (chunk.length < 16) fail('EINVAL', `The WAV file's format is cut off after ${chunk.length} bytes.`)
  let tag = chunk.readUInt16LE(0)
  const channels = chunk.readUInt16LE(2)
  const frameBytes = chunk.readUInt16LE(12)
  const bits = chunk.readUInt16LE(14)
  // The first two bytes of the sub-format's GUID are the tag.
  if (tag === formatTag.extensible && chunk.length >= 26) tag = chunk.readUInt16LE(24)
  const form = formOf(tag, bits)
  if (form === null)
    fail('EINVAL', `WAV files with format ${tag} and ${bits} bits cannot be played; PCM and float can.`)
  if (channels === 0 || frameBytes !== (channels * bits) / 8)
    fail('EINVAL', `The WAV file claims ${channels} channels of ${bits} bits in ${frameBytes} bytes.`)
  return { form, channels, frameBytes }
}

function formOf(tag: number, bits: number): SampleForm | null {
  if (tag === formatTag.float) return bits === 32 ? 'f32' : bits === 64 ? 'f64' : null
  if (tag !== formatTag.pcm) return null
  return bits === 8 ? 'u8' : bits === 16 ? 's16' : bits === 24 ? 's24' : bits === 32 ? 's32' : null
}
