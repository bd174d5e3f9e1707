// Raw interleaved samples into FILE, their description into FILE.json. What a disk that is too slow leaves no memory for is left
// out, and the exact list of gaps is in the description.
//
// What is in the file can be read at every moment, also after a kill or a power cut: the description is whole from the
// first block on, and a gap is in it before the samples behind the gap are in the file.
import path from 'node:path'
import type { Clock } from '#main/runtime/clock.ts'
import { silentSeconds, unlessSilent } from '#main/runtime/drive/silence.ts'
import { Mutex } from '#main/runtime/mutex.ts'
import type { RecordingState } from '#shared/contract/topics/recording.ts'
import { asErrnoError, ErrnoError, say } from '#shared/errors.ts'
import { type Disposable, Emitter, type Event } from '#shared/lifecycle.ts'
import type { BlockRef, StreamFormat } from '../tap.ts'
import { Account, type RecordedStream } from './account.ts'
import { fileError } from './file-error.ts'
import { mostGaps } from './gap-log.ts'
import { MemoryShare } from './memory-share.ts'
import type { RunningRecorder } from './running.ts'
import { sameScans } from './same-scans.ts'
import type { Description } from './sidecar.ts'
import { type RecordingLength, Span } from './span.ts'
import type { RecordingTarget } from './target.ts'
import { BlockWriter } from './writer.ts'

export interface RecorderOptions extends RecordingLength, RecordedStream {
  readonly target: RecordingTarget
  readonly clock: Clock
  /** A view on the coherent heap. */
  readonly bytesOf: (address: number, length: number) => Uint8Array
  /** Bytes that may wait to be written; default: all that there are. */
  readonly mostWaitingBytes?: (() => number) | undefined
}

/** The description is renewed this often, ms. */
const renewMs = 1000
/** Of the time, at most this share goes into bringing samples to the disk early: it slows down what follows. */
const syncShare = 0.2

export class Recorder implements RunningRecorder {
  readonly name = 'recorder'
  readonly #target: RecordingTarget
  readonly #clock: Clock
  readonly #writer: BlockWriter
  readonly #account: Account
  readonly #span: Span
  readonly #share: MemoryShare
  readonly #onEnd = new Emitter<RecordingState>()
  /** One renewal of the description at a time. */
  readonly #renewing = new Mutex()
  #format: StreamFormat | null = null
  /** What the description on the disk knows of: see {@link Account.mark}. */
  #described = -1
  #durableBytes = 0
  #syncing: Promise<void> | null = null
  #nextSyncMs = 0
  #timer: Disposable | null = null
  #problem: ErrnoError | null = null
  readonly #beganMs: number
  #endedMs: number | null = null
  #finished: Promise<RecordingState> | null = null
  /** The last description is written. */
  #isFinal = false
  #isClosed = false

