// Which mode a buffer is in is settled when it is enabled, and the two modes keep their blocks apart.
import { describe, expect, it } from 'vitest'
import { blockFlag, DmaBuf, ioctl, openDevice } from '#main/iio/index.ts'
import { createDmaBench, errnoFrom, voltageChannels } from '#main/testing/index.ts'

const output = voltageChannels(1).map((one) => ({ ...one, direction: 'out' as const }))
const input = () => createDmaBench({ channels: voltageChannels(1) })

/** Enabled with blocks of the application, which then frees them. */
async function enabledAndFreed() {
  const bench = await input()
  const node = openDevice(bench.device, { nonBlocking: true })
  const file = node.getBufferFd(0)
  file.allocBlocks({ size: 512, count: 2 })
  await bench.enable()
  file.freeBlocks()
  return { ...bench, node, file }
}

describe('block mode', () => {
  it('lasts until disable: after FREE, ALLOC gives new blocks, and they are filled', async () => {
    const bench = await enabledAndFreed()
    const { file, hardware } = bench
    expect(file.allocBlocks({ size: 1024, count: 2 })).toMatchObject({ id: 0, count: 2 })
    file.enqueueBlock({ id: 1 })
    expect(hardware.running.map(({ length }) => length)).toEqual([1024])
    await bench.complete(new Uint8Array(1024).fill(9))
    expect(file.poll()).toEqual({ readable: true, writable: false })
    expect(await file.dequeueBlock()).toMatchObject({ id: 1, bytesUsed: 1024 })
  })

  it('outlives the file: opened anew, it gives blocks', async () => {
    const { node, file, hardware, ...bench } = await enabledAndFreed()
    file.close()
    const next = node.getBufferFd(0)
    expect(next.allocBlocks({ size: 256, count: 1 }).count).toBe(1)
    next.enqueueBlock({ id: 0 })
    expect(hardware.running).toHaveLength(1)
    // The node too, when that is closed and opened.
    next.close()
    node.close()
    const again = openDevice(bench.device, { nonBlocking: true })
    expect(await again.ioctl(ioctl.blockAlloc, { size: 64, count: 1 })).toMatchObject({ count: 1 })
  })

  it('takes a shared buffer after the blocks were freed, and blocks after that was detached', async () => {
    const { file, memory } = await enabledAndFreed()
    const dmabuf = new DmaBuf(memory, 4096)
    file.attachDmabuf(dmabuf)
    const fence = await file.enqueueDmabuf({ dmabuf, bytesUsed: 64 })
    expect(fence.isSignalled).toBe(false)
    file.detachDmabuf(dmabuf)
    expect(file.allocBlocks({ size: 64, count: 1 }).count).toBe(1)
  })

  it('has no byte stream, with blocks and without: EBUSY, and never EAGAIN', async () => {
    const bench = await input()
    const file = openDevice(bench.device).getBufferFd(0, { nonBlocking: true })
    const read = (n = 64): Promise<string> => errnoFrom(file.read(new Uint8Array(n)))
    await bench.enable()
    await bench.disable()
    file.allocBlocks({ size: 512, count: 1 })
    expect(await read()).toBe('EBUSY')
    await bench.enable()
    expect(await read()).toBe('EBUSY')
    file.freeBlocks()
    expect([await read(), await read(1)]).toEqual(['EBUSY', 'EINVAL'])
    file.nonBlocking = false
    expect(await read()).toBe('EBUSY')
    expect(await errnoFrom(bench.buffer.read(64, new Uint8Array(64)))).toBe('EBUSY')
    expect(file.poll()).toEqual({ readable: false, writable: false })
    // Disabled and without blocks it is what the next enable would make of it: a byte stream, with nothing in it.
    await bench.disable()
    file.nonBlocking = true
    expect(await read()).toBe('EAGAIN')
    await bench.enable()
    await bench.complete(new Uint8Array(4096).fill(3))
    expect(await read()).toBe('ok')
  })

  it('of an output buffer has no byte stream either', async () => {
    const bench = await createDmaBench({ channels: output, direction: 'out' })
    const file = openDevice(bench.device).getBufferFd(0, { nonBlocking: true })
    file.allocBlocks({ size: 512, count: 1 })
    await bench.enable()
    file.freeBlocks()
    expect(await errnoFrom(file.write(new Uint8Array(64)))).toBe('EBUSY')
    expect(file.allocBlocks({ size: 512, count: 1 }).count).toBe(1)
    file.enqueueBlock({ id: 0 })
    expect(bench.hardware.running).toHaveLength(1)
  })

  it('begins for a reader that sleeps: it is woken and refused', async () => {
    const bench = await input()
    await bench.enable()
    await bench.disable()
    const file = openDevice(bench.device).getBufferFd(0)
    const drained = new Uint8Array(1 << 16)
    const reading = errnoFrom(file.read(drained))
    await bench.runtime.settle()
    expect(bench.buffer.waitQueue.sleeperCount).toBe(1)
    file.allocBlocks({ size: 64, count: 1 })
    expect(await reading).toBe('EBUSY')
  })
})

