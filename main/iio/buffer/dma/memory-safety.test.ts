// Whatever fails, hardware never gets memory that is too small, dead, or in its hands already.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DmaDescriptor } from '#main/dmaengine/index.ts'
import { type DmaBlock, type DmaBufferOps, DmaBufferQueue, DmaengineBuffer, IioDevice } from '#main/iio/index.ts'
import { CoherentHeap } from '#main/memory/index.ts'
import { createDmaBench, type DmaBench, errnoFrom, FakeRuntime, voltageChannels } from '#main/testing/index.ts'

const output = voltageChannels(1).map((one) => ({ ...one, direction: 'out' as const }))

/** One 16-bit channel, so that a block has as many bytes as the buffer has datums. */
async function bench(canTerminate = true): Promise<DmaBench> {
  return createDmaBench({ channels: voltageChannels(1), heapBytes: 1 << 20, dma: { canTerminate } })
}

const enable = (b: DmaBench): Promise<string> => errnoFrom(b.enable())
const setLength = (b: DmaBench, datums: number): Promise<void> =>
  b.device.writeAttribute('buffer0/length', String(datums))
const lengths = (transfers: readonly DmaDescriptor[]): number[] => transfers.map(({ length }) => length)
const addresses = (transfers: readonly DmaDescriptor[]): number[] => transfers.map((one) => one.segments[0]!.address)

describe('an update of the two blocks of read()', () => {
  it.each([0, 1])('that runs out of memory at block %s leaves nothing the next one could mistake', async (which) => {
    const b = await bench()
    await setLength(b, 4096)
    await b.enable()
    await b.disable()
    await setLength(b, 8192)
    // The blocks have 4096 bytes of memory each and are to have 8192.
    b.faults.failAt(b.faults.passed.length + which)
    expect(await enable(b)).toBe('ENOMEM')
    expect(await b.device.readAttribute('buffer0/enable')).toBe('0')
    expect(await enable(b)).toBe('ok')
    expect(lengths(b.hardware.running)).toEqual([8192, 8192])
    expect(b.memory.problems).toEqual([])
    await b.complete(new Uint8Array(8192).fill(1))
    await b.remove()
    expect([b.heap.liveAllocations, b.buffer.isReleased]).toEqual([0, true])
  })

  it('that failed while hardware still has both blocks queues neither of them again', async () => {
    const b = await bench(false)
    await setLength(b, 4096)
    await b.enable()
    const old = addresses(b.hardware.running)
    await b.disable()
    expect(b.hardware.running).toHaveLength(2)
    b.faults.failNext('alloc')
    expect(await enable(b)).toBe('ENOMEM')
    expect(await enable(b)).toBe('ok')
    expect(addresses(b.hardware.running).filter((address) => old.includes(address))).toEqual(old)
    expect(new Set(addresses(b.hardware.running)).size).toBe(4)
    // The late ones are nobody's data, and their memory goes when hardware lets go of it.
    await b.complete(new Uint8Array(4096).fill(1))
    await b.complete(new Uint8Array(4096).fill(1))
    expect([b.buffer.outgoingCount, b.heap.liveAllocations, b.memory.problems]).toEqual([0, 2, []])
  })

  it('keeps within its memory over any lengths, failures, and hardware that keeps what it has', async () => {
    const step = fc.record({
      length: fc.integer({ min: 2, max: 20_000 }),
      failsAt: fc.option(fc.nat(5), { nil: null }),
      completes: fc.nat(3),
    })
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.array(step, { maxLength: 12 }), async (canTerminate, steps) => {
        const b = await bench(canTerminate)
        for (const { length, failsAt, completes } of steps) {
          await setLength(b, length)
          const before = b.faults.passed.length
          if (failsAt !== null) b.faults.failAt(before + failsAt)
          const result = await enable(b)
          const failed = b.faults.passed.slice(before).filter((point) => point.endsWith('!'))
          expect(result).toBe(failed[0] === 'alloc!' ? 'ENOMEM' : 'ok')
          const fresh = failed.length === 0 ? [length, length] : failed[0] === 'alloc!' ? [] : [length]
          expect(lengths(b.hardware.running).slice(-fresh.length || Number.POSITIVE_INFINITY)).toEqual(fresh)
          for (let k = 0; k < completes && b.hardware.running.length > 0; k++) await b.complete()
          expect(b.memory.problems).toEqual([])
          await b.disable()
        }
        while (b.hardware.running.length > 0) await b.complete()
        await b.remove()
        expect([b.heap.liveAllocations, b.memory.problems]).toEqual([0, []])
      }),
      { numRuns: 150 },
    )
  })

  it('takes no memory once the hardware is gone: nobody would give it back', async () => {
    const b = await bench()
    await b.enable()
    await b.disable()
    b.buffer.exit()
    expect(await errnoFrom(b.buffer.requestUpdate())).toBe('ENODEV')
    expect(await errnoFrom(b.buffer.enable())).toBe('ENODEV')
    await b.runtime.runAll()
    expect([b.buffer.active, b.heap.liveAllocations]).toEqual([false, 0])
  })

  it('is made up for at enable when blocks of an application came and went in between', async () => {
    const b = await bench()
    const { buffer } = b
    buffer.setBytesPerDatum(2)
    await buffer.requestUpdate()
    buffer.freeBlock(buffer.allocBlock(64))
    await buffer.enable()
    expect(lengths(b.hardware.running)).toEqual([4096, 4096])
    await buffer.disable()
    await buffer.requestUpdate()
    buffer.freeBlock(buffer.allocBlock(64))
    b.faults.failNext('alloc')
    expect(await errnoFrom(buffer.enable())).toBe('ENOMEM')
    expect([buffer.active, b.hardware.running.length]).toEqual([false, 0])
  })
})

