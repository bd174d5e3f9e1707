import { describe, expect, it } from 'vitest'
import { CoherentHeap } from '#main/memory/index.ts'
import { commitMemory } from './commit-memory.ts'

describe('commitMemory', () => {
  it('goes in slices over what was asked, at most the heap, and changes nothing', async () => {
    const heap = new CoherentHeap({ bytes: 16 << 20 })
    const address = heap.alloc(8 << 20)
    const words = heap.u32(address, (8 << 20) / 4)
    words.fill(0x5a5a5a5a)
    let slices = 0
    const deferred = {
      tasklet: () => undefined,
      work: (fn: () => void | Promise<void>) => {
        slices++
        setImmediate(() => void fn())
      },
    }
    await commitMemory(heap, 6 << 20, deferred)
    expect(slices).toBe(2)
    await commitMemory(heap, 2 ** 40, deferred)
    expect(slices).toBe(6)
    expect(words.every((word) => word === 0x5a5a5a5a)).toBe(true)
  })
})
