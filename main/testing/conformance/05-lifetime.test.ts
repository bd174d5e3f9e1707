// Invariants 25, 34, 35, 37, 38, 41: poll, going away, type strings, layout, a full FIFO.

import { describe, expect, it } from 'vitest'
import { type DmaBlock, DmaBufferQueue, openDevice, timestampChannel } from '#main/iio/index.ts'
import { CoherentHeap } from '#main/memory/index.ts'
import { createDmaBench, createKfifoBench, errnoFrom, FakeRuntime, voltageChannels } from '#main/testing/index.ts'
import { formatScanType, layoutScan, parseScanType, scanType } from '#shared/iio/index.ts'

const scan = (...values: number[]): Uint8Array => new Uint8Array(Int16Array.from(values).buffer)

describe('conformance', () => {
  it('invariant 25: poll is readable only after a completion (DMA), only at the watermark (kfifo)', async () => {
    const dma = await createDmaBench()
    const dmaFile = openDevice(dma.device)
    await dma.enable()
    expect(dmaFile.poll().readable).toBe(false)
    dma.hardware.complete()
    expect(dmaFile.poll().readable).toBe(false)
    await dma.runtime.runAll()
    expect(dmaFile.poll().readable).toBe(true)

    const { device } = await createKfifoBench()
    const file = openDevice(device)
    await device.writeAttribute('voltage0/en', '1')
    await device.writeAttribute('buffer0/length', '16')
    await device.writeAttribute('buffer0/watermark', '3')
    await device.writeAttribute('buffer0/enable', '1')
    const seen: boolean[] = []
    for (let i = 0; i < 4; i++) {
      device.push(scan(i))
      seen.push(file.poll().readable)
    }
    expect(seen).toEqual([false, false, true, true])
  })

  it('invariant 34: unregister wakes a sleeping reader with ENODEV; closing its file later frees everything', async () => {
    const bench = await createDmaBench()
    const file = openDevice(bench.device)
    await bench.enable()
    await bench.complete()
    await file.read(new Uint8Array(40))
    await file.read(new Uint8Array(65536))
    const reading = errnoFrom(file.read(new Uint8Array(4)))
    await bench.runtime.settle()
    expect(bench.buffer.waitQueue.sleeperCount).toBe(1)
    await bench.remove()
    expect(await reading).toBe('ENODEV')
    expect(await errnoFrom(file.read(new Uint8Array(4)))).toBe('ENODEV')
    expect(file.poll()).toEqual({ readable: false, writable: false })
    expect([bench.heap.liveAllocations, bench.buffer.isReleased]).toEqual([0, false])
    file.close()
    expect([bench.buffer.isReleased, bench.buffer.referenceCount]).toEqual([true, 0])
  })

  it('invariant 35: exit with a block in hardware accepts the late completion and then frees its memory', async () => {
    const runtime = new FakeRuntime()
    const heap = new CoherentHeap({ bytes: 1024 * 1024, poison: true })
    const inHardware: DmaBlock[] = []
    let calls = 0
    // A binding that cannot abort: blocks come back when the hardware likes.
    const ops = {
      submit: (_queue: DmaBufferQueue, block: DmaBlock): void => {
        calls++
        inHardware.push(block)
      },
    }
    const queue = new DmaBufferQueue({ runtime, heap, ops })
    queue.setBytesPerDatum(2)
    await queue.requestUpdate()
    await queue.enable()
    await queue.disable()
    queue.exit()
    expect([calls, heap.liveAllocations, queue.isReleased]).toEqual([2, 2, false])
    for (const block of inHardware) queue.blockDone(block)
    expect([queue.outgoingCount, queue.dataAvailable(), heap.liveAllocations]).toEqual([0, 0, 2])
    await runtime.runPendingWork()
    expect([calls, heap.liveAllocations]).toEqual([2, 0])
    queue.put()
    expect(queue.isReleased).toBe(true)
  })

  it('invariant 37: type strings print and parse back identically', () => {
    for (const text of ['le:s12/16>>4', 'be:u24/32>>8', 'le:u16/16>>0', 'le:s16/32X4>>0'])
      expect(formatScanType(parseScanType(text))).toBe(text)
  })

  it('invariant 38: the layout of a scan', async () => {
    const element = (scanIndex: number, bits: number) => ({ scanIndex, type: scanType({ sign: 'u', realbits: bits }) })
    const wide = layoutScan([element(0, 16), element(1, 32), element(2, 32)], true)
    expect([...wide.elements.map((one) => one.offset), wide.timestampOffset, wide.bytes]).toEqual([0, 4, 8, 16, 24])
    const small = layoutScan([element(0, 16)], true)
    expect([small.elements[0]!.offset, small.timestampOffset, small.bytes]).toEqual([0, 8, 16])
    const { device, buffers } = await createKfifoBench({ channels: [...voltageChannels(1), timestampChannel(1)] })
    await device.writeAttribute('voltage0/en', '1')
    await device.writeAttribute('timestamp/en', '1')
    await device.writeAttribute('buffer0/enable', '1')
    expect([device.scanBytes, buffers[0]!.bytesPerDatum]).toEqual([16, 16])
  })

  it('invariant 41: a full kfifo refuses the newest scan and keeps the older ones', async () => {
    const { device, buffers } = await createKfifoBench()
    await device.writeAttribute('voltage0/en', '1')
    await device.writeAttribute('buffer0/length', '4')
    await device.writeAttribute('buffer0/enable', '1')
    for (let i = 0; i < 4; i++) device.push(scan(i))
    expect(await errnoFrom(() => device.push(scan(99)))).toBe('EBUSY')
    const bytes = new Uint8Array(64)
    expect(await openDevice(device).read(bytes)).toBe(8)
    expect([...new Int16Array(bytes.buffer, 0, 4)]).toEqual([0, 1, 2, 3])
    expect(buffers[0]!.dataAvailable()).toBe(0)
  })
})
