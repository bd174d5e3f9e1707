// The queue, its blocks and shared buffers at their edges: bad sizes, gone hardware, memory that runs out.
import { describe, expect, it } from 'vitest'
import { DmaChannel, DmaEngine } from '#main/dmaengine/index.ts'
import {
  blockFlag,
  DmaBuf,
  DmaFence,
  freeDmaengineBuffer,
  IioDevice,
  maxBlocks,
  openDevice,
  Reservation,
  setupDmaengineBuffer,
} from '#main/iio/index.ts'
import { CoherentHeap } from '#main/memory/index.ts'
import { ControllableDma, createDmaBench, errnoFrom, FakeRuntime, voltageChannels } from '#main/testing/index.ts'
import { ErrnoError, say } from '#shared/errors.ts'

const output = voltageChannels(1).map((one) => ({ ...one, direction: 'out' as const }))

describe('blocks of the application', () => {
  it('have a positive whole size, and none come from hardware that is gone', async () => {
    const bench = await createDmaBench()
    for (const size of [0, -4, 1.5, Number.NaN])
      expect(await errnoFrom(() => bench.buffer.allocBlock(size))).toBe('EINVAL')
    const block = bench.buffer.allocBlock(64)
    bench.buffer.freeBlock(block)
    bench.buffer.freeBlock(block)
    expect(bench.buffer.diagnostics.liveBlocks).toBe(0)
    bench.buffer.exit()
    expect(await errnoFrom(() => bench.buffer.allocBlock(64))).toBe('ENODEV')
    const dmabuf = new DmaBuf(bench.heap, 64)
    expect(await errnoFrom(() => bench.buffer.adoptBlock(dmabuf))).toBe('ENODEV')
  })

  it('cannot be cyclic on input, nor hold more than their size on output', async () => {
    const input = await createDmaBench()
    const block = input.buffer.allocBlock(64)
    expect(await errnoFrom(() => input.buffer.enqueueBlock(block, { cyclic: true }))).toBe('EINVAL')
    const out = await createDmaBench({ channels: output, direction: 'out' })
    const sent = out.buffer.allocBlock(64)
    for (const bytesUsed of [65, -1, 0.5])
      expect(await errnoFrom(() => out.buffer.enqueueBlock(sent, { bytesUsed }))).toBe('EINVAL')
    expect([block.state, sent.state]).toEqual(['DEQUEUED', 'DEQUEUED'])
  })

  it('are as many as there is memory and numbers for; a size of 0 gives none', async () => {
    const bench = await createDmaBench({ heapBytes: 256 * 1024 })
    const file = openDevice(bench.device).getBufferFd(0)
    expect(file.allocBlocks({ size: 0, count: 4 }).count).toBe(0)
    const { count } = file.allocBlocks({ size: 64 * 1024, count: 8 })
    expect(count).toBeGreaterThan(0)
    expect(count).toBeLessThan(8)
    expect(bench.heap.liveAllocations).toBe(count)
    file.freeBlocks()
    const big = await createDmaBench()
    const many = openDevice(big.device).getBufferFd(0)
    expect(many.allocBlocks({ size: 64, count: maxBlocks + 1 }).count).toBe(maxBlocks)
    expect(many.allocBlocks({ size: 64, count: 1 })).toMatchObject({ id: maxBlocks, count: 0 })
  })

  it('cannot be allocated when the hardware has gone: that is no lack of memory', async () => {
    const bench = await createDmaBench()
    const file = openDevice(bench.device).getBufferFd(0)
    bench.buffer.exit()
    expect(await errnoFrom(() => file.allocBlocks({ size: 64, count: 1 }))).toBe('ENODEV')
  })

  it('of an output buffer need write access to be mapped; unmapping twice drops one reference', async () => {
    const bench = await createDmaBench({ channels: output, direction: 'out' })
    const file = openDevice(bench.device).getBufferFd(0)
    file.allocBlocks({ size: 64, count: 1 })
    const request = { offset: 0, length: 64, shared: true, read: true, write: false }
    await expect(async () => file.mmap(request)).rejects.toThrow('Mapping an output block needs write access')
    const mapping = file.mmap({ ...request, write: true })
    file.freeBlocks()
    expect(bench.heap.liveAllocations).toBe(1)
    mapping.unmap()
    mapping.unmap()
    expect(bench.heap.liveAllocations).toBe(0)
  })

  it('that complete after they were freed have no number any more', async () => {
    const bench = await createDmaBench({ channels: output, direction: 'out' })
    const file = openDevice(bench.device).getBufferFd(0, { nonBlocking: true })
    file.allocBlocks({ size: 64, count: 1 })
    file.enqueueBlock({ id: 0, flags: blockFlag.cyclic })
    await bench.enable()
    file.freeBlocks()
    await bench.disable()
    await bench.runtime.runAll()
    expect(await errnoFrom(file.dequeueBlock())).toBe('EAGAIN')
    expect(bench.heap.liveAllocations).toBe(0)
  })

  it('a block the application takes from the queue itself has no offset in the numbered ones', async () => {
    const bench = await createDmaBench()
    const file = openDevice(bench.device).getBufferFd(0)
    const block = bench.buffer.allocBlock(64)
    bench.buffer.enqueueBlock(block)
    await bench.enable()
    await bench.complete()
    expect(await file.dequeueBlock()).toMatchObject({ id: -1, offset: 0, size: 64 })
  })

  it('enqueued with gone hardware stay where they are until freed', async () => {
    const bench = await createDmaBench()
    const block = bench.buffer.allocBlock(64)
    await bench.enable()
    bench.buffer.ops = null
    bench.buffer.enqueueBlock(block)
    expect([block.state, bench.buffer.incoming.length, bench.buffer.outgoing.length]).toEqual(['DEQUEUED', 0, 0])
    bench.buffer.freeBlock(block)
    expect(bench.heap.liveAllocations).toBe(0)
  })

  it('a read in block mode fails with EBUSY', async () => {
    const bench = await createDmaBench()
    await bench.enable()
    await bench.complete()
    const bytes = new Uint8Array(1 << 14)
    expect(await bench.buffer.read(4, bytes)).toBe(4)
    await bench.disable()
    bench.buffer.allocBlock(64)
    expect(await errnoFrom(bench.buffer.read(4, bytes))).toBe('EBUSY')
  })

  it('a write without a free block takes nothing', async () => {
    const bench = await createDmaBench({ channels: output, direction: 'out' })
    expect(await bench.buffer.write(64, new Uint8Array(64))).toBe(0)
  })
})

