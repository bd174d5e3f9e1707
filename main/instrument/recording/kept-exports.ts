// Exports of what is in memory already, one at a time. The blocks are held, not copied, and handed to a recorder as fast as the
// file takes them. The file gets its name when it is whole: of one that fails, or is cancelled, nothing is left.
import { behindProbe, displayedFormat, fileError, Recorder, type StreamFormat } from '#main/capture/index.ts'
import { type Capture, exportedFile, type OpenExport, openExport } from '#main/export/index.ts'
import { silentSeconds, unlessSilent } from '#main/runtime/drive/silence.ts'
import type { ExportPart, KeptExportState } from '#shared/contract/topics/memory/exports.ts'
import type { RecordingState } from '#shared/contract/topics/recording.ts'
import { asErrnoError, type ErrnoError, fail, say } from '#shared/errors.ts'
import { type ExportSettings, type ExportWish, exportKinds } from '#shared/kinds/exports.ts'
import { type Disposable, Emitter, type Event } from '#shared/lifecycle.ts'
import { checkDistinct } from './exports.ts'
import { openInFolder, requireFile } from './file-names.ts'
import { openedInTime } from './in-time.ts'
import { type KeptPart, openPart } from './kept-parts.ts'
import type { RecordingsOptions } from './request.ts'

export interface KeptExportRequest {
  readonly part: ExportPart
  readonly settings: ExportSettings
  /** Any path: only who started the program gives one. Default: a file in the folder of recordings. */
  readonly file?: string
  readonly name: string | null
  readonly overwrite: boolean
}

/** How far it is is told this often, ms. */
const tellMs = 150
/** A disk that does not answer is looked at this often, ms. */
const silenceLookMs = 500

interface Job {
  readonly request: KeptExportRequest
  readonly part: KeptPart
  readonly made: OpenExport
  readonly recorder: Recorder
  isCancelled: boolean
  /** Resolves when it is. */
  readonly cancelled: Promise<void>
  cancel(): void
  problem: ErrnoError | null
  state: KeptExportState['state']
}

export class KeptExports {
  readonly #options: RecordingsOptions
  readonly #onChange = new Emitter<KeptExportState>()
  readonly #made = new Set<string>()
  #job: Job | null = null
  #isOpening = false
  #ended: Promise<void> = Promise.resolve()
  #toldMs = 0

  constructor(options: RecordingsOptions) {
    this.#options = options
  }

  /** It got on, or ended. */
  get onChange(): Event<KeptExportState> {
    return this.#onChange
  }

  /** The present one, or the last one; null: there was none. */
  get state(): KeptExportState | null {
    return this.#job === null ? null : stateOf(this.#job)
  }

  /** What is still to be written. */
  get underWay(): readonly RecordingState[] {
    const job = this.#job
    if (job === null || job.state !== 'writing') return []
    const { scans, format } = job.part
    const { state } = job.recorder
    const waitingBytes = Math.max(0, scans - state.scans) * format.bytesPerScan
    return [{ ...state, state: 'writing', bytes: job.made.bytes(), waitingBytes }]
  }

  hasMade(file: string): boolean {
    return this.#made.has(file)
  }

