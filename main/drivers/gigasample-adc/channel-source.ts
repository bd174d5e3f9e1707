// The signal source of one channel: its attributes, and the file it plays. A change takes effect live, at a sample the
// hardware reports back. Changes of a channel are applied one after the other; a refused one changes nothing. A file is
// read before that, beside everything else; another source that is chosen meanwhile ends the reading.

import type { FileJob, FileLoader, LoadedSamples } from '#main/files/index.ts'
import { type AttributeTable, numberAttribute, type PreparedWrite, textAttribute } from '#main/iio/index.ts'
import { checkSignal, type SignalSettings } from '#main/kernels/index.ts'
import type { CoherentHeap } from '#main/memory/index.ts'
import type { FileIdentity, FindFile, FoundFile } from '#main/runtime/found-file.ts'
import { Mutex } from '#main/runtime/mutex.ts'
import type { StreamLease, StreamTable } from '#main/streams/index.ts'
import { fail, say } from '#shared/errors.ts'
import type { FileOptions } from '#shared/files/options.ts'
import { type FileLoad, fileLine, type PlayedFile } from '#shared/files/played-file.ts'
import { formatFileSource, isFileSource, parseFileSource } from '#shared/files/source-text.ts'
import { Emitter, type Event } from '#shared/lifecycle.ts'
import type { StreamState } from '#shared/streams/stream-state.ts'
import { formatStreamSource, isStreamSource, parseStreamSource, streamForms } from '#shared/streams/stream-text.ts'
import { type ChannelSignal, type OtherSource, signalSettings, sourceNamesWith } from './signal.ts'

/** Where the signal goes: a channel of a converter. Both answer with the index of the first sample that it takes. */
export interface SignalOutlet {
  /** What it plays when it plays no signal, as `source` names it. */
  readonly other: OtherSource
  /** @throws EINVAL for settings out of range (nothing changes); ENODEV */
  play(settings: SignalSettings): Promise<number>
  /** @throws ENODEV */
  playOther(): Promise<number>
  /** Null: it takes none. */
  readonly streams: StreamsIn | null
}

export interface StreamsIn {
  readonly table: Pick<StreamTable, 'open'>
  /** @throws ENODEV */
  convert(stream: StreamLease): Promise<number>
}

export interface ChannelSourceOptions {
  readonly outlet: SignalOutlet
  readonly heap: CoherentHeap
  readonly files: FileLoader
  readonly channel: number
  readonly seed: number
  readonly signal: ChannelSignal
  /** Finds the file a source names. */
  readonly findFile: FindFile
  samplingFrequencyHz(): number
}

/** What of a source is held elsewhere while it is played. */
interface Held {
  readonly file: LoadedSamples | null
  readonly stream: StreamLease | null
}

const nothingHeld: Held = { file: null, stream: null }

export class ChannelSource {
  /** Index of the first sample of the present signal, in the present (or last) capture. */
  changedAtSample = 0
  readonly #options: ChannelSourceOptions
  readonly #mutex = new Mutex()
  #signal: ChannelSignal
  #held = nothingHeld
  #job: FileJob | null = null
  /** Grows with each choice of a source, and when one is given up: only the last one is played. */
  #choice = 0
  readonly #onLoad = new Emitter<void>()

  constructor(options: ChannelSourceOptions) {
    this.#options = options
    this.#signal = options.signal
  }

  get #names(): readonly string[] {
    return sourceNamesWith(this.#options.outlet.other)
  }

  get signal(): ChannelSignal {
    return this.#signal
  }

  /** The file that is played, as the system knows it; null: none is. */
  get played(): FileIdentity | null {
    return this.#held.file?.identity ?? null
  }

  /** What was decided about the file that is played; null when none is. */
  get file(): PlayedFile | null {
    return this.#held.file?.file ?? null
  }

  /** The stream that is converted; null when none is. */
  get stream(): StreamState | null {
    return this.#held.stream?.state ?? null
  }

  /** How far the reading of a file is; null when none is read. */
  get loading(): FileLoad | null {
    return this.#job?.progress ?? null
  }

  /** {@link loading} has changed. */
  get onLoad(): Event<void> {
    return this.#onLoad
  }

