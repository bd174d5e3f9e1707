// The tap that never loses: raw interleaved samples into FILE, their description into FILE.json. When memory runs out
// because the disk is too slow, the hardware loses samples, and the exact list of gaps is in the description.
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Clock } from '#main/runtime/clock.ts'
import type { RecordingState } from '#shared/contract/instrument.ts'
import { Emitter, type Event } from '#shared/lifecycle.ts'
import type { BlockRef, StreamFormat, Tap } from '../tap.ts'
import { type RecordedGap, type RecordedSegment, sidecarText } from './sidecar.ts'
import { BlockWriter, fileError } from './writer.ts'

export interface RecorderOptions {
  readonly file: string
  /** Scans to record; null: until {@link Recorder.finish}. */
  readonly scans: number | null
  readonly device: string
  readonly deviceName: string
  readonly clock: Clock
  /** A view on the coherent heap. */
  readonly bytesOf: (address: number, length: number) => Uint8Array
}

export class Recorder implements Tap {
  readonly name = 'recorder'
  readonly #options: RecorderOptions
  readonly #writer: BlockWriter
  readonly #gaps: RecordedGap[] = []
  readonly #segments: RecordedSegment[] = []
  readonly #onEnd = new Emitter<RecordingState>()
  #format: StreamFormat | null = null
  /** Scans taken, written or about to be. */
  #taken = 0
  #lost = 0
  /** Sample that would follow without a gap; null at the begin of a segment. */
  #expected: number | null = null
  #refusal: string | null = null
  #finished: Promise<RecordingState> | null = null
  #isClosed = false

  private constructor(options: RecorderOptions, writer: BlockWriter) {
    this.#options = options
    this.#writer = writer
  }

  /** Creates FILE and FILE.json. @throws the file system's error by name; then neither is kept open. */
  static async open(options: RecorderOptions): Promise<Recorder> {
    const writer = await BlockWriter.open(options.file, options.bytesOf)
    const recorder = new Recorder(options, writer)
    try {
      await recorder.#writeSidecar()
    } catch (thrown) {
      await writer.close()
      throw thrown
    }
    return recorder
  }

  /** Recording ended: all wanted scans are in the file, it was finished, or it failed. Fires once. */
  get onEnd(): Event<RecordingState> {
    return this.#onEnd
  }

  get state(): RecordingState {
    const problem = this.#writer.problem?.message ?? this.#refusal
    return {
      file: this.#options.file,
      scans: this.#isClosed ? this.#scansInFile() : this.#taken,
      wanted: this.#options.scans,
      bytes: this.#writer.bytesWritten,
      lostSamples: this.#lost,
      state: problem !== null ? 'failed' : this.#isClosed ? 'finished' : 'recording',
      problem,
    }
  }

  onFormat(format: StreamFormat): void {
    const before = this.#format
    if (before !== null && this.#taken > 0 && !sameScans(before, format)) {
      this.#refusal ??= 'the form of the scans changed while recording'
      void this.finish()
      return
    }
    this.#format = format
    this.#expected = null
  }

  onBlocks(blocks: readonly BlockRef[]): void {
    for (const block of blocks) this.#take(block)
    if (this.#writer.problem !== null || this.#taken === this.#options.scans) void this.finish()
  }

  /** Takes no further blocks, writes what is held, and the description. Safe to call again. Never rejects. */
  finish(): Promise<RecordingState> {
    this.#finished ??= this.#close()
    return this.#finished
  }

  #take(block: BlockRef): void {
    const format = this.#format
    const { scans: wanted } = this.#options
    const scans = Math.min(block.scans, wanted === null ? Number.POSITIVE_INFINITY : wanted - this.#taken)
    if (this.#finished !== null || format === null || block.epoch !== format.epoch || scans === 0) return
    if (this.#expected === null) this.#beginSegment(block, format)
    else if (block.firstSample > this.#expected) {
      const lostSamples = block.firstSample - this.#expected
      this.#gaps.push({ atScan: this.#taken, firstMissingSample: this.#expected, lostSamples })
      this.#lost += lostSamples
    }
    this.#expected = block.firstSample + block.scans
    this.#taken += scans
    this.#writer.append(block, scans * format.bytesPerScan)
  }

  #beginSegment(block: BlockRef, format: StreamFormat): void {
    const { clock } = this.#options
    const firstSampleMs = block.lastSampleMs - ((block.scans - 1) / format.samplingFrequencyHz) * 1e3
    this.#segments.push({
      atScan: this.#taken,
      firstSample: block.firstSample,
      samplingFrequencyHz: format.samplingFrequencyHz,
      startUnixMs: clock.unixMs() - (clock.nowMs() - firstSampleMs),
    })
  }

  async #close(): Promise<RecordingState> {
    await this.#writer.close()
    this.#isClosed = true
    try {
      await this.#writeSidecar()
    } catch (thrown) {
      this.#refusal ??= fileError(thrown, this.#options.file).message
    }
    this.#onEnd.fire(this.state)
    return this.state
  }

  #scansInFile(): number {
    return this.#format === null ? 0 : Math.floor(this.#writer.bytesWritten / this.#format.bytesPerScan)
  }

  async #writeSidecar(): Promise<void> {
    const { file, device, deviceName, clock, scans: wanted } = this.#options
    const { state, problem, bytes, scans } = this.state
    const startUnixMs = this.#segments[0]?.startUnixMs ?? clock.unixMs()
    const text = sidecarText({
      format: 'blockscope-raw',
      version: 1,
      file: path.basename(file),
      device,
      deviceName,
      samplingFrequencyHz: this.#segments[0]?.samplingFrequencyHz ?? this.#format?.samplingFrequencyHz ?? 0,
      layout: 'interleaved',
      bytesPerScan: this.#format?.bytesPerScan ?? 0,
      channels: this.#format?.channels ?? [],
      startUnixMs,
      startTime: new Date(startUnixMs).toISOString(),
      scans,
      bytes,
      complete: state === 'finished' && (wanted === null || scans === wanted),
      problem,
      gapFree: this.#lost === 0,
      lostSamples: this.#lost,
      gaps: this.#gaps,
      segments: this.#segments,
    })
    try {
      await writeFile(`${file}.json`, text)
    } catch (thrown) {
      throw fileError(thrown, `${file}.json`)
    }
  }
}

function sameScans(a: StreamFormat, b: StreamFormat): boolean {
  return (
    a.bytesPerScan === b.bytesPerScan &&
    a.channels.length === b.channels.length &&
    a.channels.every((channel, k) => channel.id === b.channels[k]?.id)
  )
}
