import { describe, expect, it } from 'vitest'
import type { Seam, SeamChange } from '#shared/contract/topics/seams.ts'
import { seamCost, seamLabel } from '../../kit/format/seam-words.ts'
import { labelSeams, placeGaps, placeSeams } from './marks.ts'

const place = { epoch: 1, atSample: 150, atUnixMs: 0, lostSamples: 0, costMs: 3.14, how: 'live' } as const
const seam: Seam = { ...place, subject: 'blockBytes', from: 1048576, to: 524288 }
const frame = { epoch: 1, samplingFrequencyHz: 100 }
const window = { startSeconds: 0, endSeconds: 1 }

describe('seams', () => {
  it('are labelled old to new, with what was lost', () => {
    expect(seamLabel(seam)).toBe('block 1 MiB → 512 KiB · 0 lost')
    expect(seamLabel({ ...place, subject: 'samplingFrequency', from: 100e6, to: 1e6 })).toBe(
      'rate 100 MS/s → 1.00 MS/s · 0 lost',
    )
    expect(seamLabel({ ...place, subject: 'gap', lostSamples: 4096 })).toBe('gap · 4\u2009096 lost')
    expect(seamCost(seam)).toBe('3.1 ms, hardware kept running')
    expect(seamCost({ ...seam, how: 'transaction' })).toBe('3.1 ms, stopped and restarted')
    expect(seamCost({ ...place, subject: 'gap', costMs: 9500 })).toBe('9.50 s are missing')
    expect(seamLabel({ ...place, subject: 'clock', costMs: 52 })).toBe('clock 52.0 ms behind · 0 lost')
    expect(seamCost({ ...place, subject: 'clock' })).toBe('this machine is too slow for the rate')
  })

  it('are called by the names and in the units of the screen', () => {
    const called = (change: SeamChange): string => seamLabel({ ...place, ...change })
    expect(called({ subject: 'channels', channel: 'voltage1', from: false, to: true })).toBe('CH2 on · 0 lost')
    expect(called({ subject: 'channels', channel: 'voltage0', from: true, to: false })).toBe('CH1 off · 0 lost')
    expect(called({ subject: 'blockCount', from: 20, to: 4096 })).toBe('blocks 20 → 4\u2009096 · 0 lost')
    expect(called({ subject: 'watermark', from: 262144, to: 1 })).toBe('watermark 262\u2009144 → 1 · 0 lost')
    const source = (path: string, from: string | number, to: string | number): string =>
      called({ subject: 'source', path, from, to })
    expect(source('voltage0/source', 'sine', 'square')).toBe('CH1 source sine → square · 0 lost')
    expect(source('voltage1/source_frequency', 1000, 2_500_000)).toBe('CH2 source frequency 1 kHz → 2.5 MHz · 0 lost')
    expect(source('voltage0/source', 'file:/a b/c.csv', 'sine')).toBe('CH1 source file:/a b/c.csv → sine · 0 lost')
    expect(called({ subject: 'device', path: 'buffer0/length', from: 4096, to: 100 })).toBe(
      'length 4096 → 100 · 0 lost',
    )
  })

  it('lie where the sample lies', () => {
    expect(placeSeams([seam], frame, 100, window)).toEqual([
      { at: 0.5, label: 'block 1 MiB → 512 KiB · 0 lost', lost: false, gapSamples: null },
    ])
  })

  it('of another epoch or outside the window are not shown', () => {
    expect(placeSeams([{ ...seam, epoch: 2 }], frame, 100, window)).toEqual([])
    expect(placeSeams([seam], frame, 151, window)).toEqual([])
  })
})

describe('labels of seams', () => {
  const gap = (at: number, samples: number) => ({ at, label: `gap · ${samples} lost`, lost: true, gapSamples: samples })
  const change = { at: 0.31, label: 'block 1 MiB → 512 KiB · 0 lost', lost: false, gapSamples: null }

  it('stand by themselves where there is room', () => {
    const texts = labelSeams([gap(0.1, 5), change, gap(0.9, 7)], 0.2).map(({ text }) => text)
    expect(texts).toEqual(['gap · 5 lost', 'block 1 MiB → 512 KiB · 0 lost', 'gap · 7 lost'])
  })

  it('of gaps that would lie on one another are one, with their number and sum; changes keep theirs', () => {
    const many = Array.from({ length: 5412 }, (_, k) => gap(0.3 + k * 1e-6, 2000))
    expect(labelSeams([...many, change, gap(0.9, 7)], 0.2)).toEqual([
      { at: 0.3, text: '5\u2009412 gaps · 10\u2009824\u2009000 lost', lost: true },
      { at: 0.31, text: change.label, lost: false },
      { at: 0.9, text: 'gap · 7 lost', lost: true },
    ])
  })
})

describe('gaps', () => {
  it('are cut to the window', () => {
    expect(placeGaps([{ first: 90, count: 60 }], frame, 100, window)).toEqual([{ from: 0, to: 0.5 }])
    expect(placeGaps([{ first: 10, count: 60 }], frame, 100, window)).toEqual([])
  })
})
