// The segments of a headless run in files: what cannot be is refused before the capture, and they are written after it.
import type { RunCommand } from '#main/cli/index.ts'
import type { Instrument } from '#main/instrument/index.ts'
import type { KeptExportState } from '#shared/contract/topics/memory/exports.ts'
import type { SegmentFigures } from '#shared/contract/topics/memory/segments.ts'
import { toWireError } from '#shared/errors.ts'
import type { ExportFormat } from '#shared/kinds/exports.ts'

/** Of a file that `--export-segments` asks for. */
export interface SegmentExport extends Pick<KeptExportState, 'scans' | 'bytes' | 'problem'> {
  readonly file: string
  readonly format: ExportFormat
  /** Segments in it. */
  readonly segments: number
  /** It has as many as were to be kept. */
  readonly complete: boolean
}

type Wishes = Pick<RunCommand, 'segmentExports' | 'overwrite'>

/** @throws as {@link KeptExports.rehearse}; nothing is left then */
export async function rehearseSegmentExports({ parts }: Instrument, command: Wishes): Promise<void> {
  const { segmentExports, overwrite } = command
  if (segmentExports.length === 0) return
  await parts.recordings.kept.rehearse(segmentExports, overwrite, parts.segments.settings.length)
}

/**
 * Writes all that were asked for, one after the other; one that fails does not keep the others.
 * @param figures what was kept
 * @param complain hears why one is not there, or lacks segments
 */
export async function writeSegmentExports(
  { parts }: Instrument,
  { segmentExports, overwrite }: Wishes,
  figures: SegmentFigures | null,
  complain: (line: string, isShort: boolean) => void,
): Promise<readonly SegmentExport[]> {
  const { kept: exports } = parts.recordings
  const { kept = 0, wanted = 0 } = figures ?? {}
  const made: SegmentExport[] = []
  for (const { settings, file } of segmentExports) {
    const { kind: format } = settings
    const none = { file, format, segments: 0, scans: 0, bytes: 0, complete: false }
    if (kept === 0) {
      const problem = `No segments were kept, so ${file} was not written.`
      complain(problem, true)
      made.push({ ...none, problem })
      continue
    }
    try {
      await exports.start({ part: { of: 'segments' }, settings, file, name: null, overwrite })
      await exports.settle()
      const { state, file: name, scans, bytes, problem } = exports.state!
      if (state !== 'finished') {
        complain(`The export to ${name} failed: ${problem}`, false)
        made.push({ ...none, file: name, problem })
        continue
      }
      if (kept < wanted) complain(`${name} has ${kept} of the ${wanted} segments that were asked for.`, true)
      made.push({ file: name, format, segments: kept, scans, bytes, complete: kept === wanted, problem: null })
    } catch (thrown) {
      const { message, errno } = toWireError(thrown)
      const problem = `${message} (${errno})`
      complain(`The export to ${file} failed: ${problem}`, false)
      made.push({ ...none, problem })
    }
  }
  return made
}
