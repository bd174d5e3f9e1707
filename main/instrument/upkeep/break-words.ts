// What is said of a break in time, and of what it cost.
import type { TimeBreak } from '#main/runtime/pauses/time-breaks.ts'
import type { Problem } from '#shared/contract/topics/status.ts'
import { say } from '#shared/errors.ts'
import { inWords, plainSentence, type Sentence } from '#shared/sentence.ts'
import { clockTime, forHowLong } from '#shared/time-words.ts'
import { formatSi } from '#shared/units.ts'

/** What a capture that was running lacks. */
export interface Cost {
  /** Scans that were not converted. */
  readonly lostSamples: number
  /** By so much the clock of the samples fell behind, ms. */
  readonly behindMs: number
  /** The device does not count what is missing: it is seen when the next samples come. */
  readonly isOpen: boolean
  /** A recording is under way. */
  readonly isRecording: boolean
}

type Pause = Exclude<TimeBreak, { kind: 'clock' }>

function costWords({ lostSamples, behindMs, isOpen }: Cost): Sentence {
  if (lostSamples > 0) return say`${formatSi(lostSamples, 'Sa')} are missing.`
  if (behindMs > 0) return say`The clock of the samples fell behind by ${formatSi(behindMs / 1e3, 's')}.`
  return isOpen ? say`What is missing shows when the device gives samples again.` : say`No sample is missing.`
}

function pauseWords({ kind, ms, sinceUnixMs }: Pause, cost: Sentence | null): Sentence {
  const [time, at] = [forHowLong(ms / 1e3), clockTime(sinceUnixMs)]
  if (kind === 'sleep')
    return cost === null
      ? say`The machine slept for ${time} at ${at}.`
      : say`The machine slept for ${time} at ${at}: ${cost}`
  return cost === null
    ? say`The program was stopped, or got no time from the machine, for ${time} at ${at}.`
    : say`The program was stopped, or got no time from the machine, for ${time} at ${at}: ${cost}`
}

/** A line of trouble. */
function told(severity: Problem['severity'], sentence: Sentence, tip: string | null): Problem {
  return { severity, message: inWords(sentence), sentence: plainSentence(sentence), tip }
}

/** @param cost null: nothing was being captured */
export function pauseTold(pause: Pause, cost: Cost | null): Problem {
  if (cost === null) return told('info', pauseWords(pause, null), null)
  const isLossy = cost.lostSamples > 0 || cost.behindMs > 0 || cost.isOpen
  const tip = isLossy && cost.isRecording ? 'The recording goes on; its description says what it lacks.' : null
  return told(isLossy ? 'warning' : 'info', pauseWords(pause, costWords(cost)), tip)
}

export function clockTold({ byMs, atUnixMs }: Extract<TimeBreak, { kind: 'clock' }>): Problem {
  const [time, at] = [forHowLong(Math.abs(byMs) / 1e3), clockTime(atUnixMs)]
  const sentence =
    byMs > 0
      ? say`The clock of this machine was set forward by ${time}, to ${at}.`
      : say`The clock of this machine was set back by ${time}, to ${at}.`
  return told('warning', sentence, 'The capture does not depend on it; a recording keeps the time that it began with.')
}
