// The block size as a person enters it: in bytes, samples or time, with the hardware's limits and the reason for a no.
import type { BufferState } from '#shared/contract/instrument.ts'
import { fail } from '#shared/errors.ts'
import { formatBytes, parseBytes, parseSeconds, parseSi, siParts } from '#shared/units.ts'
import { formatSetting, groupDigits } from '../format/figures.ts'

export const blockUnits = ['bytes', 'samples', 'time'] as const
export type BlockUnit = (typeof blockUnits)[number]

type Buffer = Pick<BufferState, 'blockBytes' | 'bytesPerScan' | 'limits'>

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}

/** Blocks come in multiples of this: whole scans, and the alignment of the DMA controller. */
export function blockGranularity({ bytesPerScan, limits }: Omit<Buffer, 'blockBytes'>): number {
  return (bytesPerScan * limits.alignBytes) / greatestCommonDivisor(bytesPerScan, limits.alignBytes)
}

/** A whole number of samples, `65536`, `65 536` or `262k`. */
export function parseSamples(text: string, things = 'samples'): number {
  const samples = parseSi(text, '')
  if (!Number.isSafeInteger(samples) || samples < 1)
    fail('EINVAL', `'${text}' is not a whole number of ${things}: write for example 65536 or 64k.`)
  return samples
}

/**
 * Reads a block size in bytes. A time is rounded to the nearest block the hardware can do, because no one can type it
 * exactly; bytes and samples are taken at their word. Throws EINVAL or ERANGE with the reason and a value that would do.
 */
export function parseBlockSize(text: string, unit: BlockUnit, buffer: Buffer, samplingFrequencyHz: number): number {
  const { limits, bytesPerScan } = buffer
  const step = blockGranularity(buffer)
  if (unit === 'time') {
    const exact = parseSeconds(text) * samplingFrequencyHz * bytesPerScan
    return within(Math.round(exact / step) * step, limits)
  }
  const explicitBytes = /[\d.\s]([kmg]i?)?b$/i.test(text.trim())
  const bytes = unit === 'bytes' || explicitBytes ? parseBytes(text) : parseSamples(text) * bytesPerScan
  within(bytes, limits)
  if (bytes % step === 0) return bytes
  const nearest = Math.max(step, Math.round(bytes / step) * step)
  const reason =
    bytes % bytesPerScan === 0
      ? `the DMA controller aligns to ${limits.alignBytes} B`
      : `a block holds whole scans of ${bytesPerScan} B`
  fail(
    'EINVAL',
    `${groupDigits(bytes)} B is not a multiple of ${step} B: ${reason}. ${groupDigits(nearest)} B would do.`,
  )
}

/** A number of blocks within what the instrument takes. Throws ERANGE with the limits. */
export function parseBlockCount(text: string, buffer: Pick<BufferState, 'limits'> | null): number {
  const count = parseSamples(text, 'blocks')
  const { minBlocks, maxBlocks } = buffer?.limits ?? { minBlocks: 1, maxBlocks: Number.POSITIVE_INFINITY }
  if (count < minBlocks || count > maxBlocks)
    fail(
      'ERANGE',
      `There can be ${groupDigits(minBlocks)} to ${groupDigits(maxBlocks)} blocks, not ${groupDigits(count)}.`,
    )
  return count
}

/** A watermark that can be reached. Throws ERANGE with the most that all blocks together hold. */
export function parseWatermark(
  text: string,
  buffer: Pick<BufferState, 'blockBytes' | 'blockCount' | 'bytesPerScan'> | null,
): number {
  const samples = parseSamples(text)
  const most = buffer === null ? samples : Math.floor(buffer.blockBytes / buffer.bytesPerScan) * buffer.blockCount
  if (samples > most)
    fail(
      'ERANGE',
      `${groupDigits(samples)} samples would never be ready: all blocks together hold ${groupDigits(most)}.`,
    )
  return samples
}

function within(bytes: number, limits: BufferState['limits']): number {
  if (bytes < limits.minBlockBytes)
    fail('ERANGE', `${formatBytes(bytes)} is below the smallest block, ${formatBytes(limits.minBlockBytes)}.`)
  if (bytes > limits.maxBlockBytes)
    fail(
      'ERANGE',
      `${formatBytes(bytes)} is above the DMA controller's largest segment, ${formatBytes(limits.maxBlockBytes)}.`,
    )
  return bytes
}

export function formatBlockSize(unit: BlockUnit, buffer: Buffer, samplingFrequencyHz: number): string {
  const samples = buffer.blockBytes / buffer.bytesPerScan
  if (unit === 'bytes')
    return Number.isInteger(buffer.blockBytes / 1024)
      ? formatBytes(buffer.blockBytes)
      : `${groupDigits(buffer.blockBytes)} B`
  if (unit === 'samples') return groupDigits(samples)
  return formatSetting(samples / samplingFrequencyHz, 's')
}

/** The same size in the two other units, for the line below the field. */
export function otherUnits(unit: BlockUnit, buffer: Buffer, samplingFrequencyHz: number): string {
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

/** Twice or half of the present size, kept within limits and on the grid. */
export function stepBlockSize(buffer: Buffer, direction: 1 | -1): number {
  const step = blockGranularity(buffer)
  const wanted = direction === 1 ? buffer.blockBytes * 2 : buffer.blockBytes / 2
  const min = Math.ceil(buffer.limits.minBlockBytes / step) * step
  const max = Math.floor(buffer.limits.maxBlockBytes / step) * step
  return Math.min(max, Math.max(min, Math.round(wanted / step) * step))
}
