// One file of a row, with its recorder and its place in the row.
import path from 'node:path'
import { errnoOf } from '#shared/errors.ts'
import type { Rotation } from '#shared/kinds/rotation.ts'
import type { BlockRef, StreamFormat } from '../../tap.ts'
import { Recorder, type RecorderOptions } from '../recorder.ts'
import type { RowPlace } from '../sidecar.ts'
import type { RecordingTarget } from '../target.ts'
import { FileLimit, type Filling, shareOf } from './file-limit.ts'

/** A target, and the bytes in its file where these are not those of the scans. */
export interface OpenedTarget {
  readonly target: RecordingTarget
  readonly bytes: (() => number) | null
}

/** What is known of it before it is opened. */
export interface RowFileOptions
  extends Pick<RecorderOptions, 'clock' | 'bytesOf' | 'device' | 'deviceName' | 'format'> {
  readonly rotation: Rotation
  readonly place: Omit<RowPlace, 'next'>
  readonly before: { readonly epoch: number; readonly slippedMs: number } | null
  readonly unixMinusClockMs: number
}

/** A name that others have taken meanwhile is passed over, up to so many times. */
const mostTaken = 1000

export class RowFile {
  readonly recorder: Recorder
  readonly limit: FileLimit
  readonly target: RecordingTarget
  readonly #bytes: (() => number) | null
  readonly #next: { name: string | null }
  #format: StreamFormat | null = null
  #scans = 0

  private constructor(opened: OpenedTarget, recorder: Recorder, rotation: Rotation, next: { name: string | null }) {
    this.target = opened.target
    this.recorder = recorder
    this.limit = new FileLimit(rotation)
    this.#bytes = opened.bytes
    this.#next = next
  }

  /**
   * Opens the first file from `number` on that is not there yet.
   * @throws what `open` throws; the file system's errors by name. Nothing is left of a failure
   */
  static async open(
    open: (number: number) => Promise<OpenedTarget>,
    number: number,
    options: RowFileOptions,
  ): Promise<{ readonly file: RowFile; readonly number: number }> {
    const { rotation, place, before, unixMinusClockMs, ...stream } = options
    const next: { name: string | null } = { name: null }
    const row = { place: () => ({ ...place, next: next.name }), before, unixMinusClockMs }
    for (let tried = number; ; tried++) {
      try {
        const opened = await open(tried)
        const recorder = await Recorder.open({ ...stream, target: opened.target, scans: null, seconds: null, row })
        return { file: new RowFile(opened, recorder, rotation, next), number: tried }
      } catch (thrown) {
        if (errnoOf(thrown) !== 'EEXIST' || tried - number === mostTaken) throw thrown
      }
    }
  }

  get name(): string {
    return this.target.name
  }

  /** Scans given to it. */
  get scans(): number {
    return this.#scans
  }

  /** In the file. */
  get bytes(): number {
    return this.#bytes?.() ?? this.recorder.state.bytes
  }

  /** What it will have when all that was given to it is written, as far as that is known. */
  get expectedBytes(): number {
    return this.#scans * (this.#format?.bytesPerScan ?? 0) * shareOf(this.#encoded)
  }

  /** How many scans from this sample on still belong to it. */
  left(sample: number): number {
    return this.limit.left(sample, { scans: this.#scans, encoded: this.#encoded })
  }

  get #encoded(): Filling['encoded'] {
    return this.#bytes === null ? null : { bytes: this.#bytes(), of: this.recorder.state.bytes }
  }

  begin(format: StreamFormat): void {
    this.#format = format
    this.limit.begin(format)
    this.recorder.onFormat(format)
  }

  take(block: BlockRef): void {
    this.#scans += block.scans
    this.limit.reached(block.firstSample + block.scans)
    this.recorder.onBlocks([block])
  }

  /** The next file of the row is this one: its own description says so from now on. */
  follow(next: RowFile): void {
    this.#next.name = path.basename(next.name)
  }

  /** Of one that was opened and has nothing: nothing is left of it. */
  async discard(): Promise<void> {
    await this.recorder.finish()
    await this.target.discard().catch(() => undefined)
    await this.target.remove?.().catch(() => undefined)
  }
}
