// Interleaved samples somewhere in a file: what WAV, AIFF, raw files and recordings come down to. Read in slices, one
// channel of them decoded; 16 bits in one channel are read straight to their place.
import { fail, say } from '#shared/errors.ts'
import { type PlayedFile, scaleText } from '#shared/files/played-file.ts'
import type { FileFormat } from '#shared/kinds/formats.ts'
import type { ByteFile } from '../byte-file.ts'
import { counted } from '../counted.ts'
import {
  checkRoom,
  chosenSignal,
  type FilePlan,
  type FileRequest,
  type FrameStream,
  type Progress,
  scaleInto,
} from '../plan.ts'
import { FrameDecoder, type SampleForm } from './form.ts'

export interface FrameData {
  readonly format: FileFormat
  /** For a person: `RF64, 24 bits`. */
  readonly about: string
  /** Of the channel that is played. */
  readonly form: SampleForm
  /** Of every channel; absent: they all have the same. */
  readonly forms?: readonly SampleForm[]
  readonly channels: number
  /** Bytes of one sample of all channels. */
  readonly frameBytes: number
  /** Where in a frame each channel is; null: one behind the other. */
  readonly places: readonly number[] | null
  readonly offset: number
  readonly bytes: number
  readonly rateHz: number | null
  readonly notes: readonly string[]
}

const sliceBytes = 1 << 20
/**
 * Mixing leaves floating point samples a little beyond full scale, and they are clipped; what is further beyond is not
 * meant to have full scale at 1, and is scaled.
 */
const mixedPeak = 4
/** Largest magnitude a form may have without being scaled; of others it is never more than 1. */
const bearable = (form: SampleForm): number => (form.kind === 'float' && form.isVolts !== true ? mixedPeak : 1)

/** @throws EINVAL without samples or without the channel asked for; ENOMEM when they are too many */
export function planFrames(file: ByteFile, data: FrameData, request: FileRequest): FilePlan {
  const samples = Math.floor(data.bytes / data.frameBytes)
  if (samples <= 0) fail('EINVAL', say`${file.path} holds no samples.`)
  checkRoom(file.path, samples, request.roomSamples)
  const signal = chosenSignal(request, data.channels)
  const place = data.places?.[signal] ?? signal * data.form.bytes
  const frames: FrameStream = {
    ...data,
    samples,
    forms: data.forms ?? Array.from({ length: data.channels }, () => data.form),
    places: data.places ?? Array.from({ length: data.channels }, (_, k) => k * data.form.bytes),
    slices: () => slicesOf(file, data, samples),
  }
  return {
    mostSamples: samples,
    frames,
    decode(into, progress) {
      const decode = (scale: number): FrameDecoder =>
        decodeAll(file, data, place, scale, into.subarray(0, samples), progress)
      return played(file, frames, signal, request, decode)
    },
  }
}

/**
 * A plan of frames that come in slices.
 * @throws EINVAL without samples or without the channel asked for; ENOMEM when they are too many
 */
export function planSlices(file: ByteFile, frames: FrameStream, request: FileRequest): FilePlan {
  const { samples, frameBytes, forms, places } = frames
  if (samples <= 0) fail('EINVAL', say`${file.path} holds no samples.`)
  checkRoom(file.path, samples, request.roomSamples)
  const signal = chosenSignal(request, forms.length)
  return {
    mostSamples: samples,
    frames,
    decode(into, progress) {
      const decode = (scale: number): FrameDecoder => {
        const decoder = new FrameDecoder(forms[signal]!, scale)
        let done = 0
        for (const slice of frames.slices()) {
          const count = Math.min(slice.length / frameBytes, samples - done)
          decoder.decode(slice, places[signal]!, frameBytes, into.subarray(done, done + count))
          done += count
          progress('reading', done * frameBytes, samples * frameBytes)
        }
        return decoder
      }
      return played(file, frames, signal, request, decode)
    },
  }
}