describe('shared buffers and fences', () => {
  it('have a positive whole size, close once, and are not enqueued when closed', async () => {
    const bench = await createDmaBench()
    for (const size of [0, -1, 0.5]) expect(await errnoFrom(() => new DmaBuf(bench.heap, size))).toBe('EINVAL')
    const dmabuf = new DmaBuf(bench.heap, 4096)
    const file = openDevice(bench.device).getBufferFd(0)
    file.attachDmabuf(dmabuf)
    dmabuf.close()
    dmabuf.close()
    expect(await errnoFrom(file.enqueueDmabuf({ dmabuf, bytesUsed: 64 }))).toBe('EBADF')
    expect(bench.heap.liveAllocations).toBe(1)
    file.detachDmabuf(dmabuf)
    expect(bench.heap.liveAllocations).toBe(0)
  })

  it('on output are read by hardware: readers share, a writer waits for all of them', async () => {
    const one = await createDmaBench({ channels: output, direction: 'out' })
    const two = await createDmaBench({ channels: output, direction: 'out' })
    const reader = await createDmaBench()
    const dmabuf = new DmaBuf(one.heap, 4096)
    const [first, second, third] = [one, two, reader].map((bench) => {
      const file = openDevice(bench.device).getBufferFd(0)
      file.attachDmabuf(dmabuf)
      return file
    })
    const sent = await first!.enqueueDmabuf({ dmabuf, bytesUsed: 64 })
    await second!.enqueueDmabuf({ dmabuf, bytesUsed: 128 })
    let written = false
    const writing = third!.enqueueDmabuf({ dmabuf, bytesUsed: 256 }).then(() => {
      written = true
    })
    await one.enable()
    await one.complete()
    expect([sent.isSignalled, sent.error, written]).toEqual([true, null, false])
    await two.enable()
    await two.complete()
    await writing
    expect(written).toBe(true)
  })

  it('a second input transfer waits for the first; others behind it come in turn', async () => {
    const bench = await createDmaBench({ channels: voltageChannels(1) })
    const { runtime, hardware } = bench
    const file = openDevice(bench.device).getBufferFd(0)
    const dmabuf = new DmaBuf(bench.memory, 4096)
    file.attachDmabuf(dmabuf)
    await bench.enable()
    await file.enqueueDmabuf({ dmabuf, bytesUsed: 64 })
    const order: number[] = []
    const waiting = [128, 256].map((bytesUsed) =>
      file.enqueueDmabuf({ dmabuf, bytesUsed }).then(() => order.push(bytesUsed)),
    )
    await runtime.settle()
    expect([order, dmabuf.reservation.isLocked, hardware.running.length]).toEqual([[], true, 1])
    // Who does not want to wait finds the buffer contended.
    const other = openDevice((await createDmaBench()).device).getBufferFd(0, { nonBlocking: true })
    expect(await errnoFrom(() => other.attachDmabuf(dmabuf))).toBe('EBUSY')
    await bench.complete()
    expect([order, hardware.running.map(({ length }) => length)]).toEqual([[128], [128]])
    await bench.complete()
    expect([order, hardware.running.map(({ length }) => length)]).toEqual([[128, 256], [256]])
    await Promise.all(waiting)
    expect(dmabuf.reservation.isLocked).toBe(false)
  })

  it('a transfer that is refused signals its fence once, whatever becomes of the buffer', async () => {
    const bench = await createDmaBench({ channels: output, direction: 'out', dma: { srcAddrWidths: 1 << 8 } })
    const file = openDevice(bench.device).getBufferFd(0)
    const dmabuf = new DmaBuf(bench.memory, 4096)
    file.attachDmabuf(dmabuf)
    expect(await errnoFrom(file.enqueueDmabuf({ dmabuf, bytesUsed: 7 }))).toBe('EINVAL')
    await bench.enable()
    bench.faults.failNext('submit')
    const failed = await file.enqueueDmabuf({ dmabuf, bytesUsed: 64 })
    expect(await errnoFrom(failed.wait())).toBe('ENOMEM')
    const fence = await file.enqueueDmabuf({ dmabuf, bytesUsed: 64 })
    file.detachDmabuf(dmabuf)
    expect(fence.isSignalled).toBe(false)
    await bench.disable()
    expect(await errnoFrom(fence.wait())).toBe('EINTR')
  })

  it('a buffer that goes away under a waiting transfer is found dead', async () => {
    const bench = await createDmaBench({ channels: voltageChannels(1) })
    const file = openDevice(bench.device).getBufferFd(0)
    const dmabuf = new DmaBuf(bench.memory, 4096)
    file.attachDmabuf(dmabuf)
    await file.enqueueDmabuf({ dmabuf, bytesUsed: 64 })
    const waiting = errnoFrom(file.enqueueDmabuf({ dmabuf, bytesUsed: 64 }))
    await bench.runtime.settle()
    file.close()
    expect(await waiting).toBe('EBUSY')
    dmabuf.close()
    await bench.runtime.runAll()
    expect([bench.heap.liveAllocations, bench.runtime.pendingTimers]).toEqual([0, 0])
  })

  it('a fence is signalled once, tells late comers at once, and carries its error', async () => {
    const done = new DmaFence(1, 1)
    const order: string[] = []
    done.onSignal(() => order.push('early'))
    const waiting = done.wait()
    done.signal(null)
    done.onSignal(() => order.push('late'))
    await waiting
    await done.wait()
    expect([order, done.error]).toEqual([['early', 'late'], null])
    expect(() => done.signal(null)).toThrow('signalled twice')
    const failed = new DmaFence(1, 2)
    failed.signal(new ErrnoError('EINTR', say`it was aborted`))
    expect(await errnoFrom(failed.wait())).toBe('EINTR')
    expect(await errnoFrom(() => new Reservation().add(done, 'read'))).toBe('EINVAL')
  })

  it('readers do not conflict with readers, and with a writer until it is done', () => {
    const reservation = new Reservation()
    const [read, write] = [new DmaFence(1, 1), new DmaFence(2, 1)]
    reservation.add(read, 'read')
    expect([reservation.conflicts('read'), reservation.conflicts('write')]).toEqual([[], [read]])
    reservation.add(write, 'write')
    expect(reservation.conflicts('read')).toEqual([write])
    write.signal(null)
    expect(reservation.conflicts('read')).toEqual([])
  })
})

