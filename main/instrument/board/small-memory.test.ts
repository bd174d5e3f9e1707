// Buffers that a client asks for while a capture has all memory that it may have: history gives way.
import { expect, it, vi } from 'vitest'
import { openDevice } from '#main/iio/index.ts'
import { smallestHeapBytes } from '#main/memory/index.ts'
import { errnoFrom } from '#main/testing/index.ts'
import { eventually } from '#shared/testing/eventually.ts'
import { createInstrument } from '../create.ts'

vi.setConfig({ testTimeout: 60_000 })

it('are had in the least memory there may be; what is more than all of it is refused', async () => {
  const instrument = await createInstrument({
    ...{ front: 'headless', heapBytes: smallestHeapBytes },
    set: [{ path: 'sampling_frequency', value: '10000000' }],
  })
  try {
    const { stack, hub } = instrument.parts
    const device = stack.bus.devices.find(({ name }) => name === 'at91-adc-dma')!
    const node = openDevice(device)
    await device.writeAttribute('voltage0/en', '1')
    // Two blocks, each of half of this: more together than a capture leaves to others.
    const bytes = 20 << 20
    await eventually(() => expect(stack.heap.largestFreeBytes).toBeLessThan(bytes))
    await device.writeAttribute('buffer0/length', String(bytes / 2))
    await device.writeAttribute('buffer0/enable', '1')
    await device.writeAttribute('buffer0/enable', '0')
    await device.writeAttribute('buffer0/length', String(smallestHeapBytes))
    expect(await errnoFrom(device.writeAttribute('buffer0/enable', '1'))).toBe('ENOMEM')
    node.close()
    expect(hub.isRunning).toBe(true)
  } finally {
    await instrument.close()
  }
})
