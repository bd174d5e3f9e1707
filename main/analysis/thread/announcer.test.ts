import { expect, it } from 'vitest'
import { CoherentHeap } from '#main/memory/index.ts'
import { MemoryLayout } from '../stream/memory-layout.ts'
import { claimReadLog, ReadLog } from '../stream/read-log.ts'
import { claimValidity, Validity } from '../stream/validity.ts'
import { lendBlock } from '../testing/lent-blocks.ts'
import { AnnouncedBlocks, claimAnnouncements, ringCapacity } from './announced-blocks.ts'
import { Announcer } from './announcer.ts'

it('declares blocks invalid before they are given back, and counts those that nobody was told of', () => {
  const heap = new CoherentHeap({ bytes: 8 << 20 })
  const layout = new MemoryLayout(heap.alloc(2 << 20), { historyBytes: 0, lanes: 0 })
  const validity = new Validity(heap.buffer, claimValidity(layout))
  const announced = new AnnouncedBlocks(heap.buffer, claimAnnouncements(layout))
  const readLog = new ReadLog(heap.buffer, claimReadLog(layout))
  for (const { address, bytes } of layout.zeroed) heap.u8(address, bytes).fill(0)
  const announcer = new Announcer(validity, announced, readLog, 3 * 4096)
  announcer.tellAgain(1)
  expect(validity.budgetBytes).toBe(3 * 4096)

  const oldestAtRelease: number[] = []
  const lend = (sample: number): void => {
    const facts = { sequence: sample, epoch: 1, firstSample: sample, lostBefore: 0, lastSampleMs: 0 }
    const block = lendBlock(heap, new Int16Array(1), 1, facts)
    const { release } = block
    block.release = () => {
      oldestAtRelease.push(validity.oldestValid(1))
      release()
    }
    announcer.add([block], 0)
    release()
  }
  for (let sample = 0; sample < 5; sample++) lend(sample)
  expect(oldestAtRelease).toEqual([1, 2])
  expect(announcer.kept.oldestSample).toBe(2)
  expect(announcer.unannouncedBlocks).toBe(0)

  // Nobody takes anything: the ring fills up, and what leaves the memory meanwhile was never announced.
  for (let sample = 5; sample < ringCapacity + 10; sample++) lend(sample)
  expect(announcer.told).toBe(ringCapacity + 7)
  expect(announcer.unannouncedBlocks).toBe(7)
  announcer.clear(2)
  expect(announcer.unannouncedBlocks).toBe(10)
  expect(validity.oldestValid(1)).toBe(Number.POSITIVE_INFINITY)
})