describe('the binding', () => {
  it('takes a channel of the caller, which remains with its owner', async () => {
    const runtime = new FakeRuntime()
    const heap = new CoherentHeap({ bytes: 1 << 20 })
    const engine = new DmaEngine()
    const dma = new ControllableDma({ runtime, heap })
    dma.connect(engine, 'owner', 'rx')
    const channel = engine.requestChannel('owner', 'rx')
    const device = new IioDevice({ name: 'guest', channels: voltageChannels(1), runtime })
    setupDmaengineBuffer(device, { engine, heap, runtime, channel })
    await freeDmaengineBuffer(device)
    expect(await errnoFrom(() => engine.requestChannel('owner', 'rx'))).toBe('EBUSY')
    expect(channel).toBeInstanceOf(DmaChannel)
    await engine.releaseChannel(channel)
    expect(await errnoFrom(() => engine.requestChannel('owner', 'rx'))).toBe('ok')
  })

  it('a device that is freed while blocks are in flight gets them back first', async () => {
    const bench = await createDmaBench({ unregistered: true })
    const block = bench.buffer.allocBlock(64)
    bench.buffer.enqueueBlock(block)
    await bench.buffer.enable()
    expect(bench.hardware.running).toHaveLength(1)
    await bench.runtime.finish(freeDmaengineBuffer(bench.device))
    await bench.runtime.runAll()
    expect([bench.heap.liveAllocations, bench.hardware.running.length]).toEqual([0, 0])
  })
})