  private constructor(options: RecorderOptions) {
    this.#target = options.target
    this.#clock = options.clock
    this.#span = new Span(options)
    this.#share = new MemoryShare(options.mostWaitingBytes)
    this.#account = new Account(options, options.target.listener)
    this.#beganMs = options.clock.nowMs()
    this.#writer = new BlockWriter({
      sink: options.target.sink,
      clock: options.clock,
      bytesOf: options.bytesOf,
      // Who finds the file before it has its name takes it away: nobody reads it.
      described: () =>
        options.target.sidecar === null || options.target.publish !== undefined
          ? Number.POSITIVE_INFINITY
          : this.#described,
      describe: (mark) => this.#describe(mark),
      onProblem: (problem) => void this.finish(problem),
    })
  }

  /**
   * Begins on an open target, of which the recorder takes care from now on: it describes it and closes it.
   * @throws the file system's error by name; the target is then closed, and what it created is gone
   */
  static async open(options: RecorderOptions): Promise<Recorder> {
    const recorder = new Recorder(options)
    try {
      await options.target.sidecar?.create(recorder.#text())
    } catch (thrown) {
      await options.target.discard()
      throw fileError(thrown, `${options.target.name}.json`)
    }
    recorder.#described = 0
    recorder.#renewLater()
    return recorder
  }

  /** Recording ended: all wanted scans are in the file, it was finished, or it failed. Fires once. */
  get onEnd(): Event<RecordingState> {
    return this.#onEnd
  }

  /** Why it ends, or ended, early; null: it does not. */
  get problem(): ErrnoError | null {
    return this.#problem
  }

  get state(): RecordingState {
    const problem = this.#problem
    const { taken, gaps } = this.#account
    const end = problem === null ? 'finished' : 'failed'
    const silent = this.#isClosed ? 0 : silentSeconds(this.#target.drive, this.#clock)
    return {
      file: this.#target.name,
      scans: this.#isClosed ? this.#scansIn(this.#writer.bytesWritten) : taken,
      wanted: this.#span.wantedScans,
      bytes: this.#writer.bytesWritten,
      waitingBytes: this.waitingBytes,
      seconds: ((this.#endedMs ?? this.#clock.nowMs()) - this.#beganMs) / 1e3,
      lostSamples: gaps.lostSamples,
      gapFree: this.#account.gapFree(this.#isClosed),
      state: this.#isClosed ? end : this.#finished === null ? 'recording' : 'writing',
      problem: problem === null ? null : `${problem.message} (${problem.errno})`,
      ...(silent > 0 && { silentSeconds: silent }),
    }
  }

  /** Taken, and not written yet. */
  get waitingBytes(): number {
    return this.#writer.waitingBytes
  }

  /** Resolves when all that was taken is written, or given up. */
  drained(): Promise<void> {
    return this.#writer.drain()
  }

  /** How many gaps are in it. */
  get gapCount(): number {
    return this.#account.gaps.count
  }

  /** Scans that are still to come, when that is a number. */
  get scansLeft(): number | null {
    const { next, taken } = this.#account
    if (next === null) return this.#span.wantedScans
    const left = this.#span.left(next, taken)
    return Number.isFinite(left) ? left : null
  }

  onFormat(format: StreamFormat): void {
    const before = this.#format
    if (before !== null && this.#account.taken > 0 && !sameScans(before, format)) {
      void this.finish(new ErrnoError('EINVAL', say`The form of the scans changed while recording.`))
      return
    }
    this.#format = format
    this.onMissing(0)
    this.#span.begin(format)
    this.#account.begin(format)
  }

  /** The next block is a kept segment of the stream. @param trigger its instant, samples since the begin of the stream, with a fraction */
  onTriggered(trigger: number): void {
    this.#account.triggered(trigger)
  }

  onBlocks(blocks: readonly BlockRef[]): void {
    for (const block of blocks) this.#take(block)
  }

  onMissing(scans: number): void {
    const all = scans + this.#share.takeMissing(this.#account.next)
    if (this.#finished === null && all > 0) this.#account.missing(all)
  }

  /**
   * Takes no further blocks, writes what is held, and the description. Safe to call again; the first call's `problem`
   * is the one that is told. A disk that does not answer is given up. Never rejects.
   */
  finish(problem: ErrnoError | null = null): Promise<RecordingState> {
    if (this.#finished === null) {
      this.onMissing(0)
      this.#problem ??= problem
      this.#endedMs = this.#clock.nowMs()
      this.#finished = this.#end()
    }
    return this.#finished
  }

  #take(block: BlockRef): void {
    const format = this.#format
    if (this.#finished !== null || format === null || block.epoch !== format.epoch) return
    const room = this.#span.left(block.firstSample, this.#account.taken)
    const scans = Math.min(block.scans, room)
    if (scans > 0 && this.#share.leavesOut(block, scans, this.#writer.waitingBytes)) {
      // Its time may be over: that goes by samples, not by what is taken.
      if (this.#span.left(block.firstSample + scans, this.#account.taken) === 0) void this.finish()
      return
    }
    if (scans > 0) {
      const refusal = this.#account.take(block, scans)
      if (refusal !== null) return void this.finish(refusal)
      this.#writer.append(block, scans * format.bytesPerScan, this.#account.mark)
    }
    if (scans === room) void this.finish()
    else if (this.#account.gaps.count > mostGaps)
      void this.finish(new ErrnoError('EOVERFLOW', say`The recording has more than ${mostGaps} gaps.`))
  }

  async #end(): Promise<RecordingState> {
    try {
      await unlessSilent(this.#clock, this.#target.drive, this.#close())
    } catch (thrown) {
      const silence = asErrnoError(thrown)
      this.#problem ??= silence
      this.#writer.abandon(silence)
    }
    this.#isClosed = true
    this.#timer?.dispose()
    const { state } = this
    this.#onEnd.fire(state)
    return state
  }

  /** Never rejects. A disk that answers when it was given up gets a description that says so. */
  async #close(): Promise<void> {
    const { sink } = this.#target
    await this.#writer.drain()
    await this.#syncing
    this.#problem ??= this.#writer.problem
    try {
      await sink.sync()
      this.#durableBytes = this.#writer.bytesWritten
    } catch (thrown) {
      this.#problem ??= fileError(thrown, sink.name)
    }
    try {
      await sink.close(this.#isWhole)
    } catch (thrown) {
      this.#problem ??= fileError(thrown, sink.name)
    }
    try {
      await this.#describe(Number.POSITIVE_INFINITY, true)
    } catch (thrown) {
      this.#problem ??= fileError(thrown, sink.name)
    }
  }

  /** Renews the description, unless the one on the disk knows of `mark` already. The last one is final. */
  #describe(mark: number, isLast = false): Promise<void> {
    return this.#renewing.run(async () => {
      const { sidecar } = this.#target
      if (sidecar === null || this.#isFinal || mark <= this.#described) return
      this.#isFinal = isLast
      const knows = this.#account.mark
      await sidecar.renew(this.#text())
      this.#described = knows
    })
  }

  #renewLater(): void {
    if (this.#target.sidecar === null || this.#isClosed) return
    this.#timer = this.#clock.timer(renewMs, () => void this.#renew())
  }

  /** Once a second: samples to the disk, as far as that costs little; then what is known of them. */
  async #renew(): Promise<void> {
    if (this.#isClosed) return
    if (this.#clock.nowMs() >= this.#nextSyncMs) this.#syncing ??= this.#sync()
    try {
      await this.#target.checkPresent()
      await this.#describe(Number.POSITIVE_INFINITY)
    } catch (thrown) {
      void this.finish(fileError(thrown, `${this.#target.name}.json`))
    }
    this.#renewLater()
  }

  async #sync(): Promise<void> {
    const beginMs = this.#clock.nowMs()
    const bytes = this.#writer.bytesWritten
    try {
      await this.#target.sink.sync()
      this.#durableBytes = Math.max(this.#durableBytes, bytes)
      const nowMs = this.#clock.nowMs()
      this.#nextSyncMs = nowMs + (nowMs - beginMs) * (1 / syncShare - 1)
    } catch (thrown) {
      void this.finish(fileError(thrown, this.#target.name))
    } finally {
      this.#syncing = null
    }
  }

  #text(): Description {
    const { state } = this
    return this.#account.describe({
      file: path.basename(this.#target.name),
      scans: this.#scansIn(this.#durableBytes),
      wantedScans: state.wanted,
      ended: this.#isFinal,
      problem: state.problem,
      unixMs: this.#clock.unixMs(),
    })
  }

  get #isWhole(): boolean {
    const { wantedScans } = this.#span
    return this.#problem === null && (wantedScans === null || this.#scansIn(this.#writer.bytesWritten) === wantedScans)
  }

  #scansIn(bytes: number): number {
    return this.#format === null ? 0 : Math.floor(bytes / this.#format.bytesPerScan)
  }
}
