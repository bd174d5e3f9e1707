// A stretch of the kept blocks, against a plain list of the samples that are kept.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BlockRef } from '../tap.ts'
import { holdBlocks } from './held-blocks.ts'
import { KeptBlocks } from './kept-blocks.ts'

const format = { bytesPerScan: 4, samplingFrequencyHz: 1000 }

/** Blocks of these lengths, with so many scans lost before each; at address 10 x sample. Counts who holds them. */
function store(lengths: readonly (readonly [scans: number, lost: number])[]) {
  let sample = 0
  let held = 0
  const kept = new KeptBlocks(Number.POSITIVE_INFINITY, () => undefined)
  const change = (by: number) => () => {
    held += by
  }
  const blocks = lengths.map(([scans, lostBefore], sequence): BlockRef => {
    sample += lostBefore
    const firstSample = sample
    sample += scans
    return {
      ...{ sequence, epoch: 3, firstSample, lostBefore, scans, address: firstSample * 10, slippedMs: 0, doneMs: 0 },
      ...{ bytes: scans * 4, capacityBytes: 4096, lastSampleMs: sample - 1, keep: change(0), forget: change(-1) },
      ...{ retain: change(1), release: change(-1), hold: change(1) },
    }
  })
  kept.add(blocks, 0)
  return { kept, blocks, end: sample, held: () => held }
}

describe('held blocks', () => {
  it('have every kept sample of the stretch once, at its place, and are let go of', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.constantFrom(0, 0, 3)), { maxLength: 12 }),
        fc.nat(120),
        fc.nat(120),
        fc.integer({ min: 1, max: 100 }),
        (lengths, first, end, step) => {
          const { kept, blocks, held } = store(lengths)
          const before = held()
          const stretch = holdBlocks(kept, format, first, end)
          const places = (list: readonly BlockRef[]) =>
            list.flatMap(({ firstSample, scans, address }) =>
              Array.from({ length: scans }, (_, k) => [firstSample + k, address + 4 * k] as const),
            )
          const expected = places(blocks).filter(([sample]) => sample >= first && sample < end)
          const taken: BlockRef[] = []
          for (let some = stretch.take(step); some.length > 0; some = stretch.take(step)) taken.push(...some)
          expect(places(taken)).toEqual(expected)
          expect(stretch.scans).toBe(expected.length)
          for (const block of taken) {
            expect(block.lastSampleMs).toBe(block.firstSample + block.scans - 1)
            expect(block.bytes).toBe(block.scans * 4)
            // A writer holds it longer than its giver.
            block.retain()
            block.release()
          }
          expect(held()).toBe(before + taken.length)
          for (const block of taken) block.release()
          expect(held()).toBe(before)
        },
      ),
    )
  })

  it('that nobody takes are let go of, once', () => {
    const { kept, held } = store([
      [5, 0],
      [5, 0],
    ])
    const stretch = holdBlocks(kept, format)
    expect([stretch.first, stretch.end, held()]).toEqual([0, 10, 4])
    const [one] = stretch.take(1)
    stretch.release()
    stretch.release()
    expect(held()).toBe(3)
    one?.release()
    expect(held()).toBe(2)
    expect(() => one?.release()).toThrowError(expect.objectContaining({ errno: 'EINVAL' }))
    expect(() => one?.hold()).toThrowError(expect.objectContaining({ errno: 'EINVAL' }))
  })
})
