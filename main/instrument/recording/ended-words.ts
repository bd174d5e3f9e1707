// What is said of a recording, or an export, that ended.
import type { KeptExportState } from '#shared/contract/topics/memory/exports.ts'
import { contentOf, type RecordingState } from '#shared/contract/topics/recording.ts'
import { type Problem, problemOf } from '#shared/contract/topics/status.ts'
import { say } from '#shared/errors.ts'
import { exportKinds } from '#shared/kinds/exports.ts'
import { formatBytes, formatSi } from '#shared/units.ts'
import { homely } from './folder.ts'

/** Where the places of what is missing are listed, when the file itself cannot say them. */
const elsewhere = (format: keyof typeof exportKinds): string =>
  `${exportKinds[format].name} cannot say where samples are missing: the description beside it lists it.`

export function recordedWords(recording: RecordingState): Problem {
  const { file, problem, lostSamples, format = 'raw', row } = recording
  const files = row === undefined ? '' : `${row.files} files up to `
  const what = `${contentOf(recording)}: ${files}${homely(file)}`
  if (problem !== null) return { ...problemOf(say`The recording ended early: ${problem}`, what), recording: file }
  // Of raw samples the description is the other half.
  const tip = lostSamples > 0 && format !== 'raw' && !exportKinds[format].carriesGaps ? elsewhere(format) : null
  return { severity: 'info', message: `recorded ${what}`, tip, recording: file }
}

export function exportedWords(exported: KeptExportState): Problem {
  const { file, problem, problemErrno, state, scans, bytes, gaps, carriesGaps, format, goneBefore, notYet } = exported
  const place = homely(file)
  if (state === 'cancelled')
    return { severity: 'info', message: `The export to ${place} was cancelled; nothing is left of it.`, tip: null }
  if (problem !== null) {
    // Nobody can take away what is on a disk that does not answer.
    const rest = problemErrno === 'ETIMEDOUT' ? 'When the disk answers, look what is there.' : 'Nothing is left of it.'
    return problemOf(say`The export to ${place} failed: ${problem}`, rest)
  }
  const tips = [
    ...(goneBefore > 0 ? [`${formatSi(goneBefore, 'Sa')} at its begin were in memory no more.`] : []),
    ...(notYet > 0 ? [`${formatSi(notYet, 'Sa')} at its end were not in memory.`] : []),
    ...(gaps > 0 ? [`It has ${gaps} gaps.`] : []),
    ...(gaps > 0 && !carriesGaps ? [elsewhere(format)] : []),
  ]
  const severity = goneBefore + notYet > 0 || (gaps > 0 && !carriesGaps) ? 'warning' : 'info'
  const message = `exported ${formatSi(scans, 'Sa')}, ${formatBytes(bytes)}: ${place}`
  return { severity, message, tip: tips.length === 0 ? null : tips.join(' '), recording: file }
}
