import { describe, expect, it } from 'vitest'
import type { BlockLife } from '#shared/contract/topics/lanes.ts'
import { axisWords, blockWords, countWords } from './block-words.ts'

const rate = 1000
const life: BlockLife = {
  sequence: 12345,
  bytes: 40,
  firstSample: 123450,
  scans: 10,
  lostBefore: 0,
  queuedMs: 123400,
  activeMs: 123450,
  doneMs: 123460,
  heldMs: 123460.25,
  readMs: 123461.5,
  returnedMs: null,
}

describe('what is said of a block', () => {
  it('is its number, its samples, when it was filled, and how late its readers were', () => {
    expect(blockWords(life, rate).replaceAll('\u2009', ' ')).toBe(
      'block 12 345 · 10 samples from 123 450 · filled at 123.46 s in 10.0 ms · taken after 250 µs · read after 1.50 ms',
    )
  })

  it('is only what is known', () => {
    const words = (over: Partial<BlockLife>): string => blockWords({ ...life, sequence: 7, ...over }, rate)
    expect(words({ doneMs: null, heldMs: null, readMs: null })).toMatch(/ · not full yet$/)
    expect(words({ heldMs: null, readMs: null })).toMatch(/ · not taken yet$/)
    expect(words({ readMs: null })).toMatch(/ · being read$/)
    expect(words({ lostBefore: 777 })).toContain(' · 777 lost before it · ')
  })
})

describe('what is said of the lanes', () => {
  const window = { startMs: 0, endMs: 126, sharedWithTrace: false }

  it('is whether their time is that of the trace', () => {
    expect(axisWords({ ...window, sharedWithTrace: true }, true, null)).toBe('same time as the trace')
    expect(axisWords(window, true, null)).toBe('newest 126 ms; the trace is at the mark')
    expect(axisWords({ ...window, sharedWithTrace: true }, true, 1234)).toBe('around block 1\u2009234')
    expect(axisWords(window, false, null)).toBe('newest 126 ms, not the time of the trace: click it for its block')
  })

  it('is how many blocks are where', () => {
    const lanes = { epoch: 1, nowMs: 0, queued: 59, active: 1, done: 0, held: 2, kept: 190, lives: [] }
    expect(countWords(lanes)).toBe('59 queued · 1 active · 0 done · 2 held')
  })
})