describe('a block', () => {
  const freed = async () => {
    const b = await bench()
    const block = b.buffer.allocBlock(64)
    b.buffer.getBlock(block)
    b.buffer.freeBlock(block)
    return { ...b, block }
  }

  it('that is dead stays dead', async () => {
    const { block } = await freed()
    for (const state of ['DEQUEUED', 'QUEUED', 'ACTIVE', 'DONE', 'DEAD'] as const)
      expect(() => block.moveTo(state)).toThrow(`cannot go from DEAD to ${state}`)
    expect(() => block.enterHardware()).toThrow('cannot go from DEAD to ACTIVE')
  })

  it('never gets a size its memory does not have, nor any while hardware has it', async () => {
    const b = await bench()
    const block = b.buffer.allocBlock(64)
    for (const size of [0, -1, 1.5, 4097, Number.NaN]) expect(() => block.resize(size)).toThrow('its memory has 4096')
    block.resize(4096)
    b.buffer.enqueueBlock(block)
    await b.buffer.enable()
    expect(() => block.resize(64)).toThrow('while hardware has it')
    expect(block.size).toBe(4096)
  })

  it('is handed to hardware once, and comes back once', async () => {
    const b = await bench()
    const block = b.buffer.allocBlock(64)
    b.buffer.enqueueBlock(block)
    expect(() => block.enterHardware()).toThrow('from the incoming list')
    await b.buffer.enable()
    expect(block.isInHardware).toBe(true)
    expect(() => block.enterHardware()).toThrow('to hardware twice')
    expect(() => block.moveTo('DONE')).toThrow('while hardware has it')
    await b.complete()
    expect(() => b.buffer.blockDone(block)).toThrow('it is not there')
    expect([block.state, b.buffer.outgoingCount, b.buffer.diagnostics.completed]).toEqual(['DONE', 1, 1])
  })

  it('is freed when the last user lets go, not before and not twice', async () => {
    const { block, buffer, heap } = await freed()
    expect(heap.liveAllocations).toBe(1)
    buffer.putBlock(block)
    expect(heap.liveAllocations).toBe(0)
    expect(() => buffer.putBlock(block)).toThrow('freed already')
    const alive = buffer.allocBlock(64)
    expect(() => buffer.putBlock(alive)).toThrow('cannot be freed')
    expect(heap.liveAllocations).toBe(1)
  })

  it('of another queue is refused, and both queues stay as they are', async () => {
    const [one, two] = [await bench(), await bench()]
    const foreign = two.buffer.allocBlock(64)
    two.buffer.enqueueBlock(foreign)
    await one.buffer.enable()
    expect(await errnoFrom(() => one.buffer.enqueueBlock(foreign))).toBe('EINVAL')
    expect(await errnoFrom(() => one.buffer.freeBlock(foreign))).toBe('EINVAL')
    expect(() => one.buffer.getBlock(foreign)).toThrow('another queue')
    expect(() => one.buffer.putBlock(foreign)).toThrow('another queue')
    expect([foreign.state, two.buffer.incoming.length, one.hardware.running.length]).toEqual(['QUEUED', 1, 0])
    expect([one.buffer.diagnostics.liveBlocks, two.buffer.diagnostics.liveBlocks]).toEqual([0, 1])
  })

  it('of an earlier generation with the same number is not the present one', async () => {
    const b = await bench(false)
    const old = b.buffer.blockAbi.alloc({ size: 64, count: 1 })
    b.buffer.blockAbi.enqueue({ id: old.id })
    await b.buffer.enable()
    b.buffer.blockAbi.free()
    b.buffer.blockAbi.alloc({ size: 8192, count: 1 })
    b.buffer.blockAbi.enqueue({ id: 0 })
    expect(lengths(b.hardware.running)).toEqual([64, 8192])
    await b.complete(new Uint8Array(64).fill(1))
    expect(b.buffer.blockAbi.dequeue()).toBeNull()
    await b.complete()
    expect(b.buffer.blockAbi.dequeue()).toMatchObject({ id: 0, bytesUsed: 8192 })
    expect([b.memory.problems, b.heap.liveAllocations]).toEqual([[], 1])
  })

  it('that the binding refused is neither queued again nor lost: it dies with the next update, or when it is freed', async () => {
    const b = await bench()
    b.faults.failNext('prepare')
    await b.enable()
    const [refused] = b.buffer.fileIo.slots
    expect([refused!.state, refused!.isInHardware, b.hardware.running.length]).toEqual(['ACTIVE', false, 1])
    await b.disable()
    expect([refused!.state, b.buffer.outgoingCount]).toEqual(['ACTIVE', 1])
    await b.enable()
    expect([refused!.state, b.hardware.running.length, b.heap.liveAllocations]).toEqual(['DEAD', 2, 2])
    await b.disable()
    const block = b.buffer.allocBlock(64)
    await b.enable()
    b.faults.failNext('submit')
    b.buffer.enqueueBlock(block)
    expect(await errnoFrom(() => b.buffer.enqueueBlock(block))).toBe('EBUSY')
    b.buffer.freeBlock(block)
    expect([b.heap.liveAllocations, b.memory.problems]).toEqual([0, []])
  })
})

