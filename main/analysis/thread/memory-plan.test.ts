import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MemoryLayout } from '../stream/memory-layout.ts'
import { planMemory } from './memory-plan.ts'

describe('a memory layout', () => {
  it('gives every claim lines of its own, and remembers what is to be cleared', () => {
    const claims = fc.array(fc.record({ bytes: fc.integer({ min: 1, max: 5000 }), isZeroed: fc.boolean() }))
    fc.assert(
      fc.property(claims, fc.integer({ min: 0, max: 1000 }), (wanted, lines) => {
        const layout = new MemoryLayout(lines * 64, { historyBytes: 1, lanes: 0 })
        const taken = wanted.map(({ bytes, isZeroed }) => ({
          address: isZeroed ? layout.takeZeroed(bytes) : layout.take(bytes),
          bytes,
        }))
        let free = layout.base
        for (const { address, bytes } of taken) {
          expect(address % 64).toBe(0)
          expect(address).toBeGreaterThanOrEqual(free)
          free = address + bytes
        }
        expect(free).toBeLessThanOrEqual(layout.base + layout.bytes)
        expect(layout.zeroed).toEqual(taken.filter((_, k) => wanted[k]!.isZeroed))
      }),
    )
  })
})

describe('the memory plan', () => {
  it('is the same for every side, and only moves with its base', () => {
    const here = planMemory(64, 1 << 20, 2)
    expect(planMemory(64, 1 << 20, 2)).toEqual(here)
    const there = planMemory(64 + 4096, 1 << 20, 2)
    expect(there.bytes).toBe(here.bytes)
    expect(there.zeroed.map(({ address }) => address - 4096)).toEqual(here.zeroed.map(({ address }) => address))
    expect(there.pyramid.levels - here.pyramid.levels).toBe(4096)
  })

  it('claims a painter for each lane, and nothing twice', () => {
    const { phosphor, searches, summary } = planMemory(64, 1 << 20, 3)
    expect(phosphor.lanes).toHaveLength(3)
    const painters = [phosphor.painter, ...phosphor.lanes.map((lane) => lane.painter)]
    expect(new Set(painters).size).toBe(4)
    // The summary searches edges while the trigger's state stays.
    expect(summary.edges.state).not.toBe(searches.edge.state)
    expect(summary.edges.offsets).not.toBe(searches.edge.offsets)
  })

  it('grows with the history by 1/32 of it for each pyramid and three levels of sums, once that is more than the least', () => {
    const grown = planMemory(0, 2 ** 31, 0).bytes - planMemory(0, 2 ** 30, 0).bytes
    expect(grown / 2 ** 30).toBeCloseTo(2 / 32 + (3 * 1.25) / 128, 3)
  })
})
