// The kind of trigger in README.md works: it is taken from the page, put into a copy of the product, and
// finds its events in samples. The analysis thread of the product is built and linked: it knows the kind after a build.
import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applyGuide, readGuide, wrongCounts } from '#main/testing/guide.ts'
import { copyProduct, root } from '#main/testing/product-copy.ts'

const guide = readGuide(readFileSync(new URL('../README.md', import.meta.url), 'utf8'))

let copy = ''
beforeAll(() => {
  copy = copyProduct(['main', 'shared'])
  applyGuide(guide, root, copy)
})
afterAll(() => rmSync(copy, { recursive: true, force: true }))

describe('the kind of trigger in the guide', () => {
  it('touches as many existing files as the page says, and at most three', () => {
    expect(wrongCounts(guide, root, 3)).toEqual([])
  })

  it('finds its events, tile by tile as if there were no tiles', async () => {
    const fromCopy = <T>(file: string): Promise<T> => import(path.join(copy, file)) as Promise<T>
    const { CoherentHeap } = await fromCopy<typeof import('#main/memory/index.ts')>('main/memory/index.ts')
    const { MemoryLayout } = await fromCopy<typeof import('../../stream/memory-layout.ts')>(
      'main/analysis/stream/memory-layout.ts',
    )
    const { testKernels } = await fromCopy<typeof import('../../testing/test-kernels.ts')>(
      'main/analysis/testing/test-kernels.ts',
    )
    const { claimSearches, Searches } = await fromCopy<typeof import('./searches.ts')>(
      'main/analysis/trigger/kinds/searches.ts',
    )
    const { TriggerLog } = await fromCopy<typeof import('../trigger-log.ts')>('main/analysis/trigger/trigger-log.ts')
    const heap = new CoherentHeap({ bytes: 32 << 20 })
    const memory = claimSearches(new MemoryLayout(heap.alloc(1 << 17), { historyBytes: 0, lanes: 0 }))
    const log = new TriggerLog()
    const searches = new Searches({ buffer: heap.buffer, kernels: testKernels(heap.memory), log }, memory)
    const crossing = { kind: 'crossing', channel: 1, level: 50, mode: 'auto', hysteresis: 1 } as const
    const search = searches.choose(crossing as never, [0, 1], 1)
    search.setHoldoff(1)
    // Two channels; the second is above the level in samples 3 to 6 and from 9 on.
    const address = heap.alloc(4096)
    const codes = new Int16Array(heap.buffer, address, 24)
    for (let sample = 0; sample < 12; sample++)
      codes[2 * sample + 1] = (sample >= 3 && sample < 7) || sample >= 9 ? 100 : -100
    search.search(address, 0, 5)
    search.search(address + 5 * 4, 5, 7)
    expect(Array.from({ length: log.count }, (_, k) => log.at(k))).toEqual([3, 7, 9])
  })
})
