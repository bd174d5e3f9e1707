// Interleaved samples somewhere in a file: what WAV, AIFF, raw files and recordings come down to. Read in slices, one
// channel of them decoded; 16 bits in one channel are read straight to their place.
import { fail, say } from '#shared/errors.ts'
import { type PlayedFile, scaleText } from '#shared/files/played-file.ts'
import type { FileFormat } from '#shared/kinds/formats.ts'
import type { ByteFile } from '../byte-file.ts'
import { checkRoom, chosenSignal, type FilePlan, type FileRequest, type Progress, scaleInto } from '../plan.ts'
import { FrameDecoder, type SampleForm } from './form.ts'

export interface FrameData {
  readonly format: FileFormat
  /** For a person: `RF64, 24 bits`. */
  readonly about: string
  readonly form: SampleForm
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
const bearable = (form: SampleForm): number => (form.kind === 'float' ? mixedPeak : 1)

/** @throws EINVAL without samples or without the channel asked for; ENOMEM when they are too many */
export function planFrames(file: ByteFile, data: FrameData, request: FileRequest): FilePlan {
  const samples = Math.floor(data.bytes / data.frameBytes)
  if (samples <= 0) fail('EINVAL', say`${file.path} holds no samples.`)
  checkRoom(file.path, samples, request.roomSamples)
  const signal = chosenSignal(request, data.channels)
  const place = data.places?.[signal] ?? signal * data.form.bytes
  const { options } = request
  return {
    mostSamples: samples,
    decode(into, progress) {
      let scale = options.scale ?? 1
      let decoder = decodeAll(file, data, place, scale, into.subarray(0, samples), progress)
      const isBeyond = decoder.peak * Math.abs(scale) > bearable(data.form)
      if (options.scale === undefined && isBeyond && Number.isFinite(decoder.peak)) {
        scale = scaleInto(decoder.peak)
        decoder = decodeAll(file, data, place, scale, into.subarray(0, samples), progress)
      }
      return {
        path: file.path,
        format: data.format,
        form: data.about,
        fileBytes: file.bytes,
        samples,
        channel: signal + 1,
        channels: data.channels,
        text: null,
        unit: null,
        scale,
        rateHz: options.rate ?? data.rateHz,
        notes: [...data.notes, ...notesOf(decoder, scale, bearable(data.form))],
      } satisfies PlayedFile
    },
  }
}

function notesOf({ clipped, invalid, peak }: FrameDecoder, scale: number, most: number): string[] {
  const notes: string[] = []
  if (scale !== 1 && peak > most)
    notes.push(`The values reach ${Number(peak.toPrecision(4))}, beyond full scale: scaled by ${scaleText(scale)}.`)
  if (clipped > 0) notes.push(`${clipped} samples are beyond the range and are clipped.`)
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
