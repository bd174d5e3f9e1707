// The same invariants where something failed before, where modes meet, and at the edges of the hardware: further cases of
// invariants 1, 2, 15, 16, 21, 28, 35, 42, 44 and 45.

import { describe, expect, it } from 'vitest'
import { blockFlag, DmaBuf, ioctl, openDevice } from '#main/iio/index.ts'
import { createDmaBench, type DmaBench, errnoFrom, voltageChannels } from '#main/testing/index.ts'

const input = (dma = {}): Promise<DmaBench> => createDmaBench({ channels: voltageChannels(1), dma })
const output = (dma = {}): Promise<DmaBench> =>
  createDmaBench({
    channels: voltageChannels(1).map((one) => ({ ...one, direction: 'out' as const })),
    direction: 'out',
    dma,
  })
const running = (bench: DmaBench): number[] => bench.hardware.running.map(({ length }) => length)

/** An enable that runs out of memory at block `which`, after a run with smaller blocks. */
async function failedUpdate(which: number): Promise<DmaBench> {
  const bench = await input()
  await bench.enable()
  await bench.disable()
  await bench.device.writeAttribute('buffer0/length', '10000')
  bench.faults.failAt(bench.faults.passed.length + which)
  expect(await errnoFrom(bench.enable())).toBe('ENOMEM')
  return bench
}

