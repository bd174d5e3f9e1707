import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BlockRef } from '../tap.ts'
import { KeptBlocks } from './kept-blocks.ts'

const scansPerBlock = 100

/** A store, and what it was told and did, in order. */
function makeStore(budgetBytes: number) {
  const events: string[] = []
  let held = 0
  const kept = new KeptBlocks(budgetBytes, (oldest) => events.push(`gone before ${oldest}`))
  const block = (sequence: number, capacityBytes: number): BlockRef => ({
    sequence,
    epoch: 1,
    firstSample: sequence * scansPerBlock,
    lostBefore: 0,
    lastSampleMs: 0,
    doneMs: 0,
    slippedMs: 0,
    address: 0,
    bytes: capacityBytes,
    capacityBytes,
    scans: scansPerBlock,
    retain: () => held++,
    release: () => {
      held--
      events.push(`release ${sequence}`)
    },
    keep: (sinceMs) => events.push(`keep ${sequence} since ${sinceMs}`),
    forget: () => {
      held--
      events.push(`forget ${sequence}`)
    },
    hold: () => held++,
  })
  return { kept, events, block, held: () => held }
}

describe('KeptBlocks', () => {
  it('gives the oldest back beyond its budget, and says so before the first one', () => {
    const { kept, events, block } = makeStore(250)
    kept.add([block(0, 100), block(1, 100), block(2, 100), block(3, 100)], 5)
    expect(events).toEqual([])
    kept.trim()
    expect(events).toEqual(['gone before 200', 'release 0', 'release 1'])
    expect({ bytes: kept.bytes, blocks: kept.blocks, oldest: kept.oldestSample }).toEqual({
      bytes: 200,
      blocks: 2,
      oldest: 200,
    })
    expect(kept.addedMs(kept.begin)).toBe(5)
  })

  it('gives all back when nothing may stay, up to the end of the newest', () => {
    const { kept, events, block, held } = makeStore(1000)
    kept.add([block(0, 100), block(1, 100)], 0)
    kept.reclaim(Number.POSITIVE_INFINITY)
    expect(events).toEqual(['gone before 200', 'release 0', 'release 1'])
    expect(kept.oldestSample).toBeNull()
    expect(held()).toBe(0)
  })

  it('keeps what was read as memory, and lets go of it as that', () => {
    const { kept, events, block, held } = makeStore(150)
    kept.add([block(0, 100), block(1, 100), block(2, 100)], 0)
    kept.noteRead(199, 7)
    kept.noteRead(199, 8)
    expect(events).toEqual(['keep 0 since 7'])
    kept.trim()
    expect(events.slice(1)).toEqual(['gone before 200', 'forget 0', 'release 1'])
    kept.noteRead(300, 9)
    kept.clear()
    expect(events.slice(4)).toEqual(['keep 2 since 9', 'forget 2'])
    expect(held()).toBe(0)
  })

  it('holds as many blocks as fit, whatever comes and goes', () => {
    const step = fc.oneof(
      fc.record({ add: fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 900 }) }),
      fc.record({ reclaim: fc.integer({ min: 0, max: 50_000 }) }),
      fc.record({ budget: fc.integer({ min: 0, max: 200_000 }) }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const { kept, block, held } = makeStore(100_000)
        let sizes: number[] = []
        let sequence = 0
        const shrinkTo = (bytes: number): void => {
          let sum = sizes.reduce((all, size) => all + size, 0)
          while (sum > bytes && sizes.length > 0) {
            sum -= sizes[0]!
            sizes = sizes.slice(1)
          }
        }
        for (const one of steps) {
          if ('add' in one) {
            kept.add(
              one.add.map((size) => block(sequence++, size)),
              sequence,
            )
            sizes.push(...one.add)
          } else if ('reclaim' in one) {
            shrinkTo(Math.max(0, kept.bytes - one.reclaim))
            kept.reclaim(one.reclaim)
          } else {
            kept.budgetBytes = one.budget
            kept.trim()
            shrinkTo(one.budget)
          }
          expect(held()).toBe(sizes.length)
          expect(kept.blocks).toBe(sizes.length)
          expect(kept.bytes).toBe(sizes.reduce((all, size) => all + size, 0))
          const first = sequence - sizes.length
          expect(kept.oldestSample).toBe(sizes.length === 0 ? null : first * scansPerBlock)
          for (let position = kept.begin; position < kept.end; position++)
            expect(kept.at(position).sequence).toBe(position)
        }
      }),
      { numRuns: 60 },
    )
  })
})
