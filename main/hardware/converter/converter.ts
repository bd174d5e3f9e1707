// The gigasample converter: simultaneous channels, each with a signal source; scans of the enabled channels, interleaved,
// written where the controller says. Which samples exist is decided by the time base, never by who calls how often.
import { type Kernels, type SignalSettings, SignalSource } from '#main/kernels/index.ts'

/** Scans rendered in one piece: two channels of this many int16 stay in the second-level cache. */
const runScans = 8192

export interface ConverterLayout {
  /** Scratch memory of {@link converterScratchBytes}. */
  readonly scratch: number
  readonly channels: number
}

const sourceBytes = Math.ceil(SignalSource.scratchBytes / 64) * 64
const runBytes = runScans * 2

export function converterScratchBytes(channels: number): number {
  return channels * (sourceBytes + runBytes)
}

export class Converter {
  readonly #kernels: Kernels
  readonly #sources: readonly SignalSource[]
  readonly #runs: number
  readonly #codes: Int16Array<SharedArrayBuffer>
  #enabled: readonly SignalSource[] = []

  constructor(kernels: Kernels, memory: WebAssembly.Memory, layout: ConverterLayout, signal: SignalSettings) {
    this.#kernels = kernels
    this.#sources = Array.from(
      { length: layout.channels },
      (_, channel) => new SignalSource(kernels, memory, layout.scratch + channel * sourceBytes, { ...signal, channel }),
    )
    this.#runs = layout.scratch + layout.channels * sourceBytes
    this.#codes = new Int16Array(memory.buffer, this.#runs, 1)
  }

  get bytesPerScan(): number {
    return this.#enabled.length * 2
  }

  /** Chooses the channels of a scan, by bit. */
  selectChannels(mask: number): void {
    this.#enabled = this.#sources.filter((_, channel) => (mask & (1 << channel)) !== 0)
  }

  /** Takes effect with the next sample rendered. @throws EINVAL as SignalSource does */
  configure(channel: number, settings: SignalSettings): void {
    this.#sources[channel]?.configure(settings)
  }

  /** One conversion of one channel, a code. */
  convertOnce(channel: number, sampleIndex: number): number {
    this.#sources[channel]?.render(sampleIndex, this.#runs, 1)
    return this.#codes[0] ?? 0
  }

  /** Writes scans `first .. first + scans - 1` to `address`. */
  render(first: number, scans: number, address: number): void {
    const [only] = this.#enabled
    if (this.#enabled.length === 1) {
      only?.render(first, address, scans)
      return
    }
    for (let done = 0; done < scans; done += runScans) {
      const run = Math.min(runScans, scans - done)
      for (let channel = 0; channel < this.#enabled.length; channel++)
        this.#enabled[channel]!.render(first + done, this.#runs + channel * runBytes, run)
      this.#kernels.interleave(this.#runs, runBytes, this.#enabled.length, run, address + done * this.bytesPerScan)
    }
  }
}
