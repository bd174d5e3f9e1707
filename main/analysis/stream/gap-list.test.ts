import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Gap, GapList } from './gap-list.ts'

const listOf = (gaps: readonly Gap[]): GapList => {
  const list = new GapList()
  for (const { firstSample, samples } of gaps) list.push(firstSample, samples)
  return list
}

describe('the gaps in a window', () => {
  it('are those there are, cut to it, while they are few', () => {
    const list = listOf([
      { firstSample: 10, samples: 5 },
      { firstSample: 20, samples: 5 },
      { firstSample: 90, samples: 20 },
    ])
    expect(list.within(12, 100, 10)).toEqual([
      { firstSample: 12, samples: 3 },
      { firstSample: 20, samples: 5 },
      { firstSample: 90, samples: 10 },
    ])
    expect(list.within(15, 20, 10)).toEqual([])
  })

  it('are joined with their neighbours where they are many: none is left out, and nothing far from one is in it', () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 30 })), {
      maxLength: 300,
    })
    fc.assert(
      fc.property(steps, fc.integer({ min: 2, max: 50 }), (list, limit) => {
        const gaps: Gap[] = []
        let at = 0
        for (const [present, samples] of list) {
          gaps.push({ firstSample: at + present, samples })
          at += present + samples
        }
        const end = at + 10
        const found = listOf(gaps).within(0, end, limit)
        expect(found.length).toBeLessThanOrEqual(limit + 1)
        const isIn = (sample: number): boolean =>
          found.some(({ firstSample, samples }) => sample >= firstSample && sample < firstSample + samples)
        for (const { firstSample, samples } of gaps) {
          expect(isIn(firstSample)).toBe(true)
          expect(isIn(firstSample + samples - 1)).toBe(true)
        }
        if (gaps.length < limit) expect(found).toEqual(gaps)
      }),
    )
  })
})
