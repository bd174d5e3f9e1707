// Boxes of the DMA lanes: what each block was doing, when. Pure: lives in, boxes out.

import type { BlockLife, Lanes } from '#shared/contract/topics/lanes.ts'
import type { ViewSettings } from '#shared/contract/topics/view.ts'
import type { FrameHeader } from '#shared/frame/frame.ts'
import { referenceSample, timeWindow } from '../../../scale/axis.ts'
import type { LaneWindow } from '../../../state/blocks/lane-window.ts'

export const laneNames = ['queued', 'active', 'done', 'held'] as const
export type LaneName = (typeof laneNames)[number]

export interface LaneBox {
  readonly lane: LaneName
  readonly block: BlockLife
  readonly startMs: number
  readonly endMs: number
}

/** The lanes follow the trace when its window holds at least this much of a block; below that a box has no ends. */
const minBlocksInTrace = 1.5
/** ... and when the lives known fill at least this share of it; else they would be a sliver at its edge. */
const minKnownShare = 0.25
/** Otherwise they show this many of the newest blocks. */
const blocksShown = 24

/** When the first sample of a block was converted, in ms of the stream clock. */
export function fillStartMs(life: BlockLife, samplingFrequencyHz: number): number {
  const fillMs = (life.scans / samplingFrequencyHz) * 1000
  return life.doneMs === null ? life.activeMs : Math.max(life.activeMs, life.doneMs - fillMs)
}

/** A sample's time on the stream clock, measured from the newest finished block; null without one. */
export function sampleToMs(lanes: Lanes, samplingFrequencyHz: number): ((sample: number) => number) | null {
  const anchor = lanes.lives.findLast((life) => life.doneMs !== null && life.scans > 0)
  if (anchor === undefined || anchor.doneMs === null) return null
  const end = anchor.firstSample + anchor.scans
  const doneMs = anchor.doneMs
  return (sample) => doneMs + ((sample - end) / samplingFrequencyHz) * 1000
}

/**
 * Chooses the window.
 * @param trace sample indexes at the edges of the trace, or null when there is none of this epoch
 */
export function laneWindow(
  lanes: Lanes,
  samplingFrequencyHz: number,
  trace: { readonly first: number; readonly last: number } | null,
): LaneWindow {
  const toMs = sampleToMs(lanes, samplingFrequencyHz)
  const finished = lanes.lives.filter((life) => life.doneMs !== null && life.scans > 0)
  const oldest = finished[0]
  const newest = finished.at(-1)
  if (toMs !== null && trace !== null && oldest !== undefined && newest !== undefined) {
    const blocks = (trace.last - trace.first) / newest.scans
    const known = Math.min(trace.last, newest.firstSample + newest.scans) - Math.max(trace.first, oldest.firstSample)
    if (blocks >= minBlocksInTrace && known >= minKnownShare * (trace.last - trace.first))
      return { startMs: toMs(trace.first), endMs: toMs(trace.last), sharedWithTrace: true }
  }
  const blockMs = newest === undefined ? 10 : (newest.scans / samplingFrequencyHz) * 1000
  const endMs = newestMs(lanes)
  return { startMs: endMs - blocksShown * blockMs, endMs, sharedWithTrace: false }
}

/** Now; of a stream that has ended, when something became of a block last: it does not move on with the clock. */
function newestMs({ queued, active, done, held, lives, nowMs }: Lanes): number {
  const newest = lives.at(-1)
  if (queued + active + done + held > 0 || newest === undefined) return nowMs
  return Math.min(nowMs, Math.max(newest.doneMs ?? 0, newest.heldMs ?? 0, newest.readMs ?? 0))
}

/** The window around a block, with the block in the middle. */
export function pickedWindow(lanes: Lanes, samplingFrequencyHz: number, sequence: number): LaneWindow {
  const block = lanes.lives.find((life) => life.sequence === sequence)
  if (block === undefined) return laneWindow(lanes, samplingFrequencyHz, null)
  const blockMs = (block.scans / samplingFrequencyHz) * 1000
  const middleMs = fillStartMs(block, samplingFrequencyHz) + blockMs / 2
  const halfMs = (blocksShown / 2) * blockMs
  return { startMs: middleMs - halfMs, endMs: middleMs + halfMs, sharedWithTrace: false }
}

/** Sample indexes at the edges of the trace; null when there is none of this epoch. */
export function traceSamples(
  frame: FrameHeader | null,
  epoch: number,
  view: ViewSettings,
): { readonly first: number; readonly last: number } | null {
  if (frame === null || frame.epoch !== epoch) return null
  const { startSeconds, endSeconds } = timeWindow(view)
  const reference = referenceSample(frame, view)
  return {
    first: reference + startSeconds * frame.samplingFrequencyHz,
    last: reference + endSeconds * frame.samplingFrequencyHz,
  }
}

/** The boxes that touch the window, in the order of their blocks. Something still going on reaches to now. */
export function laneBoxes(lanes: Lanes, samplingFrequencyHz: number, window: LaneWindow): LaneBox[] {
  const boxes: LaneBox[] = []
  for (const [k, block] of lanes.lives.entries()) {
    const before = lanes.lives[k - 1]
    // With a deep hardware queue many blocks are handed over at once; the one being filled follows the one before it.
    const filled = Math.max(fillStartMs(block, samplingFrequencyHz), before?.doneMs ?? Number.NEGATIVE_INFINITY)
    const waiting = block.doneMs === null && before !== undefined && before.doneMs === null
    const doneMs = block.doneMs ?? lanes.nowMs
    const add = (lane: LaneName, startMs: number, endMs: number): void => {
      if (endMs > startMs && endMs >= window.startMs && startMs <= window.endMs)
        boxes.push({ lane, block, startMs, endMs })
    }
    add('queued', block.queuedMs, waiting ? lanes.nowMs : filled)
    if (!waiting) add('active', filled, doneMs)
    if (block.doneMs === null) continue
    add('done', block.doneMs, block.heldMs ?? lanes.nowMs)
    if (block.heldMs !== null) add('held', block.heldMs, block.readMs ?? lanes.nowMs)
  }
  return boxes
}

/** The box under a pointer: of those that overlap, the one that began last. */
export function boxAt(boxes: readonly LaneBox[], lane: LaneName, ms: number): LaneBox | null {
  return boxes.findLast((box) => box.lane === lane && ms >= box.startMs && ms <= box.endMs) ?? null
}