  /**
   * Finds out whether these can be written as exports of segments of so many scans, when there are some; nothing is left of it.
   * @throws as {@link start}, but ENODATA; EINVAL it is no file
   */
  async rehearse(wishes: readonly ExportWish[], overwrite: boolean, segmentScans: number): Promise<void> {
    checkDistinct(wishes)
    const { name: deviceName } = this.#options.device()
    const format = displayedFormat({ ...(await this.#options.readFormat()), epoch: 0, startUnixMs: 0 })
    for (const { settings, file } of wishes) {
      await requireFile(exportedFile(settings, file))
      const capture = { deviceName, ...format, segmentScans }
      const made = await this.#openFile({ settings, part: { of: 'segments' } }, capture, null)(file, overwrite)
      await made.target.discard()
    }
  }

  /**
   * Begins one.
   * @throws EBUSY one is under way, or the file is played or written; ENODATA nothing of it is in memory; EEXIST; EINVAL the name is
   *   none, or the format does not take these samples; ENOSPC; and the file system's errors by name
   */
  async start(request: KeptExportRequest): Promise<KeptExportState> {
    if (this.#isOpening || this.#job?.state === 'writing')
      fail('EBUSY', say`An export is under way; cancel it, or wait for its end.`)
    this.#isOpening = true
    try {
      const { clock, memory } = this.#options
      const part = await openPart(request.part, memory(), clock)
      try {
        const job = await openedInTime(clock, () => this.#open(request, part), takenAway)
        this.#job = job
        this.#ended = this.#write(job)
        return stateOf(job)
      } catch (thrown) {
        part.release()
        throw thrown
      }
    } finally {
      this.#isOpening = false
    }
  }

  /** Ends the one that is under way; nothing is left of it. Harmless when there is none. */
  async cancel(): Promise<void> {
    this.#job?.cancel()
    await this.#ended
  }

  /** Resolves when none is under way. */
  settle(): Promise<void> {
    return this.#ended
  }

  async #open(request: KeptExportRequest, part: KeptPart): Promise<Job> {
    const { clock, folder, bytesOf } = this.#options
    const { settings, name, overwrite, file } = request
    const { id: device, name: deviceName } = this.#options.device()
    const set = await this.#options.readFormat()
    const channels = part.format.channels.map((one) => behindProbe(one, set.channels))
    const format = { ...part.format, channels }
    const { ending } = exportKinds[settings.kind]
    const open = this.#openFile(request, captureOf(deviceName, format, part), part.scans)
    const made =
      file === undefined
        ? await openInFolder(folder, clock, { name, ending, overwrite }, open)
        : await open(file, overwrite)
    const recorder = await Recorder.open({
      ...{ target: made.target, device, deviceName, format, clock, seconds: null },
      scans: part.scans,
      bytesOf: part.bytesOf ?? bytesOf,
    })
    let cancel: () => void = () => undefined
    const cancelled = new Promise<void>((resolve) => {
      cancel = resolve
    })
    const job: Job = {
      ...{ request, part, made, recorder, isCancelled: false, cancelled, problem: null, state: 'writing' },
      cancel() {
        job.isCancelled = true
        cancel()
      },
    }
    return job
  }

  /** @param wantedScans null: not known */
  #openFile(
    { settings, part }: Pick<KeptExportRequest, 'settings' | 'part'>,
    capture: Capture,
    wantedScans: number | null,
  ): (file: string, overwrite: boolean) => Promise<OpenExport> {
    const played = this.#options.played()
    const nobody = { signal: null, onWait: () => undefined }
    return (file, overwrite) =>
      openExport({
        ...nobody,
        settings,
        file,
        overwrite,
        capture,
        wantedScans,
        part: part.of,
        isNamedLast: true,
        played,
      })
  }

  async #write(job: Job): Promise<void> {
    const { part, recorder, made } = job
    const { clock } = this.#options
    const { target } = made
    const telling = this.#tellSilence(job)
    try {
      await this.#feed(job)
      await recorder.finish(job.problem)
      const isGone = job.isCancelled || recorder.problem !== null
      await unlessSilent(clock, target.drive, isGone ? target.discard() : (target.publish?.() ?? Promise.resolve()))
      if (!isGone) this.#made.add(target.name)
    } catch (thrown) {
      job.problem ??= fileError(thrown, target.name)
    } finally {
      part.release()
      telling.dispose()
    }
    const isFailed = job.problem !== null || (!job.isCancelled && recorder.problem !== null)
    job.state = isFailed ? 'failed' : job.isCancelled ? 'cancelled' : 'finished'
    this.#onChange.fire(stateOf(job))
  }

  /** All blocks, a few at a time: the next when the file has those before. */
  async #feed(job: Job): Promise<void> {
    const { part, recorder } = job
    recorder.onFormat(part.format)
    while (!job.isCancelled && recorder.problem === null) {
      try {
        const blocks = await part.next()
        if (blocks.length === 0) return
        for (const block of blocks) {
          if (block.trigger !== undefined) recorder.onTriggered(block.trigger)
          recorder.onBlocks([block])
          block.release()
        }
      } catch (thrown) {
        job.problem = asErrnoError(thrown)
        return
      }
      await Promise.race([recorder.drained(), job.cancelled])
      this.#tell(job)
    }
  }

  /** A disk that does not answer brings no progress to tell of: for how long is told until this is disposed. */
  #tellSilence(job: Job): Disposable {
    const { clock } = this.#options
    let timer: Disposable
    const again = (): void => {
      timer = clock.timer(silenceLookMs, () => {
        if (silentSeconds(job.made.target.drive, clock) > 0) this.#tell(job)
        again()
      })
    }
    again()
    return { dispose: () => timer.dispose() }
  }

  #tell(job: Job): void {
    const nowMs = this.#options.clock.nowMs()
    if (nowMs - this.#toldMs < tellMs) return
    this.#toldMs = nowMs
    this.#onChange.fire(stateOf(job))
  }
}

/** Of one that began too late nothing is left. */
async function takenAway({ part, recorder, made }: Job): Promise<void> {
  await recorder.finish()
  await made.target.discard()
  part.release()
}

const captureOf = (deviceName: string, format: StreamFormat, { segmentScans }: KeptPart): Capture => ({
  ...{ deviceName, ...format },
  ...(segmentScans !== null && { segmentScans }),
})

function stateOf({ request, part, made, recorder, problem, state }: Job): KeptExportState {
  const { scans: ended, bytes, silentSeconds } = recorder.state
  // Those that are in the file, not those that are on their way.
  const scans = state === 'writing' ? Math.floor(bytes / part.format.bytesPerScan) : ended
  const why = state === 'failed' ? (problem ?? recorder.problem) : null
  return {
    ...{ file: made.target.name, format: request.settings.kind, part: request.part.of, state },
    ...{ scans, wanted: part.scans, bytes: made.bytes() },
    ...{ gaps: recorder.gapCount, carriesGaps: made.carriesGaps },
    ...{ goneBefore: part.goneBefore, notYet: part.notYet },
    problem: why === null ? null : `${why.message} (${why.errno})`,
    ...(why !== null && { problemErrno: why.errno }),
    ...(silentSeconds !== undefined && { silentSeconds }),
  }
}
