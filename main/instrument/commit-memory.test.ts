import { describe, expect, it } from 'vitest'
import { CoherentHeap } from '#main/memory/index.ts'
import { MemoryCommitter } from './commit-memory.ts'

describe('MemoryCommitter', () => {
  it('goes in slices up to what was asked, and changes nothing', () => {
    const heap = new CoherentHeap({ bytes: 16 << 20 })
    const address = heap.alloc(8 << 20)
    const words = heap.u32(address, 1024)
    words.fill(0x5a5a5a5a)
    const later: (() => void | Promise<void>)[] = []
    const committer = new MemoryCommitter(heap, { tasklet: () => undefined, work: (fn) => void later.push(fn) })
    committer.commit(5 << 20)
    committer.commit(6 << 20)
    let slices = 1
    for (let next = later.shift(); next !== undefined; next = later.shift()) {
      void next()
      slices++
    }
    expect(slices).toBe(3)
    expect(new Set(words)).toEqual(new Set([0x5a5a5a5a]))
    committer.commit(2 ** 40)
    expect(later).toHaveLength(1)
  })
})
