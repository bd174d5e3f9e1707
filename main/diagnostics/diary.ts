// What a program notes of itself, in one folder: its log, what died, and that it runs.
import { Emitter, type Event } from '#shared/lifecycle.ts'
import { type Death, Deaths } from './deaths.ts'
import { type Dump, dumpsIn } from './dumps.ts'
import { RotatingLog } from './log.ts'
import { newestLines } from './log-lines.ts'
import { markRun, type RunMark, takeLostRuns } from './run-mark.ts'
import { codeOf, inTime, silenceOf } from './silent-disk.ts'
import { withoutPaths } from './without-paths.ts'

export interface DiaryOptions {
  /** Null: nothing is written. */
  readonly folder: string | null
  readonly front: string
  readonly version: string
  readonly arePathsShown?: boolean
  /** Hears warnings and errors as well. */
  readonly echo?: (line: string) => void
  /** Folder of crash dumps; default: there are none. */
  readonly dumps?: string
}

/** What of it goes into the diagnostics. Without paths, whatever the log has. */
export interface DiaryFacts {
  readonly deaths: readonly Death[]
  readonly dumps: readonly Omit<Dump, 'file'>[]
  readonly lines: readonly string[]
  /** Why the log is not written; null: it is. */
  readonly problem: string | null
}

/** Lines of the log in the diagnostics. */
const shownLines = 40

/** Names of log files: each front writes its own, so that none renames another one's. */
const names: Readonly<Record<string, string>> = { electron: 'blockscope' }

export class Diary {
  readonly log: RotatingLog
  readonly deaths: Deaths
  readonly #options: DiaryOptions
  readonly #onSilence = new Emitter<string>()
  #mark: RunMark | null = null
  #isClosed = false

  constructor(options: DiaryOptions) {
    const { folder, front, arePathsShown = false, echo } = options
    this.#options = options
    this.log = new RotatingLog({
      ...{ folder, name: names[front] ?? front, arePathsShown, ...(echo && { echo }) },
      onSilence: () => this.#onSilence.fire(silenceOf(folder ?? '')),
    })
    this.deaths = new Deaths(folder)
    this.deaths.onDeath.on(({ what, how }) => this.log.error(`died: ${what}: ${how}`))
  }

  /** Its disk has ceased to answer, in a sentence: nothing is written until it does. */
  get onSilence(): Event<string> {
    return this.#onSilence
  }

  /** The program begins: those before it that did not come to their end are noted. A disk that does not answer is not waited for. */
  async begin(): Promise<void> {
    const { folder, front, version } = this.#options
    this.log.info(`begins: ${front}, version ${version}, process ${process.pid}`)
    if (folder === null) return
    // The log says that the disk is silent; should it answer, what is to be noted is.
    await inTime(folder, this.#lookBack(folder)).catch(() => undefined)
  }

  async facts(): Promise<DiaryFacts> {
    const { folder } = this.#options
    const kept = { dumps: [], lines: await newestLines(null, shownLines, this.log.lines), problem: this.log.problem }
    const found =
      folder === null
        ? kept
        : await inTime(folder, this.#read(folder)).catch((thrown: unknown) => ({ ...kept, problem: codeOf(thrown) }))
    return { ...found, deaths: this.deaths.known, lines: found.lines.map((line) => withoutPaths(line)) }
  }

  /** The program has come to its end. Waits for a disk that does not answer: the watchdog of the end sees to that. */
  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    this.log.info('ended')
    await this.#mark?.remove()
    await this.deaths.settle()
    await this.log.settle()
  }

  async #lookBack(folder: string): Promise<void> {
    const { front, version } = this.#options
    await this.deaths.read()
    // Before its own mark, which may have the name of one of them: numbers of processes come again.
    const lost = await takeLostRuns(folder)
    const mark = await markRun(folder, front, version)
    if (this.#isClosed) await mark.remove()
    else this.#mark = mark
    for (const run of lost)
      this.deaths.note(
        'main',
        `${run.front}, version ${run.version}, begun ${new Date(run.startedUnixMs).toISOString()}, did not come to its end`,
        run.lastSeenUnixMs,
      )
  }

  async #read(folder: string): Promise<Omit<DiaryFacts, 'deaths'>> {
    await this.deaths.read()
    const { dumps } = this.#options
    const found = dumps === undefined ? [] : await dumpsIn(dumps)
    const lines = await newestLines(folder, shownLines, this.log.lines)
    return { dumps: found.map(({ bytes, atUnixMs }) => ({ bytes, atUnixMs })), lines, problem: this.log.problem }
  }
}
