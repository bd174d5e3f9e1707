// The blind-time meter: how much of the signal the trigger looked at, and what that means for a rare event.
import type { Stats } from '#shared/contract/topics/status.ts'
import { formatShare, wholeShare } from '../../kit/format/figures.ts'

export interface BlindTime {
  readonly text: string
  readonly tip: string
  readonly warn: boolean
}

/**
 * How long one has to wait, in seconds, to have seen an event with a given likelihood. Events come at random (Poisson), and
 * each is seen with the likelihood `share`.
 */
export function secondsToSee(eventsPerSecond: number, share: number, likelihood = 0.99): number {
  return -Math.log(1 - likelihood) / (eventsPerSecond * share)
}

function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return 'never'
  return seconds < 90 ? `${Number(seconds.toPrecision(2))} s` : `${Number((seconds / 60).toPrecision(2))} min`
}

/** @param stats null while nothing is captured */
export function blindTime(
  stats: Pick<Stats, 'examinedShare' | 'drawnShare' | 'skippedBlocks' | 'triggerWord'> | null,
): BlindTime {
  if (stats === null) return { text: '– % examined', tip: 'Share of samples the trigger examined', warn: false }
  if (stats.triggerWord === 'warming')
    return {
      text: '– % examined',
      tip: 'The capture has just begun, and the analysis has not caught up with it yet.',
      warn: false,
    }
  const share = stats.examinedShare
  const whole = share >= wholeShare
  // What was examined and not drawn begins a record, but is in no map of persistence.
  const drawn = Math.min(share, stats.drawnShare)
  const allDrawn = drawn >= wholeShare || !whole
  const seen = whole ? drawn : share
  const rare = `An event once per second is seen within ${duration(secondsToSee(1, seen))}, once per minute within ${duration(secondsToSee(1 / 60, seen))} (99 % sure).`
  const left = allDrawn ? '' : ` Persistence has ${formatShare(drawn)} of them: the machine is too slow to draw all.`
  const skipped =
    stats.skippedBlocks > 0
      ? ` ${stats.skippedBlocks} blocks were left out of analysis so far, never of recording.`
      : ''
  return {
    text: whole
      ? allDrawn
        ? '100 % examined'
        : `${formatShare(drawn)} drawn`
      : `${formatShare(share)} · ${formatShare(1 - share)} blind`,
    tip: `${whole ? 'The trigger examines every sample.' : 'Blind: samples the trigger did not examine.'}${left} ${rare}${skipped}`,
    warn: !whole || !allDrawn,
  }
}
