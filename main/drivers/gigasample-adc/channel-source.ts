// The signal source of one channel: its attributes, and the file it plays. A change takes effect live, at a sample the
// hardware reports back. Changes of a channel are applied one after the other; a refused one changes nothing.
import type { Hardware } from '#main/hardware/index.ts'
import { type LoadedSamples, loadSamples } from '#main/hardware/index.ts'
import { type AttributeTable, numberAttribute, textAttribute } from '#main/iio/index.ts'
import { checkSignal } from '#main/kernels/index.ts'
import type { CoherentHeap } from '#main/memory/index.ts'
import type { FindFile } from '#main/runtime/found-file.ts'
import { Mutex } from '#main/runtime/mutex.ts'
import { fail } from '#shared/errors.ts'
import { isFileSource, parseFileSource } from '#shared/files/source-text.ts'
import { type ChannelSignal, loopbackSource, signalSettings, sourceNames } from './signal.ts'

export interface ChannelSourceOptions {
  readonly hardware: Hardware
  readonly heap: CoherentHeap
  readonly channel: number
  readonly seed: number
  readonly signal: ChannelSignal
  /** Finds the file a source names. */
  readonly findFile: FindFile
  samplingFrequencyHz(): number
}

/** A file, whatever name it is reached by. */
export interface PlayedFile {
  readonly dev: number
  readonly ino: number
}

export class ChannelSource {
  /** Index of the first sample of the present signal, in the present (or last) capture. */
  changedAtSample = 0
  readonly #options: ChannelSourceOptions
  readonly #mutex = new Mutex()
  #signal: ChannelSignal
  #file: LoadedSamples | null = null

  constructor(options: ChannelSourceOptions) {
    this.#options = options
    this.#signal = options.signal
  }

  get signal(): ChannelSignal {
    return this.#signal
  }

  /** The file that is played; null: none is. */
  get played(): PlayedFile | null {
    return this.#file?.identity ?? null
  }

  /** `source` and `source_*`, as the device tree shows them. */
  readonly attributes: AttributeTable = {
    source: textAttribute({
      get: () => this.#signal.source,
      set: (text) => this.setSource(text),
      suggestions: () => sourceNames,
    }),
    source_frequency: this.#number('frequencyHz', 0, 1e12),
    source_amplitude: this.#number('amplitudeVolts', 0, 1.99),
    source_offset: this.#number('offsetVolts', -1.99, 1.99),
    source_phase: this.#number('phaseDegrees', -360, 360),
    source_noise: this.#number('noiseVolts', 0, 0.99),
    source_glitch_interval: this.#number('glitchIntervalSeconds', 0, 1e4),
    source_glitch_samples: this.#number('glitchSamples', 1, 1e6, true),
    source_glitch_amplitude: this.#number('glitchVolts', -1.99, 1.99),
  }

  /**
   * Chooses a waveform, or `file:PATH`.
   * @throws EINVAL for an unknown name; what finding and loading the file throws
   */
  async setSource(text: string): Promise<void> {
    const isFile = isFileSource(text)
    if (!isFile && !sourceNames.includes(text))
      fail('EINVAL', `'${text}' is not a signal source; choose one of ${sourceNames.join(', ')} or file:PATH.`)
    const named = isFile ? parseFileSource(text).path : null
    await this.#mutex.run(async () => {
      const { channel, heap, findFile } = this.#options
      const file = named === null ? null : await loadSamples(await findFile(named), channel, heap)
      try {
        await this.#apply({ ...this.#signal, source: text }, file)
      } catch (thrown) {
        if (file !== null) heap.free(file.address)
        throw thrown
      }
    })
  }

  /** Applies some settings. @throws EINVAL when one is out of range */
  change(part: Partial<Omit<ChannelSignal, 'source'>>): Promise<void> {
    return this.#mutex.run(() => this.#apply({ ...this.#signal, ...part }, this.#file))
  }

  /** @throws EINVAL when the signal does not fit that sampling frequency */
  check(samplingFrequencyHz: number): void {
    checkSignal(this.#settings(this.#signal, this.#file, samplingFrequencyHz))
  }

  /** Hands the present signal to the hardware: at power-up and after a change of the sampling frequency. */
  refresh(): Promise<void> {
    return this.change({})
  }

  /** Frees the file. The hardware must not play it any more. */
  dispose(): void {
    if (this.#file !== null) this.#options.heap.free(this.#file.address)
    this.#file = null
  }

  async #apply(signal: ChannelSignal, file: LoadedSamples | null): Promise<void> {
    const { hardware, channel, samplingFrequencyHz } = this.#options
    const settings = this.#settings(signal, file, samplingFrequencyHz())
    this.changedAtSample =
      signal.source === loopbackSource
        ? await hardware.setLoopback(channel)
        : await hardware.setSignal(channel, settings)
    // Only now does nobody read the old file's samples any more.
    if (this.#file !== null && this.#file !== file) this.#options.heap.free(this.#file.address)
    this.#signal = signal
    this.#file = file
  }

  #settings(signal: ChannelSignal, file: LoadedSamples | null, samplingFrequencyHz: number) {
    const { channel, seed } = this.#options
    // Kept in range, though not played, while the channel loops back.
    const played = signal.source === loopbackSource ? { ...signal, source: 'dc' } : signal
    return signalSettings(played, { samplingFrequencyHz, channel, seed }, file)
  }

  #number(name: Exclude<keyof ChannelSignal, 'source'>, min: number, max: number, integer = false) {
    const get = (): number => this.#signal[name]
    return numberAttribute({ get, set: (value) => this.change({ [name]: value }), min, max, integer })
  }
}
