// How many blocks of which size, and when the reader is woken: what the user asked for, and what `auto` means.
import type { Auto, BufferLimits } from '#shared/contract/instrument.ts'
import { fail } from '#shared/errors.ts'
import { formatBytes } from '#shared/units.ts'

/** What the user wants; `auto` follows the rate. */
export interface BufferWish {
  readonly blockBytes: Auto<number>
  readonly blockCount: Auto<number>
  /** Scans. */
  readonly watermark: Auto<number>
}

export interface StreamRate {
  readonly bytesPerScan: number
  readonly samplingFrequencyHz: number
}

export interface SizingLimits extends BufferLimits {
  /** Most memory the blocks in circulation may take together, bytes. */
  readonly circulationBytes: number
}

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
 * Automatic numbers of blocks ride out at least `surely`, and `gladly` as far as that takes no more than a share of the
 * memory for circulation: a machine that is short of processors has been seen to stop a thread for a third of a second.
 */
const rideOut = { surelySeconds: 0.05, gladlySeconds: 0.4, gladlyShare: 0.5 }
const autoMinBlocks = 4
/** More completions than this per second would leave the main thread no time for anything else. */
export const maxBlocksPerSecond = 50_000

function lcm(a: number, b: number): number {
  let [x, y] = [a, b]
  while (y !== 0) [x, y] = [y, x % y]
  return (a / x) * b
}

/** A block is a multiple of this: whole scans, aligned for the controller. */
export function blockStepBytes(rate: StreamRate, limits: SizingLimits): number {
  return lcm(limits.alignBytes, rate.bytesPerScan)
}

const byteRate = (rate: StreamRate): number => rate.bytesPerScan * rate.samplingFrequencyHz

function autoBlockBytes(rate: StreamRate): number {
  const wanted = 2 ** Math.round(Math.log2(byteRate(rate) * autoBlockSeconds))
  return Math.min(Math.max(wanted, autoBlockMinBytes), autoBlockMaxBytes)
}

/** Fits a size into the limits: up to the smallest a busy main thread can follow, then whole steps. */
function fitBlockBytes(bytes: number, rate: StreamRate, limits: SizingLimits): number {
  const step = blockStepBytes(rate, limits)
  const most = Math.floor(Math.min(limits.maxBlockBytes, limits.circulationBytes / limits.minBlocks) / step) * step
  const least = Math.ceil(Math.max(limits.minBlockBytes, byteRate(rate) / maxBlocksPerSecond) / step) * step
  return Math.min(Math.max(Math.floor(bytes / step) * step, least), most)
}

const mostBlocks = (blockBytes: number, limits: SizingLimits): number =>
  Math.max(limits.minBlocks, Math.min(limits.maxBlocks, Math.floor(limits.circulationBytes / blockBytes)))

/** Blocks that last so many seconds beyond those a reader waits for. */
function blocksFor(
  seconds: number,
  blockBytes: number,
  watermarkBlocks: number,
  rate: StreamRate,
  limits: SizingLimits,
): number {
  const wanted = Math.ceil((seconds * byteRate(rate)) / blockBytes) + watermarkBlocks
  return Math.min(Math.max(wanted, autoMinBlocks), mostBlocks(blockBytes, limits))
}

/**
 * The plan for a wish at a rate. Values that no longer fit (the rate or the channels changed) are moved to the nearest
 * that does; as `length` does in IIO, fewer or smaller blocks lower a watermark that could not be reached.
 */