describe('the binding', () => {
  it('keeps a block that the channel accepted and will not start yet: it is in hardware’s hands', async () => {
    const runtime = new FakeRuntime()
    const made = await createDmaBench({ channels: voltageChannels(1), dma: { strict: true } })
    const { buffer, hardware, heap } = made
    const block = buffer.allocBlock(64)
    await buffer.enable()
    hardware.holdStop()
    // The owner of the channel stops it, of which the buffer knows nothing.
    buffer.channel.terminateAsync()
    buffer.enqueueBlock(block)
    expect([block.state, block.isInHardware, buffer.inFlightCount]).toEqual(['ACTIVE', true, 1])
    expect([buffer.diagnostics.submitFailures, buffer.failedIssues]).toEqual([0, 1])
    hardware.releaseStop()
    buffer.freeBlock(block)
    expect(heap.liveAllocations).toBe(1)
    buffer.channel.issuePending()
    expect(hardware.running).toHaveLength(1)
    await made.complete()
    expect([heap.liveAllocations, buffer.inFlightCount, runtime.pendingWork]).toEqual([0, 0, 0])
  })

  it('does not send more of an output block than the block has', async () => {
    const b = await createDmaBench({ channels: output, direction: 'out' })
    const block = b.buffer.allocBlock(64)
    block.bytesUsed = 65
    expect(await errnoFrom(() => b.buffer.submitBlock(block))).toBe('EINVAL')
  })

  it('frees a device whose channel cannot be stopped; the memory follows when hardware is done', async () => {
    const b = await bench(false)
    await b.enable()
    await b.remove()
    expect([b.heap.liveAllocations, b.hardware.running.length, b.buffer.isReleased]).toEqual([2, 2, false])
    await b.complete()
    await b.complete()
    expect([b.heap.liveAllocations, b.buffer.isReleased, b.memory.problems]).toEqual([0, true, []])
    const device = new IioDevice({ name: 'again', channels: voltageChannels(1), runtime: b.runtime })
    b.dma.connect(b.engine, 'again')
    expect(new DmaengineBuffer({ ...b, channel: b.engine.requestChannel('again', 'rx') }).device).toBeNull()
    expect(device.buffers).toEqual([])
  })

  it('that cannot abort gives blocks back later, to the run they belong to', async () => {
    const runtime = new FakeRuntime()
    const heap = new CoherentHeap({ bytes: 1 << 20, poison: true })
    const inHardware: DmaBlock[] = []
    const ops: DmaBufferOps = { submit: (_queue, block) => void inHardware.push(block) }
    const queue = new DmaBufferQueue({ runtime, heap, ops })
    queue.setBytesPerDatum(2)
    await queue.requestUpdate()
    await queue.enable()
    await queue.disable()
    inHardware[0]!.bytesUsed = 10
    queue.blockDone(inHardware[0]!)
    expect(await queue.read(64, new Uint8Array(64))).toBe(10)
    await queue.requestUpdate()
    await queue.enable()
    // The one that was read is used again; the one hardware kept is not.
    expect(inHardware.map(({ id }) => id)).toEqual([0, 1, 0, 2])
    inHardware[1]!.bytesUsed = 4096
    queue.blockDone(inHardware[1]!)
    expect([queue.outgoingCount, queue.dataAvailable()]).toEqual([0, 0])
  })
})
