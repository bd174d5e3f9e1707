import { expect, it } from 'vitest'
import { CoherentHeap } from '#main/memory/index.ts'
import { defaultsOf } from '#shared/kinds/kinds.ts'
import { type TriggerName, triggers } from '#shared/kinds/triggers.ts'
import { MemoryLayout } from '../../stream/memory-layout.ts'
import { testKernels } from '../../testing/test-kernels.ts'
import type { CodeTrigger } from '../code-trigger.ts'
import { TriggerLog } from '../trigger-log.ts'
import { claimSearches, Searches } from './searches.ts'

const heap = new CoherentHeap({ bytes: 32 << 20 })
const memory = claimSearches(new MemoryLayout(heap.alloc(1 << 17), { historyBytes: 0, lanes: 0 }))
const searches = new Searches({ buffer: heap.buffer, kernels: testKernels(heap.memory), log: new TriggerLog() }, memory)

it('has memory and a search for every kind of trigger', () => {
  expect(Object.keys(memory)).toEqual([...Object.keys(triggers), 'lines', 'arms'])
  for (const kind of Object.keys(triggers) as TriggerName[]) {
    const levels = { level: 7, lower: 7, upper: 9, armLevel: 8 }
    const values = { ...defaultsOf(triggers, kind), ...levels, channel: 1, armChannel: 0 }
    const trigger = { ...values, mode: 'auto', hysteresis: 4 } as unknown as CodeTrigger
    expect(searches.choose(trigger, [0, 1], 1e9).isActive).toBe(true)
    expect(searches.choose(trigger, [0, 1], 1e9).lines[0]).toEqual({ channel: 1, level: 7 })
    expect(searches.choose(trigger, [0], 1e9).isActive).toBe(false)
  }
})

it('rests when there is no trigger', () => {
  expect(searches.choose(null, [0, 1], 1e9).isActive).toBe(false)
})
