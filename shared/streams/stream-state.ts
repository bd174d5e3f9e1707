// What is known of a stream that a channel converts: as the instrument tells its viewers, and in words.
import { formatBytes, formatSi } from '../units.ts'

/**
 * `connecting`: nobody gives anything yet; `flowing`: samples come; `held`: the writer waits, because nothing is captured, or
 * because it is faster; `stalled`: it is there and gives nothing; `waiting`: it has ended, and another one may come; `ended`: it
 * has ended, and none will come.
 */
export type StreamPhase = 'connecting' | 'flowing' | 'held' | 'stalled' | 'waiting' | 'ended'

export interface StreamState {
  /** Without options: `pipe:-`. */
  readonly address: string
  /** How the samples lie: `s16, 2 channels`. */
  readonly form: string
  readonly phase: StreamPhase
  /** What was said last of a writer that ended otherwise than by itself, or cannot be reached; null: nothing. */
  readonly cause: string | null
  /** The rate that the writer is said to have, Hz; null: it was not said. */
  readonly rateHz: number | null
  /** That were taken from writers. */
  readonly bytes: number
  /** Whole scans among them. */
  readonly scans: number
  /** How many writers there have been. */
  readonly writers: number
  /** Bytes that were no whole scan when a writer ended, and are left out. */
  readonly leftOverBytes: number
  /** Samples beyond the range, and values that are no numbers and are converted as 0. */
  readonly clipped: number
  readonly invalid: number
  /** It has ended for good, and all that came was converted. */
  readonly isDrained: boolean
}

/** A file that is replayed again and again: each round is a writer. */
const isLoop = (address: string): boolean => address.startsWith('loop:')

const phases: Readonly<Record<StreamPhase, string>> = {
  connecting: 'no writer yet',
  flowing: 'samples come',
  held: 'the writer waits for the capture',
  stalled: 'the writer gives nothing; the capture waits',
  waiting: 'the writer has ended; the capture waits for the next one',
  ended: 'the writer has ended',
}

export interface StreamFact {
  readonly name: string
  readonly text: string
}

/** What is known of it, one line each. */
export function streamFacts(state: StreamState): readonly StreamFact[] {
  const { address, form, phase, cause, rateHz, bytes, scans, writers, leftOverBytes, clipped, invalid } = state
  const facts = [
    { name: 'Stream', text: `${address}, ${form}` },
    { name: 'State', text: phases[phase] },
    {
      name: 'Taken',
      text: `${formatBytes(bytes)} in ${scans} scans${writers > 1 ? `, ${isLoop(address) ? `in ${writers} rounds` : `from ${writers} writers`}` : ''}`,
    },
  ]
  if (rateHz !== null) facts.push({ name: 'Own rate', text: formatSi(rateHz, 'S/s', 4) })
  if (leftOverBytes > 0) facts.push({ name: 'Left out', text: `${leftOverBytes} bytes that were no whole scan` })
  if (clipped > 0) facts.push({ name: 'Clipped', text: `${clipped} samples` })
  if (invalid > 0) facts.push({ name: 'No numbers', text: `${invalid} samples, converted as 0` })
  if (cause !== null) facts.push({ name: 'Cause', text: cause })
  return facts
}

/** One line: `pipe:-, s16: samples come; taken 12 MB in 6000000 scans`. */
export function streamLine(state: StreamState): string {
  const [stream, phase, ...others] = streamFacts(state)
  const rest = others.map(({ name, text }) => `${name.toLowerCase()} ${text.replace(/\.$/, '')}`)
  return [`${stream?.text}: ${phase?.text}`, ...rest].join('; ')
}
