// Searches of triggers over a stream that is cut into tiles anywhere, for their tests.
import { CoherentHeap } from '#main/memory/index.ts'
import { MemoryLayout } from '../stream/memory-layout.ts'
import type { CodeTrigger } from '../trigger/code-trigger.ts'
import { claimSearches, Searches } from '../trigger/kinds/searches.ts'
import { TriggerLog } from '../trigger/trigger-log.ts'
import { testKernels } from './test-kernels.ts'

/** A stream is scans of two channels. */
export type Scans = readonly (readonly [number, number])[]

export interface SearchRun {
  readonly trigger: CodeTrigger
  /** Stretches between which there is a gap. */
  readonly stretches: readonly Scans[]
  /** Where the tiles end, scans of a stretch. */
  readonly cuts?: readonly number[]
  readonly holdoff?: number
  readonly holdoffEvents?: number
}

/** A second is so many scans: times in tests are scans. */
const rate = 1
/** Scans of a tile, at most: 32 KiB of two channels. */
const tileScans = 8192

export function searchRig(): (run: SearchRun) => number[] {
  const heap = new CoherentHeap({ bytes: 32 << 20 })
  const memory = claimSearches(new MemoryLayout(heap.alloc(1 << 20), { historyBytes: 0, lanes: 0 }))
  const data = heap.alloc(1 << 20)
  const log = new TriggerLog()
  const searches = new Searches({ buffer: heap.buffer, kernels: testKernels(heap.memory), log }, memory)
  const codes = new Int16Array(heap.buffer)
  return ({ trigger, stretches, cuts = [], holdoff = 1, holdoffEvents = 0 }) => {
    log.clear()
    const search = searches.choose(trigger, [0, 1], rate)
    search.setHoldoff(holdoff)
    log.holdoff = { scans: holdoff, events: holdoffEvents }
    let first = 0
    for (const scans of stretches) {
      search.restart()
      log.restart()
      // Each tile lies elsewhere: a search that reads what is beside it reads something else.
      let begin = 0
      for (const cut of [...cuts, scans.length].sort((a, b) => a - b)) {
        while (begin < Math.min(cut, scans.length)) {
          const end = Math.min(cut, scans.length, begin + tileScans)
          codes.fill(12_345, data / 2, data / 2 + 2 * (end - begin) + 64)
          codes.set(scans.slice(begin, end).flat(), data / 2 + 16)
          search.search(data + 32, first + begin, end - begin)
          begin = end
        }
      }
      first += scans.length
    }
    return Array.from({ length: log.count }, (_, k) => log.at(k))
  }
}
