import { describe, expect, it } from 'vitest'
import { blindTime } from '../../renderer/features/capture/blind-time.ts'
import { shareIn } from './watch-examined.ts'

const said = (examinedShare: number, drawnShare: number): string =>
  blindTime({ examinedShare, drawnShare, skippedBlocks: 0, triggerWord: 'trigd' }).text

describe('the share that the page names', () => {
  it('is what the instrument told it', () => {
    expect(shareIn(said(1, 1))).toBe(1)
    expect(shareIn(said(1, 0.5))).toBe(1)
    expect(shareIn(said(0.94, 0.9))).toBeCloseTo(0.94)
    expect(shareIn(said(0.013, 0))).toBeCloseTo(0.013)
    expect(shareIn('– % examined')).toBeNull()
  })
})
