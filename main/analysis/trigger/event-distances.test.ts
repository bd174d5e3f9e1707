import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EventDistances } from './event-distances.ts'

const both = (distances: EventDistances): readonly (number | null)[] => [distances.shortest, distances.longest]

describe('the distances of events', () => {
  it('are the shortest and the longest of the neighbours, told one by one or many at once', () => {
    const stretch = fc
      .array(fc.integer({ min: 0, max: 5000 }), { maxLength: 60 })
      .map((all) => all.toSorted((a, b) => a - b))
    fc.assert(
      fc.property(fc.array(stretch, { maxLength: 6 }), (stretches) => {
        const [one, many] = [new EventDistances(), new EventDistances()]
        const wanted: number[] = []
        stretches.forEach((offsets, k) => {
          const base = 2 ** 40 + k * 10_000
          one.restart()
          many.restart()
          for (const offset of offsets) one.event(base + offset)
          // Cut in two at some place: what stands before the cut is the neighbour of what stands behind it.
          const cut = Math.floor(offsets.length / 3)
          const words = Uint32Array.from(offsets)
          many.events(words, 0, cut, base)
          many.events(words, cut, offsets.length, base)
          wanted.push(
            ...offsets.slice(1).flatMap((offset, at) => (offset > offsets[at]! ? [offset - offsets[at]!] : [])),
          )
        })
        const expected = wanted.length === 0 ? [null, null] : [Math.min(...wanted), Math.max(...wanted)]
        expect(both(one)).toEqual(expected)
        expect(both(many)).toEqual(expected)
      }),
    )
  })

  it('are not known once an event was not told, until they are counted anew', () => {
    const distances = new EventDistances()
    for (const sample of [10, 20, 50]) distances.event(sample)
    expect(both(distances)).toEqual([10, 30])
    distances.missEvents()
    for (const sample of [60, 75]) distances.event(sample)
    expect(both(distances)).toEqual([null, null])
    distances.countAnew()
    for (const sample of [80, 95, 100]) distances.event(sample)
    expect(both(distances)).toEqual([5, 15])
  })

  it('of what turned out to be torn are forgotten, and its neighbours with them', () => {
    const distances = new EventDistances()
    for (const sample of [10, 20, 50]) distances.event(sample)
    distances.settle()
    for (const sample of [51, 500]) distances.event(sample)
    distances.retract()
    expect(both(distances)).toEqual([10, 30])
    distances.event(95)
    expect(both(distances)).toEqual([10, 45])
  })
})
