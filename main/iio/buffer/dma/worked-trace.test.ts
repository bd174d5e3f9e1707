// The worked trace of the design pages (file-IO mode, one 16-bit channel, length 1000), step by step.

import { describe, expect, it } from 'vitest'
import { createDmaBench, voltageChannels } from '#main/testing/index.ts'
import { openDevice } from '../../index.ts'

describe('file-IO mode', () => {
  it('goes through the worked trace', async () => {
    const bench = await createDmaBench({ channels: voltageChannels(1) })
    const { device, buffer, hardware, heap, runtime } = bench
    const file = openDevice(device)
    const bytes = new Uint8Array(4000)
    const states = () => buffer.fileIo.slots.map((block) => block?.state)
    const available = () => device.readAttribute('buffer0/data_available')
    await device.writeAttribute('buffer0/length', '1000')
    expect(await file.read(bytes)).toBe(0)
    await bench.enable()
    expect([states(), hardware.running.length, await available()]).toEqual([['ACTIVE', 'ACTIVE'], 2, '0'])
    expect(heap.allocatedBytes).toBe(2 * 4096)
    await bench.complete(new Uint8Array(1000).fill(7))
    expect([states(), await available(), file.poll().readable]).toEqual([['DONE', 'ACTIVE'], '1000', true])
    expect(await file.read(bytes, 600)).toBe(600)
    expect(bytes.subarray(0, 600).every((byte) => byte === 7)).toBe(true)
    expect([states(), buffer.fileIo.position, await available()]).toEqual([['DEQUEUED', 'ACTIVE'], 600, '1000'])
    await bench.complete()
    expect([states(), hardware.running.length, await available()]).toEqual([['DEQUEUED', 'DONE'], 0, '2000'])
    expect(await file.read(bytes, 600)).toBe(400)
    expect([states(), await available()]).toEqual([['ACTIVE', 'DONE'], '1000'])
    expect(await file.read(bytes, 1000)).toBe(1000)
    expect([states(), await available()]).toEqual([['ACTIVE', 'ACTIVE'], '0'])
    await bench.disable()
    expect([states(), hardware.running.length, await available()]).toEqual([['DONE', 'DONE'], 0, '2000'])
    await bench.enable()
    expect([states(), hardware.running.length, await available()]).toEqual([['ACTIVE', 'ACTIVE'], 2, '0'])
    expect(heap.allocatedBytes).toBe(2 * 4096)
    file.close()
    await bench.remove()
    expect([heap.liveAllocations, buffer.isReleased, runtime.pendingWork]).toEqual([0, true, 0])
  })
})
