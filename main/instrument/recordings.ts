// Recordings of the instrument: one at a time, into a file named by the caller or by the clock.
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { type CaptureHub, Recorder, type RecorderOptions } from '#main/capture/index.ts'
import type { RecordingState } from '#shared/contract/instrument.ts'
import { fail } from '#shared/errors.ts'
import { type Disposable, Emitter, type Event } from '#shared/lifecycle.ts'

export interface RecordingsOptions extends Omit<RecorderOptions, 'file' | 'scans'> {
  readonly hub: CaptureHub
  /** Where recordings without a name go. */
  readonly folder: string
}

export class Recordings {
  readonly #options: RecordingsOptions
  readonly #onEnd = new Emitter<RecordingState>()
  #recorder: Recorder | null = null
  #tap: Disposable | null = null
  #last: RecordingState | null = null
  #opening = false

  constructor(options: RecordingsOptions) {
    this.#options = options
  }

  /** A recording finished or failed. */
  get onEnd(): Event<RecordingState> {
    return this.#onEnd
  }

  get isActive(): boolean {
    return this.#recorder !== null
  }

  /** The present recording, or the last one; null when there was none. */
  get state(): RecordingState | null {
    return this.#recorder?.state ?? this.#last
  }

  /**
   * Records from the next block on. `file` null: a new file in the recordings folder.
   * @throws EBUSY one is under way; EINVAL scans; the file system's error by name.
   */
  async start(file: string | null, scans: number | null): Promise<RecordingState> {
    if (this.#recorder !== null || this.#opening) fail('EBUSY', 'a recording is under way; stop it first')
    if (scans !== null && (!Number.isSafeInteger(scans) || scans < 1))
      fail('EINVAL', `a recording takes a whole number of scans above zero, not ${scans}`)
    this.#opening = true
    try {
      if (file === null) await mkdir(this.#options.folder, { recursive: true })
      const { hub, folder: _, ...options } = this.#options
      const recorder = await Recorder.open({ ...options, file: file ?? this.#newName(), scans })
      recorder.onEnd.on((state) => this.#ended(state))
      this.#recorder = recorder
      this.#tap = hub.addTap(recorder)
      return recorder.state
    } finally {
      this.#opening = false
    }
  }

  /** Ends the recording when all that was taken is written. @throws EINVAL when none is under way. */
  async stop(): Promise<RecordingState> {
    if (this.#recorder === null) fail('EINVAL', 'no recording is under way')
    return this.#recorder.finish()
  }

  #ended(state: RecordingState): void {
    this.#tap?.dispose()
    this.#tap = null
    this.#recorder = null
    this.#last = state
    this.#onEnd.fire(state)
  }

  #newName(): string {
    const stamp = new Date(this.#options.clock.unixMs()).toISOString().replace(/[:.]/g, '-')
    return path.join(this.#options.folder, `blockscope-${stamp}.raw`)
  }
}