export function planBuffer(wish: BufferWish, rate: StreamRate, limits: SizingLimits): BufferPlan {
  const blockBytes = fitBlockBytes(wish.blockBytes === 'auto' ? autoBlockBytes(rate) : wish.blockBytes, rate, limits)
  const scansPerBlock = blockBytes / rate.bytesPerScan
  const wantedBlocks = wish.watermark === 'auto' ? 1 : Math.ceil(wish.watermark / scansPerBlock)
  const gladlyBytes = limits.circulationBytes * rideOut.gladlyShare
  const seconds = Math.max(rideOut.surelySeconds, Math.min(rideOut.gladlySeconds, gladlyBytes / byteRate(rate)))
  const blockCount =
    wish.blockCount === 'auto'
      ? blocksFor(seconds, blockBytes, wantedBlocks, rate, limits)
      : Math.min(Math.max(wish.blockCount, limits.minBlocks), mostBlocks(blockBytes, limits))
  const leastCount =
    wish.blockCount === 'auto' ? blocksFor(rideOut.surelySeconds, blockBytes, wantedBlocks, rate, limits) : blockCount
  // One block stays with the hardware while the reader waits for the others.
  const reachable = (blockCount - 1) * scansPerBlock
  const watermark = Math.min(wish.watermark === 'auto' ? scansPerBlock : wish.watermark, reachable)
  const watermarkBlocks = Math.ceil(watermark / scansPerBlock)
  const rideOutSeconds = ((blockCount - watermarkBlocks) * scansPerBlock) / rate.samplingFrequencyHz
  return { blockBytes, blockCount, leastCount, watermark, scansPerBlock, rideOutSeconds }
}

function checkBlockBytes(bytes: number, rate: StreamRate, limits: SizingLimits): void {
  const step = blockStepBytes(rate, limits)
  if (!Number.isSafeInteger(bytes) || bytes < limits.minBlockBytes || bytes > limits.maxBlockBytes)
    fail('EINVAL', `blockBytes must be from ${limits.minBlockBytes} to ${limits.maxBlockBytes}, not ${bytes}`)
  if (bytes % step !== 0)
    fail('EINVAL', `blockBytes must be a multiple of ${step} (whole scans, aligned for the controller), not ${bytes}`)
  const perSecond = byteRate(rate) / bytes
  if (perSecond > maxBlocksPerSecond)
    fail(
      'EINVAL',
      `blockBytes ${bytes} would mean ${Math.round(perSecond)} blocks per second; at most ${maxBlocksPerSecond} are possible`,
    )
  if (bytes * limits.minBlocks > limits.circulationBytes)
    fail(
      'EINVAL',
      `blockBytes ${bytes} is too large: ${limits.minBlocks} blocks must fit ${formatBytes(limits.circulationBytes)}`,
    )
}

function checkBlockCount(count: number, blockBytes: number, limits: SizingLimits): void {
  if (!Number.isSafeInteger(count) || count < limits.minBlocks || count > limits.maxBlocks)
    fail('EINVAL', `blockCount must be from ${limits.minBlocks} to ${limits.maxBlocks}, not ${count}`)
  if (count * blockBytes > limits.circulationBytes)
    fail(
      'EINVAL',
      `${count} blocks of ${formatBytes(blockBytes)} need more than ${formatBytes(limits.circulationBytes)}`,
    )
}

/**
 * The wish after a request, and its plan. Values asked for are taken exactly or refused; others follow.
 * @throws EINVAL with the value and the limit.
 */
export function applyRequest(
  request: Partial<BufferWish>,
  wish: BufferWish,
  rate: StreamRate,
  limits: SizingLimits,
): { wish: BufferWish; plan: BufferPlan } {
  const { blockBytes, blockCount, watermark } = request
  if (typeof blockBytes === 'number') checkBlockBytes(blockBytes, rate, limits)
  const next = {
    blockBytes: blockBytes ?? wish.blockBytes,
    blockCount: blockCount ?? wish.blockCount,
    watermark: watermark ?? wish.watermark,
  }
  if (typeof watermark === 'number' && (!Number.isSafeInteger(watermark) || watermark < 1))
    fail('EINVAL', `watermark must be a whole number of scans above zero, not ${watermark}`)
  const plan = planBuffer(next, rate, limits)
  if (typeof next.blockCount === 'number' && (blockCount !== undefined || blockBytes !== undefined))
    checkBlockCount(next.blockCount, plan.blockBytes, limits)
  if (typeof watermark === 'number' && plan.watermark !== watermark)
    fail(
      'EINVAL',
      `watermark ${watermark} can never be reached: ${plan.blockCount - 1} blocks hold ${plan.watermark} scans`,
    )
  return { wish: typeof next.watermark === 'number' ? { ...next, watermark: plan.watermark } : next, plan }
}
