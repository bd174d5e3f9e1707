// What a block is, and what the lanes show, in words. Pure.
import type { BlockLife, Lanes } from '#shared/contract/topics/lanes.ts'
import { formatSi } from '#shared/units.ts'
import { formatSetting, groupDigits } from '../../../kit/format/figures.ts'
import type { LaneWindow } from '../../../state/blocks/lane-window.ts'
import { fillStartMs } from './lane-builder.ts'

const streamDigits = 6

const milliseconds = (ms: number): string => formatSi(Math.max(0, ms) / 1000, 's')

/**
 * `block 17 · 1 024 samples from 17 408 · filled at 1.5 s in 1.02 ms · taken after 0.29 ms · read after 1.10 ms`: the times
 * are counted from the begin of the stream and from when its last sample was there.
 */
export function blockWords(block: BlockLife, samplingFrequencyHz: number): string {
  const { sequence, scans, firstSample, lostBefore, doneMs, heldMs, readMs } = block
  const words = [`block ${groupDigits(sequence)}`]
  words.push(`${groupDigits(scans)} samples from ${groupDigits(firstSample)}`)
  if (lostBefore > 0) words.push(`${groupDigits(lostBefore)} lost before it`)
  if (doneMs === null) words.push('not full yet')
  else {
    const at = formatSetting(doneMs / 1000, 's', streamDigits)
    words.push(`filled at ${at} in ${milliseconds(doneMs - fillStartMs(block, samplingFrequencyHz))}`)
    words.push(heldMs === null ? 'not taken yet' : `taken after ${milliseconds(heldMs - doneMs)}`)
    if (heldMs !== null) words.push(readMs === null ? 'being read' : `read after ${milliseconds(readMs - doneMs)}`)
  }
  return words.join(' · ')
}

/**
 * How the lanes' time and the trace's go together.
 * @param picked sequence of the block that the lanes stay with; null: they go on
 */
export function axisWords(window: LaneWindow, isTraceInside: boolean, picked: number | null): string {
  if (picked !== null) return `around block ${groupDigits(picked)}`
  if (window.sharedWithTrace) return 'same time as the trace'
  const span = `newest ${formatSi((window.endMs - window.startMs) / 1000, 's', 2)}`
  return isTraceInside
    ? `${span}; the trace is at the mark`
    : `${span}, not the time of the trace: click it for its block`
}

/** How many blocks are where. */
export function countWords({ queued, active, done, held }: Lanes): string {
  return `${groupDigits(queued)} queued · ${active} active · ${groupDigits(done)} done · ${groupDigits(held)} held`
}