describe('file-IO mode', () => {
  it('never hands its blocks out: DEQUEUE finds none, and the data stays the reader’s', async () => {
    const bench = await input()
    const node = openDevice(bench.device, { nonBlocking: true })
    await bench.device.writeAttribute('buffer0/length', '64')
    await bench.enable()
    await bench.complete(new Uint8Array(64).fill(5))
    expect(bench.buffer.dequeueBlock()).toBeNull()
    expect(await errnoFrom(node.ioctl(ioctl.blockDequeue))).toBe('EAGAIN')
    const bytes = new Uint8Array(32)
    expect([await node.read(bytes), bytes[31]]).toEqual([32, 5])
    // Neither when the reader is half way through it, nor when it came back from an abort.
    expect(bench.buffer.dequeueBlock()).toBeNull()
    await bench.disable()
    expect(await errnoFrom(node.ioctl(ioctl.blockDequeue))).toBe('EAGAIN')
    expect([await node.read(bytes), bytes[31]]).toEqual([32, 5])
  })

  it('makes a blocking DEQUEUE wait, however much there is to read', async () => {
    const bench = await input()
    const file = openDevice(bench.device).getBufferFd(0)
    await bench.enable()
    await bench.complete()
    const interrupt = new AbortController()
    const waiting = errnoFrom(file.dequeueBlock(interrupt.signal))
    await bench.complete()
    await bench.runtime.settle()
    expect(bench.buffer.waitQueue.sleeperCount).toBe(1)
    interrupt.abort()
    expect(await waiting).toBe('EINTR')
  })

  it('keeps the block that is being read from whoever would enqueue it', async () => {
    const bench = await input()
    const file = openDevice(bench.device, { nonBlocking: true })
    await bench.enable()
    await bench.complete(new Uint8Array(4096).fill(5))
    await file.read(new Uint8Array(100))
    const held = bench.buffer.fileIo.current!
    expect(held.state).toBe('DEQUEUED')
    expect(await errnoFrom(() => bench.buffer.enqueueBlock(held))).toBe('EBUSY')
    bench.buffer.freeBlock(held)
    expect([held.state, bench.hardware.running.length]).toEqual(['DEQUEUED', 1])
  })

  it('is the mode of an enabled buffer without blocks: ALLOC is refused until disable', async () => {
    const bench = await input()
    const file = openDevice(bench.device).getBufferFd(0)
    await bench.enable()
    file.freeBlocks()
    expect(await errnoFrom(() => file.allocBlocks({ size: 64, count: 1 }))).toBe('EBUSY')
    expect(await errnoFrom(() => file.attachDmabuf(new DmaBuf(bench.memory, 64)))).toBe('EBUSY')
    await bench.disable()
    expect(file.allocBlocks({ size: 64, count: 1 }).count).toBe(1)
  })
})

