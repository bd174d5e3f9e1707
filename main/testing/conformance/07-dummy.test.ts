// Invariant 40: the dummy driver.

import { describe, expect, it } from 'vitest'
import { IioBus, openDevice } from '#main/iio/index.ts'
import { CoherentHeap } from '#main/memory/index.ts'
import { FakeRuntime } from '#main/testing/index.ts'
import { probeDummy } from '../../drivers/dummy/index.ts'

describe('conformance', () => {
  it('invariant 40: the dummy completes one 8000-byte block per 100 ms, at phase 0 after each enable', async () => {
    const runtime = new FakeRuntime()
    const heap = new CoherentHeap({ bytes: 1024 * 1024, poison: true })
    const { device, remove } = await probeDummy({ bus: new IioBus(), runtime, heap, variant: 'dma' })
    const file = openDevice(device, { nonBlocking: true })
    for (const channel of device.scanElements) await device.writeAttribute(`${channel.id}/en`, '1')
    await device.writeAttribute('buffer0/length', '2000')
    const bytes = new Uint8Array(8000)
    const scan = (index: number) => [...new Int16Array(bytes.buffer, index * 8, 4)]
    for (let run = 0; run < 2; run++) {
      await device.writeAttribute('buffer0/enable', '1')
      runtime.advance(99.9)
      expect(file.poll().readable).toBe(false)
      runtime.advance(0.1)
      expect(await file.read(bytes)).toBe(8000)
      expect(scan(0)).toEqual([0, 0, -1024, -32768])
      expect(scan(500)).toEqual([4096, 2047, -1024 + 409, -32768 + Math.floor((65536 * 500) / 6789)])
      runtime.advance(100)
      expect(await file.read(bytes)).toBe(8000)
      // The second block goes on where the first one ended.
      expect(scan(0)).toEqual([0, 0, -1024 + 819, -32768 + Math.floor((65536 * 1000) / 6789)])
      await device.writeAttribute('buffer0/enable', '0')
    }
    file.close()
    await remove()
    await runtime.runAll()
    expect(heap.liveAllocations).toBe(0)
  })
})
