// What a DMA buffer in block mode can be: block sizes, numbers of blocks, watermarks. One rule for the page that asks, for
// the instrument that answers, and for the attributes of the buffer.
import type { Auto, BufferLimits } from '../contract/topics/buffer.ts'

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

/** More completions than this per second would leave the main thread no time for anything else. */
export const maxBlocksPerSecond = 50_000

function lcm(a: number, b: number): number {
  let [x, y] = [a, b]
  while (y !== 0) [x, y] = [y, x % y]
  return (a / x) * b
}

/** Bytes per second. */
export const byteRate = (rate: StreamRate): number => rate.bytesPerScan * rate.samplingFrequencyHz

/** A block is a multiple of this, bytes: whole scans, aligned for the controller. */
export function blockStepBytes(
  rate: Pick<StreamRate, 'bytesPerScan'>,
  limits: Pick<BufferLimits, 'alignBytes'>,
): number {
  return lcm(limits.alignBytes, rate.bytesPerScan)
}

/**
 * The smallest and the largest block at a rate, bytes, both on the step: no smaller than a busy main thread can follow, no
 * larger than that the fewest blocks fit the memory for circulation.
 */
export function blockBytesRange(
  rate: StreamRate,
  limits: BufferLimits,
): { readonly least: number; readonly most: number } {
  const step = blockStepBytes(rate, limits)
  return {
    least: Math.ceil(Math.max(limits.minBlockBytes, byteRate(rate) / maxBlocksPerSecond) / step) * step,
    most: Math.floor(Math.min(limits.maxBlockBytes, limits.circulationBytes / limits.minBlocks) / step) * step,
  }
}

/** Most blocks of a size that may circulate. */
export function mostBlocks(blockBytes: number, limits: BufferLimits): number {
  const fitting = Math.floor(limits.circulationBytes / blockBytes)
  return Math.max(limits.minBlocks, Math.min(limits.maxBlocks, fitting))
}

/** Most scans a reader can wait for: one block stays with the hardware while the others fill. */
export function mostWatermark(blockCount: number, scansPerBlock: number): number {
  return Math.max(blockCount - 1, 1) * scansPerBlock
}
