import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Clock } from '#main/runtime/clock.ts'
import type { AnalysedFormat } from '../stream/format.ts'
import type { Leaving } from '../stream/pass-part.ts'
import type { Validity } from '../stream/validity.ts'
import { CatchUp, type Waiting } from './catch-up.ts'

const format: AnalysedFormat = { epoch: 1, samplingFrequencyHz: 1e8, scanIndexes: [0] }
/** Bytes of the memory; so much of this stream is 1.3 s, so that the wait of 250 ms is what counts. */
const budgetBytes = 2 ** 28
const timing: Pick<Clock, 'nowMs'> = { nowMs: () => 10_000 }

const watched: Waiting = { isCollecting: false, isWatched: true }
const collecting: Waiting = { ...watched, isCollecting: true }
const unwatched: Waiting = { ...watched, isWatched: false }

/** What is left out after blocks have waited so long, one after the other, ms. */
function afterWaits(waits: readonly number[], budget = budgetBytes, waiting: Waiting = watched): Leaving {
  const catchUp = new CatchUp(timing as Clock, { budgetBytes: budget } as Validity)
  catchUp.begin()
  for (const wait of waits) catchUp.look(10_000 - wait, format, waiting)
  return catchUp.leaving
}

describe('CatchUp', () => {
  it('leaves pictures out before the search, and comes back to them when it has caught up', () => {
    expect(afterWaits([90])).toBe('nothing')
    expect(afterWaits([110])).toBe('pictures')
    expect(afterWaits([110, 60])).toBe('pictures')
    expect(afterWaits([110, 49])).toBe('nothing')
    expect(afterWaits([110, 260])).toBe('all')
    expect(afterWaits([110, 260, 60])).toBe('all')
    expect(afterWaits([110, 260, 49])).toBe('nothing')
  })

  it('waits no longer than the memory lasts', () => {
    // 2 MB are 10 ms of this stream: three quarters of it are 7.5 ms.
    expect(afterWaits([2.9], 2e6)).toBe('nothing')
    expect(afterWaits([3.1], 2e6)).toBe('pictures')
    expect(afterWaits([7.6], 2e6)).toBe('all')
  })

  it('is later than that while samples are collected, as long as the memory lasts, and sooner draws no more', () => {
    expect(afterWaits([24], budgetBytes, collecting)).toBe('nothing')
    expect(afterWaits([26], budgetBytes, collecting)).toBe('pictures')
    expect(afterWaits([26, 1000], budgetBytes, collecting)).toBe('pictures')
    expect(afterWaits([26, 1010], budgetBytes, collecting)).toBe('all')
    expect(afterWaits([26, 1010, 760], budgetBytes, collecting)).toBe('all')
    expect(afterWaits([26, 1010, 750], budgetBytes, collecting)).toBe('pictures')
    expect(afterWaits([26, 1010, 12], budgetBytes, collecting)).toBe('nothing')
    expect(afterWaits([7.6], 2e6, collecting)).toBe('all')
  })

  it('is later where nobody looks: the trigger stays as long as the memory lasts, pictures go as ever', () => {
    expect(afterWaits([90], budgetBytes, unwatched)).toBe('nothing')
    expect(afterWaits([110], budgetBytes, unwatched)).toBe('pictures')
    expect(afterWaits([110, 1000], budgetBytes, unwatched)).toBe('pictures')
    expect(afterWaits([110, 1010], budgetBytes, unwatched)).toBe('all')
    expect(afterWaits([110, 1010, 760], budgetBytes, unwatched)).toBe('all')
    expect(afterWaits([110, 1010, 750], budgetBytes, unwatched)).toBe('pictures')
    expect(afterWaits([110, 1010, 49], budgetBytes, unwatched)).toBe('nothing')
    expect(afterWaits([7.6], 2e6, unwatched)).toBe('all')
  })

  it('gives pictures a turn on a machine that is always late', () => {
    let nowMs = 10_000
    const catchUp = new CatchUp({ nowMs: () => nowMs } as Clock, { budgetBytes } as Validity)
    catchUp.begin()
    const drawn: number[] = []
    for (let k = 0; k < 2000; k++, nowMs++) {
      catchUp.look(nowMs - 150, format, watched)
      expect(catchUp.leaving).not.toBe('all')
      if (catchUp.leaving === 'nothing') drawn.push(k)
    }
    // Turns of 50 ms, half a second apart.
    expect(drawn).toHaveLength(150)
    expect(drawn[0]).toBe(500)
    expect(drawn[50]).toBe(1050)
  })

  it('gives the trigger a turn on a machine that is always too late for it, where somebody looks', () => {
    let nowMs = 10_000
    const catchUp = new CatchUp({ nowMs: () => nowMs } as Clock, { budgetBytes } as Validity)
    catchUp.begin()
    const searched: number[] = []
    for (let k = 0; k < 2000; k++, nowMs++) {
      catchUp.look(nowMs - 400, format, watched)
      expect(catchUp.leaving).not.toBe('nothing')
      if (catchUp.leaving === 'pictures') searched.push(k)
    }
    expect(searched).toHaveLength(150)
    expect(searched[0]).toBe(500)
    expect(searched[50]).toBe(1050)
    // Caught up in the middle of a turn, or after it: nothing is left out.
    for (let k = 0; k < 60; k++) catchUp.look(++nowMs - 10, format, watched)
    expect(catchUp.leaving).toBe('nothing')
  })

  it('gives them one rarely where nobody looks and half of the memory is behind it', () => {
    let nowMs = 10_000
    const catchUp = new CatchUp({ nowMs: () => nowMs } as Clock, { budgetBytes } as Validity)
    catchUp.begin()
    const drawnAt = (waitMs: number): number => {
      let drawn = 0
      for (let k = 0; k < 12_000; k++, nowMs++) {
        catchUp.look(nowMs - waitMs, format, unwatched)
        if (catchUp.leaving === 'nothing') drawn++
      }
      return drawn
    }
    // Turns of 50 ms, 3 s and half a second apart.
    expect(drawnAt(510)).toBe(3 * 50)
    expect(drawnAt(490)).toBeGreaterThan(20 * 50)
  })

  it('draws again after any wait, however slow the machine is', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1000, noNaN: true }), { maxLength: 20 }), (waits) => {
        expect(afterWaits([...waits, 0])).toBe('nothing')
        if (waits.length > 0 && waits.at(-1)! > 250) expect(afterWaits(waits)).toBe('all')
      }),
    )
  })
})
