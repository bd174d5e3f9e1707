import { describe, expect, it } from 'vitest'
import type { KnownBuffer } from '#shared/buffer/request.ts'
import { ErrnoError } from '#shared/errors.ts'
import type { BlockUnit } from '../../state/preferences.ts'
import {
  bufferRange,
  formatBlockSize,
  otherUnits,
  parseBlockCount,
  parseBlockSize,
  parseWatermark,
  stepBlockCount,
  stepBlockSize,
  stepWatermark,
} from './block-size.ts'

const limits = {
  minBlockBytes: 4096,
  maxBlockBytes: 4 * 1024 * 1024,
  alignBytes: 64,
  minBlocks: 2,
  maxBlocks: 4096,
  circulationBytes: 64 * 1024 * 1024,
}
const buffer: KnownBuffer = {
  blockBytes: 524288,
  blockBytesAuto: false,
  blockCount: 16,
  blockCountAuto: false,
  watermark: 131072,
  watermarkAuto: false,
  bytesPerScan: 4,
  limits,
}
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
    expect(bufferRange(buffer, 1e6)).toMatchObject({ stepBytes: 64, least: 4096, most: 4 << 20, mostBlocks: 128 })
    expect(bufferRange({ ...buffer, bytesPerScan: 6 }, 1e6).stepBytes).toBe(192)
    // At this rate smaller ones would come more often than anyone can follow.
    expect(bufferRange(buffer, rate).least).toBe(8000)
  })

  it('is refused with the reason and a value that would do', () => {
    expect(reason('65538', 'bytes')).toMatch(
      /EINVAL: .*multiple of 64 B: a block holds whole scans of 4 B\. 65536 B would do/,
    )
    expect(reason('65540', 'bytes')).toMatch(/EINVAL: .*controller aligns to 64 B/)
    expect(reason('64', 'bytes')).toMatch(/EINVAL: 64 B is below the smallest block, 4 KiB/)
    expect(reason('8 MiB', 'bytes')).toMatch(/EINVAL: 8 MiB is above the largest block, 4 MiB/)
    expect(reason('10 s', 'time')).toMatch(/EINVAL: .* is above the largest block/)
    expect(reason('4096', 'bytes')).toMatch(
      /EINVAL: .* 97656 times a second, and at most 50000 .*: take 8000 B or more/,
    )
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

  it('steps by two and stays within what can be', () => {
    expect(stepBlockSize(buffer, 1, rate)).toBe(1048576)
    expect(stepBlockSize(buffer, -1, rate)).toBe(262144)
    // Sixteen blocks and no more than 64 MiB.
    expect(stepBlockSize({ ...buffer, blockBytes: 4 << 20 }, 1, rate)).toBe(4 << 20)
    expect(stepBlockSize({ ...buffer, blockBytes: 4 << 20, blockCount: 32 }, 1, rate)).toBe(2 << 20)
    expect(stepBlockSize({ ...buffer, blockBytes: 8000 }, -1, rate)).toBe(8000)
    expect(stepBlockCount(buffer, 1)).toBe(32)
    expect(stepBlockCount({ ...buffer, blockCount: 100 }, 1)).toBe(128)
    expect(stepBlockCount({ ...buffer, blockCount: 3 }, -1)).toBe(2)
    expect(stepWatermark(buffer, 1)).toBe(262144)
    expect(stepWatermark({ ...buffer, watermark: 1 }, -1)).toBe(1)
    expect(stepWatermark({ ...buffer, watermark: 15 * 131072 }, 1)).toBe(15 * 131072)
  })
})

describe('numbers of blocks and watermarks', () => {
  const four = { ...buffer, blockBytes: 8192, blockCount: 4 }

  it('are refused in our words, with what would do', () => {
    // One of the four blocks is always with the hardware.
    expect(parseWatermark('6144', four, rate)).toBe(6144)
    expect(() => parseWatermark('6145', four, rate)).toThrow(
      /6145 samples can never be reached: one of 4 blocks stays with the hardware, and the others hold 6144/,
    )
    expect(parseBlockCount('2', four, rate)).toBe(2)
    expect(() => parseBlockCount('1', four, rate)).toThrow(/There can be 2 to 4096 blocks, not 1/)
    expect(() => parseBlockCount('2.5', four, rate)).toThrow(/whole number of blocks/)
    expect(() => parseBlockCount('129', buffer, rate)).toThrow(/129 blocks of 512 KiB need more than 64 MiB: take 128/)
  })
})
