// WAV files: where the samples are, and in which form. RIFF, RF64 and BW64 (lengths of 64 bits, ITU-R BS.2088) and RIFX
// (big-endian). Recorders leave wrong lengths when they are cut off, and this reads what is there.
import { fail, say } from '#shared/errors.ts'
import { type ByteFile, readPart } from '../byte-file.ts'
import type { FilePlan, FileRequest } from '../plan.ts'
import { type Chunk, ChunkReader, nameOf } from './chunks.ts'
import type { SampleForm } from './form.ts'
import { planFrames } from './frames.ts'
import { isRightJustified } from './justification.ts'

const magics = ['RIFF', 'RF64', 'BW64', 'RIFX'] as const
const knownChunks = new Set([
  ...['fmt ', 'data', 'LIST', 'fact', 'JUNK', 'junk', 'bext', 'ds64', 'cue ', 'smpl', 'inst', 'PEAK', 'id3 ', 'ID3 '],
  ...['iXML', 'axml', 'chna', 'PAD ', 'FLLR', 'levl', 'plst', 'note', 'labl', 'umid', 'wavl', 'slnt', 'INFO', 'afsp'],
  ...['minf', 'elm1', 'regn', 'DGDA', '_PMX', 'Cr8r', 'AFAn', 'auxi', 'wamd', 'guan', 'link', 'cart', 'ubxt', 'SNDM'],
])

/** Codes that are not played, for the sentence (Microsoft's registry of wave formats). */
const codecNames: Readonly<Record<number, string>> = {
  2: 'Microsoft ADPCM',
  17: 'IMA ADPCM',
  34: 'TrueSpeech',
  49: 'GSM 6.10',
  64: 'G.721 ADPCM',
  80: 'MPEG',
  85: 'MP3',
  255: 'AAC',
  353: 'Windows Media Audio',
  8192: 'AC-3',
  26447: 'Vorbis',
  61868: 'FLAC',
}

/** Whether a file that begins so is a WAV file. */
export function isWav(beginning: Uint8Array): boolean {
  return (magics as readonly string[]).includes(nameOf(beginning)) && nameOf(beginning, 8) === 'WAVE'
}

interface Format {
  readonly form: SampleForm
  readonly about: string
  readonly channels: number
  readonly frameBytes: number
  readonly rateHz: number | null
  /** Bits of a sample where its bytes hold more; null: all of them. */
  readonly validBits: number | null
}

/** @throws EINVAL when it is no WAV file, for a form that cannot be played, and for one without samples; ENOMEM */
export function planWav(file: ByteFile, request: FileRequest): FilePlan {
  const beginning = readPart(file, 0, 12)
  if (!isWav(beginning)) fail('EINVAL', say`${file.path} is no WAV file.`)
  const magic = nameOf(beginning)
  const bigEndian = magic === 'RIFX'
  const reader = new ChunkReader(file, bigEndian, knownChunks)
  let format: Format | null = null
  let data: Chunk | null = null
  /** From ds64: the length of the data when the chunk's own says 0xffffffff. */
  let longLength: number | null = null
  for (let chunk = reader.at(12); chunk !== null; ) {
    if (chunk.name === 'ds64' && chunk.length >= 16) longLength = u64(reader.bytes(chunk.body + 8, 8))
    if (chunk.name === 'fmt ')
      format = parseFormat(file.path, reader.bytes(chunk.body, Math.min(chunk.length, 40)), bigEndian)
    if (chunk.name === 'data') data ??= chunk
    if (format !== null && data !== null) break
    // Where a length cannot be true, nothing can be found behind it.
    const length = chunk === data ? dataLength(reader, chunk, longLength, file.bytes) : chunk.length
    chunk = reader.at(reader.behind({ ...chunk, length }))
  }
  if (data === null) fail('EINVAL', say`${file.path} is a WAV file without samples: it has no data.`)
  if (format === null) fail('EINVAL', say`${file.path} is a WAV file that does not say the form of its samples.`)
  const bytes = dataLength(reader, data, longLength, file.bytes)
  return planFrames(file, frameData(file, magic, format, data.body, bytes, notesOf(data, bytes, longLength)), request)
}

