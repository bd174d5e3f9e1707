// Exports of the instrument: any number at once, each a recorder whose target encodes.
import path from 'node:path'
import { Recorder } from '#main/capture/index.ts'
import { exportedFile, type OpenExport, openExport } from '#main/export/index.ts'
import type { RecordingState } from '#shared/contract/topics/recording.ts'
import { type ErrnoError, fail, say } from '#shared/errors.ts'
import type { ExportFormat, ExportWish } from '#shared/kinds/exports.ts'
import { DisposableStore, Emitter, type Event } from '#shared/lifecycle.ts'
import type { RecordingRequest, RecordingsOptions } from './request.ts'
import { addRecorder } from './running.ts'

export interface ExportState extends RecordingState {
  readonly format: ExportFormat
  /** It ended in order, and has all that was asked for. */
  readonly complete: boolean
  readonly gaps: number
  /** Whether the file itself says where its gaps are; else only the description beside it does. */
  readonly carriesGaps: boolean
}

export type ExportsRequest = Pick<RecordingRequest, 'scans' | 'seconds' | 'overwrite' | 'onWait' | 'signal'> & {
  readonly wishes: readonly ExportWish[]
}

interface One {
  readonly format: ExportFormat
  readonly made: OpenExport
  readonly recorder: Recorder
}

export class Exports {
  readonly #options: RecordingsOptions
  readonly #onEnd = new Emitter<ExportState>()
  #all: readonly One[] = []

  constructor(options: RecordingsOptions) {
    this.#options = options
  }

  /** One of them finished or failed. */
  get onEnd(): Event<ExportState> {
    return this.#onEnd
  }

  get isActive(): boolean {
    return this.#all.some(({ recorder }) => recorder.state.state === 'recording' || recorder.state.state === 'writing')
  }

  /** Of those that run, or of the last ones. */
  get states(): readonly ExportState[] {
    return this.#all.map(stateOf)
  }

  /**
   * Exports from the next block on, all of them from the same scan.
   * @throws EBUSY exports are under way; EINVAL, EEXIST and the file system's errors by name for the first that cannot be.
   *   Then none of them begins
   */
  async start({ wishes, scans, seconds = null, ...request }: ExportsRequest): Promise<void> {
    if (this.isActive) fail('EBUSY', say`An export is under way; stop it first.`)
    const { clock, bytesOf, hub } = this.#options
    const { id: device, name: deviceName } = this.#options.device()
    const set = await this.#options.readFormat()
    const format = { ...((hub.isRunning ? hub.format : null) ?? set), channels: set.channels }
    const wantedScans = scans ?? (seconds === null ? null : Math.round(seconds * format.samplingFrequencyHz))
    checkDistinct(wishes)
    const opened: OpenExport[] = []
    const all: One[] = []
    try {
      for (const { settings, file } of wishes)
        opened.push(
          await openExport({
            settings,
            file,
            capture: { deviceName, ...format },
            wantedScans,
            overwrite: request.overwrite ?? false,
            played: this.#options.played(),
            signal: request.signal ?? null,
            onWait: request.onWait ?? (() => undefined),
          }),
        )
      for (const [k, made] of opened.entries()) {
        const { target } = made
        const recorder = await Recorder.open({ target, scans, seconds, device, deviceName, format, clock, bytesOf })
        all.push({ format: wishes[k]!.settings.kind, made, recorder })
      }
    } catch (thrown) {
      await takeAway(all)
      // The one that failed has taken itself away; that does no harm twice.
      for (const { target } of opened.slice(all.length)) await target.discard().catch(() => undefined)
      throw thrown
    }
    this.#all = all
    for (const one of all) {
      const taps = new DisposableStore()
      one.recorder.onEnd.on(() => {
        taps.dispose()
        this.#onEnd.fire(stateOf(one))
      })
      taps.add(addRecorder(hub, clock, one.recorder))
    }
  }

  /** Ends all that run, and takes the files away: for a start after which nothing was captured. */
  async abandon(): Promise<void> {
    await takeAway(this.#all)
    this.#all = []
  }

  /** Ends all that run, when what was sampled until now is written. @param problem why they end early */
  async stop(problem: ErrnoError | null): Promise<void> {
    await Promise.all(this.#all.map(({ recorder }) => recorder.finish(problem)))
  }
}

async function takeAway(all: readonly One[]): Promise<void> {
  for (const { recorder, made } of all) {
    await recorder.finish()
    await made.target.discard().catch(() => undefined)
  }
}

function stateOf({ format, made, recorder }: One): ExportState {
  const { state, gapCount: gaps } = recorder
  const { scans, wanted, problem } = state
  return {
    ...state,
    bytes: made.bytes(),
    format,
    complete: state.state === 'finished' && problem === null && (wanted === null || scans === wanted),
    gaps,
    carriesGaps: made.carriesGaps,
  }
}

/** @throws EINVAL two of them would go into one file */
export function checkDistinct(wishes: readonly ExportWish[]): void {
  const files = new Set<string>()
  for (const { settings, file } of wishes) {
    const name = path.resolve(exportedFile(settings, file))
    if (files.has(name)) fail('EINVAL', say`Two exports cannot go into ${file}.`)
    files.add(name)
  }
}
