// The recording of a headless run: how it begins, and whether what was asked for is there at the end.

import type { RunCommand } from '#main/cli/index.ts'
import type { RecordingRequest, Recordings } from '#main/instrument/index.ts'
import type { RecordingState } from '#shared/contract/topics/recording.ts'
import { type ErrnoName, errnoOf, toWireError } from '#shared/errors.ts'

/** What a user can mend by other words on the command line. */
const refusals: ReadonlySet<ErrnoName> = new Set(['EEXIST', 'EBUSY', 'EINVAL', 'EISDIR', 'EBADF'])

/** Whether a recording was refused, rather than failed. */
export function isRefusal(thrown: unknown): boolean {
  return refusals.has(errnoOf(thrown))
}

/** Why a recording did not begin, with what to do about it on a command line. */
export function refusalText(thrown: unknown): string {
  const { errno, message } = toWireError(thrown)
  const advice = errno === 'EEXIST' ? ' --overwrite replaces it, or choose another name.' : ''
  return `${message}${advice} (${errno})`
}

/** Begins to record as the command line says. @throws as {@link Recordings.start} */
export async function startRecording(
  recordings: Recordings,
  command: RunCommand,
  where: Pick<RecordingRequest, 'file' | 'signal' | 'onWait'>,
): Promise<void> {
  const { samples, forSeconds, overwrite } = command
  await recordings.start({ ...where, scans: samples, seconds: forSeconds, overwrite })
}

/** What is missing of what was asked for, in a sentence; null: nothing. A recording that failed has said so itself. */
export function verdictOn({ scans, wanted, lostSamples, problem }: RecordingState): string | null {
  if (problem !== null || wanted === null || scans >= wanted) return null
  const lost = lostSamples === 0 ? '' : `; ${lostSamples} were lost on the way`
  return `The recording has ${scans} of the ${wanted} scans that were asked for${lost}.`
}
