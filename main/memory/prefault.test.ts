// Pages touched ahead: the mark tells the truth, nothing in the memory changes, and who asks for backed memory gets only that.
import { afterEach, describe, expect, it } from 'vitest'
import {
  CoherentHeap,
  commitMemory,
  heapBytesFor,
  largestHeapBytes,
  Prefaulter,
  pageBytes,
  smallestHeapBytes,
} from './index.ts'
import { touchAhead } from './touch-mark.ts'

const running: Prefaulter[] = []
afterEach(async () => {
  for (const prefaulter of running.splice(0)) await prefaulter.stop()
})

function start(heap: CoherentHeap, share?: number): Prefaulter {
  const prefaulter = new Prefaulter(share === undefined ? { heap } : { heap, share })
  running.push(prefaulter)
  return prefaulter
}

describe('touching ahead', () => {
  it('goes as far as wanted, in order, and leaves what is there', () => {
    const heap = new CoherentHeap({ bytes: 1 << 20 })
    const words = new Int32Array(heap.buffer)
    words.fill(-77)
    heap.touchMark.wantedPages = 100
    expect(touchAhead(words, heap.touchMark, 64)).toBe(64)
    expect(heap.touchedBytes).toBe(64 * pageBytes)
    expect(touchAhead(words, heap.touchMark, 64)).toBe(36)
    expect(touchAhead(words, heap.touchMark, 64)).toBe(0)
    // A wish beyond the end of the memory ends there.
    heap.touchMark.wantedPages = 1_000_000
    while (touchAhead(words, heap.touchMark, 64) > 0);
    expect(heap.touchedBytes).toBe(1 << 20)
    expect(words.every((word) => word === -77)).toBe(true)
  })

  it('hasTouched tells whether alloc will give backed memory: the lowest that fits', () => {
    const heap = new CoherentHeap({ bytes: 1 << 20 })
    expect(heap.hasTouched(pageBytes)).toBe(false)
    heap.touchMark.advance(65536 / pageBytes + 3)
    expect(heap.hasTouched(4 * pageBytes)).toBe(false)
    expect(heap.hasTouched(pageBytes + 1)).toBe(true)
    const first = heap.alloc(pageBytes + 1)
    expect(first).toBe(65536)
    expect(heap.hasTouched(2 * pageBytes)).toBe(false)
    const untouched = heap.alloc(2 * pageBytes)
    expect(untouched + 2 * pageBytes).toBeGreaterThan(heap.touchedBytes)
    heap.free(first)
    // Backed memory that came back is what alloc gives first.
    expect(heap.hasTouched(2 * pageBytes)).toBe(true)
    expect(heap.alloc(2 * pageBytes)).toBe(first)
    expect(heap.allocatedBytes).toBe(4 * pageBytes)
    expect(() => heap.hasTouched(0)).toThrow(expect.objectContaining({ errno: 'EINVAL' }))
  })

  it('the mark never goes back', () => {
    const { touchMark } = new CoherentHeap({ bytes: 1 << 20 })
    touchMark.advance(7)
    touchMark.advance(3)
    expect(touchMark.touchedPages).toBe(7)
  })
})

describe('commitMemory', () => {
  /** Counts its turns. */
  const turns = () => {
    const seen = { count: 0 }
    const deferred = {
      tasklet: () => undefined,
      work: (fn: () => void | Promise<void>) => {
        seen.count++
        setImmediate(() => void fn())
      },
    }
    return { seen, deferred }
  }

  it('goes in slices over what was asked, at most the heap, moves the mark and changes nothing', async () => {
    const heap = new CoherentHeap({ bytes: 16 << 20 })
    const words = heap.u32(heap.alloc(8 << 20), (8 << 20) / 4)
    words.fill(0x5a5a5a5a)
    const { seen, deferred } = turns()
    await commitMemory(heap, 6 << 20, deferred)
    expect(heap.touchedBytes).toBe(6 << 20)
    expect(seen.count).toBe(2)
    await commitMemory(heap, 1 << 20, deferred)
    expect(seen.count).toBe(2)
    await commitMemory(heap, 2 ** 40, deferred, 0)
    expect(heap.touchedBytes).toBe(6 << 20)
    let asked = 0
    await commitMemory(heap, 2 ** 40, deferred, Number.POSITIVE_INFINITY, () => asked++ === 0)
    expect(heap.touchedBytes).toBe(10 << 20)
    await commitMemory(heap, 2 ** 40, deferred)
    expect(heap.touchedBytes).toBe(16 << 20)
    expect(words.every((word) => word === 0x5a5a5a5a)).toBe(true)
  })
})

