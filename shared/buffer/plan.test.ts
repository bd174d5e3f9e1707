import { describe, expect, it } from 'vitest'
import type { BufferLimits } from '../contract/topics/buffer.ts'
import type { BufferWish } from './limits.ts'
import { planBuffer } from './plan.ts'
import { applyRequest } from './request.ts'

const limits: BufferLimits = {
  minBlockBytes: 64,
  maxBlockBytes: 16 << 20,
  alignBytes: 16,
  minBlocks: 2,
  maxBlocks: 4096,
  circulationBytes: 512 << 20,
}
const auto: BufferWish = { blockBytes: 'auto', blockCount: 'auto', watermark: 'auto' }
const rate = (samplingFrequencyHz: number, bytesPerScan = 4) => ({ bytesPerScan, samplingFrequencyHz })

describe('planBuffer', () => {
  it.each([
    [1e3, 256],
    [1e6, 16 << 10],
    [1e7, 256 << 10],
    [1e8, 1 << 20],
    [1e9, 1 << 20],
  ])('at %d S/s takes blocks of %d bytes', (hz, blockBytes) => {
    expect(planBuffer(auto, rate(hz), limits)).toMatchObject({ blockBytes, watermark: blockBytes / 4 })
  })

  it.each([1e5, 1e7, 1e8, 1e9])('at %d S/s rides out 50 ms with any block size and watermark', (hz) => {
    for (const blockBytes of ['auto', 64 << 10, 4 << 20] as const)
      for (const watermark of ['auto', 1 << 14, 1 << 20] as const) {
        const plan = planBuffer({ ...auto, blockBytes, watermark }, rate(hz), limits)
        expect(plan.rideOutSeconds).toBeGreaterThanOrEqual(0.05)
        if (watermark !== 'auto') expect(plan.watermark).toBe(watermark)
      }
  })

  it('lowers a watermark that a fixed number of blocks cannot reach', () => {
    const plan = planBuffer({ blockBytes: 4096, blockCount: 4, watermark: 1 << 20 }, rate(1e6), limits)
    expect(plan.watermark).toBe(3 * 1024)
  })

  it('keeps blocks whole scans when a scan has an odd size', () => {
    const plan = planBuffer(auto, rate(1e6, 6), limits)
    expect(plan.blockBytes % 48).toBe(0)
  })

  it('makes blocks larger when there would be too many per second', () => {
    expect(planBuffer({ ...auto, blockBytes: 4096 }, rate(1e9), limits).blockBytes).toBe(80_000)
  })
})

describe('applyRequest', () => {
  it('takes a value exactly', () => {
    const { wish, plan } = applyRequest({ blockBytes: 12288, blockCount: 9, watermark: 5 }, auto, rate(1e6), limits)
    expect(wish).toEqual({ blockBytes: 12288, blockCount: 9, watermark: 5 })
    expect(plan).toMatchObject({ blockBytes: 12288, blockCount: 9, watermark: 5 })
  })

  it.each([
    [{ blockBytes: 4100 }, /multiple of 16/],
    [{ blockBytes: 0 }, /below the smallest block, 64 B/],
    [{ blockBytes: 4096.5 }, /a whole number of bytes/],
    [{ blockBytes: Number.NaN }, /a whole number of bytes/],
    [{ blockBytes: 64 }, /62500 times a second, and at most 50000 are possible: take 80 B or more/],
    [{ blockBytes: 32 << 20 }, /above the largest block, 16 MiB/],
    [{ blockCount: 1 }, /2 to 4096 blocks/],
    [{ blockBytes: 16 << 20, blockCount: 64 }, /64 blocks of 16 MiB need more than 512 MiB: take 32/],
    [{ watermark: 0 }, /above zero/],
    [
      { blockCount: 4, watermark: 4 * 4096 },
      /can never be reached: one of 4 blocks stays with the hardware, and the others hold 12288/,
    ],
    [{ watermark: 2 ** 40 }, /can never be reached/],
  ])('refuses %j', (request, sentence) => {
    expect(() => applyRequest(request, auto, rate(1e6), limits)).toThrow(
      expect.objectContaining({ errno: 'EINVAL', message: expect.stringMatching(sentence) }),
    )
  })

  it('lets a number of blocks yield to an automatic size, and refuses a size that is asked for', () => {
    const many: BufferWish = { blockBytes: 4096, blockCount: 4096, watermark: 'auto' }
    const { wish, plan } = applyRequest({ blockBytes: 'auto' }, many, rate(1e8), limits)
    expect([wish, plan.blockCount]).toEqual([{ blockBytes: 'auto', blockCount: 512, watermark: 'auto' }, 512])
    expect(() => applyRequest({ blockBytes: 1 << 20 }, many, rate(1e8), limits)).toThrow('take 512 or fewer')
  })

  it('goes back to auto', () => {
    const fixed: BufferWish = { blockBytes: 4096, blockCount: 9, watermark: 5 }
    expect(applyRequest({ ...auto }, fixed, rate(1e6), limits).plan).toEqual(planBuffer(auto, rate(1e6), limits))
  })
})
