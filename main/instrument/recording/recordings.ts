// Recordings of the instrument: one at a time, into a file named by the caller or by the clock.
import path from 'node:path'
import { openTarget, Recorder } from '#main/capture/index.ts'
import type { RecordingState } from '#shared/contract/topics/recording.ts'
import { type ErrnoError, errnoOf, fail, say } from '#shared/errors.ts'
import { recordingFileName } from '#shared/files/recording-name.ts'
import { type Disposable, DisposableStore, Emitter, type Event } from '#shared/lifecycle.ts'
import { Exports } from './exports.ts'
import type { RecordingRequest, RecordingsOptions } from './request.ts'
import { addRecorder } from './running.ts'

/** A device that does not end its block within this time, ms, is not waited for. */
const flushPatienceMs = 1000
/** Names of the same millisecond are told apart by a number up to this. */
const mostNames = 100

export class Recordings {
  readonly #options: RecordingsOptions
  readonly #onEnd = new Emitter<RecordingState>()
  #recorder: Recorder | null = null
  #taps = new DisposableStore()
  #last: RecordingState | null = null
  readonly #made = new Set<string>()
  #opening = false

  readonly exports: Exports

  constructor(options: RecordingsOptions) {
    this.#options = options
    this.exports = new Exports(options)
  }

  /** A recording finished or failed. */
  get onEnd(): Event<RecordingState> {
    return this.#onEnd
  }

  /** Something is being recorded or exported. */
  get isActive(): boolean {
    return this.#recorder !== null || this.exports.isActive
  }

  /** All that is being recorded or exported. */
  get underWay(): readonly RecordingState[] {
    const recording = this.#recorder === null ? [] : [this.#recorder.state]
    return this.exports.isActive ? [...recording, ...this.exports.states] : recording
  }

  /** The present recording, or the last one; null when there was none. */
  get state(): RecordingState | null {
    return this.#recorder?.state ?? this.#last
  }

  /** Whether this program has recorded, or is recording, into a file of this path. */
  hasMade(file: string): boolean {
    return this.#made.has(file)
  }

  /**
   * Records from now on.
   * @throws EBUSY one is under way, or the file is played or being written; EEXIST it is there and `overwrite` is not
   *   set; EINVAL scans, name, no channel, no place for samples; ENOSPC; the file system's errors by name. Nothing is left of it
   */
  async start(request: RecordingRequest): Promise<RecordingState> {
    const { scans, seconds = null } = request
    if (this.#recorder !== null || this.#opening) fail('EBUSY', say`A recording is under way; stop it first.`)
    if (scans !== null && (!Number.isSafeInteger(scans) || scans < 1))
      fail('EINVAL', say`A recording takes a whole number of scans above zero, not ${scans}.`)
    this.#opening = true
    try {
      const { hub, clock, bytesOf } = this.#options
      const { id: device, name: deviceName } = this.#options.device()
      const set = await this.#options.readFormat()
      // How the samples lie the stream says, what stands before the channels only what is set now.
      const format = { ...((hub.isRunning ? hub.format : null) ?? set), channels: set.channels }
      const bytes = (scans ?? (seconds ?? 0) * format.samplingFrequencyHz) * format.bytesPerScan
      const target = await this.#open(request, bytes)
      const recorder = await Recorder.open({ target, scans, seconds, device, deviceName, format, clock, bytesOf })
      // What was sampled before belongs to blocks before.
      await this.#flush()
      recorder.onEnd.on((state) => this.#ended(state))
      this.#recorder = recorder
      this.#made.add(target.name)
      this.#taps.add(addRecorder(hub, clock, recorder))
      return recorder.state
    } finally {
      this.#opening = false
    }
  }

  /**
   * Ends the recording with what was sampled until now, when it is written.
   * @param problem why it ends early
   * @throws EINVAL when none is under way
   */
  async stop(problem: ErrnoError | null = null): Promise<RecordingState> {
    const recorder = this.#recorder ?? fail('EINVAL', say`No recording is under way.`)
    await this.#flush()
    return recorder.finish(problem)
  }

  /** Ends the recording and the exports, whichever there are, as {@link stop} does. */
  async stopAll(problem: ErrnoError | null): Promise<void> {
    await this.#flush()
    await Promise.all([this.#recorder?.finish(problem), this.exports.stop(problem)])
  }

  /** The block that is being filled ends now, where the device does that soon. */
  async #flush(): Promise<void> {
    const { hub, clock } = this.#options
    let timer: Disposable | null = null
    const late = new Promise<void>((resolve) => {
      timer = clock.timer(flushPatienceMs, resolve)
    })
    // A device that is gone is told elsewhere.
    await Promise.race([hub.flush().catch(() => undefined), late])
    ;(timer as Disposable | null)?.dispose()
  }

  async #open(request: RecordingRequest, bytes: number) {
    const { file, name = null, overwrite = false, signal = null, onWait = () => undefined } = request
    const played = this.#options.played()
    const open = (chosen: string, replaces: boolean) =>
      openTarget({ file: chosen, overwrite: replaces, played, bytes, signal, onWait })
    if (file !== null) return open(file, overwrite)
    const { folder } = this.#options
    const named = recordingFileName(name ?? '')
    await folder.prepare()
    if (named !== null) return open(await folder.fileNamed(named), overwrite)
    const dated = this.#datedName()
    for (let number = 1; ; number++) {
      try {
        return await open(path.join(folder.path, number === 1 ? `${dated}.raw` : `${dated}-${number}.raw`), false)
      } catch (thrown) {
        if (errnoOf(thrown) !== 'EEXIST' || number === mostNames) throw thrown
      }
    }
  }

  #ended(state: RecordingState): void {
    this.#taps.dispose()
    this.#taps = new DisposableStore()
    this.#recorder = null
    this.#last = state
    this.#onEnd.fire(state)
  }

  #datedName(): string {
    return `blockscope-${new Date(this.#options.clock.unixMs()).toISOString().replace(/[:.]/g, '-')}`
  }
}
