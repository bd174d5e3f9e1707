// What the panel says of a file: how far it is read, and whether its own sample rate is one of the converter's.
import type { InstrumentState } from '#shared/contract/topics.ts'
import type { FileLoad, LoadPhase, PlayedFile } from '#shared/files/played-file.ts'
import { formatBytes } from '#shared/units.ts'

const phases: Readonly<Record<LoadPhase, string>> = {
  waiting: 'Waiting for another file',
  looking: 'Looking into it',
  counting: 'Counting samples',
  reading: 'Reading',
}

/** How far the present phase is, 0..1. */
export function shareOf({ doneBytes, totalBytes }: FileLoad): number {
  return totalBytes > 0 ? Math.min(1, doneBytes / totalBytes) : 0
}

/** `Reading 45 % of 190 MiB`. */
export function loadText(load: FileLoad): string {
  const share = load.totalBytes > 0 ? ` ${Math.floor(shareOf(load) * 100)} % of ${formatBytes(load.totalBytes)}` : ''
  return `${phases[load.phase]}${share}`
}

export interface OwnRate {
  readonly hertz: number
  /** It is one of the converter's rates. */
  readonly canUse: boolean
}

/** The file's own rate, where it is not the converter's already; the converter has whole hertz within its range. */
export function ownRate(file: PlayedFile | null, state: InstrumentState | null): OwnRate | null {
  if (file?.rateHz === null || file === null || state === null) return null
  const hertz = Math.round(file.rateHz)
  if (hertz === state.samplingFrequencyHz) return null
  const least = Math.min(...state.samplingFrequenciesHz)
  const most = Math.max(...state.samplingFrequenciesHz)
  const canUse = hertz >= least && hertz <= most
  return { hertz: canUse ? hertz : file.rateHz, canUse }
}
