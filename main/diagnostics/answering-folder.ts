// The folder of the log, unless its disk does not answer: a dead home must not hold a start up.
import { realClock } from '#main/runtime/clock.ts'
import { driveOf } from '#main/runtime/drive/drives.ts'
import { files } from '#main/runtime/drive/files.ts'
import { unlessSilent } from '#main/runtime/drive/silence.ts'
import { say } from '#shared/errors.ts'
import { inWords } from '#shared/sentence.ts'

/** So long a start waits for it, ms. */
const patienceMs = 3000

/** @param warn hears why nothing is written there. @returns null: the log is kept in memory */
export async function answeringFolder(folder: string, warn: (sentence: string) => void): Promise<string | null> {
  try {
    await unlessSilent(realClock, driveOf(folder), files.exists(folder), patienceMs)
    return folder
  } catch {
    warn(inWords(say`The disk of ${folder} has not answered for ${patienceMs / 1e3} s: the log is kept in memory.`))
    return null
  }
}
