// Crash dumps: kept on this machine, the newest few of them.
import path from 'node:path'
import { files } from '#main/runtime/drive/files.ts'

/** Dumps that are kept. One is about 1 MB. */
export const keptDumps = 8

export interface Dump {
  readonly file: string
  readonly bytes: number
  readonly atUnixMs: number
}

/** Dumps below a folder, newest first. Crashpad has folders of its own for new ones and for those it has looked at. */
export async function dumpsIn(folder: string): Promise<readonly Dump[]> {
  // None may ever have been made.
  const names = await files.namesBelow(folder).catch(() => [])
  const dumps: Dump[] = []
  for (const name of names.filter((one) => one.endsWith('.dmp'))) {
    const file = path.join(folder, name)
    const found = await files.stat(file).catch(() => null)
    if (found?.isFile() === true) dumps.push({ file, bytes: found.size, atUnixMs: Math.round(found.mtimeMs) })
  }
  return dumps.sort((one, other) => other.atUnixMs - one.atUnixMs)
}

/** Removes all but the newest. Never throws. */
export async function pruneDumps(folder: string, most = keptDumps): Promise<void> {
  for (const { file } of (await dumpsIn(folder)).slice(most))
    for (const one of [file, file.replace(/\.dmp$/, '.meta')]) {
      // One that stays the next start tries again.
      await files.remove(one).catch(() => undefined)
    }
}
