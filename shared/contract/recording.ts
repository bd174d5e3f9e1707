// Questions about a recording that every side asks.
import { formatBytes, formatSi } from '../units.ts'
import type { RecordingState } from './instrument.ts'

/** Whether it takes samples, or writes what it has taken: it is not over yet. */
export function isUnderWay(recording: RecordingState | null | undefined): recording is RecordingState {
  return recording?.state === 'recording' || recording?.state === 'writing'
}

/**
 * The newest of what is known of the recording: figures come four times a second, states when something begins or ends.
 * @param told by the last state
 * @param measured by the last figures
 */
export function newestOf(told: RecordingState | null, measured: RecordingState | null): RecordingState | null {
  const isSame = told !== null && measured !== null && isUnderWay(told) && measured.file === told.file
  return isSame && measured.scans + measured.bytes > told.scans + told.bytes ? measured : told
}

/** Minutes and seconds, `2:05`; hours before them when there are some. */
export function elapsed(seconds: number): string {
  const whole = Math.floor(seconds)
  const two = (value: number): string => String(value).padStart(2, '0')
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60]
  return `${hours > 0 ? `${hours}:${two(minutes)}` : minutes}:${two(whole % 60)}`
}

/** Of a time below this its parts of a second matter. */
const shortSeconds = 10

/** What is in it, in a few words: `26.0 MSa, 0 lost, 52.0 MB in 0:26`. One sample per scan, whatever the channels. */
export function contentOf({ scans, lostSamples, bytes, seconds }: RecordingState): string {
  const lost = lostSamples === 0 ? '0 lost' : `${formatSi(lostSamples, 'Sa')} lost`
  const time = seconds < shortSeconds ? formatSi(seconds, 's') : elapsed(seconds)
  return `${formatSi(scans, 'Sa')}, ${lost}, ${formatBytes(bytes)} in ${time}`
}
