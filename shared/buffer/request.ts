// Requests to change the buffer: taken exactly, or refused with what would do. The page asks the same rule before it asks
// the instrument.
import type { BufferLimits, BufferState } from '../contract/topics/buffer.ts'
import { fail, phrase, say } from '../errors.ts'
import { formatBytes } from '../units.ts'
import {
  type BufferWish,
  blockBytesRange,
  blockStepBytes,
  byteRate,
  maxBlocksPerSecond,
  mostBlocks,
  mostWatermark,
  type StreamRate,
} from './limits.ts'
import { type BufferPlan, planBuffer, wishInForce } from './plan.ts'

function checkBlockBytes(bytes: number, rate: StreamRate, limits: BufferLimits): void {
  if (!Number.isSafeInteger(bytes)) fail('EINVAL', say`A block has a whole number of bytes, not ${bytes}.`)
  const step = blockStepBytes(rate, limits)
  const { least, most } = blockBytesRange(rate, limits)
  if (bytes < limits.minBlockBytes)
    fail('EINVAL', say`${bytes} B is below the smallest block, ${formatBytes(limits.minBlockBytes)}.`)
  if (bytes > most) fail('EINVAL', say`${formatBytes(bytes)} is above the largest block, ${formatBytes(most)}.`)
  if (bytes % step !== 0) {
    const nearest = Math.min(Math.max(Math.round(bytes / step) * step, least), most)
    const reason =
      bytes % rate.bytesPerScan === 0
        ? phrase`the DMA controller aligns to ${limits.alignBytes} B`
        : phrase`a block holds whole scans of ${rate.bytesPerScan} B`
    fail('EINVAL', say`${bytes} B is not a multiple of ${step} B: ${reason}. ${nearest} B would do.`)
  }
  if (bytes < least) {
    const perSecond = Math.round(byteRate(rate) / bytes)
    fail(
      'EINVAL',
      say`Blocks of ${bytes} B would come ${perSecond} times a second, and at most ${maxBlocksPerSecond} are possible: take ${least} B or more.`,
    )
  }
}

function checkBlockCount(count: number, blockBytes: number, limits: BufferLimits): void {
  if (!Number.isSafeInteger(count) || count < limits.minBlocks || count > limits.maxBlocks)
    fail('EINVAL', say`There can be ${limits.minBlocks} to ${limits.maxBlocks} blocks, not ${count}.`)
  if (count > mostBlocks(blockBytes, limits))
    fail(
      'EINVAL',
      say`${count} blocks of ${formatBytes(blockBytes)} need more than ${formatBytes(limits.circulationBytes)}: take ${mostBlocks(blockBytes, limits)} or fewer.`,
    )
}

function checkWatermark(scans: number, { blockCount, scansPerBlock }: BufferPlan): void {
  const most = mostWatermark(blockCount, scansPerBlock)
  if (scans > most)
    fail(
      'EINVAL',
      say`A watermark of ${scans} samples can never be reached: one of ${blockCount} blocks stays with the hardware, and the others hold ${most}.`,
    )
}

/**
 * The wish after a request, and its plan. Values asked for are taken exactly or refused; others follow.
 * @param wish with its numbers as they are in force: {@link wishInForce}
 * @throws EINVAL with the value, the limit, and what would do.
 */
export function applyRequest(
  request: Partial<BufferWish>,
  wish: BufferWish,
  rate: StreamRate,
  limits: BufferLimits,
): { wish: BufferWish; plan: BufferPlan } {
  const { blockBytes, blockCount, watermark } = request
  if (typeof blockBytes === 'number') checkBlockBytes(blockBytes, rate, limits)
  const next = {
    blockBytes: blockBytes ?? wish.blockBytes,
    blockCount: blockCount ?? wish.blockCount,
    watermark: watermark ?? wish.watermark,
  }
  if (typeof watermark === 'number' && (!Number.isSafeInteger(watermark) || watermark < 1))
    fail('EINVAL', say`A watermark is a whole number of samples above zero, not ${watermark}.`)
  const plan = planBuffer(next, rate, limits)
  // A number of blocks asked for before yields to an automatic size, but not to one that somebody asks for.
  if (typeof next.blockCount === 'number' && (blockCount !== undefined || typeof blockBytes === 'number'))
    checkBlockCount(next.blockCount, plan.blockBytes, limits)
  if (typeof watermark === 'number') checkWatermark(watermark, plan)
  return { wish: wishInForce(next, plan), plan }
}

/** What a viewer knows of the buffer: enough to say what the instrument will say. */
export type KnownBuffer = Omit<BufferState, 'mode' | 'rideOutSeconds' | 'changingFromBytes'>

/**
 * What would be in force after the instrument took `request`.
 * @throws EINVAL exactly when the instrument would, with its sentence
 */
export function foresee(
  request: Partial<BufferWish>,
  buffer: KnownBuffer,
  samplingFrequencyHz: number,
): { wish: BufferWish; plan: BufferPlan } {
  const wish: BufferWish = {
    blockBytes: buffer.blockBytesAuto ? 'auto' : buffer.blockBytes,
    blockCount: buffer.blockCountAuto ? 'auto' : buffer.blockCount,
    watermark: buffer.watermarkAuto ? 'auto' : buffer.watermark,
  }
  return applyRequest(request, wish, { bytesPerScan: buffer.bytesPerScan, samplingFrequencyHz }, buffer.limits)
}

/**
 * The request that `length` scans stand for: so many whole blocks of the size in force.
 * @throws EINVAL when it is no whole number of blocks, with the nearest that are.
 */
export function requestForLength(
  length: number,
  { scansPerBlock }: Pick<BufferPlan, 'scansPerBlock'>,
): Partial<BufferWish> {
  const blocks = length / scansPerBlock
  if (!Number.isInteger(blocks)) {
    const below = Math.floor(blocks) * scansPerBlock
    const would = below > 0 ? phrase`${below} or ${below + scansPerBlock}` : scansPerBlock * 2
    fail(
      'EINVAL',
      say`A length of ${length} scans is no whole number of blocks of ${scansPerBlock} scans: ${would} would do.`,
    )
  }
  return { blockCount: blocks }
}
