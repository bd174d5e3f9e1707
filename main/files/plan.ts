// What a codec makes of a file before a sample is read: how much memory it needs, and how to go on from there. And the
// rules that all codecs share: which signal is played, what fits, and how what does not fit the range is scaled.
import { fail, phrase, say } from '#shared/errors.ts'
import type { FileOptions } from '#shared/files/options.ts'
import type { LoadPhase, PlayedFile } from '#shared/files/played-file.ts'
import type { FileFormat } from '#shared/kinds/formats.ts'
import { formatBytes } from '#shared/units.ts'
import type { SampleForm } from './frames/form.ts'

export interface FileRequest {
  /** Number of the converter's channel that will play it, from 0: it gets the file's signal of that place, in turn. */
  readonly channel: number
  readonly options: FileOptions
  /** Samples there is memory for. */
  readonly roomSamples: number
}

export type Progress = (phase: LoadPhase, doneBytes: number, totalBytes: number) => void

export interface FilePlan {
  /** Samples that may come, at most; memory for so many is needed. */
  readonly mostSamples: number
  /**
   * Fills `into` from its begin; it has room for {@link mostSamples}.
   * @throws EINVAL, EIO for what only reading shows
   */
  decode(into: Int16Array, progress: Progress): PlayedFile
  /** All of its channels, piece by piece, for who converts it as a stream. @throws EINVAL, EIO for what only reading shows */
  readonly frames: FrameStream
}

/** Whole frames, one after the other: samples of all channels. */
export interface FrameStream {
  readonly format: FileFormat
  /** For a person: `RF64, 24 bits`. */
  readonly about: string
  /** Of each channel. */
  readonly forms: readonly SampleForm[]
  /** Where in a frame each channel is. */
  readonly places: readonly number[]
  /** Bytes of one sample of all channels. */
  readonly frameBytes: number
  readonly samples: number
  readonly rateHz: number | null
  readonly notes: readonly string[]
  /** Its samples are codes as they are converted, by the factor that was asked for. */
  readonly areCodes?: true
  /** From the first frame to the last. What is given is used again for the next one. @throws EINVAL, EIO for what only reading shows */
  slices(): Iterable<Uint8Array>
}

/** @throws ENOMEM when there is no memory for so many samples */
export function checkRoom(path: string, samples: number, roomSamples: number, isGuess = false): void {
  if (samples <= roomSamples) return
  const many = isGuess ? phrase`about ${samples}` : samples
  fail(
    'ENOMEM',
    say`${path} holds ${many} samples (${formatBytes(samples * 2)}); there is memory for ${Math.max(0, Math.floor(roomSamples))} (--memory gives more).`,
  )
}

/** The signal that is played, from 0. @throws EINVAL when the file does not have the one that was asked for */
export function chosenSignal({ channel, options }: FileRequest, signals: number): number {
  const asked = options.channel
  if (asked === undefined) return channel % signals
  if (asked > signals)
    fail(
      'EINVAL',
      say`The file has ${signals === 1 ? phrase`one signal` : phrase`${signals} signals`}; there is no channel ${asked}.`,
    )
  return asked - 1
}

/** The converter's range is +-1 V; one more code would be beyond its upper end. */
export const fullScaleCodes = 32768

/**
 * The factor that brings a signal with this peak into a range of +-1: one over 1, 2 or 5 times a power of ten, so that a
 * division of the screen stays a round number of the file's units.
 */
export function scaleInto(peak: number): number {
  if (!(peak > 0)) return 1
  const decade = 10 ** Math.floor(Math.log10(peak))
  const under = [1, 2, 5, 10].map((step) => step * decade).find((limit) => limit >= peak * (1 - 1e-9)) ?? 10 * decade
  return under >= 1 ? 1 / Math.round(under) : Math.round(1 / under)
}
