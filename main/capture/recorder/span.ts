// How long a recording is to be: a number of scans, or a time of signal. Scans are counted in the file; time is counted
// in the stream, where what was lost has passed too.
import type { StreamFormat } from '../tap.ts'

export interface RecordingLength {
  /** Scans in the file; null: as many as come. */
  readonly scans: number | null
  /** Seconds of signal from the first scan on; null: without end. Of a stream whose rate changes it says nothing. */
  readonly seconds: number | null
}

export class Span {
  readonly #length: RecordingLength
  /** Samples of the stream from the first one on; null: no such end. */
  #samples: number | null = null
  #firstSample: number | null = null

  constructor(length: RecordingLength) {
    this.#length = length
  }

  /** Scans that were asked for; null when that is no number. */
  get wantedScans(): number | null {
    return this.#length.scans ?? this.#samples
  }

  /** Blocks of a new epoch follow. */
  begin({ samplingFrequencyHz }: Pick<StreamFormat, 'samplingFrequencyHz'>): void {
    const { seconds } = this.#length
    const isFirst = this.#firstSample === null
    this.#samples = seconds === null || !isFirst ? null : Math.max(1, Math.round(seconds * samplingFrequencyHz))
  }

  /** Scans from `sample` on that still belong to it, when `taken` are in the file; Infinity: all that come. */
  left(sample: number, taken: number): number {
    this.#firstSample ??= sample
    const { scans } = this.#length
    const byScans = scans === null ? Number.POSITIVE_INFINITY : scans - taken
    const bySamples = this.#samples === null ? Number.POSITIVE_INFINITY : this.#firstSample + this.#samples - sample
    return Math.max(0, Math.min(byScans, bySamples))
  }
}
