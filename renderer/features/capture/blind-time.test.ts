import { describe, expect, it } from 'vitest'
import { blindTime, secondsToSee } from './blind-time.ts'

describe('blind time', () => {
  it('waits longer the rarer the event and the blinder the instrument', () => {
    expect(secondsToSee(1, 1)).toBeCloseTo(4.605, 3)
    expect(secondsToSee(0.1, 0.5)).toBeCloseTo(92.1, 1)
    expect(secondsToSee(1, 0)).toBe(Number.POSITIVE_INFINITY)
  })

  it('says so when nothing is missed, and when something is', () => {
    expect(blindTime({ examinedShare: 1, drawnShare: 1, skippedBlocks: 0, triggerWord: 'trigd' })).toMatchObject({
      text: '100 % examined',
      warn: false,
    })
    const half = blindTime({ examinedShare: 0.5, drawnShare: 0.5, skippedBlocks: 7, triggerWord: 'trigd' })
    expect(half).toMatchObject({ text: '50 % · 50 % blind', warn: true })
    expect(half.tip).toContain('7 blocks')
    expect(blindTime({ examinedShare: 0, drawnShare: 0, skippedBlocks: 0, triggerWord: 'trigd' }).tip).toContain(
      'never',
    )
    const undrawn = blindTime({ examinedShare: 1, drawnShare: 0.5, skippedBlocks: 0, triggerWord: 'trigd' })
    expect(undrawn).toMatchObject({ text: '50 % drawn', warn: true })
    expect(undrawn.tip).toContain('examines every sample')
    expect(undrawn.tip).toContain('Persistence has 50 %')
    expect(undrawn.tip).toContain('once per second is seen within 9.2 s')
    expect(blindTime(null)).toMatchObject({ warn: false })
    const warming = blindTime({ examinedShare: 0, drawnShare: 0, skippedBlocks: 9, triggerWord: 'warming' })
    expect(warming).toMatchObject({ text: '– % examined', warn: false })
    expect(warming.tip).toContain('just begun')
  })
})
