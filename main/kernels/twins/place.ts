// Where waveforms begin, in plain TypeScript.
import { lagAt } from './lag.ts'

export interface PlaceForm {
  readonly channels: number
  /** Scans from the trigger that a waveform needs. */
  readonly from: number
  readonly until: number
  /** Scans from the trigger's instant to the first column. */
  readonly begin: number
  readonly behind: number
  readonly lines: readonly { readonly channel: number; readonly level: number }[]
}

/** See Kernels.placeFine: `src` holds the scans from `first` on. Returns (first scan, phase) pairs, one after the other. */
export function placeFine(
  { channels, from, until, begin, behind, lines }: PlaceForm,
  src: Int16Array,
  first: number,
  triggers: readonly number[],
  met: readonly number[],
): number[] {
  const end = first + src.length / channels
  const list: number[] = []
  for (const [k, trigger] of triggers.entries()) {
    if (trigger + from < first || trigger + until > end) break
    let lag = 0
    if (lines.length > 0) {
      const { channel, level } = lines[met[k]!]!
      const crossing = trigger - behind
      if (crossing - 2 < first || crossing + 2 > end) break
      lag = lagAt(src, (crossing - first) * channels + channel, channels, level)
    }
    const units = Math.round((trigger - lag + begin - first) * 65_536)
    list.push(Math.floor(units / 65_536), units % 65_536)
  }
  return list
}