function frameData(file: ByteFile, magic: string, format: Format, offset: number, bytes: number, notes: string[]) {
  const { form, channels, frameBytes, rateHz, validBits } = format
  const isLow =
    form.kind === 'int' &&
    validBits !== null &&
    isRightJustified(file, { ...form, sampleBytes: form.bytes, offset, length: bytes, validBits })
  if (isLow) notes.push(`The ${validBits} bits of a sample are the lower ones of its ${form.bytes} bytes.`)
  return {
    format: 'wav',
    about: `${magic === 'RIFF' ? '' : `${magic}, `}${format.about}`,
    form: isLow ? { ...form, usedBits: validBits } : form,
    channels,
    frameBytes,
    places: null,
    offset,
    bytes: bytes - (bytes % frameBytes),
    rateHz,
    notes,
  } as const
}

/**
 * How long the data really is. A recorder that was cut off leaves 0, one that streams the largest number, others count
 * the header too: then it goes on to the end of the file.
 */
function dataLength(
  reader: ChunkReader,
  { body, length }: Chunk,
  longLength: number | null,
  fileBytes: number,
): number {
  const there = fileBytes - body
  if (length === 0xffffffff && longLength !== null && longLength > 0) return Math.min(longLength, there)
  if (length === 0) return reader.isKnownAt(body) ? 0 : there
  return Math.min(length, there)
}

function notesOf({ length }: Chunk, bytes: number, longLength: number | null): string[] {
  const claimed = length === 0xffffffff && longLength !== null ? longLength : length
  if (claimed === bytes) return []
  return ['The file does not say how long it is, as when a recording was cut off; all that is there is played.']
}

function u64(bytes: Uint8Array): number {
  return Number(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigUint64(0, true))
}

function parseFormat(path: string, chunk: Uint8Array, bigEndian: boolean): Format {
  if (chunk.length < 14) fail('EINVAL', say`${path} is a WAV file whose format is cut off after ${chunk.length} bytes.`)
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength)
  const u16 = (at: number): number => (at + 2 <= chunk.length ? view.getUint16(at, !bigEndian) : 0)
  const rate = view.getUint32(4, !bigEndian)
  const [channels, align] = [u16(2), u16(12)]
  // The oldest form of the chunk has no bits: then the bytes say it.
  const bits = u16(14) || (channels > 0 ? (align / channels) * 8 : 0)
  // The first two bytes of the sub-format's GUID are the tag; before it are the bits that are used.
  const isExtensible = u16(0) === 0xfffe && chunk.length >= 26
  const tag = isExtensible ? u16(24) : u16(0)
  const bytes = sampleBytes(bits, channels, align)
  const form = formOf(tag, bits, bytes, bigEndian)
  if (form === null) {
    const name = codecNames[tag] ?? (tag === 1 || tag === 3 ? 'samples' : `the format ${tag}`)
    return fail(
      'EINVAL',
      say`${path} is a WAV file of ${name} with ${bits} bits; PCM of up to 64 bits, floating point, A-law and mu-law can be played.`,
    )
  }
  if (channels === 0) fail('EINVAL', say`${path} is a WAV file that claims to have no channels.`)
  const used = isExtensible && u16(18) > 0 ? Math.min(u16(18), bits) : bits
  return {
    form,
    about: `${aboutForm(form, used)}, ${channels === 1 ? '1 channel' : `${channels} channels`}`,
    channels,
    frameBytes: form.bytes * channels,
    rateHz: rate > 0 ? rate : null,
    validBits: form.kind === 'int' && used < form.bytes * 8 ? used : null,
  }
}

/** Bytes of one sample: what the frame has for it, if that can be. */
function sampleBytes(bits: number, channels: number, align: number): number {
  const least = Math.ceil(bits / 8)
  const each = align / channels
  return Number.isInteger(each) && each >= least && each <= 8 ? each : least
}

function formOf(tag: number, bits: number, bytes: number, bigEndian: boolean): SampleForm | null {
  if (tag === 3) return bytes === 4 || bytes === 8 ? { kind: 'float', bytes, bigEndian } : null
  if (tag === 6 || tag === 7) return bytes === 1 ? { kind: 'law', bytes, law: tag === 6 ? 'A' : 'mu' } : null
  if (tag !== 1 || bits < 1 || bits > 64 || bytes < 1) return null
  // Up to 8 bits WAV is unsigned, above it is signed.
  return { kind: 'int', bytes, bigEndian, unsigned: bits <= 8 }
}

export function aboutForm(form: SampleForm, bits: number): string {
  if (form.kind === 'law') return form.law === 'A' ? 'A-law' : 'mu-law'
  return form.kind === 'float' ? `${form.bytes * 8}-bit float` : `${bits} bits`
}
