import { describe, expect, it } from 'vitest'
import { rawFrame } from '../../testing/frames.ts'
import { blockBand, blockOf, sampleAcross } from './block-band.ts'

// A hundred samples across the screen: 450 to 550, with the trigger in the middle.
const view = { secondsPerDiv: 10, positionSeconds: 0, columns: 100, atSample: null }
const frame = rawFrame([0], { triggerSample: 500 })

describe('the band of a block', () => {
  it('covers the samples of the block that are on the screen', () => {
    expect(blockBand({ firstSample: 470, scans: 20 }, frame, view)).toEqual({ from: 0.2, to: 0.4 })
    expect(blockBand({ firstSample: 400, scans: 60 }, frame, view)).toEqual({ from: 0, to: 0.1 })
    expect(blockBand({ firstSample: 0, scans: 1000 }, frame, view)).toEqual({ from: 0, to: 1 })
  })

  it('is none where no sample of it is', () => {
    expect(blockBand({ firstSample: 400, scans: 50 }, frame, view)).toBeNull()
    expect(blockBand({ firstSample: 550, scans: 50 }, frame, view)).toBeNull()
    expect(blockBand({ firstSample: 500, scans: 0 }, frame, view)).toBeNull()
  })

  it('is found from a place on the screen', () => {
    expect(sampleAcross(0.25, frame, view)).toBe(475)
    expect(sampleAcross(0.2599, frame, view)).toBe(475)
    const life = (firstSample: number, scans: number) =>
      ({ firstSample, scans }) as Parameters<typeof blockOf>[0][number]
    const lives = [life(460, 10), life(470, 10), life(485, 10)]
    expect(blockOf(lives, 470)).toBe(lives[1])
    expect(blockOf(lives, 479)).toBe(lives[1])
    // Lost between two blocks.
    expect(blockOf(lives, 482)).toBeNull()
  })
})
