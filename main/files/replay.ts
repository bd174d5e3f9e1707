// A file as a stream of frames: looked at as one that is played, and then read from its begin to its end, never whole. It runs in
// any thread.
import type { FoundFile } from '#main/runtime/found-file.ts'
import type { FileOptions } from '#shared/files/options.ts'
import { scaleText } from '#shared/files/played-file.ts'
import { formats } from '#shared/kinds/formats.ts'
import { type ByteFile, openByteFile } from './byte-file.ts'
import { FrameDecoder } from './frames/form.ts'
import { fittingScale } from './frames/frames.ts'
import type { FrameStream } from './plan.ts'
import { surveyFile } from './survey.ts'

export interface Replay {
  readonly frames: FrameStream
  /** Factor from the values of the file to what is converted. */
  readonly scale: number
  readonly rateHz: number | null
  /** `WAV, 24 bits`, and what one should know, in one line. */
  readonly about: string
  /** Who ends the thread closes it; null: there is none. */
  readonly descriptor: number | null
  /** For whoever opened it and does not replay it. */
  close(): void
}

/**
 * Opens a file, and looks through it where a factor may be needed.
 * @throws EINVAL for what cannot be replayed; as openByteFile and the codecs say
 */
export function openReplay(
  found: FoundFile,
  options: FileOptions,
  open: (file: FoundFile) => ByteFile = openByteFile,
): Replay {
  const file = open(found)
  try {
    const request = { channel: 0, options, roomSamples: Number.POSITIVE_INFINITY }
    const { frames } = surveyFile(file, request, () => undefined)
    const scale = frames.areCodes ? 1 : (options.scale ?? fittingScale(frames.forms, peaksOf(frames)))
    const notes =
      scale === 1 || options.scale !== undefined ? frames.notes : [`Scaled by ${scaleText(scale)}.`, ...frames.notes]
    const form = [formats[frames.format].name, frames.about].filter((part) => part !== '').join(', ')
    const about = [form, ...notes.map((note) => note.replace(/\.$/, ''))].join('; ')
    return {
      frames,
      scale,
      rateHz: options.rate ?? frames.rateHz,
      about,
      descriptor: file.descriptor,
      close: () => file.close(),
    }
  } catch (thrown) {
    file.close()
    throw thrown
  }
}

/** How far the values of each channel reach; 0 where they cannot be beyond the range. */
function peaksOf({ forms, places, frameBytes, slices }: FrameStream): readonly number[] {
  const decoders = forms.map((form) => new FrameDecoder(form, 1))
  const looked = [...forms.keys()].filter((k) => forms[k]!.kind === 'float' || forms[k]!.kind === 'scan')
  if (looked.length === 0) return forms.map(() => 0)
  for (const slice of slices()) {
    const codes = new Int16Array(slice.length / frameBytes)
    for (const k of looked) decoders[k]!.decode(slice, places[k]!, frameBytes, codes)
  }
  return decoders.map(({ peak }) => peak)
}
