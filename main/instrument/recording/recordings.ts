// Recordings of the instrument: one at a time, into a file named by the caller or by the clock.
import { openTarget, Recorder, type RecordingTarget, type RowNews, type RunningRecorder } from '#main/capture/index.ts'
import { type Capture, openExport } from '#main/export/index.ts'
import type { RecordingState } from '#shared/contract/topics/recording.ts'
import { type ErrnoError, fail, say } from '#shared/errors.ts'
import { type ExportFormat, type ExportSettings, exportKinds } from '#shared/kinds/exports.ts'
import type { Rotation } from '#shared/kinds/rotation.ts'
import { type Disposable, DisposableStore, Emitter, type Event } from '#shared/lifecycle.ts'
import { Exports } from './exports.ts'
import { openInFolder } from './file-names.ts'
import { openedInTime } from './in-time.ts'
import { KeptExports } from './kept-exports.ts'
import { openRow } from './open-row.ts'
import type { RecordingRequest, RecordingsOptions } from './request.ts'
import { addRecorder } from './running.ts'

/** A device that does not end its block within this time, ms, is not waited for. */
const flushPatienceMs = 1000

/** A target, and the bytes in its file where these are not the ones that were taken. */
interface Opened {
  readonly target: RecordingTarget
  readonly bytes: (() => number) | null
}

interface Begun {
  readonly recorder: RunningRecorder
  readonly bytes: (() => number) | null
  discard(): Promise<void>
}

async function takenAway(recorder: RunningRecorder, target: RecordingTarget): Promise<void> {
  await recorder.finish()
  await target.discard()
}

const rawSettings: ExportSettings = { kind: 'raw' }

export class Recordings {
  readonly #options: RecordingsOptions
  readonly #onEnd = new Emitter<RecordingState>()
  readonly #onNews = new Emitter<RowNews>()
  #recorder: RunningRecorder | null = null
  #taps = new DisposableStore()
  #last: RecordingState | null = null
  readonly #made = new Set<string>()
  #opening = false
  #written: { readonly format: ExportFormat; readonly bytes: (() => number) | null } = { format: 'raw', bytes: null }

  /** Of what is captured from now on. */
  readonly exports: Exports
  /** Of what is in memory already. */
  readonly kept: KeptExports

  constructor(options: RecordingsOptions) {
    this.#options = options
    this.exports = new Exports(options)
    this.kept = new KeptExports(options)
  }

  /** A recording finished or failed. */
  get onEnd(): Event<RecordingState> {
    return this.#onEnd
  }

  /** In a row of files one began, or an old one was taken away. */
  get onNews(): Event<RowNews> {
    return this.#onNews
  }

  /** Something is being recorded or exported. */
  get isActive(): boolean {
    return this.#recorder !== null || this.exports.isActive
  }

  /** All that is being recorded or exported. */
  get underWay(): readonly RecordingState[] {
    const recording = this.#recorder === null ? [] : [this.#asWritten(this.#recorder.state)]
    const exported = this.exports.isActive ? this.exports.states : []
    return [...recording, ...exported, ...this.kept.underWay]
  }

  /** The present recording, or the last one; null when there was none. */
  get state(): RecordingState | null {
    return this.#recorder === null ? this.#last : this.#asWritten(this.#recorder.state)
  }

  /** Whether this program has recorded, or is recording, into a file of this path. */
  hasMade(file: string): boolean {
    return this.#made.has(file) || this.kept.hasMade(file)
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
      const { hub, clock, bytesOf, mostWaitingBytes } = this.#options
      const { id: device, name: deviceName } = this.#options.device()
      const set = await this.#options.readFormat()
      // How the samples lie the stream says, what stands before the channels only what is set now.
      const format = { ...((hub.isRunning ? hub.format : null) ?? set), channels: set.channels }
      const wantedScans = scans ?? (seconds === null ? null : Math.round(seconds * format.samplingFrequencyHz))
      const stream = { device, deviceName, format }
      const { kind } = request.format ?? rawSettings
      const { rotation = null } = request
      const begin = async (onWait: () => void): Promise<Begun> => {
        if (rotation !== null) {
          const row = await this.#openRow(request, rotation, stream)
          return { recorder: row, bytes: null, discard: () => row.discard() }
        }
        const waiting = (): void => {
          onWait()
          request.onWait?.()
        }
        const capture = { deviceName, ...format }
        const { target, bytes } = await this.#open({ ...request, onWait: waiting }, capture, wantedScans)
        const recorder = await Recorder.open({ target, scans, seconds, ...stream, clock, bytesOf, mostWaitingBytes })
        return { recorder, bytes, discard: () => takenAway(recorder, target) }
      }
      const { recorder, bytes } = await openedInTime(clock, begin, (late) => late.discard())
      this.#written = { format: kind, bytes }
      // What was sampled before belongs to blocks before.
      await this.#flush()
      recorder.onEnd.on((state) => this.#ended(this.#asWritten(state)))
      this.#recorder = recorder
      this.#made.add(recorder.state.file)
      this.#taps.add(addRecorder(hub, clock, recorder))
      return this.#asWritten(recorder.state)
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
    return this.#asWritten(await recorder.finish(problem))
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

  /** @param wantedScans null: not known */
  async #open(request: RecordingRequest, capture: Capture, wantedScans: number | null): Promise<Opened> {
    const { file, name = null, overwrite = false, signal = null, onWait = () => undefined } = request
    const settings = request.format ?? rawSettings
    const played = this.#options.played()
    const open = async (chosen: string, replaces: boolean): Promise<Opened> => {
      const common = { file: chosen, overwrite: replaces, played, signal, onWait }
      if (settings.kind !== 'raw') return openExport({ ...common, settings, capture, wantedScans })
      return { target: await openTarget({ ...common, bytes: (wantedScans ?? 0) * capture.bytesPerScan }), bytes: null }
    }
    if (file !== null) return open(file, overwrite)
    const { folder, clock } = this.#options
    const { ending } = exportKinds[settings.kind]
    return openInFolder(folder, clock, { name, ending, overwrite }, open)
  }

  async #openRow(
    { file, name = null, overwrite = false, scans, seconds = null, format: settings = rawSettings }: RecordingRequest,
    rotation: Rotation,
    stream: Parameters<typeof openRow>[1],
  ): ReturnType<typeof openRow> {
    if (overwrite) fail('EINVAL', say`Files of a rotation never replace any; leave the overwriting out.`)
    const open = (chosen: string): ReturnType<typeof openRow> =>
      openRow({ file: chosen, settings, rotation, scans, seconds }, stream, this.#options)
    const { folder, clock } = this.#options
    const { ending } = exportKinds[settings.kind]
    const row =
      file !== null ? await open(file) : await openInFolder(folder, clock, { name, ending, overwrite: false }, open)
    row.onNews.on((news) => {
      if (news.what === 'began') this.#made.add(news.file)
      else this.#made.delete(news.file)
      this.#onNews.fire(news)
    })
    return row
  }

  /** Its bytes are those of the file, which encoded are others than those taken. */
  #asWritten(state: RecordingState): RecordingState {
    const { format, bytes } = this.#written
    return { ...state, format, bytes: bytes?.() ?? state.bytes }
  }

  #ended(state: RecordingState): void {
    this.#taps.dispose()
    this.#taps = new DisposableStore()
    this.#recorder = null
    this.#last = state
    this.#onEnd.fire(state)
  }
}
