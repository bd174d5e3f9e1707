import { describe, expect, it } from 'vitest'
import { ErrnoError } from '#shared/errors.ts'
import {
  type BlockUnit,
  blockGranularity,
  formatBlockSize,
  otherUnits,
  parseBlockCount,
  parseBlockSize,
  parseSamples,
  parseWatermark,
  stepBlockSize,
} from './block-size.ts'

const limits = { minBlockBytes: 4096, maxBlockBytes: 4 * 1024 * 1024, alignBytes: 64, minBlocks: 2, maxBlocks: 4096 }
const buffer = { blockBytes: 524288, bytesPerScan: 4, limits }
const rate = 100e6
const parse = (text: string, unit: BlockUnit) => parseBlockSize(text, unit, buffer, rate)
const reason = (text: string, unit: BlockUnit): string => {
  try {
    parse(text, unit)
  } catch (error) {
    if (error instanceof ErrnoError) return `${error.errno}: ${error.message}`
  }
  throw new Error(`${text} was accepted`)
}

describe('block size', () => {
  it('is read in any of its units', () => {
    expect(parse('512 KiB', 'bytes')).toBe(524288)
    expect(parse('65536', 'bytes')).toBe(65536)
    expect(parse('131\u2009072', 'samples')).toBe(524288)
    expect(parse('64KiB', 'samples')).toBe(65536)
    expect(parse('1 ms', 'time')).toBe(400_000)
    expect(parse('1.31072ms', 'time')).toBe(524288)
  })

  it('is on the grid of whole scans and of the alignment', () => {
    expect(blockGranularity(buffer)).toBe(64)
    expect(blockGranularity({ bytesPerScan: 6, limits })).toBe(192)
  })

  it('is refused with the reason and a value that would do', () => {
    expect(reason('65538', 'bytes')).toMatch(
      /EINVAL: .*multiple of 64 B: a block holds whole scans of 4 B\. 65.536 B would do/,
    )
    expect(reason('65540', 'bytes')).toMatch(/EINVAL: .*controller aligns to 64 B/)
    expect(reason('64', 'bytes')).toMatch(/ERANGE: 64 B is below the smallest block, 4 KiB/)
    expect(reason('8 MiB', 'bytes')).toMatch(/ERANGE: 8 MiB is above the DMA controller's largest segment, 4 MiB/)
    expect(reason('10 s', 'time')).toMatch(/ERANGE/)
    expect(reason('soon', 'time')).toMatch(/EINVAL/)
    expect(reason('1.5', 'samples')).toMatch(/EINVAL: '1.5' is not a whole number of samples/)
  })

  it('is written in any of its units', () => {
    expect(formatBlockSize('bytes', buffer, rate)).toBe('512 KiB')
    expect(formatBlockSize('bytes', { ...buffer, blockBytes: 5000 }, rate)).toBe('5\u2009000 B')
    expect(formatBlockSize('samples', buffer, rate)).toBe('131\u2009072')
    expect(formatBlockSize('time', buffer, rate)).toBe('1.311 ms')
    expect(otherUnits('bytes', buffer, rate)).toBe('131 k samples, 1.31 ms')
    expect(otherUnits('samples', buffer, rate)).toBe('512 KiB, 1.31 ms')
    expect(otherUnits('time', { ...buffer, blockBytes: 4096 }, rate)).toBe('4 KiB, 1\u2009024 samples')
  })

  it('steps by two and stays within the limits', () => {
    expect(stepBlockSize(buffer, 1)).toBe(1048576)
    expect(stepBlockSize(buffer, -1)).toBe(262144)
    expect(stepBlockSize({ ...buffer, blockBytes: limits.maxBlockBytes }, 1)).toBe(limits.maxBlockBytes)
    expect(stepBlockSize({ ...buffer, blockBytes: 4096 }, -1)).toBe(4096)
  })

  it('counts samples in whole numbers', () => {
    expect(parseSamples('262k')).toBe(262_000)
    expect(parseSamples('65 536')).toBe(65536)
    expect(() => parseSamples('0')).toThrow(/not a whole number/)
  })
})

describe('numbers of blocks and watermarks', () => {
  const buffer = { blockBytes: 4096, blockCount: 4, bytesPerScan: 4, limits }

  it('are refused in our words, with what would do', () => {
    expect(parseWatermark('4096', buffer)).toBe(4096)
    expect(() => parseWatermark('5000', buffer)).toThrow(/would never be ready: all blocks together hold 4.096/)
    expect(parseBlockCount('2', buffer)).toBe(2)
    expect(() => parseBlockCount('1', buffer)).toThrow(/There can be 2 to 4.096 blocks, not 1/)
    expect(() => parseBlockCount('2.5', buffer)).toThrow(/whole number of blocks/)
  })
})
