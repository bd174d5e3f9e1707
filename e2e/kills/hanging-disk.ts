// A disk that hangs when it is told to, and answers again: see hanging-disk.cjs.
import { execFileSync } from 'node:child_process'
import { closeSync, constants, existsSync, mkdirSync, openSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The module that a program has to load before its own. */
export const hangingDiskModule = fileURLToPath(new URL('hanging-disk.cjs', import.meta.url))

export class HangingDisk {
  readonly folder: string
  readonly #pipe: string

  /** @param folder absolute; it is made */
  constructor(folder: string) {
    this.folder = folder
    this.#pipe = `${folder}.hangs`
    mkdirSync(folder, { recursive: true })
  }

  /** A program that is started with these words before its own, and this environment, has the disk. */
  readonly first: readonly string[] = ['-r', hangingDiskModule]

  get env(): Readonly<Record<string, string>> {
    return { BLOCKSCOPE_HANGING: this.folder }
  }

  /** From now on calls hang. */
  hang(): void {
    execFileSync('mkfifo', [this.#pipe])
  }

  /** Whether a call hangs now; it is answered, and so are all others that do. */
  letGo(): boolean {
    try {
      closeSync(openSync(this.#pipe, constants.O_WRONLY | constants.O_NONBLOCK))
      return true
    } catch {
      return false
    }
  }

  /** Calls no longer hang. Those that do are answered. */
  answer(): void {
    if (!existsSync(this.#pipe)) return
    // As long as this end is open, to open the pipe takes no time: it stays so, for who has found its name and not opened it yet.
    openSync(this.#pipe, constants.O_RDWR)
    rmSync(this.#pipe)
  }
}
