import { describe, expect, it } from 'vitest'
import { seeded } from '#shared/testing/seeded.ts'
import { EventList, mostListed } from './event-list.ts'

const pieceScans = 4096

/** A list of so many pieces with `perPiece` events each, evenly. */
function filled(pieces: number, perPiece: number): EventList {
  const list = new EventList()
  for (let k = 0; k < pieces; k++) {
    list.beginPiece(k * pieceScans, pieceScans)
    for (let n = 0; n < perPiece; n++) list.push(k * pieceScans + Math.floor((n * pieceScans) / perPiece))
  }
  return list
}

describe('EventList', () => {
  it('counts more events than it lists, exactly, while the oldest go', () => {
    const perPiece = 1024
    const pieces = (3 * mostListed) / perPiece
    const list = filled(pieces, perPiece)
    expect([list.count, list.listed]).toEqual([3 * mostListed, mostListed])
    expect(list.searchedScans).toBe(pieces * pieceScans)
    // The newest are listed, under their place among all.
    expect(list.ordinalOf(list.begin)).toBe(2 * mostListed + 1)
    list.dropBefore(100 * pieceScans)
    expect(list.count).toBe(3 * mostListed - 100 * perPiece)
    expect(list.listed).toBe(mostListed)
    const marks = list.density(100 * pieceScans, pieces * pieceScans, 17)
    expect(marks.reduce((sum, one) => sum + one, 0)).toBe(list.count)
    expect(Math.max(...marks) / Math.min(...marks)).toBeLessThan(1.05)
    list.dropBefore((pieces - 1) * pieceScans)
    expect([list.count, list.listed]).toEqual([perPiece, perPiece])
  })

  it('forgets from any sample on, as if it had never gone further', () => {
    const chance = seeded(7)
    for (let round = 0; round < 50; round++) {
      const list = filled(20, 7)
      const from = Math.floor(chance() * 21 * pieceScans)
      expect(list.dropFrom(from)).toBe(true)
      const all = Array.from(
        { length: 140 },
        (_, k) => Math.floor(k / 7) * pieceScans + Math.floor(((k % 7) * pieceScans) / 7),
      )
      const left = all.filter((sample) => sample < from)
      expect([list.count, list.listed]).toEqual([left.length, left.length])
      expect(list.searchedScans).toBe(Math.min(from, 20 * pieceScans))
      expect(Array.from({ length: list.listed }, (_, k) => list.sampleAt(list.begin + k))).toEqual(left)
    }
  })

  it('says so when it cannot tell what is left of a piece', () => {
    const perPiece = 1024
    const list = filled((2 * mostListed) / perPiece, perPiece)
    expect(list.dropFrom(10 * pieceScans + 5)).toBe(false)
  })

  it('knows the longest and the shortest time between two that follow one another', () => {
    const list = new EventList()
    expect(list.between()).toBeNull()
    list.beginPiece(0, pieceScans)
    for (const sample of [100, 200, 250]) list.push(sample)
    list.separate()
    list.beginPiece(10 * pieceScans, pieceScans)
    for (const sample of [41_000, 41_130]) list.push(sample)
    expect(list.between()).toEqual({ longest: 130, shortest: 50, longestAt: 41_130 })
    list.dropBefore(10 * pieceScans)
    expect(list.between()).toEqual({ longest: 130, shortest: 130, longestAt: 41_130 })
  })
})
