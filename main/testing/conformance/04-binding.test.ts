// Invariants 27-33: the DMAengine binding and the framework below it.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { DmaEngine } from '#main/dmaengine/index.ts'
import { freeDmaengineBuffer, IioBus, IioDevice, setupDmaengineBuffer } from '#main/iio/index.ts'
import { CoherentHeap } from '#main/memory/index.ts'
import { ControllableDma, createDmaBench, errnoFrom, FakeRuntime, voltageChannels } from '#main/testing/index.ts'

function requestedChannel() {
  const runtime = new FakeRuntime()
  const heap = new CoherentHeap({ bytes: 1024 * 1024, poison: true })
  const engine = new DmaEngine()
  const dma = new ControllableDma({ runtime, heap })
  dma.connect(engine, 'client')
  return { runtime, heap, dma, hardware: dma.channel(), channel: engine.requestChannel('client', 'rx') }
}

describe('conformance', () => {
  it('invariant 27: the alignment is the larger of the narrowest widths and equals length_align_bytes', async () => {
    for (const [src, dst, align] of [
      [(1 << 2) | (1 << 4), 1 << 8, 8],
      [1 << 4, 1 << 1, 4],
      [0, 0, 1],
    ] as const) {
      const { device, buffer } = await createDmaBench({ dma: { srcAddrWidths: src, dstAddrWidths: dst } })
      expect(buffer.lengthAlignBytes).toBe(align)
      expect(await device.readAttribute('buffer0/length_align_bytes')).toBe(String(align))
    }
  })

  it('invariant 28: a transfer is limited by the maximum segment and rounded down to the alignment', async () => {
    const bench = await createDmaBench({
      channels: voltageChannels(1),
      dma: { maxSegmentBytes: 1002, srcAddrWidths: 1 << 4 },
    })
    await bench.enable()
    expect(bench.hardware.running.map((one) => one.length)).toEqual([1000, 1000])
    // A controller that sets no maximum: 64 KiB.
    const other = await createDmaBench({ channels: voltageChannels(1) })
    await other.device.writeAttribute('buffer0/length', '200000')
    await other.enable()
    expect(other.hardware.running[0]!.length).toBe(65536)
  })

  it('invariant 29: a driver needs one setup call and one teardown call', async () => {
    const runtime = new FakeRuntime()
    const heap = new CoherentHeap({ bytes: 1024 * 1024, poison: true })
    const engine = new DmaEngine()
    const dma = new ControllableDma({ runtime, heap })
    dma.connect(engine, 'two-calls')
    const device = new IioDevice({ name: 'two-calls', channels: voltageChannels(1), runtime })
    setupDmaengineBuffer(device, { engine, heap, runtime })
    const bus = new IioBus()
    await bus.register(device)
    await device.writeAttribute('voltage0/en', '1')
    await device.writeAttribute('buffer0/enable', '1')
    expect(dma.channel().running).toHaveLength(2)
    await runtime.finish(bus.unregister(device))
    await runtime.finish(freeDmaengineBuffer(device))
    await runtime.runAll()
    expect([heap.liveAllocations, await errnoFrom(() => engine.requestChannel('two-calls', 'rx'))]).toEqual([0, 'ok'])
    const source = readFileSync(new URL('../../drivers/at91-adc/index.ts', import.meta.url), 'utf8')
    const calls = source.split('\n').filter((line) => /(setup|free)DmaengineBuffer\(/.test(line))
    expect(calls).toHaveLength(2)
  })

  it('invariant 30: nothing is transferred between submit and issue_pending', () => {
    const { heap, hardware, channel } = requestedChannel()
    const address = heap.alloc(4096)
    channel.prepSlaveSingle(address, 64, 'dev-to-mem')!.submit()
    channel.prepSlaveSingle(address, 64, 'dev-to-mem')!.submit()
    expect(hardware.running).toHaveLength(0)
    channel.issuePending()
    expect(hardware.running).toHaveLength(2)
  })

  it('invariant 31: cookies increase, and one is COMPLETE only when its transfer is', () => {
    const { heap, hardware, channel, runtime } = requestedChannel()
    const address = heap.alloc(4096)
    const cookies = [1, 2, 3].map(() => channel.prepSlaveSingle(address, 64, 'dev-to-mem')!.submit())
    expect(cookies).toEqual([2, 3, 4])
    channel.issuePending()
    const statuses = () => cookies.map((cookie) => channel.txStatus(cookie).status)
    expect(statuses()).toEqual(['IN_PROGRESS', 'IN_PROGRESS', 'IN_PROGRESS'])
    hardware.complete()
    runtime.runPendingInterrupts()
    expect(statuses()).toEqual(['COMPLETE', 'IN_PROGRESS', 'IN_PROGRESS'])
    hardware.complete()
    hardware.complete()
    runtime.runPendingInterrupts()
    expect(statuses()).toEqual(['COMPLETE', 'COMPLETE', 'COMPLETE'])
  })

  it('invariant 32: after terminate_sync no callback runs', async () => {
    const { heap, hardware, channel, runtime } = requestedChannel()
    const address = heap.alloc(4096)
    let called = 0
    for (let i = 0; i < 3; i++) {
      const descriptor = channel.prepSlaveSingle(address, 64, 'dev-to-mem')!
      descriptor.callback = () => {
        called++
      }
      descriptor.submit()
    }
    channel.issuePending()
    // One completed and reported to the driver, one with its interrupt pending, one running.
    hardware.complete()
    runtime.runPendingInterrupts()
    hardware.complete()
    await runtime.finish(channel.terminateSync())
    await runtime.runAll()
    expect(called).toBe(0)
  })

  it('invariant 33: callbacks can prepare, submit and issue a new transfer', async () => {
    const { heap, hardware, channel, runtime } = requestedChannel()
    const address = heap.alloc(4096)
    let completed = 0
    const start = (): void => {
      const descriptor = channel.prepSlaveSingle(address, 64, 'dev-to-mem')!
      descriptor.callback = () => {
        completed++
        start()
      }
      descriptor.submit()
      channel.issuePending()
    }
    start()
    for (let i = 0; i < 5; i++) {
      hardware.complete()
      await runtime.runAll()
    }
    expect(completed).toBe(5)
    expect(hardware.running).toHaveLength(1)
  })
})
