import { describe, expect, it } from 'vitest'
import type { ChannelSummary } from '#main/analysis/index.ts'
import type { Seam, SeamChange, SeamPlace } from '#shared/contract/topics/seams.ts'
import { toDisposable } from '#shared/lifecycle.ts'
import { lookAtSignal, presentSince } from './signal-look.ts'

const rate = 1e6
const sourceChange = { subject: 'source', path: 'voltage0/source', from: 'sine', to: 'square' } as const

const seam = (over: Partial<SeamPlace>, change: SeamChange = sourceChange): Seam => ({
  epoch: 1,
  atSample: 5000,
  atUnixMs: 0,
  lostSamples: 0,
  costMs: 0,
  how: 'live',
  ...change,
  ...over,
})

const summary = (samples: number, frequencyHz: number, isRegular: boolean): ChannelSummary => ({
  scanIndex: 0,
  min: -1000,
  max: 1000,
  mean: 0,
  deviation: 1000,
  middle: 0,
  frequencyHz,
  isRegular,
  samples,
})

/** A capture in which `perLook` samples arrive between two looks, and the signal changed at sample 5000. */
function capture({
  perLook,
  periodic = 20,
  isRunning = true,
}: {
  perLook: number
  periodic?: number
  isRunning?: boolean
}) {
  let nowMs = 0
  let end = 5000
  const told = { settled: 0, looks: 0, nowMs: () => nowMs }
  return {
    told,
    parts: {
      hub: { isRunning, epoch: 1, seams: [seam({})], format: { samplingFrequencyHz: rate } as never },
      analysis: {
        settle: async () => {
          told.settled++
        },
        summary: async (since = 0) => {
          told.looks++
          end += perLook
          const samples = end - since
          if (samples <= 0) return []
          // Before a period is over only the noise has edges.
          const isWhole = samples >= rate / periodic
          return [summary(samples, since === 0 ? 100_000 : isWhole ? periodic : 7777, since === 0 || isWhole)]
        },
      },
      clock: {
        nowMs: () => nowMs,
        unixMs: () => nowMs,
        unixMinusNowMs: () => 0,
        timer: (ms: number, fn: () => void) => {
          nowMs += ms
          queueMicrotask(fn)
          return toDisposable(() => {})
        },
      },
    },
  }
}

describe('a look at the signal', () => {
  it('counts from the sample at which a source changed, and a little behind where another live change was marked', () => {
    expect(presentSince([seam({})], 1, rate)).toBe(5000)
    expect(presentSince([seam({}, { ...sourceChange, subject: 'device' })], 1, rate)).toBe(155_000)
    expect(
      presentSince(
        [seam({ how: 'transaction', atSample: 0 }, { subject: 'samplingFrequency', from: 1e6, to: 2e6 })],
        1,
        rate,
      ),
    ).toBe(0)
    expect(presentSince([seam({}, { subject: 'blockBytes', from: 4096, to: 8192 })], 1, rate)).toBe(0)
    expect(presentSince([seam({})], 2, rate)).toBe(0)
  })

  it('waits until the new signal has shown five periods, however slowly samples come', async () => {
    // A twenty-fifth of the rate: 5 periods of 20 Hz take 6.25 s.
    const { parts, told } = capture({ perLook: 1000 })
    const [found] = await lookAtSignal(parts)
    expect(found).toMatchObject({ frequencyHz: 20, isRegular: true })
    expect(told.nowMs()).toBeGreaterThan(6000)
  })

  it('looks again before it believes a rhythm: that of noise is another one each time', async () => {
    const { parts, told } = capture({ perLook: 1000 })
    const noise = [9000, 120_000, 31_000]
    const summary = parts.analysis.summary
    parts.analysis.summary = async (since = 0) => {
      const found = await summary(since)
      const frequencyHz = noise.shift()
      return frequencyHz === undefined ? found : found.map((one) => ({ ...one, frequencyHz, isRegular: true }))
    }
    expect(await lookAtSignal(parts)).toMatchObject([{ frequencyHz: 20, isRegular: true }])
    expect(told.looks).toBeGreaterThan(4)
  })

  it('takes two looks at a signal that is there', async () => {
    const { parts, told } = capture({ perLook: 300_000, periodic: 1000 })
    expect(await lookAtSignal(parts)).toMatchObject([{ frequencyHz: 1000 }])
    expect(told.looks).toBe(2)
  })

  it('does not wait for an analysis that is behind while blocks come', async () => {
    const { parts, told } = capture({ perLook: 2e6 })
    await lookAtSignal(parts)
    expect(told).toMatchObject({ settled: 0, looks: 1 })
  })

  it('knows nothing rather than the signal of before, when no sample of the new one comes', async () => {
    const { parts } = capture({ perLook: 0 })
    expect(await lookAtSignal(parts)).toEqual([])
  })

  it('takes what there is when the capture is stopped', async () => {
    const { parts, told } = capture({ perLook: 0, isRunning: false })
    expect(await lookAtSignal(parts)).toMatchObject([{ frequencyHz: 100_000 }])
    expect(told.settled).toBe(1)
  })
})
