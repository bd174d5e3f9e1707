// How many blocks of which size, and when the reader is woken: what `auto` means, and what becomes of a wish at a rate.
import type { BufferLimits } from '../contract/topics/buffer.ts'
import {
  type BufferWish,
  blockBytesRange,
  blockStepBytes,
  byteRate,
  mostBlocks,
  mostWatermark,
  type StreamRate,
} from './limits.ts'

export interface BufferPlan {
  readonly blockBytes: number
  readonly blockCount: number
  /** Blocks that are needed in any case; those beyond may wait until memory is ready for them. */
  readonly leastCount: number
  /** Scans. */
  readonly watermark: number
  readonly scansPerBlock: number
  /** How long the blocks still queued at a wake-up last when the reader does not come, seconds. */
  readonly rideOutSeconds: number
}

/** An automatic block holds about this much signal: short enough to draw quickly, long enough to cost little. */
const autoBlockSeconds = 5e-3
const autoBlockMinBytes = 256
const autoBlockMaxBytes = 1 << 20
/**
 * Headroom of an automatic number of blocks: at least `minimumSeconds` without the reader, and `preferredSeconds` if that takes
 * at most a share of the memory for circulation: a machine that is short of processors has been seen to stop a thread for a third
 * of a second.
 */
const headroom = { minimumSeconds: 0.05, preferredSeconds: 0.4, preferredShare: 0.5 }
const autoMinBlocks = 4

function autoBlockBytes(rate: StreamRate): number {
  const wanted = 2 ** Math.round(Math.log2(byteRate(rate) * autoBlockSeconds))
  return Math.min(Math.max(wanted, autoBlockMinBytes), autoBlockMaxBytes)
}

/** Fits a size into the limits, on whole steps. */
function fitBlockBytes(bytes: number, rate: StreamRate, limits: BufferLimits): number {
  const step = blockStepBytes(rate, limits)
  const { least, most } = blockBytesRange(rate, limits)
  return Math.min(Math.max(Math.floor(bytes / step) * step, least), most)
}

/** Blocks that last so many seconds beyond those a reader waits for. */
function blocksFor(
  seconds: number,
  blockBytes: number,
  watermarkBlocks: number,
  rate: StreamRate,
  limits: BufferLimits,
): number {
  const wanted = Math.ceil((seconds * byteRate(rate)) / blockBytes) + watermarkBlocks
  return Math.min(Math.max(wanted, autoMinBlocks), mostBlocks(blockBytes, limits))
}

/**
 * The plan for a wish at a rate. Values that no longer fit (the rate or the channels changed) are moved to the nearest
 * that does; as `length` does in IIO, fewer or smaller blocks lower a watermark that could not be reached.
 */
export function planBuffer(wish: BufferWish, rate: StreamRate, limits: BufferLimits): BufferPlan {
  const blockBytes = fitBlockBytes(wish.blockBytes === 'auto' ? autoBlockBytes(rate) : wish.blockBytes, rate, limits)
  const scansPerBlock = blockBytes / rate.bytesPerScan
  const wantedBlocks = wish.watermark === 'auto' ? 1 : Math.ceil(wish.watermark / scansPerBlock)
  const preferredBytes = limits.circulationBytes * headroom.preferredShare
  const seconds = Math.max(
    headroom.minimumSeconds,
    Math.min(headroom.preferredSeconds, preferredBytes / byteRate(rate)),
  )
  const blockCount =
    wish.blockCount === 'auto'
      ? blocksFor(seconds, blockBytes, wantedBlocks, rate, limits)
      : Math.min(Math.max(wish.blockCount, limits.minBlocks), mostBlocks(blockBytes, limits))
  const leastCount =
    wish.blockCount === 'auto' ? blocksFor(headroom.minimumSeconds, blockBytes, wantedBlocks, rate, limits) : blockCount
  const wanted = wish.watermark === 'auto' ? scansPerBlock : wish.watermark
  const watermark = Math.min(wanted, mostWatermark(blockCount, scansPerBlock))
  const watermarkBlocks = Math.ceil(watermark / scansPerBlock)
  const rideOutSeconds = ((blockCount - watermarkBlocks) * scansPerBlock) / rate.samplingFrequencyHz
  return { blockBytes, blockCount, leastCount, watermark, scansPerBlock, rideOutSeconds }
}

/** The wish with every number as it is in force: what a viewer knows of it, and what the next request builds on. */
export function wishInForce(wish: BufferWish, plan: Pick<BufferPlan, keyof BufferWish>): BufferWish {
  return {
    blockBytes: wish.blockBytes === 'auto' ? 'auto' : plan.blockBytes,
    blockCount: wish.blockCount === 'auto' ? 'auto' : plan.blockCount,
    watermark: wish.watermark === 'auto' ? 'auto' : plan.watermark,
  }
}