  /** `source` and `source_*`, as the device tree shows them. */
  readonly attributes: AttributeTable = {
    source: textAttribute({
      get: () => this.#signal.source,
      set: (text) => this.setSource(text),
      slow: {
        takes: (text) => isFileSource(text) || isStreamSource(text),
        prepare: (text) => this.prepareSource(text),
      },
      suggestions: () => this.#names,
    }),
    /** What was decided about the file, in one line; empty when none is played. */
    source_file: textAttribute({ get: () => (this.file === null ? '' : fileLine(this.file)) }),
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
   * Chooses a waveform, `file:PATH?options`, or a stream.
   * @throws EINVAL for an unknown name; what finding and loading the file throws
   */
  async setSource(text: string): Promise<void> {
    const prepared = await this.prepareSource(text)
    await prepared.commit()
  }

  /**
   * The part of a choice that may take long: reads the file or opens the stream, with no lock held. What is played stays as
   * it is.
   * @throws EINVAL for an unknown name; what finding and loading the file, or opening the stream, throws; ECANCELED when another source is chosen meanwhile
   */
  async prepareSource(text: string): Promise<PreparedWrite> {
    const isFile = isFileSource(text)
    if (isStreamSource(text)) return this.#prepareStream(text)
    if (!isFile && !this.#names.includes(text))
      fail(
        'EINVAL',
        say`'${text}' is not a signal source; choose one of ${this.#names.join(', ')}, file:PATH, ${streamForms}.`,
      )
    const wish = isFile ? parseFileSource(text) : null
    this.cancelLoad('another source was chosen')
    const choice = this.#choice
    if (wish === null) return this.#prepared(text, nothingHeld, choice)
    const found = await this.#options.findFile(wish.path)
    this.#checkStillWanted(text, choice)
    const file = await this.#load(found, wish.options)
    return this.#prepared(formatFileSource(wish), { file, stream: null }, choice)
  }

  async #prepareStream(text: string): Promise<PreparedWrite> {
    const { outlet, channel } = this.#options
    const wish = parseStreamSource(text)
    if (outlet.streams === null) fail('EINVAL', say`A stream comes to an input; '${text}' cannot be put out.`)
    this.cancelLoad('another source was chosen')
    const choice = this.#choice
    const { address } = wish
    const file = address.kind === 'replay' ? await this.#options.findFile(address.path) : null
    const stream = await outlet.streams.table.open(wish, channel, file)
    return this.#prepared(formatStreamSource(wish), { file: null, stream }, choice)
  }

  /** Ends the reading of a file at once; the source stays as it is. Harmless when none is read. */
  cancelLoad(reason: string): void {
    this.#choice++
    this.#job?.cancel(reason)
    this.#job = null
    this.#onLoad.fire()
  }

  /** Applies some settings. @throws EINVAL when one is out of range */
  change(part: Partial<Omit<ChannelSignal, 'source'>>): Promise<void> {
    return this.#mutex.run(() => this.#apply({ ...this.#signal, ...part }, this.#held))
  }

  /** @throws EINVAL when the signal does not fit that sampling frequency */
  check(samplingFrequencyHz: number): void {
    checkSignal(this.#settings(this.#signal, this.#held.file, samplingFrequencyHz))
  }

  /** Hands the present signal to the hardware: at power-up and after a change of the sampling frequency. */
  refresh(): Promise<void> {
    return this.change({})
  }

  /** Frees what is held. The hardware must not play it any more. */
  dispose(): void {
    this.cancelLoad('the device is gone')
    this.#release(this.#held)
    this.#held = nothingHeld
  }

  async #load(file: FoundFile, options: FileOptions): Promise<LoadedSamples> {
    const { files, channel } = this.#options
    const job = files.load({ file, channel, options }, () => this.#onLoad.fire())
    this.#job = job
    this.#onLoad.fire()
    try {
      return await job.loaded
    } finally {
      if (this.#job === job) this.#job = null
      this.#onLoad.fire()
    }
  }

  /** One may have changed one's mind meanwhile. @throws ECANCELED */
  #checkStillWanted(source: string, choice: number): void {
    if (choice !== this.#choice) fail('ECANCELED', say`${source} is not played: another source was chosen meanwhile.`)
  }

  #prepared(source: string, held: Held, choice: number): PreparedWrite {
    let isOver = false
    const discard = (): void => {
      if (!isOver) this.#release(held)
      isOver = true
    }
    const commit = (): Promise<void> =>
      this.#mutex.run(async () => {
        try {
          this.#checkStillWanted(source, choice)
          await this.#apply({ ...this.#signal, source }, held)
          isOver = true
        } finally {
          discard()
        }
      })
    return { commit, discard }
  }

  async #apply(signal: ChannelSignal, held: Held): Promise<void> {
    const { outlet, samplingFrequencyHz } = this.#options
    const settings = this.#settings(signal, held.file, samplingFrequencyHz())
    if (held.stream !== null && outlet.streams !== null)
      this.changedAtSample = await outlet.streams.convert(held.stream)
    else this.changedAtSample = signal.source === outlet.other ? await outlet.playOther() : await outlet.play(settings)
    // Only now does nobody read the old one's samples any more.
    const before = this.#held
    this.#signal = signal
    this.#held = held
    if (before !== held) this.#release(before)
  }

  #release({ file, stream }: Held): void {
    if (file !== null) this.#options.heap.free(file.address)
    stream?.release()
  }

  #settings(signal: ChannelSignal, file: LoadedSamples | null, samplingFrequencyHz: number) {
    const { channel, seed, outlet } = this.#options
    // Kept in range, though not played, while the channel plays something else.
    const isOther = signal.source === outlet.other || isStreamSource(signal.source)
    const played = isOther ? { ...signal, source: 'dc' } : signal
    return signalSettings(played, { samplingFrequencyHz, channel, seed }, file)
  }

  #number(name: Exclude<keyof ChannelSignal, 'source'>, min: number, max: number, integer = false) {
    const get = (): number => this.#signal[name]
    return numberAttribute({ get, set: (value) => this.change({ [name]: value }), min, max, integer })
  }
}
