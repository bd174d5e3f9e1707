// Crash dumps: kept on this machine, the newest few of them.
import { readdirSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'

/** Dumps that are kept. One is about 1 MB. */
export const keptDumps = 8

export interface Dump {
  readonly file: string
  readonly bytes: number
  readonly atUnixMs: number
}

/** Dumps below a folder, newest first. Crashpad has folders of its own for new ones and for those it has looked at. */
export function dumpsIn(folder: string): readonly Dump[] {
  try {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.dmp'))
    const dumps = names.flatMap((name): Dump[] => {
      const file = path.join(folder, name)
      const found = statSync(file, { throwIfNoEntry: false })
      return found?.isFile() ? [{ file, bytes: found.size, atUnixMs: Math.round(found.mtimeMs) }] : []
    })
    return dumps.sort((one, other) => other.atUnixMs - one.atUnixMs)
  } catch {
    // None was ever made.
    return []
  }
}

/** Removes all but the newest. Never throws. */
export function pruneDumps(folder: string, most = keptDumps): void {
  for (const { file } of dumpsIn(folder).slice(most))
    for (const one of [file, file.replace(/\.dmp$/, '.meta')]) {
      try {
        rmSync(one, { force: true })
      } catch {
        // The next start tries again.
      }
    }
}
