// What a program notes of itself, in one folder: its log, what died, and that it runs.
import type { Disposable } from '#shared/lifecycle.ts'
import { type Death, Deaths } from './deaths.ts'
import { type Dump, dumpsIn } from './dumps.ts'
import { RotatingLog } from './log.ts'
import { newestLines } from './log-lines.ts'
import { markRun, takeLostRuns } from './run-mark.ts'
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

export class Diary implements Disposable {
  readonly log: RotatingLog
  readonly deaths: Deaths
  readonly #options: DiaryOptions
  #mark: Disposable | null = null

  constructor(options: DiaryOptions) {
    const { folder, front, arePathsShown = false, echo } = options
    this.#options = options
    this.log = new RotatingLog({ folder, name: names[front] ?? front, arePathsShown, ...(echo && { echo }) })
    this.deaths = new Deaths(folder)
    this.deaths.onDeath.on(({ what, how }) => this.log.error(`died: ${what}: ${how}`))
  }

  /** The program begins: those before it that did not come to their end are noted. */
  async begin(): Promise<void> {
    const { folder, front, version } = this.#options
    this.log.info(`begins: ${front}, version ${version}, process ${process.pid}`)
    if (folder === null) return
    // Before its own mark, which may have the name of one of them: numbers of processes come again.
    const lost = await takeLostRuns(folder)
    this.#mark = markRun(folder, front, version)
    for (const run of lost)
      this.deaths.note(
        'main',
        `${run.front}, version ${run.version}, begun ${new Date(run.startedUnixMs).toISOString()}, did not come to its end`,
        run.lastSeenUnixMs,
      )
  }

  facts(): DiaryFacts {
    const { folder, dumps } = this.#options
    return {
      deaths: this.deaths.known,
      dumps: dumps === undefined ? [] : dumpsIn(dumps).map(({ bytes, atUnixMs }) => ({ bytes, atUnixMs })),
      lines: newestLines(folder, shownLines, this.log.lines).map((line) => withoutPaths(line)),
      problem: this.log.problem,
    }
  }

  /** The program has come to its end. */
  dispose(): void {
    this.log.info('ended')
    this.#mark?.dispose()
    this.#mark = null
  }
}
