// The buffer as a person enters it: a block size in bytes, samples or time, a number of blocks, a watermark. What can be
// is the instrument's own rule (shared/buffer), asked before the instrument is.
import { blockBytesRange, blockStepBytes, mostBlocks, mostWatermark } from '#shared/buffer/limits.ts'
import { foresee, type KnownBuffer } from '#shared/buffer/request.ts'
import { blockUnits } from '#shared/contract/topics/kept/preferences.ts'
import { formatBytes, parseBytes, parseSamples, parseSeconds, siParts } from '#shared/units.ts'
import { formatSetting, groupDigits } from '../../kit/format/figures.ts'
import type { BlockUnit } from '../../state/preferences.ts'

type BlockSize = Pick<KnownBuffer, 'blockBytes' | 'bytesPerScan'>

/**
 * Reads a block size in bytes. A time is rounded to the nearest block the hardware can do, because no one can type it
 * exactly; bytes and samples are taken at their word. Throws EINVAL with the reason and a value that would do.
 */
export function parseBlockSize(
  text: string,
  unit: BlockUnit,
  buffer: KnownBuffer,
  samplingFrequencyHz: number,
): number {
  const { bytesPerScan, limits } = buffer
  let blockBytes: number
  if (unit === 'time') {
    const step = blockStepBytes(buffer, limits)
    blockBytes = Math.round((parseSeconds(text) * samplingFrequencyHz * bytesPerScan) / step) * step
  } else {
    const explicitBytes = /[\d.\s]([kmg]i?)?b$/i.test(text.trim())
    blockBytes = unit === 'bytes' || explicitBytes ? parseBytes(text) : parseSamples(text) * bytesPerScan
  }
  foresee({ blockBytes }, buffer, samplingFrequencyHz)
  return blockBytes
}

/** A number of blocks that the instrument takes. Throws EINVAL with the limits. */
export function parseBlockCount(text: string, buffer: KnownBuffer, samplingFrequencyHz: number): number {
  const blockCount = parseSamples(text, 'blocks')
  foresee({ blockCount }, buffer, samplingFrequencyHz)
  return blockCount
}

/** A watermark that can be reached. Throws EINVAL with the most that can be. */
export function parseWatermark(text: string, buffer: KnownBuffer, samplingFrequencyHz: number): number {
  const watermark = parseSamples(text)
  foresee({ watermark }, buffer, samplingFrequencyHz)
  return watermark
}

export function formatBlockSize(unit: BlockUnit, buffer: BlockSize, samplingFrequencyHz: number): string {
  const samples = buffer.blockBytes / buffer.bytesPerScan
  if (unit === 'bytes')
    return Number.isInteger(buffer.blockBytes / 1024)
      ? formatBytes(buffer.blockBytes)
      : `${groupDigits(buffer.blockBytes)} B`
  if (unit === 'samples') return groupDigits(samples)
  return formatSetting(samples / samplingFrequencyHz, 's')
}

/** The same size in the two other units, for the line below the field. */
export function otherUnits(unit: BlockUnit, buffer: BlockSize, samplingFrequencyHz: number): string {
  const samples = buffer.blockBytes / buffer.bytesPerScan
  const count = samples < 1e4 ? { digits: groupDigits(samples), unit: '' } : siParts(samples, '', 3)
  const texts: Record<BlockUnit, string> = {
    bytes: formatBytes(buffer.blockBytes),
    samples: `${count.digits} ${count.unit === '' ? '' : `${count.unit} `}samples`.replace('  ', ' '),
    time: formatSetting(samples / samplingFrequencyHz, 's', 3),
  }
  return blockUnits
    .filter((other) => other !== unit)
    .map((other) => texts[other])
    .join(', ')
}

/** What the fields take now, for the line below them. */
export function bufferRange(buffer: KnownBuffer, samplingFrequencyHz: number) {
  const { bytesPerScan, blockBytes, limits } = buffer
  return {
    ...blockBytesRange({ bytesPerScan, samplingFrequencyHz }, limits),
    stepBytes: blockStepBytes(buffer, limits),
    leastBlocks: limits.minBlocks,
    mostBlocks: mostBlocks(blockBytes, limits),
  }
}

/** Twice or half of the present size, kept within what can be and on the grid. */
export function stepBlockSize(buffer: KnownBuffer, direction: 1 | -1, samplingFrequencyHz: number): number {
  const { least, most, stepBytes } = bufferRange(buffer, samplingFrequencyHz)
  const wanted = buffer.blockBytes * (direction === 1 ? 2 : 0.5)
  // A fixed number of larger blocks may no longer fit.
  const fixed = buffer.blockCountAuto ? Number.POSITIVE_INFINITY : buffer.limits.circulationBytes / buffer.blockCount
  const upmost = Math.floor(Math.min(most, fixed) / stepBytes) * stepBytes
  return Math.min(upmost, Math.max(least, Math.round(wanted / stepBytes) * stepBytes))
}

/** Twice or half of the present number, within what can be. */
export function stepBlockCount({ blockBytes, blockCount, limits }: KnownBuffer, direction: 1 | -1): number {
  const wanted = Math.round(blockCount * (direction === 1 ? 2 : 0.5))
  return Math.min(mostBlocks(blockBytes, limits), Math.max(limits.minBlocks, wanted))
}

/** Twice or half of the present watermark, within what can be reached; blocks that are automatic follow it. */
export function stepWatermark(buffer: KnownBuffer, direction: 1 | -1): number {
  const { watermark, blockBytes, bytesPerScan, blockCount, blockCountAuto, limits } = buffer
  const blocks = blockCountAuto ? mostBlocks(blockBytes, limits) : blockCount
  const wanted = Math.round(watermark * (direction === 1 ? 2 : 0.5))
  return Math.min(mostWatermark(blocks, blockBytes / bytesPerScan), Math.max(1, wanted))
}
