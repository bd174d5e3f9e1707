import { expect, it } from 'vitest'
import { CoherentHeap } from '#main/memory/index.ts'
import { type TriggerName, triggers } from '#shared/kinds/triggers.ts'
import { MemoryLayout } from '../stream/memory-layout.ts'
import { testKernels } from '../testing/test-kernels.ts'
import type { CodeTrigger } from './code-trigger.ts'
import { claimSearches, Searches } from './searches.ts'
import { TriggerLog } from './trigger-log.ts'

const heap = new CoherentHeap({ bytes: 32 << 20 })
const memory = claimSearches(new MemoryLayout(heap.alloc(1 << 17), { historyBytes: 0, lanes: 0 }))
const searches = new Searches({ buffer: heap.buffer, kernels: testKernels(heap.memory), log: new TriggerLog() }, memory)

it('has memory and a search for every kind of trigger', () => {
  expect(Object.keys(memory)).toEqual(Object.keys(triggers))
  for (const kind of Object.keys(triggers) as TriggerName[]) {
    const trigger: CodeTrigger = { kind, mode: 'auto', channel: 1, slope: 'rising', level: 7, hysteresis: 4 }
    expect(searches.choose(trigger, [0, 1])).toMatchObject({ isActive: true, channel: 1, level: 7 })
    expect(searches.choose(trigger, [0])).toMatchObject({ isActive: false })
  }
})

it('rests when there is no trigger', () => {
  expect(searches.choose(null, [0, 1]).isActive).toBe(false)
})
