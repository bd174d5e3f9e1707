// Means of columns, against sums over all samples: of every width, from any sample on, in blocks of odd lengths, with gaps, of what is
// new and of what was added up before, and when memory is given back.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CoherentHeap } from '#main/memory/index.ts'
import { seeded } from '#shared/testing/seeded.ts'
import { BlockIndex } from '../stream/block-index.ts'
import { MemoryLayout } from '../stream/memory-layout.ts'
import { testKernels } from '../testing/test-kernels.ts'
import { sumScans } from './sum-cache.ts'
import { claimSumReader, SumReader } from './sum-reader.ts'

const heap = new CoherentHeap({ bytes: 256 << 20, poison: true })
const kernels = testKernels(heap.memory)

function open(channels: number, samples: number, seed: number, longest: number, hasGaps = true) {
  const sizes = { historyBytes: 1 << 20, lanes: 0 }
  const measured = new MemoryLayout(0, sizes)
  claimSumReader(measured)
  const base = heap.alloc(measured.bytes)
  const blocks = new BlockIndex()
  const reader = new SumReader(heap.buffer, kernels, claimSumReader(new MemoryLayout(base, sizes)), blocks)
  reader.begin(channels)
  const chance = seeded(seed)
  const owned = [base]
  /** Sums of all samples before one, and how many they are; by sample. */
  const before = Array.from({ length: channels }, () => [0])
  const counted = [0]
  let end = 0
  const pass = (scan: Int16Array | null): void => {
    for (const [channel, sums] of before.entries()) sums.push(sums[end]! + (scan?.[channel] ?? 0))
    counted.push(counted[end]! + (scan === null ? 0 : 1))
    end++
  }
  const push = (count: number): void => {
    for (let done = 0; done < count; ) {
      const scans = Math.min(count - done, 1 + Math.floor(chance() * longest))
      const lost = hasGaps && chance() < 0.3 ? 1 + Math.floor(chance() * 700) : 0
      for (let k = 0; k < lost; k++) pass(null)
      const address = heap.alloc(scans * channels * 2)
      owned.push(address)
      const codes = heap.i16(address, scans * channels)
      for (let k = 0; k < codes.length; k++) codes[k] = Math.floor(chance() * 65536) - 32768
      blocks.push({ firstSample: end, lostBefore: lost, lastSampleMs: 0, announcedMs: 0, address, scans })
      for (let k = 0; k < scans; k++) pass(codes.subarray(k * channels, (k + 1) * channels))
      done += scans
    }
  }
  push(samples)
  const dispose = (): void => {
    for (const address of owned) heap.free(address)
  }
  /** What a column must be: its sums, and behind them its count. */
  const exact = (from: number, until: number): number[] => {
    const [a, b] = [from, until].map((one) => Math.max(0, Math.min(end, one))) as [number, number]
    return [...before.map((sums) => sums[b]! - sums[a]!), counted[b]! - counted[a]!]
  }
  const read = (first: number, width: number, columns: number, until = end): number[][] => {
    reader.read(first, width, columns, until)
    return Array.from({ length: columns }, (_, k) => [
      ...reader.sums.subarray(k * channels, (k + 1) * channels),
      reader.counts[k]!,
    ])
  }
  const wanted = (first: number, width: number, columns: number, until = end): number[][] =>
    Array.from({ length: columns }, (_, k) =>
      exact(Math.min(until, first + k * width), Math.min(until, first + (k + 1) * width)),
    )
  return { reader, blocks, push, read, wanted, dispose, end: () => end }
}

describe('sums of columns', () => {
  it('are exact at any width, from any sample on', () => {
    const cases = fc.record({
      channels: fc.constantFrom(1, 2, 3, 8),
      longest: fc.constantFrom(60, 977, 5_003, 90_001),
      seed: fc.nat(1e6),
      windows: fc.array(
        fc.record({
          first: fc.integer({ min: -300, max: 150_000 }),
          width: fc.oneof(
            fc.integer({ min: 1, max: 400 }),
            fc.integer({ min: 1, max: 140_000 }),
            fc.constantFrom(255, 256, 1024, 4096, 8192, 65535, 65536, 65537),
          ),
          columns: fc.integer({ min: 1, max: 12 }),
          until: fc.integer({ min: 0, max: 150_000 }),
        }),
        { minLength: 1, maxLength: 6 },
      ),
    })
    fc.assert(
      fc.property(cases, ({ channels, longest, seed, windows }) => {
        const one = open(channels, 100_000, seed, longest)
        // Each window finds what those before it have left.
        for (const { first, width, columns, until } of windows)
          expect(one.read(first, width, columns, until)).toEqual(one.wanted(first, width, columns, until))
        one.dispose()
      }),
      { numRuns: 60 },
    )
  })

  it('follow a stream that goes on, from its newest samples to what is long gone', () => {
    const one = open(1, 200_000, 3, 9_001, false)
    for (let k = 0; k < 10; k++) {
      const width = sumScans[1]!
      const columns = Math.ceil(one.end() / width)
      expect(one.read(0, width, columns)).toEqual(one.wanted(0, width, columns))
      // Their memory was given back; what was added up stays, of whole columns.
      const gone = one.end() - 30_000
      one.blocks.dropBefore(gone)
      const whole = Math.floor(gone / width)
      expect(one.read(0, width, whole)).toEqual(one.wanted(0, width, whole))
      one.push(100_000)
    }
    one.dispose()
  })

  it('are of what is in memory alone', () => {
    const one = open(2, 100_000, 4, 1_000, false)
    one.blocks.dropBefore(60_000)
    const oldest = one.blocks.firstSample(one.blocks.begin)
    expect(one.read(0, 5_000, 12).every(([, , count]) => count === 0)).toBe(true)
    expect(one.read(0, 100_000, 1)).toEqual(one.wanted(oldest, 100_000 - oldest, 1))
    one.dispose()
  })

  it('are read again when what was read was given back meanwhile', () => {
    const one = open(1, 100_000, 5, 20_000, false)
    one.read(0, 4096, 10)
    const address = one.blocks.address(one.blocks.begin)
    const codes = heap.i16(address, one.blocks.scans(one.blocks.begin))
    codes.fill(7)
    one.reader.forget()
    const [[sum, count]] = one.read(0, 4096, 1) as [[number, number]]
    expect([sum, count]).toEqual([7 * 4096, 4096])
    one.dispose()
  })

  it('of very much are added up some at a time', () => {
    const one = open(1, 100_000, 6, 100_000, false)
    const samples = 40 << 20
    const address = heap.alloc(samples * 2)
    heap.i16(address, samples).fill(3)
    const first = one.end()
    one.blocks.push({ firstSample: first, lostBefore: 0, lastSampleMs: 0, announcedMs: 0, address, scans: samples })
    let rounds = 0
    do {
      one.reader.read(first, 1 << 20, 40, first + samples)
      rounds++
    } while (one.reader.isBehind)
    expect(rounds).toBeGreaterThan(1)
    expect(rounds).toBeLessThan(6)
    expect([...one.reader.sums.subarray(0, 40)]).toEqual(Array<number>(40).fill(3 << 20))
    heap.free(address)
    one.dispose()
  })
})
