// The certificate of the capture: since when, how many samples, how many lost, all of the same stretch of time. Pure.

import type { Stats, StreamFigures, WarmUp } from '#shared/contract/topics/status.ts'
import type { InstrumentState } from '#shared/contract/topics.ts'
import { clockTime } from '#shared/time-words.ts'
import { formatSi } from '#shared/units.ts'
import { groupDigits } from '../../kit/format/figures.ts'

export interface Certificate {
  readonly text: string
  /** Scans since that time; NaN when nothing was captured. */
  readonly samples: number
  readonly lostSamples: number
  readonly led: 'ok' | 'warn' | 'bad' | ''
  readonly tone: 'good' | 'warn' | 'bad' | ''
  readonly tip: string
}

const nothing = { samples: Number.NaN, lostSamples: Number.NaN }

/** `3 gaps`, `1 gap`. */
export function countGaps(gaps: number): string {
  return gaps === 1 ? '1 gap' : `${groupDigits(gaps)} gaps`
}

/** What speaks against a certificate; null: nothing does. */
function troubleOf({ gaps, slippedMs }: StreamFigures): string | null {
  if (gaps > 0) return countGaps(gaps)
  return slippedMs > 0 ? `clock ${formatSi(slippedMs / 1e3, 's', 2)} behind` : null
}

/** `12 samples lost`, `12 samples lost and the clock 3 ms behind`. */
function lossOf({ lostSamples, slippedMs }: WarmUp): string {
  const parts = [
    ...(lostSamples > 0 ? [`${groupDigits(lostSamples)} samples lost`] : []),
    ...(slippedMs > 0 ? [`the clock ${formatSi(slippedMs / 1e3, 's', 2)} behind`] : []),
  ]
  return parts.join(' and ')
}

/** Since when is counted, and why. */
function countedSince(warmUp: WarmUp | null): string {
  if (warmUp?.isOver === false)
    return `The program has just begun, and its first seconds were too slow: ${lossOf(warmUp)}. The count begins anew after them. `
  if (warmUp !== null) return `Counted since the end of the program's warm-up (in it: ${lossOf(warmUp)}). `
  return 'Counted since the capture began anew, as it does with Run and with each change of rate or channels. '
}

/** What the figures of another machine's device are worth. */
const byClock =
  'The device is on another machine, which does not say what is missing: it is judged by its rate and the clock, from 50 ms on. '

function tipOf({ samples, lostSamples, stream, gapsByClock = false }: Stats): string {
  const { lastTroubleUnixMs, warmUp } = stream
  const last = lastTroubleUnixMs === null ? '' : `All is well since ${clockTime(lastTroubleUnixMs)}. `
  const total = `Since the program began: ${formatSi(samples, '', 5)} samples, ${groupDigits(lostSamples)} lost.`
  return `${countedSince(warmUp)}${gapsByClock ? byClock : ''}${last}${total}`
}

export function certificate(
  live: boolean,
  state: Pick<InstrumentState, 'acquisition'> | null,
  stats: Stats | null,
): Certificate {
  if (!live)
    return { ...nothing, text: 'not connected', led: 'bad', tone: 'bad', tip: 'The link to the instrument is lost.' }
  if (stats === null || stats.stream.sinceUnixMs === null)
    return { ...nothing, text: 'no capture yet', led: '', tone: '', tip: 'Nothing was captured yet.' }
  const { sinceUnixMs, samples, lostSamples } = stats.stream
  const trouble = troubleOf(stats.stream)
  const lost = trouble !== null
  const isWarming = stats.stream.warmUp?.isOver === false
  const since = `${isWarming ? 'warming up' : (trouble ?? (stats.gapsByClock === true ? 'no gap by the clock' : 'gap-free'))} since ${clockTime(sinceUnixMs)}`
  const counted = { samples, lostSamples, tip: tipOf(stats) }
  if (state?.acquisition === 'fault') return { ...counted, text: 'stopped by a fault', led: 'bad', tone: 'bad' }
  if (state?.acquisition === 'stopped')
    return { ...counted, text: `stopped · ${since}`, led: '', tone: lost ? 'warn' : '' }
  // What cannot be proven has no green light.
  const isProven = stats.gapsByClock !== true
  return {
    ...counted,
    text: since,
    led: lost ? 'warn' : isProven ? 'ok' : '',
    tone: lost ? 'warn' : isProven ? 'good' : '',
  }
}