describe('conformance', () => {
  it('invariant 1: after an update that failed half way, too, lists match states', async () => {
    for (const which of [0, 1]) {
      const { buffer } = await failedUpdate(which)
      const found = buffer.fileIo.slots.map((block) => [block?.state, block?.list?.name])
      expect(found).toEqual(
        which === 0
          ? [
              [undefined, undefined],
              ['DEAD', undefined],
            ]
          : [
              ['QUEUED', 'incoming'],
              [undefined, undefined],
            ],
      )
    }
  })

  it('invariant 2: a submit that was refused is handed back never, an accepted one once', async () => {
    const bench = await input()
    bench.faults.failNext('submit')
    await bench.enable()
    expect(bench.buffer.diagnostics).toMatchObject({ submitted: 1, submitFailures: 1 })
    await bench.complete()
    await bench.disable()
    expect(bench.buffer.diagnostics).toMatchObject({ submitted: 1, completed: 1, aborted: 0 })
  })

  it('invariant 15: the enable after one that ran out of memory submits two blocks of half the length', async () => {
    for (const which of [0, 1]) {
      const bench = await failedUpdate(which)
      await bench.enable()
      expect([running(bench), bench.memory.problems]).toEqual([[10000, 10000], []])
      const addresses = bench.hardware.running.map((one) => one.segments[0]!.address)
      expect(addresses).toEqual(bench.buffer.fileIo.slots.map((block) => block!.address))
    }
  })

  it('invariant 16: memory is reused only where hardware has let go of it', async () => {
    const bench = await input({ canTerminate: false })
    await bench.enable()
    await bench.complete()
    await bench.disable()
    const before = bench.buffer.fileIo.slots.map((block) => block!.id)
    await bench.enable()
    const after = bench.buffer.fileIo.slots.map((block) => block!.id)
    expect([after[0] === before[0], after[1] === before[1], bench.memory.problems]).toEqual([true, false, []])
  })

  it('invariant 21: nobody can hand the block that is being read to the hardware', async () => {
    const bench = await input()
    const file = openDevice(bench.device, { nonBlocking: true })
    await bench.enable()
    await bench.complete(new Uint8Array(4096).fill(1))
    expect(await errnoFrom(file.ioctl(ioctl.blockDequeue))).toBe('EAGAIN')
    await file.read(new Uint8Array(400))
    const held = bench.buffer.fileIo.current!
    expect(await errnoFrom(() => bench.buffer.enqueueBlock(held))).toBe('EBUSY')
    expect(bench.hardware.running).toHaveLength(1)
  })

  it('invariant 28: what an output block holds is rounded down to the alignment too', async () => {
    const bench = await output({ srcAddrWidths: 1 << 8 })
    const file = openDevice(bench.device).getBufferFd(0)
    file.allocBlocks({ size: 4096, count: 2 })
    file.enqueueBlock({ id: 0, bytesUsed: 1001 })
    file.enqueueBlock({ id: 1, bytesUsed: 4095, flags: blockFlag.cyclic })
    await bench.enable()
    expect(running(bench)).toEqual([1000, 4088])
  })

  it('invariant 35: a channel that cannot be stopped gives its blocks back after the device has gone', async () => {
    const bench = await input({ canTerminate: false })
    await bench.enable()
    await bench.remove()
    expect([bench.heap.liveAllocations, bench.buffer.isReleased]).toEqual([2, false])
    for (let i = 0; i < 2; i++) await bench.complete()
    expect([bench.heap.liveAllocations, bench.buffer.isReleased, bench.memory.problems]).toEqual([0, true, []])
  })

  it('invariant 42: blocks that are freed and allocated anew while enabled come back as the first ones did', async () => {
    const bench = await input()
    const node = openDevice(bench.device, { nonBlocking: true })
    let file = node.getBufferFd(0)
    file.allocBlocks({ size: 4096, count: 2 })
    await bench.enable()
    for (const size of [512, 8192, 64]) {
      file.close()
      file = node.getBufferFd(0, { nonBlocking: true })
      expect(await errnoFrom(file.read(new Uint8Array(64)))).toBe('EBUSY')
      expect(file.allocBlocks({ size, count: 2 })).toMatchObject({ id: 0, count: 2 })
      for (const id of [1, 0]) file.enqueueBlock({ id })
      for (const id of [1, 0]) {
        await bench.complete()
        expect(await file.dequeueBlock()).toMatchObject({ id, bytesUsed: size })
      }
    }
    expect(bench.memory.problems).toEqual([])
  })

  it('invariant 44: a cyclic block keeps its memory until the hardware has stopped, though it was freed', async () => {
    const bench = await output()
    const file = openDevice(bench.device).getBufferFd(0, { nonBlocking: true })
    file.allocBlocks({ size: 4096, count: 1 })
    file.enqueueBlock({ id: 0, flags: blockFlag.cyclic })
    await bench.enable()
    file.freeBlocks()
    for (let i = 0; i < 3; i++) bench.hardware.elapsePeriod()
    await bench.runtime.runAll()
    expect([bench.heap.liveAllocations, running(bench)]).toEqual([1, [4096]])
    await bench.disable()
    await bench.runtime.runAll()
    expect([bench.heap.liveAllocations, bench.memory.problems]).toEqual([0, []])
  })

  it('invariant 45: a second enqueue of the same input buffer waits for the first, and EBUSY signals nothing', async () => {
    const bench = await input()
    const file = openDevice(bench.device).getBufferFd(0)
    const dmabuf = new DmaBuf(bench.memory, 4096)
    file.attachDmabuf(dmabuf)
    await bench.enable()
    const fence = await file.enqueueDmabuf({ dmabuf, bytesUsed: 4096 })
    let signals = 0
    fence.onSignal(() => signals++)
    const second = errnoFrom(file.enqueueDmabuf({ dmabuf, bytesUsed: 64 }))
    expect(await bench.runtime.finish(second, 5000)).toBe('EBUSY')
    file.nonBlocking = true
    expect(await errnoFrom(file.enqueueDmabuf({ dmabuf, bytesUsed: 64 }))).toBe('EBUSY')
    expect([signals, bench.hardware.running.length]).toEqual([0, 1])
    await bench.complete()
    expect([signals, fence.error]).toEqual([1, null])
    bench.faults.failNext('submit')
    const failed = await file.enqueueDmabuf({ dmabuf, bytesUsed: 64 })
    expect(await errnoFrom(failed.wait())).toBe('ENOMEM')
    expect(await errnoFrom(file.enqueueDmabuf({ dmabuf, bytesUsed: 64 }))).toBe('ok')
  })
})
