// The recording of a headless run: how it begins, and whether what was asked for is there at the end.

import { isStandardOutput, type RowNews } from '#main/capture/index.ts'
import type { RunCommand } from '#main/cli/index.ts'
import type { ExportState, Recordings } from '#main/instrument/index.ts'
import type { RecordingState } from '#shared/contract/topics/recording.ts'
import { type ErrnoName, errnoOf, toWireError } from '#shared/errors.ts'

/** What a user can mend by other words on the command line. */
const refusals: ReadonlySet<ErrnoName> = new Set(['EEXIST', 'EBUSY', 'EINVAL', 'EISDIR', 'EBADF'])
/** A path that cannot be. */
const unreachable: ReadonlySet<ErrnoName> = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP', 'EACCES', 'EROFS'])

/** Whether what the command line asks for was refused, rather than failed. */
export function isRefusal(
  thrown: unknown,
  { exports: wishes, segmentExports }: Pick<RunCommand, 'exports' | 'segmentExports'>,
): boolean {
  const name = errnoOf(thrown)
  return refusals.has(name) || (wishes.length + segmentExports.length > 0 && unreachable.has(name))
}

/** Why a recording did not begin, with what to do about it on a command line. */
export function refusalText(thrown: unknown): string {
  const { errno, message } = toWireError(thrown)
  const advice = errno === 'EEXIST' ? ' --overwrite replaces it, or choose another name.' : ''
  return `${message}${advice} (${errno})`
}

/** Begins to record and export as the command line says. @throws as {@link Recordings.start} */
export async function startRecording(
  recordings: Recordings,
  command: RunCommand,
  waiting: { readonly signal: AbortSignal; readonly onWait: (file: string) => void },
): Promise<void> {
  const { record, exports: wishes, samples: scans, forSeconds: seconds, overwrite, rotate: rotation } = command
  const { signal } = waiting
  const common = { scans, seconds, overwrite, rotation, signal }
  // Exports first: more of them can be refused, and then nothing is left of a recording.
  const names = wishes.map(({ file }) => file).join(', ')
  if (wishes.length > 0) await recordings.exports.start({ ...common, wishes, onWait: () => waiting.onWait(names) })
  if (record === null) return
  try {
    await recordings.start({ ...common, file: record, onWait: () => waiting.onWait(record) })
  } catch (thrown) {
    await recordings.exports.abandon()
    throw thrown
  }
}

/** Whether samples go to standard output, which then is no place for words. */
export function takesOutput({ record, exports: wishes, streams }: RunCommand): boolean {
  const files = [...wishes.map(({ file }) => file), ...streams.map(({ target }) => target)]
  return [...(record === null ? [] : [record]), ...files].some(isStandardOutput)
}

/** What happens in a row of files, in a sentence. */
export function rowLine({ what, file }: RowNews): string {
  return what === 'began' ? `${file} is begun.` : `${file} was removed: the files stay within what --rotate says.`
}

/** What is missing of what was asked for, in a sentence; null: nothing. A recording that failed has said so itself. */
export function verdictOn({ scans, wanted, lostSamples, problem }: RecordingState): string | null {
  if (problem !== null || wanted === null || scans >= wanted) return null
  const lost = lostSamples === 0 ? '' : `; ${lostSamples} were lost on the way`
  return `The recording has ${scans} of the ${wanted} scans that were asked for${lost}.`
}

/** What is to be said of an export that ended; none: all is well. */
export function exportVerdicts(one: ExportState): {
  readonly shortfall: string | null
  readonly warning: string | null
} {
  const { file, format, gaps, lostSamples, carriesGaps, scans, wanted, problem } = one
  const isShort = problem === null && wanted !== null && scans < wanted
  return {
    shortfall: isShort ? `${file} has ${scans} of the ${wanted} scans that were asked for.` : null,
    warning:
      gaps > 0 && !carriesGaps
        ? `${file} lacks ${lostSamples} samples in ${gaps} gaps, which ${format} cannot say: they are listed beside it.`
        : null,
  }
}
