// Exports of the instrument: any number at once, each a recorder whose target encodes.
import path from 'node:path'
import { Recorder, type RowNews, type RunningRecorder } from '#main/capture/index.ts'
import { exportedFile, type OpenExport, openExport } from '#main/export/index.ts'
import type { RecordingState } from '#shared/contract/topics/recording.ts'
import { type ErrnoError, fail, say } from '#shared/errors.ts'
import { type ExportFormat, type ExportSettings, type ExportWish, exportKinds } from '#shared/kinds/exports.ts'
import { DisposableStore, Emitter, type Event } from '#shared/lifecycle.ts'
import { openedInTime } from './in-time.ts'
import { openRow, type RowRequest } from './open-row.ts'
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

export type ExportsRequest = Pick<
  RecordingRequest,
  'scans' | 'seconds' | 'overwrite' | 'rotation' | 'onWait' | 'signal'
> & {
  readonly wishes: readonly ExportWish[]
}

interface One {
  readonly settings: ExportSettings
  /** Null: it is a row of files, which knows its bytes. */
  readonly made: OpenExport | null
  readonly recorder: RunningRecorder
  discard(): Promise<void>
}

export class Exports {
  readonly #options: RecordingsOptions
  readonly #onEnd = new Emitter<ExportState>()
  readonly #onNews = new Emitter<RowNews>()
  #all: readonly One[] = []

  constructor(options: RecordingsOptions) {
    this.#options = options
  }

  /** In a row of files one began, or an old one was taken away. */
  get onNews(): Event<RowNews> {
    return this.#onNews
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
    const { clock, hub } = this.#options
    const { id: device, name: deviceName } = this.#options.device()
    const set = await this.#options.readFormat()
    const format = { ...((hub.isRunning ? hub.format : null) ?? set), channels: set.channels }
    const wantedScans = scans ?? (seconds === null ? null : Math.round(seconds * format.samplingFrequencyHz))
    checkDistinct(wishes)
    const stream = { device, deviceName, format }
    const { rotation = null, overwrite = false } = request
    if (rotation !== null && overwrite)
      fail('EINVAL', say`Files of a rotation never replace any; leave the overwriting out.`)
    this.#all = await openedInTime(
      clock,
      (onWait) => this.#open({ wishes, scans, seconds, ...request }, stream, wantedScans, onWait),
      takeAway,
    )
    for (const one of this.#all) {
      const taps = new DisposableStore()
      one.recorder.onEnd.on(() => {
        taps.dispose()
        this.#onEnd.fire(stateOf(one))
      })
      taps.add(addRecorder(hub, clock, one.recorder))
    }
  }

  /** All of them, or none. @param wantedScans null: not known */
  async #open(
    { wishes, scans, seconds = null, rotation = null, overwrite = false, ...request }: ExportsRequest,
    stream: Parameters<typeof openRow>[1],
    wantedScans: number | null,
    onWait: () => void,
  ): Promise<readonly One[]> {
    const { clock, bytesOf } = this.#options
    const mostWaitingBytes = (): number => this.#options.mostWaitingBytes() / wishes.length
    const { deviceName, format } = stream
    const opened: (OpenExport | null)[] = []
    const all: One[] = []
    try {
      for (const { settings, file } of wishes)
        opened.push(
          rotation !== null
            ? null
            : await openExport({
                settings,
                file,
                capture: { deviceName, ...format },
                wantedScans,
                overwrite,
                played: this.#options.played(),
                signal: request.signal ?? null,
                onWait: () => {
                  onWait()
                  request.onWait?.()
                },
              }),
        )
      for (const [k, made] of opened.entries()) {
        const { settings, file } = wishes[k]!
        if (made === null) all.push(await this.#row({ file, settings, rotation: rotation!, scans, seconds }, stream))
        else {
          const { target } = made
          const recorder = await Recorder.open({ target, scans, seconds, ...stream, clock, bytesOf, mostWaitingBytes })
          all.push({ settings, made, recorder, discard: () => target.discard() })
        }
      }
    } catch (thrown) {
      await takeAway(all)
      // The one that failed has taken itself away; that does no harm twice.
      for (const made of opened.slice(all.length)) await made?.target.discard().catch(() => undefined)
      throw thrown
    }
    return all
  }

  async #row(request: RowRequest, stream: Parameters<typeof openRow>[1]): Promise<One> {
    const recorder = await openRow(request, stream, this.#options)
    recorder.onNews.on((news) => this.#onNews.fire(news))
    return { settings: request.settings, made: null, recorder, discard: () => recorder.discard() }
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
  for (const one of all) {
    await one.recorder.finish()
    await one.discard().catch(() => undefined)
  }
}

function stateOf({ settings: { kind: format }, made, recorder }: One): ExportState {
  const { state, gapCount: gaps } = recorder
  const { scans, wanted, problem } = state
  return {
    ...state,
    bytes: made?.bytes() ?? state.bytes,
    format,
    complete: state.state === 'finished' && problem === null && (wanted === null || scans === wanted),
    gaps,
    carriesGaps: exportKinds[format].carriesGaps,
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
