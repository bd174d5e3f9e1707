// The gigasample converter: simultaneous channels, each with a signal source; scans of the enabled channels, interleaved,
// written where the controller says. Which samples exist is decided by the time base, never by who calls how often.
import { type Kernels, type SignalSettings, SignalSource } from '#main/kernels/index.ts'

import type { Loopback } from './loopback.ts'
import { StreamInputs } from './stream-inputs.ts'

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
  /** Numbers of the enabled channels, and of those that convert what the output converter puts out. */
  #enabled: readonly number[] = []
  readonly #looping = new Set<number>()
  readonly #loopback: Loopback
  readonly #streams: StreamInputs

  constructor(
    kernels: Kernels,
    memory: WebAssembly.Memory,
    layout: ConverterLayout,
    signal: SignalSettings,
    loopback: Loopback,
  ) {
    this.#loopback = loopback
    this.#streams = new StreamInputs(memory.buffer as SharedArrayBuffer)
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
    this.#enabled = [...this.#sources.keys()].filter((channel) => (mask & (1 << channel)) !== 0)
    this.#streams.select(this.#enabled)
  }

  /** Takes effect with the next sample rendered. @throws EINVAL as SignalSource does */
  configure(channel: number, settings: SignalSettings): void {
    this.#sources[channel]?.configure(settings)
    this.#looping.delete(channel)
    this.#streams.delete(channel)
  }

  /** The channel converts `column` of the stream whose ring is there, until {@link configure} or {@link loop}. */
  convertStream(channel: number, ring: number, column: number): void {
    this.#looping.delete(channel)
    this.#streams.set(channel, ring, column)
  }

  /** Scans that are there of every stream that is converted; Infinity: none is. */
  get supplied(): number {
    return this.#streams.supplied
  }

  /** The channel converts what the output channel of the same number puts out, until {@link configure}. */
  loop(channel: number): void {
    this.#looping.add(channel)
    this.#streams.delete(channel)
  }

  /** Whether an enabled channel converts what is put out. */
  get isLooping(): boolean {
    return this.#enabled.some((channel) => this.#looping.has(channel))
  }

  /** One conversion of one channel, a code. */
  convertOnce(channel: number, sampleIndex: number): number {
    if (this.#looping.has(channel)) return this.#loopback.present(channel)
    if (this.#streams.has(channel)) return this.#streams.present(channel)
    this.#sources[channel]?.render(sampleIndex, this.#runs, 1)
    return this.#codes[0] ?? 0
  }

  /** Writes scans `first .. first + scans - 1` to `address`. */
  render(first: number, scans: number, address: number): void {
    const isLooping = this.isLooping
    const [only = 0] = this.#enabled
    if (this.#enabled.length === 1 && !isLooping) {
      this.#renderOne(only, first, 0, address, scans)
      this.#streams.advance(scans)
      return
    }
    for (let done = 0, run = 0; done < scans; done += run) {
      run = Math.min(runScans, scans - done)
      if (isLooping) {
        run = this.#loopback.runOf(run)
        this.#loopback.prepare(first + done, run)
      }
      const to = address + done * this.bytesPerScan
      if (this.#enabled.length === 1) this.#loopback.render(only, first + done, to, run)
      else this.#interleaved(first + done, done, run, to)
    }
    this.#streams.advance(scans)
  }

  /** @param skip scans behind the next one of a stream */
  #renderOne(channel: number, first: number, skip: number, address: number, scans: number): void {
    if (this.#streams.has(channel)) this.#streams.render(channel, skip, address, scans)
    else this.#sources[channel]?.render(first, address, scans)
  }

  #interleaved(first: number, skip: number, run: number, address: number): void {
    for (let index = 0; index < this.#enabled.length; index++) {
      const channel = this.#enabled[index]!
      const to = this.#runs + index * runBytes
      if (this.#looping.has(channel)) this.#loopback.render(channel, first, to, run)
      else this.#renderOne(channel, first, skip, to, run)
    }
    this.#kernels.interleave(this.#runs, runBytes, this.#enabled.length, run, address)
  }
}
