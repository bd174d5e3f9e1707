// The instant of a trigger, between two samples: where the signal meets the level on its way to the trigger's sample.
import { onCubic } from '#main/kernels/index.ts'
import type { BlockIndex } from '../stream/block-index.ts'
import type { TriggerLine } from './search/trigger-search.ts'

/** Where a trigger instant is interpolated: at one of the lines. */
export interface TriggerEdge {
  readonly lines: readonly TriggerLine[]
  /** Scans from the crossing to the event: the time that a dropout waits. */
  readonly behind: number
}

/**
 * Scans from the instant of the trigger at `sample` to that sample, as the codes in memory tell it.
 * @param line the one that is met; null: it is not known
 * @param near see {@link codesOf}
 */
export function interpolateEdge(
  codes: Int16Array,
  blocks: BlockIndex,
  channels: number,
  { lines, behind }: TriggerEdge,
  sample: number,
  line: number | null,
  near = -1,
): number {
  const lag = ({ channel, level }: TriggerLine): number =>
    lagOf(codesOf(codes, blocks, channel, channels, near), sample - behind, level)
  const met = line === null ? undefined : lines[line]
  // Only a level that the two samples enclose gives a lag.
  return met === undefined ? Math.max(...lines.map(lag)) : lag(met)
}

/** The code of a sample; null when it is not in memory. */
type CodeAt = (sample: number) => number | null

/**
 * Scans from the instant to the trigger's sample, 0..1: 0 when the two samples around it are not both there, or do not
 * enclose the level. The line through them, put right by the curve through four samples (Lagrange) where there are four.
 */
export function lagOf(code: CodeAt, sample: number, level: number): number {
  const before = code(sample - 1)
  const after = code(sample)
  if (before === null || after === null) return 0
  if (before === after) return 0
  const along = (level - before) / (after - before)
  if (!(along >= 0 && along <= 1)) return 0
  const first = code(sample - 2)
  const last = code(sample + 1)
  if (first === null || last === null) return 1 - along
  return 1 - onCubic(first, before, after, last, level, along)
}

/**
 * Codes of one channel in blocks.
 * @param near position of a block that may hold the samples: it is looked at first
 */
export function codesOf(codes: Int16Array, blocks: BlockIndex, channel: number, channels: number, near = -1): CodeAt {
  return (sample) => {
    const position = blocks.holds(near, sample, sample + 1) ? near : blocks.find(sample)
    if (!blocks.holds(position, sample, sample + 1)) return null
    const scan = sample - blocks.firstSample(position)
    return codes[blocks.address(position) / 2 + scan * channels + channel]!
  }
}
