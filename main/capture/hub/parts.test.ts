import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Continuity } from './continuity.ts'
import { LatencyHistogram } from './latency-histogram.ts'
import { LifeRing } from './lives.ts'
import { maxSeams, SeamRing } from './seams.ts'

describe('LatencyHistogram', () => {
  it('gives percentiles within 5 % of the exact ones', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.002, max: 1e4, noNaN: true }), { minLength: 1, maxLength: 300 }),
        (delays) => {
          const histogram = new LatencyHistogram()
          for (const ms of delays) histogram.add(ms)
          const sorted = delays.toSorted((a, b) => a - b)
          for (const share of [0.5, 0.99]) {
            const exact = sorted[Math.max(Math.ceil(share * sorted.length), 1) - 1]!
            expect(Math.abs(histogram.quantile(share) / exact - 1)).toBeLessThan(0.05)
          }
        },
      ),
    )
  })

  it('is empty, clears, and takes what is out of range', () => {
    const histogram = new LatencyHistogram()
    expect(histogram.percentiles()).toEqual({ p50: 0, p99: 0 })
    histogram.add(-5)
    histogram.add(1e12)
    expect(histogram.total).toBe(2)
    expect(histogram.quantile(0.5)).toBeLessThan(0.002)
    expect(histogram.quantile(1)).toBeGreaterThan(1e5)
    histogram.clear()
    expect(histogram.total).toBe(0)
  })
})

describe('Continuity', () => {
  it('adds up to the position in the stream', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(1000), fc.integer({ min: 1, max: 5000 }))), (blocks) => {
        const continuity = new Continuity()
        let position = 0
        for (const [lost, scans] of blocks) {
          expect(continuity.add(position + lost, scans)).toBe(lost)
          position += lost + scans
        }
        expect(continuity.samples + continuity.lostSamples).toBe(position)
        expect(continuity.nextSample).toBe(position)
      }),
    )
  })

  it('refuses a block out of order, and begins again at 0', () => {
    const continuity = new Continuity()
    continuity.add(0, 10)
    expect(() => continuity.add(5, 10)).toThrow(expect.objectContaining({ errno: 'EIO' }))
    continuity.beginEpoch()
    expect(continuity.add(0, 10)).toBe(0)
    expect(continuity.samples).toBe(20)
  })

  it('keeps the account of an epoch apart from that of all', () => {
    const continuity = new Continuity()
    continuity.add(0, 10)
    continuity.add(15, 10)
    continuity.add(32, 10)
    expect(continuity.epoch).toEqual({ samples: 30, lostSamples: 12, gaps: 2 })
    continuity.beginEpoch()
    expect(continuity.epoch).toEqual({ samples: 0, lostSamples: 0, gaps: 0 })
    continuity.add(4, 6)
    expect(continuity.epoch).toEqual({ samples: 6, lostSamples: 4, gaps: 1 })
    expect(continuity).toMatchObject({ samples: 36, lostSamples: 16 })
  })
})

describe('LifeRing', () => {
  const life = (sequence: number) => ({
    sequence,
    bytes: 64,
    firstSample: sequence * 16,
    scans: 16,
    lostBefore: 0,
    queuedMs: 100,
    activeMs: 101,
    doneMs: 102,
    heldMs: 103,
  })

  it('keeps the newest and ignores returns of forgotten ones', () => {
    const ring = new LifeRing(4)
    ring.clear(100)
    const tickets = [0, 1, 2, 3, 4, 5].map((sequence) => ring.held(life(sequence)))
    ring.returned(tickets[0]!, 110)
    ring.returned(tickets[5]!, 111)
    expect(ring.newest(10).map(({ sequence, returnedMs }) => [sequence, returnedMs])).toEqual([
      [2, null],
      [3, null],
      [4, null],
      [5, 11],
    ])
    ring.clear(200)
    expect(ring.newest(10)).toEqual([])
  })

  it('tells when readers let go of a block, which is not when it is given back', () => {
    const ring = new LifeRing(4)
    ring.clear(100)
    const ticket = ring.held(life(0))
    ring.read(ticket, 105)
    expect(ring.newest(1)).toMatchObject([{ heldMs: 3, readMs: 5, returnedMs: null }])
    ring.returned(ticket, 190)
    expect(ring.newest(1)).toMatchObject([{ readMs: 5, returnedMs: 90 }])
  })

  it('finds the block that holds a sample, with its neighbours, as long as it is known', () => {
    const ring = new LifeRing(8)
    ring.clear(0)
    // Sixteen samples each; those of number 7 are missing.
    for (const sequence of [0, 1, 2, 3, 4, 5, 6, 8, 9]) ring.held(life(sequence))
    const around = (sample: number): number[] => ring.around(sample, 1).map(({ sequence }) => sequence)
    expect(around(5 * 16)).toEqual([4, 5, 6])
    expect(around(5 * 16 + 15.9)).toEqual([4, 5, 6])
    expect(around(6 * 16)).toEqual([5, 6, 8])
    expect(around(9 * 16 + 3)).toEqual([8, 9])
    // The oldest of those that are known; one that is forgotten; one that was lost; one that has not come.
    expect(around(16)).toEqual([1, 2])
    expect(around(0)).toEqual([])
    expect(around(7 * 16 + 1)).toEqual([])
    expect(around(10 * 16)).toEqual([])
    expect(ring.around(5 * 16, 99).map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 8, 9])
    ring.clear(0)
    expect(around(5 * 16)).toEqual([])
  })
})

describe('SeamRing', () => {
  it('keeps the newest 50', () => {
    const ring = new SeamRing()
    for (let atSample = 0; atSample < 60; atSample++)
      ring.add({
        epoch: 1,
        atSample,
        atUnixMs: 0,
        subject: 'gap',
        lostSamples: 1,
        costMs: 0,
        how: 'live',
      })
    expect(ring.all).toHaveLength(maxSeams)
    expect(ring.all[0]!.atSample).toBe(10)
    expect(ring.revision).toBe(60)
  })
})
