// The disk of what is noted: it may cease to answer, at the start or later, and nothing waits for it then.
import { realClock } from '#main/runtime/clock.ts'
import { startPatienceMs } from '#main/runtime/drive/answering.ts'
import { driveOf } from '#main/runtime/drive/drives.ts'
import { unlessSilent } from '#main/runtime/drive/silence.ts'
import { say } from '#shared/errors.ts'
import { inWords } from '#shared/sentence.ts'

/** As `work`, but waits for the disk of `file` no longer than a start does. @throws ETIMEDOUT it is silent; `work` may go on */
export const inTime = <T>(file: string, work: Promise<T>): Promise<T> =>
  unlessSilent(realClock, driveOf(file), work, startPatienceMs)

/** The name of what the file system, or this program, has thrown. */
export function codeOf(thrown: unknown): string {
  const { code, errno } = thrown as { readonly code?: unknown; readonly errno?: unknown }
  return String(code ?? errno ?? 'unknown')
}

export const isSilence = (thrown: unknown): boolean => codeOf(thrown) === 'ETIMEDOUT'

export const silenceOf = (folder: string): string =>
  inWords(say`The disk of ${folder} has not answered for ${startPatienceMs / 1e3} s: the log is kept in memory.`)
