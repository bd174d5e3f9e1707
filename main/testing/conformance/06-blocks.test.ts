// Invariants 42-45: blocks the application owns, cyclic output, shared buffers with fences.

import { describe, expect, it } from 'vitest'
import { blockFlag, DmaBuf, openDevice } from '#main/iio/index.ts'
import { createDmaBench, errnoFrom, voltageChannels } from '#main/testing/index.ts'

describe('conformance', () => {
  it('invariant 42: blocks come back in order when each is enqueued again', async () => {
    const bench = await createDmaBench({ channels: voltageChannels(1) })
    const file = openDevice(bench.device).getBufferFd(0)
    expect(file.allocBlocks({ size: 4096, count: 4 })).toMatchObject({ id: 0, count: 4 })
    for (let id = 0; id < 4; id++) file.enqueueBlock({ id })
    await bench.enable()
    const ids: number[] = []
    for (let i = 0; i < 9; i++) {
      await bench.complete()
      const { id, bytesUsed } = await file.dequeueBlock()
      expect(bytesUsed).toBe(4096)
      ids.push(id)
      file.enqueueBlock({ id })
    }
    expect(ids).toEqual([0, 1, 2, 3, 0, 1, 2, 3, 0])
  })

  it('invariant 43: after disable every submitted block can be dequeued, empty unless filled', async () => {
    const bench = await createDmaBench({ channels: voltageChannels(1) })
    const file = openDevice(bench.device).getBufferFd(0, { nonBlocking: true })
    file.allocBlocks({ size: 4096, count: 4 })
    for (let id = 0; id < 4; id++) file.enqueueBlock({ id })
    await bench.enable()
    await bench.complete()
    await bench.disable()
    const got: (readonly [number, number])[] = []
    for (let i = 0; i < 4; i++) {
      const { id, bytesUsed } = await file.dequeueBlock()
      got.push([id, bytesUsed])
    }
    expect(got).toEqual([
      [0, 4096],
      [1, 0],
      [2, 0],
      [3, 0],
    ])
    expect(await errnoFrom(file.dequeueBlock())).toBe('EAGAIN')
  })

  it('invariant 44: cyclic output repeats, yields no completion, and stops on disable', async () => {
    const bench = await createDmaBench({
      channels: voltageChannels(1).map((one) => ({ ...one, direction: 'out' as const })),
      direction: 'out',
    })
    const file = openDevice(bench.device).getBufferFd(0, { nonBlocking: true })
    file.allocBlocks({ size: 4096, count: 1 })
    const mapping = file.mmap({ offset: 0, length: 4096, shared: true, read: true, write: true })
    mapping.bytes.set([1, 2, 3])
    file.enqueueBlock({ id: 0, bytesUsed: 1000, flags: blockFlag.cyclic })
    await bench.enable()
    const [transfer] = bench.hardware.running
    expect([transfer!.isCyclic, transfer!.length, bench.hardware.dataOf(transfer!).subarray(0, 4)]).toEqual([
      true,
      1000,
      Uint8Array.of(1, 2, 3, 0),
    ])
    for (let i = 0; i < 5; i++) bench.hardware.elapsePeriod()
    await bench.runtime.runAll()
    expect(await errnoFrom(file.dequeueBlock())).toBe('EAGAIN')
    expect(bench.hardware.running).toHaveLength(1)
    await bench.disable()
    expect(bench.hardware.running).toHaveLength(0)
    expect((await file.dequeueBlock()).bytesUsed).toBe(0)
    mapping.unmap()
  })

  it('invariant 45: a fence is signalled once per enqueue: success on completion, EINTR on disable', async () => {
    const bench = await createDmaBench({ channels: voltageChannels(1) })
    const file = openDevice(bench.device).getBufferFd(0)
    const dmabufs = [0, 1].map(() => new DmaBuf(bench.heap, 4096))
    for (const dmabuf of dmabufs) file.attachDmabuf(dmabuf)
    await bench.enable()
    const first = await file.enqueueDmabuf({ dmabuf: dmabufs[0]!, bytesUsed: 4096 })
    const second = await file.enqueueDmabuf({ dmabuf: dmabufs[1]!, bytesUsed: 2048 })
    let signals = 0
    for (const fence of [first, second]) fence.onSignal(() => signals++)
    expect([first.isSignalled, second.isSignalled]).toEqual([false, false])
    await bench.complete(new Uint8Array(4096).fill(3))
    expect([first.isSignalled, first.error, second.isSignalled]).toEqual([true, null, false])
    expect(dmabufs[0]!.bytes[4095]).toBe(3)
    await bench.disable()
    await bench.runtime.runAll()
    expect([second.isSignalled, second.error?.errno, signals]).toEqual([true, 'EINTR', 2])
    expect(await errnoFrom(second.wait())).toBe('EINTR')
  })
})
