import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ErrnoError } from '#shared/errors.ts'
import { CoherentHeap, pageBytes } from './index.ts'

function errnoOfCall(call: () => unknown): string {
  try {
    call()
  } catch (thrown) {
    if (thrown instanceof ErrnoError) return thrown.errno
    throw thrown
  }
  return 'nothing thrown'
}

describe('CoherentHeap', () => {
  it('hands out page-aligned ranges that never overlap, and joins what is freed', () => {
    const step = fc.oneof(
      fc.record({
        op: fc.constantFrom('alloc' as const, 'allocAtEnd' as const),
        bytes: fc.integer({ min: 1, max: 100_000 }),
      }),
      fc.record({ op: fc.constant('free' as const), pick: fc.nat() }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const heap = new CoherentHeap({ bytes: 1 << 20 })
        const live = new Map<number, number>()
        let expectedBytes = 0
        for (const one of steps) {
          if (one.op !== 'free') {
            const size = Math.ceil(one.bytes / pageBytes) * pageBytes
            if (size > heap.largestFreeBytes) {
              expect(errnoOfCall(() => heap[one.op](one.bytes))).toBe('ENOMEM')
              continue
            }
            const address = heap[one.op](one.bytes)
            expect(address % pageBytes).toBe(0)
            expect(address).toBeGreaterThanOrEqual(65536)
            expect(address + size).toBeLessThanOrEqual(heap.buffer.byteLength)
            for (const [other, bytes] of live) expect(address + size <= other || other + bytes <= address).toBe(true)
            live.set(address, size)
            expectedBytes += size
          } else if (live.size > 0) {
            const address = [...live.keys()][one.pick % live.size]!
            heap.free(address)
            expectedBytes -= live.get(address)!
            live.delete(address)
          }
          expect(heap.allocatedBytes).toBe(expectedBytes)
          expect(heap.liveAllocations).toBe(live.size)
        }
        for (const address of live.keys()) heap.free(address)
        expect(heap.largestFreeBytes).toBe(heap.capacityBytes)
      }),
      { numRuns: 50 },
    )
  })

  it('asks for relief where no range is long enough, twice as much each time, until there is none', () => {
    const heap = new CoherentHeap({ bytes: 1 << 20 })
    const kept = Array.from({ length: heap.capacityBytes / pageBytes }, () => heap.alloc(pageBytes))
    const asked: number[] = []
    heap.relief = (bytes) => {
      asked.push(bytes)
      // The oldest first: some of it is beside what is free already.
      const given = kept.splice(0, Math.ceil(bytes / pageBytes / 2))
      for (const address of given) heap.free(address)
      return given.length > 0
    }
    heap.alloc(4 * pageBytes)
    expect(asked).toEqual([4 * pageBytes, 8 * pageBytes])
    expect(errnoOfCall(() => heap.alloc(heap.capacityBytes))).toBe('ENOMEM')
    expect(kept).toEqual([])
    const before = asked.length
    expect(errnoOfCall(() => heap.alloc(heap.capacityBytes + 1))).toBe('ENOMEM')
    expect(asked).toHaveLength(before)
  })

  it('gives from either end', () => {
    const heap = new CoherentHeap({ bytes: 1 << 20 })
    expect(heap.alloc(1)).toBe(65536)
    expect(heap.allocAtEnd(1)).toBe((1 << 20) - pageBytes)
    expect(heap.allocAtEnd(pageBytes + 1)).toBe((1 << 20) - 3 * pageBytes)
  })

  it('refuses what it cannot give and changes nothing', () => {
    const heap = new CoherentHeap({ bytes: 1 << 20 })
    for (const bytes of [0, -1, 1.5, Number.NaN]) expect(errnoOfCall(() => heap.alloc(bytes))).toBe('EINVAL')
    expect(errnoOfCall(() => heap.alloc(1 << 20))).toBe('ENOMEM')
    expect(errnoOfCall(() => heap.free(65536))).toBe('EINVAL')
    const address = heap.alloc(1)
    heap.free(address)
    expect(errnoOfCall(() => heap.free(address))).toBe('EINVAL')
    expect(heap.allocatedBytes).toBe(0)
    expect(errnoOfCall(() => new CoherentHeap({ bytes: 1000 }))).toBe('EINVAL')
    expect(errnoOfCall(() => new CoherentHeap({ bytes: 5 * 2 ** 30 }))).toBe('EINVAL')
  })

  it('poisons freed memory when asked to', () => {
    const heap = new CoherentHeap({ bytes: 1 << 20, poison: true })
    const address = heap.alloc(pageBytes)
    heap.u8(address, pageBytes).fill(1)
    heap.free(address)
    expect(new Set(heap.u8(address, pageBytes))).toEqual(new Set([0xa5]))
  })

  it('gives views of the shared memory itself', () => {
    const heap = new CoherentHeap({ bytes: 1 << 20 })
    const address = heap.alloc(pageBytes)
    heap.f64(address, 1)[0] = 1
    expect(heap.u32(address, 2)[1]).toBe(0x3ff00000)
    heap.i16(address, 1)[0] = -2
    expect(heap.i32(address, 1)[0]! & 0xffff).toBe(0xfffe)
  })
})
