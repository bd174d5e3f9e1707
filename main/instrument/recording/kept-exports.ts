// Exports of what is in memory already, one at a time. The blocks are held, not copied, and handed to a recorder as fast as the
// file takes them. The file gets its name when it is whole: of one that fails, or is cancelled, nothing is left.
import { behindProbe, fileError, Recorder, type StreamFormat } from '#main/capture/index.ts'
import { type Capture, type OpenExport, openExport } from '#main/export/index.ts'
import type { ExportPart, KeptExportState } from '#shared/contract/topics/memory/exports.ts'
import type { RecordingState } from '#shared/contract/topics/recording.ts'
import { asErrnoError, type ErrnoError, fail, say } from '#shared/errors.ts'
import { type ExportSettings, exportKinds } from '#shared/kinds/exports.ts'
import { Emitter, type Event } from '#shared/lifecycle.ts'
import { openInFolder } from './file-names.ts'
import { type KeptPart, openPart } from './kept-parts.ts'
import type { RecordingsOptions } from './request.ts'

export interface KeptExportRequest {
  readonly part: ExportPart
  readonly settings: ExportSettings
  readonly name: string | null
  readonly overwrite: boolean
}

/** How far it is is told this often, ms. */
const tellMs = 150

interface Job {
  readonly request: KeptExportRequest
  readonly part: KeptPart
  readonly made: OpenExport
  readonly recorder: Recorder
  isCancelled: boolean
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
   * Begins one, in the folder of recordings.
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
        const job = await this.#open(request, part)
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
    if (this.#job !== null) this.#job.isCancelled = true
    await this.#ended
  }

  /** Resolves when none is under way. */
  settle(): Promise<void> {
    return this.#ended
  }

  async #open(request: KeptExportRequest, part: KeptPart): Promise<Job> {
    const { clock, folder, bytesOf } = this.#options
    const { settings, name, overwrite } = request
    const { id: device, name: deviceName } = this.#options.device()
    const set = await this.#options.readFormat()
    const channels = part.format.channels.map((one) => behindProbe(one, set.channels))
    const format = { ...part.format, channels }
    const { ending } = exportKinds[settings.kind]
    const made = await openInFolder(folder, clock, { name, ending, overwrite }, (file, replaces) =>
      openExport({
        ...{ settings, file, overwrite: replaces, capture: captureOf(deviceName, format, part) },
        ...{ wantedScans: part.scans, part: request.part.of, isNamedLast: true },
        ...{ played: this.#options.played(), signal: null, onWait: () => undefined },
      }),
    )
    const recorder = await Recorder.open({
      ...{ target: made.target, device, deviceName, format, clock, seconds: null },
      scans: part.scans,
      bytesOf: part.bytesOf ?? bytesOf,
    })
    return { request, part, made, recorder, isCancelled: false, problem: null, state: 'writing' }
  }

  async #write(job: Job): Promise<void> {
    const { part, recorder, made } = job
    const { target } = made
    try {
      await this.#feed(job)
      await recorder.finish(job.problem)
      if (job.isCancelled || recorder.state.problem !== null) await target.discard()
      else {
        await target.publish?.()
        this.#made.add(target.name)
      }
    } catch (thrown) {
      job.problem ??= fileError(thrown, target.name)
    } finally {
      part.release()
    }
    const isFailed = job.problem !== null || recorder.state.problem !== null
    job.state = job.isCancelled ? 'cancelled' : isFailed ? 'failed' : 'finished'
    this.#onChange.fire(stateOf(job))
  }

  /** All blocks, a few at a time: the next when the file has those before. */
  async #feed(job: Job): Promise<void> {
    const { part, recorder } = job
    recorder.onFormat(part.format)
    while (!job.isCancelled && recorder.state.problem === null) {
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
      await recorder.drained()
      this.#tell(job)
    }
  }

  #tell(job: Job): void {
    const nowMs = this.#options.clock.nowMs()
    if (nowMs - this.#toldMs < tellMs) return
    this.#toldMs = nowMs
    this.#onChange.fire(stateOf(job))
  }
}

const captureOf = (deviceName: string, format: StreamFormat, { segmentScans }: KeptPart): Capture => ({
  ...{ deviceName, ...format },
  ...(segmentScans !== null && { segmentScans }),
})

function stateOf({ request, part, made, recorder, problem, state }: Job): KeptExportState {
  const { scans: ended, bytes, problem: told } = recorder.state
  // Those that are in the file, not those that are on their way.
  const scans = state === 'writing' ? Math.floor(bytes / part.format.bytesPerScan) : ended
  const why = problem === null ? told : `${problem.message} (${problem.errno})`
  return {
    ...{ file: made.target.name, format: request.settings.kind, part: request.part.of, state },
    ...{ scans, wanted: part.scans, bytes: made.bytes() },
    ...{ gaps: recorder.gapCount, carriesGaps: made.carriesGaps },
    ...{ goneBefore: part.goneBefore, notYet: part.notYet, problem: state === 'failed' ? why : null },
  }
}