/** Decodes, and once more with a factor when what there is turns out to be beyond the range. */
function played(
  file: ByteFile,
  { forms, format, about, samples, rateHz, notes }: FrameStream,
  signal: number,
  { options }: FileRequest,
  decode: (scale: number) => FrameDecoder,
): PlayedFile {
  const form = forms[signal]!
  let scale = options.scale ?? 1
  let decoder = decode(scale)
  const fitting = options.scale === undefined ? fittingScale([form], [decoder.peak]) : 1
  if (fitting !== 1) {
    scale = fitting
    decoder = decode(scale)
  }
  return {
    path: file.path,
    format,
    form: about,
    fileBytes: file.bytes,
    samples,
    channel: signal + 1,
    channels: forms.length,
    text: null,
    unit: null,
    scale,
    rateHz: options.rate ?? rateHz,
    notes: [...notes, ...notesOf(decoder, scale, bearable(form))],
  }
}

/** The factor that brings channels with these peaks into the range; 1: none is needed. */
export function fittingScale(forms: readonly SampleForm[], peaks: readonly number[]): number {
  const beyond = peaks.filter((peak, k) => peak > bearable(forms[k]!) && Number.isFinite(peak))
  return beyond.length === 0 ? 1 : scaleInto(Math.max(...beyond))
}

function* slicesOf(file: ByteFile, { offset, frameBytes }: FrameData, samples: number): Generator<Uint8Array> {
  const framesPerSlice = Math.max(1, Math.floor(sliceBytes / frameBytes))
  const slice = new Uint8Array(Math.min(framesPerSlice, samples) * frameBytes)
  for (let frame = 0; frame < samples; frame += framesPerSlice) {
    const part = slice.subarray(0, Math.min(framesPerSlice, samples - frame) * frameBytes)
    if (file.read(offset + frame * frameBytes, part) < part.length)
      fail('EIO', say`${file.path} became shorter while it was read.`)
    yield part
  }
}

function notesOf({ clipped, invalid, peak }: FrameDecoder, scale: number, most: number): string[] {
  const notes: string[] = []
  if (scale !== 1 && peak > most)
    notes.push(`The values reach ${Number(peak.toPrecision(4))}, beyond full scale: scaled by ${scaleText(scale)}.`)
  if (clipped > 0) notes.push(`${counted(clipped, 'sample is', 'samples are')} beyond the range and clipped.`)
  if (invalid > 0) notes.push(`${invalid} samples are no numbers and are played as 0.`)
  return notes
}

function decodeAll(
  file: ByteFile,
  data: FrameData,
  place: number,
  scale: number,
  into: Int16Array,
  progress: Progress,
): FrameDecoder {
  const { form, frameBytes, offset } = data
  const decoder = new FrameDecoder(form, scale)
  const isPlain = form.kind === 'int' && form.bytes === 2 && !form.bigEndian && !form.unsigned && scale === 1
  const isInPlace = isPlain && frameBytes === 2 && form.usedBits === undefined
  const framesPerSlice = Math.max(1, Math.floor(sliceBytes / frameBytes))
  const slice = isInPlace ? null : new Uint8Array(framesPerSlice * frameBytes)
  const bytes = new Uint8Array(into.buffer, into.byteOffset, into.byteLength)
  for (let frame = 0; frame < into.length; frame += framesPerSlice) {
    const count = Math.min(framesPerSlice, into.length - frame)
    const target =
      slice === null ? bytes.subarray(frame * 2, (frame + count) * 2) : slice.subarray(0, count * frameBytes)
    if (file.read(offset + frame * frameBytes, target) < target.length)
      fail('EIO', say`${file.path} became shorter while it was read.`)
    if (slice !== null) decoder.decode(slice, place, frameBytes, into.subarray(frame, frame + count))
    progress('reading', (frame + count) * frameBytes, into.length * frameBytes)
  }
  return decoder
}
