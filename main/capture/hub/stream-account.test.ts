import { describe, expect, it } from 'vitest'
import type { StreamFormat } from '../tap.ts'
import type { HubBlock } from './hub-block.ts'
import { StreamAccount } from './stream-account.ts'

const format = { epoch: 1, bytesPerScan: 2, samplingFrequencyHz: 1000 } as StreamFormat

/** An account whose blocks last 100 ms each. */
function begun() {
  const clock = { ms: 1000, unixMs: () => clock.ms }
  const account = new StreamAccount(clock)
  account.beginEpoch(clock.ms)
  let next = 0
  const take = (lost = 0): void => {
    next += lost
    clock.ms += 100 + lost
    const metadata = { firstSample: next, lastSampleMs: next + 100 }
    account.take({ block: { bytesUsed: 200, metadata } } as HubBlock, format, clock.ms)
    next += 100
  }
  const begin = (): void => {
    next = 0
    account.beginEpoch(clock.ms)
  }
  return { account, clock, take, begin }
}

describe('the account of the first seconds', () => {
  it('counts from the begin when nothing went wrong in them', () => {
    const { account, take } = begun()
    for (let block = 0; block < 50; block++) take()
    expect(account.figures).toMatchObject({ sinceUnixMs: 1000, samples: 5000, lostSamples: 0, warmUp: null })
  })

  it('tells of a loss in them, and counts from their end on; the totals hide nothing', () => {
    const { account, clock, take } = begun()
    take()
    take(700)
    expect(account.figures).toMatchObject({ sinceUnixMs: 1000, samples: 200, lostSamples: 700, gaps: 1 })
    expect(account.figures.warmUp).toEqual({ isOver: false, lostSamples: 700, slippedMs: 0 })
    while (account.figures.warmUp?.isOver === false) take()
    const endMs = clock.ms
    expect(endMs).toBe(1000 + 3000)
    take()
    const warm = { sinceUnixMs: endMs, samples: 100, lostSamples: 0, gaps: 0, lastTroubleUnixMs: null }
    expect(account.figures).toMatchObject({ ...warm, warmUp: { isOver: true, lostSamples: 700, slippedMs: 0 } })
    expect(account.continuity.lostSamples).toBe(700)
    take(5)
    expect(account.figures).toMatchObject({ samples: 200, lostSamples: 5, gaps: 1 })
  })

  it('does the same where the clock of the samples fell behind', () => {
    const { account, take } = begun()
    take()
    account.slipped(104, 0)
    expect(account.figures).toMatchObject({ slippedMs: 104, warmUp: { isOver: false, slippedMs: 104 } })
    for (let block = 0; block < 30; block++) take()
    expect(account.figures).toMatchObject({ slippedMs: 0, warmUp: { isOver: true, slippedMs: 104 } })
    account.slipped(110, 10_000)
    expect(account.figures).toMatchObject({ slippedMs: 6 })
    expect(account.slippedMs).toBe(110)
  })

  it('excuses the first stream only', () => {
    const { account, take, begin } = begun()
    take(700)
    begin()
    take()
    take(3)
    for (let block = 0; block < 40; block++) take()
    expect(account.figures).toMatchObject({ lostSamples: 3, gaps: 1, warmUp: null })
  })
})