describe('Prefaulter', () => {
  it('touches what is wanted in a thread of its own, and more when the wish grows', async () => {
    const heap = new CoherentHeap({ bytes: 32 << 20 })
    const address = heap.alloc(1 << 20)
    heap.u8(address, 1 << 20).fill(9)
    const prefaulter = start(heap, 1)
    await prefaulter.reached()
    expect(heap.touchedBytes).toBe(0)
    prefaulter.want(2 << 20)
    await prefaulter.reached()
    expect(heap.touchedBytes).toBe(2 << 20)
    prefaulter.want(1 << 20)
    await prefaulter.reached()
    expect(heap.touchedBytes).toBe(2 << 20)
    prefaulter.want(1e12)
    await prefaulter.reached()
    expect(heap.touchedBytes).toBe(heap.buffer.byteLength)
    expect(new Set(heap.u8(address, 1 << 20))).toEqual(new Set([9]))
  })

  it('knows what is urgent: all that is wanted unless told, and never less than before', () => {
    const heap = new CoherentHeap({ bytes: 1 << 20 })
    const { touchMark } = heap
    const prefaulter = start(heap)
    expect(touchMark.isUrgent).toBe(false)
    prefaulter.want(64 * pageBytes, 16 * pageBytes)
    expect(touchMark.urgentPages).toBe(16)
    prefaulter.want(64 * pageBytes, 8 * pageBytes)
    expect(touchMark.urgentPages).toBe(16)
    prefaulter.want(1e12)
    expect(touchMark.urgentPages).toBe((1 << 20) / pageBytes)
  })

  it('does not rest while somebody waits, and lets go when the time is over or nobody wants it', async () => {
    const heap = new CoherentHeap({ bytes: 256 << 20 })
    // At this share of a core the first megabytes alone would take minutes.
    const prefaulter = start(heap, 1e-6)
    await prefaulter.awaited(64 << 20, 2 ** 31 - 1)
    expect(heap.touchedBytes).toBeGreaterThanOrEqual(64 << 20)
    await prefaulter.awaited(heap.buffer.byteLength, 0)
    expect(heap.touchMark.isAwaited).toBe(false)
    const waiting = prefaulter.awaited(heap.buffer.byteLength, 2 ** 31 - 1)
    prefaulter.letGo()
    await waiting
    expect(heap.touchMark.isAwaited).toBe(false)
  })

  it('stops in the middle, lets who waits go on, and another one continues', async () => {
    const heap = new CoherentHeap({ bytes: 256 << 20 })
    const first = start(heap, 0.001)
    first.want(heap.buffer.byteLength)
    const waiting = first.reached()
    await first.stop()
    await waiting
    expect(first.isGone).toBe(true)
    expect(heap.touchedBytes).toBeLessThan(heap.buffer.byteLength)
    const second = start(heap, 1)
    await second.reached()
    expect(heap.touchedBytes).toBe(heap.buffer.byteLength)
  })

  it('refuses a share that is none', () => {
    const heap = new CoherentHeap({ bytes: 1 << 20 })
    for (const share of [0, -1, 1.5, Number.NaN])
      expect(() => new Prefaulter({ heap, share })).toThrow(expect.objectContaining({ errno: 'EINVAL' }))
  })
})

describe('heapBytesFor', () => {
  it('is bounded by addresses, by the machine, and from below', () => {
    const gib = 2 ** 30
    const machine = (bytes: number) => ({ bytes, limitedBy: 'machine' }) as const
    expect(heapBytesFor(undefined, machine(64 * gib))).toBe(largestHeapBytes)
    expect(heapBytesFor(undefined, machine(8 * gib))).toBe(2 * gib)
    expect(heapBytesFor(gib, machine(64 * gib))).toBe(gib)
    expect(heapBytesFor(gib + 1, machine(64 * gib))).toBe(gib)
    expect(heapBytesFor(1, machine(64 * gib))).toBe(smallestHeapBytes)
    expect(heapBytesFor(undefined, machine(0))).toBe(smallestHeapBytes)
  })
})