describe('output blocks', () => {
  const aligned = async () => {
    const bench = await createDmaBench({
      channels: output,
      direction: 'out',
      dma: { srcAddrWidths: 1 << 4, dstAddrWidths: 1 << 8 },
    })
    return { ...bench, file: openDevice(bench.device).getBufferFd(0, { nonBlocking: true }) }
  }

  it('send whole units of the alignment: what is over is left out', async () => {
    const bench = await aligned()
    const { file, hardware } = bench
    file.allocBlocks({ size: 1001, count: 4 })
    expect(file.enqueueBlock({ id: 0, bytesUsed: 30 }).bytesUsed).toBe(24)
    expect(file.enqueueBlock({ id: 1 }).bytesUsed).toBe(1000)
    expect(file.enqueueBlock({ id: 2, bytesUsed: 5000 }).bytesUsed).toBe(1000)
    expect(file.enqueueBlock({ id: 2, bytesUsed: 17, flags: blockFlag.cyclic }).bytesUsed).toBe(16)
    expect(await errnoFrom(() => file.enqueueBlock({ id: 3, bytesUsed: 7 }))).toBe('EINVAL')
    expect(file.queryBlock(3)).toMatchObject({ bytesUsed: 0, flags: 0 })
    await bench.enable()
    expect(hardware.running.map(({ length }) => length)).toEqual([24, 1000, 16])
    await bench.complete()
    expect((await file.dequeueBlock()).bytesUsed).toBe(24)
  })

  it('of write() are cut to the alignment too, in place of being refused', async () => {
    const bench = await aligned()
    await bench.device.writeAttribute('buffer0/length', '102')
    await bench.enable()
    await bench.file.write(new Uint8Array(204).fill(1))
    expect(bench.hardware.running.map(({ length }) => length)).toEqual([96, 96])
    expect(bench.buffer.diagnostics.submitFailures).toBe(0)
  })

  it('that are enqueued again before they were dequeued leave the counts right', async () => {
    const bench = await createDmaBench({ channels: output, direction: 'out' })
    const { buffer } = bench
    const blocks = [buffer.allocBlock(1000), buffer.allocBlock(1000)]
    for (const block of blocks) buffer.enqueueBlock(block, { bytesUsed: 200 })
    await bench.enable()
    for (const _ of blocks) await bench.complete()
    expect([buffer.dataAvailable(), buffer.outgoingScans]).toEqual([2000, 200])
    // 800 bytes more than it came back with.
    buffer.enqueueBlock(blocks[0]!, { bytesUsed: 1000 })
    expect([buffer.dataAvailable(), buffer.outgoingScans, buffer.outgoingCount]).toEqual([1000, 100, 1])
    buffer.enqueueBlock(blocks[1]!)
    expect([buffer.dataAvailable(), buffer.outgoingScans, buffer.outgoingCount]).toEqual([0, 0, 0])
    expect(bench.hardware.running.map(({ length }) => length)).toEqual([1000, 1000])
  })

  it('that are refused keep what they held', async () => {
    const bench = await createDmaBench({ channels: output, direction: 'out' })
    const { buffer } = bench
    const block = buffer.allocBlock(1000)
    buffer.enqueueBlock(block, { bytesUsed: 200, cyclic: true })
    await bench.enable()
    expect(await errnoFrom(() => buffer.enqueueBlock(block, { bytesUsed: 400 }))).toBe('EBUSY')
    await bench.disable()
    expect(await errnoFrom(() => buffer.enqueueBlock(block, { bytesUsed: 2000 }))).toBe('EINVAL')
    expect([block.bytesUsed, block.cyclic, block.state, buffer.outgoingCount]).toEqual([0, true, 'DONE', 1])
  })
})
