// The folder of the log, unless its disk does not answer: a dead home must not hold a start up.
import { isAnswering, startPatienceMs } from '#main/runtime/drive/answering.ts'
import { say } from '#shared/errors.ts'
import { inWords } from '#shared/sentence.ts'

/** @param warn hears why nothing is written there. @returns null: the log is kept in memory */
export async function answeringFolder(folder: string, warn: (sentence: string) => void): Promise<string | null> {
  if (await isAnswering(folder)) return folder
  warn(inWords(say`The disk of ${folder} has not answered for ${startPatienceMs / 1e3} s: the log is kept in memory.`))
  return null
}
