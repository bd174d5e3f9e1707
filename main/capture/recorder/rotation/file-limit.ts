// When a file of a row is full: after so many bytes, or so much signal, in which what is lost passes too.
import type { Rotation } from '#shared/kinds/rotation.ts'
import type { StreamFormat } from '../../tap.ts'

/** What is in the file now. */
export interface Filling {
  readonly scans: number
  /** Of a file whose bytes are not those of the scans: how many it has, and how many bytes of scans made them. Null: they are. */
  readonly encoded: { readonly bytes: number; readonly of: number } | null
}

export class FileLimit {
  readonly #bytes: number
  readonly #seconds: number
  /** Signal of the stretches before the present one, seconds. */
  #beforeSeconds = 0
  #rateHz = 0
  #bytesPerScan = 1
  #firstSample: number | null = null
  #next = 0

  constructor({ bytes, seconds, totalBytes }: Rotation) {
    // So there is always one that can go before the bound is reached.
    const half = totalBytes === null ? Number.POSITIVE_INFINITY : Math.floor(totalBytes / 2)
    this.#bytes = Math.min(bytes ?? Number.POSITIVE_INFINITY, half)
    this.#seconds = seconds ?? Number.POSITIVE_INFINITY
  }

  /** Scans of a new stretch follow. */
  begin({ samplingFrequencyHz, bytesPerScan }: StreamFormat): void {
    if (this.#firstSample !== null) this.#beforeSeconds += (this.#next - this.#firstSample) / this.#rateHz
    this.#firstSample = null
    this.#rateHz = samplingFrequencyHz
    this.#bytesPerScan = bytesPerScan
  }

  /** Scans up to this sample (exclusive) of the stretch are in the file. */
  reached(next: number): void {
    this.#next = next
  }

  /** Scans from `sample` on that still go into the file; Infinity: no end is in sight. At least one goes into any. */
  left(sample: number, { scans, encoded }: Filling): number {
    this.#firstSample ??= sample
    const least = scans === 0 ? 1 : 0
    const samples = Math.round((this.#seconds - this.#beforeSeconds) * this.#rateHz)
    const byTime = this.#firstSample + samples - sample
    return Math.max(least, Math.min(byTime, this.#bySize(scans, encoded)))
  }

  #bySize(scans: number, encoded: Filling['encoded']): number {
    const perScan = this.#bytesPerScan * shareOf(encoded)
    return perScan === 0 ? Number.POSITIVE_INFINITY : Math.floor(this.#bytes / perScan) - scans
  }
}

/**
 * Bytes in the file for each byte of its scans. Of an encoded file only what is written is known for sure: what waits is taken to
 * become as large, and while nothing is written, as large as the scans are.
 */
export function shareOf(encoded: Filling['encoded']): number {
  return encoded === null || encoded.of === 0 ? 1 : encoded.bytes / encoded.of
}
