// What output channels put out by themselves, without a transfer: signals, sample by sample as the index of the scan says.
import { type Kernels, type SignalSettings, SignalSource, signalDefaults } from '#main/kernels/index.ts'

const sourceBytes = Math.ceil(SignalSource.scratchBytes / 64) * 64
/** Where the one sample goes that is put out when nobody converts them all. */
const sampleBytes = 64

export function generatorBytes(channels: number): number {
  return channels * sourceBytes + sampleBytes
}

export class Generators {
  readonly #kernels: Kernels
  readonly #memory: WebAssembly.Memory
  readonly #scratch: number
  readonly #sources = new Map<number, SignalSource>()
  readonly #sample: number
  readonly #codes: Int16Array<SharedArrayBuffer>

  /** @param scratch memory of {@link generatorBytes} */
  constructor(kernels: Kernels, memory: WebAssembly.Memory, scratch: number, channels: number) {
    this.#kernels = kernels
    this.#memory = memory
    this.#scratch = scratch
    this.#sample = scratch + channels * sourceBytes
    this.#codes = new Int16Array(memory.buffer, this.#sample, 1)
  }

  /** Channels that put out a signal of their own. */
  get channels(): Iterable<number> {
    return this.#sources.keys()
  }

  get isEmpty(): boolean {
    return this.#sources.size === 0
  }

  has(channel: number): boolean {
    return this.#sources.has(channel)
  }

  /** @throws EINVAL as SignalSource does; nothing changes then */
  set(channel: number, settings: SignalSettings): void {
    const source = this.#sources.get(channel) ?? this.#make(channel)
    source.configure(settings)
    this.#sources.set(channel, source)
  }

  #make(channel: number): SignalSource {
    const place = this.#scratch + channel * sourceBytes
    return new SignalSource(this.#kernels, this.#memory, place, { ...signalDefaults, shape: 'dc', channel })
  }

  delete(channel: number): void {
    this.#sources.delete(channel)
  }

  /** Writes scans `first .. first + scans - 1` of a channel to `address`. */
  render(channel: number, first: number, address: number, scans: number): void {
    this.#sources.get(channel)?.render(first, address, scans)
  }

  /** One scan of a channel, a code. */
  at(channel: number, scan: number): number {
    this.render(channel, scan, this.#sample, 1)
    return this.#codes[0] ?? 0
  }
}
