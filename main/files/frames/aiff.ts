// AIFF and AIFC files: big-endian chunks, the form in COMM, the samples in SSND.
import { fail, say } from '#shared/errors.ts'
import { type ByteFile, readPart } from '../byte-file.ts'
import type { FilePlan, FileRequest } from '../plan.ts'
import { ChunkReader, nameOf } from './chunks.ts'
import type { SampleForm } from './form.ts'
import { planFrames } from './frames.ts'
import { aboutForm } from './wav.ts'

const knownChunks = new Set([
  ...['FVER', 'COMM', 'SSND', 'MARK', 'COMT', 'INST', 'MIDI', 'AESD', 'APPL', 'NAME', 'AUTH', '(c) ', 'ANNO', 'ID3 '],
  'CHAN',
])

/** Whether a file that begins so is an AIFF or AIFC file. */
export function isAiff(beginning: Uint8Array): boolean {
  return nameOf(beginning) === 'FORM' && ['AIFF', 'AIFC'].includes(nameOf(beginning, 8))
}

interface Common {
  readonly channels: number
  readonly frames: number
  readonly bits: number
  readonly rateHz: number | null
  readonly compression: string
}

/** @throws EINVAL when it is no AIFF file, for a compressed one, and for one without samples; ENOMEM */
export function planAiff(file: ByteFile, request: FileRequest): FilePlan {
  const beginning = readPart(file, 0, 12)
  if (!isAiff(beginning)) fail('EINVAL', say`${file.path} is no AIFF file.`)
  const reader = new ChunkReader(file, true, knownChunks)
  let common: Common | null = null
  let data: { readonly offset: number; readonly bytes: number } | null = null
  for (let chunk = reader.at(12); chunk !== null && (common === null || data === null); ) {
    if (chunk.name === 'COMM') common = parseCommon(file.path, reader.bytes(chunk.body, Math.min(chunk.length, 64)))
    if (chunk.name === 'SSND') data = soundData(reader.bytes(chunk.body, 8), chunk.body, chunk.length, file.bytes)
    chunk = reader.at(reader.behind(chunk))
  }
  if (data === null) fail('EINVAL', say`${file.path} is an AIFF file without samples.`)
  if (common === null) fail('EINVAL', say`${file.path} is an AIFF file that does not say the form of its samples.`)
  const { channels, bits, rateHz, compression } = common
  const form = formOf(compression, Math.ceil(bits / 8), file.path)
  const frameBytes = form.bytes * channels
  // Where the header claims fewer frames than are there, it is right: the chunk may be padded.
  const claimed = common.frames > 0 ? common.frames * frameBytes : data.bytes
  const bytes = Math.min(claimed, data.bytes)
  const frames = {
    format: 'aiff',
    about: `${nameOf(beginning, 8) === 'AIFC' ? 'AIFC, ' : ''}${aboutForm(form, bits)}, ${channels === 1 ? '1 channel' : `${channels} channels`}`,
    form,
    channels,
    frameBytes,
    places: null,
    offset: data.offset,
    bytes: bytes - (bytes % frameBytes),
    rateHz,
    notes: claimed > data.bytes ? ['The file is cut off; all that is there is played.'] : [],
  } as const
  return planFrames(file, frames, request)
}

function parseCommon(path: string, chunk: Uint8Array): Common {
  if (chunk.length < 18) fail('EINVAL', say`${path} is an AIFF file whose format is cut off.`)
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength)
  const [channels, bits] = [view.getUint16(0), view.getUint16(6)]
  if (channels === 0) fail('EINVAL', say`${path} is an AIFF file that claims to have no channels.`)
  if (bits < 1 || bits > 64) fail('EINVAL', say`${path} is an AIFF file that claims samples of ${bits} bits.`)
  const rate = extended(view, 8)
  return {
    channels,
    frames: view.getUint32(2),
    bits,
    rateHz: rate > 0 && Number.isFinite(rate) ? rate : null,
    compression: chunk.length >= 22 ? nameOf(chunk, 18) : 'NONE',
  }
}

function soundData(head: Uint8Array, body: number, length: number, fileBytes: number) {
  if (head.length < 8) return null
  const skipped = 8 + new DataView(head.buffer, head.byteOffset, 8).getUint32(0)
  const there = fileBytes - body - skipped
  // A recorder that was cut off leaves no length.
  return { offset: body + skipped, bytes: Math.max(0, length > 8 ? Math.min(length - skipped, there) : there) }
}

/** An 80-bit extended floating point number (IEEE 754): 1 bit sign, 15 bits exponent, 64 bits mantissa. */
function extended(view: DataView, at: number): number {
  const exponent = (view.getUint16(at) & 0x7fff) - 16383
  return Number(view.getBigUint64(at + 2)) * 2 ** (exponent - 63)
}

function formOf(compression: string, bytes: number, path: string): SampleForm {
  const big = { kind: 'int', bytes, bigEndian: true, unsigned: false } as const
  const forms: Readonly<Record<string, SampleForm>> = {
    NONE: big,
    twos: big,
    sowt: { ...big, bigEndian: false },
    'raw ': { ...big, bytes: 1, unsigned: true },
    in24: { ...big, bytes: 3 },
    in32: { ...big, bytes: 4 },
    fl32: { kind: 'float', bytes: 4, bigEndian: true },
    FL32: { kind: 'float', bytes: 4, bigEndian: true },
    fl64: { kind: 'float', bytes: 8, bigEndian: true },
    FL64: { kind: 'float', bytes: 8, bigEndian: true },
    alaw: { kind: 'law', bytes: 1, law: 'A' },
    ALAW: { kind: 'law', bytes: 1, law: 'A' },
    ulaw: { kind: 'law', bytes: 1, law: 'mu' },
    ULAW: { kind: 'law', bytes: 1, law: 'mu' },
  }
  return (
    (Object.hasOwn(forms, compression) ? forms[compression] : undefined) ??
    fail(
      'EINVAL',
      say`${path} is an AIFC file compressed as '${compression.replace(/[^\x20-\x7e]/g, '?')}', which cannot be played.`,
    )
  )
}
