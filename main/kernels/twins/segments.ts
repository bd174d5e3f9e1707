// Segments in plain TypeScript: the scans around triggers, each with the instant at which the signal met its line.
import { lagAt } from './lag.ts'

export interface SegmentForm {
  readonly channels: number
  readonly scans: number
  readonly before: number
  readonly behind: number
  readonly lines: readonly { readonly channel: number; readonly level: number }[]
}

export interface KeptSegment {
  readonly trigger: number
  readonly lag: number
  readonly codes: Int16Array
}

export interface SegmentDistances {
  least: number
  most: number
  rearm: number
}

/** See Kernels.keepSegments: `src` holds the scans from `first` on. Appends to `kept`; returns how many. */
export function keepSegments(
  form: SegmentForm,
  src: Int16Array,
  first: number,
  triggers: readonly number[],
  lines: readonly number[],
  kept: KeptSegment[],
  distances: SegmentDistances,
): number {
  const { channels, scans, before, behind } = form
  const end = first + src.length / channels
  for (const [k, trigger] of triggers.entries()) {
    const from = trigger - before
    if (from < first || from + scans > end) return k
    const line = form.lines[lines[k]!]
    let lag = 0
    if (line !== undefined) {
      const met = trigger - behind
      if (met - 2 < first || met + 2 > end) return k
      lag = lagAt(src, (met - first) * channels + line.channel, channels, line.level)
    }
    const last = kept.at(-1)
    const codes = src.slice((from - first) * channels, (from - first + scans) * channels)
    kept.push({ trigger, lag, codes })
    if (last === undefined) continue
    const distance = trigger - last.trigger - (lag - last.lag)
    distances.least = Math.min(distances.least, distance)
    distances.most = Math.max(distances.most, distance)
    distances.rearm = Math.min(distances.rearm, trigger - last.trigger - (scans - before))
  }
  return triggers.length
}
