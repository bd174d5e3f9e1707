// The software FIFO and the demux at their edges: short and long scans, small destinations, settings that come again.
import { describe, expect, it } from 'vitest'
import { KfifoBuffer, timestampChannel } from '#main/iio/index.ts'
import { createKfifoBench, errnoFrom, voltageChannels } from '#main/testing/index.ts'

describe('the software FIFO', () => {
  it('that was never enabled holds nothing and takes nothing', async () => {
    const fifo = new KfifoBuffer()
    expect([fifo.capacity, fifo.dataAvailable(), fifo.isActive]).toEqual([0, 0, false])
    expect(await errnoFrom(() => fifo.storeTo(new Uint8Array(2)))).toBe('EBUSY')
    expect(await errnoFrom(fifo.read(2, new Uint8Array(2)))).toBe('EINVAL')
    fifo.put()
    expect(() => fifo.put()).toThrow('dropped twice')
  })

  it('refuses scans at the pace they come in: all with one error', () => {
    const fifo = new KfifoBuffer()
    const refusal = (): unknown => {
      try {
        fifo.storeTo(new Uint8Array(2))
      } catch (thrown) {
        return thrown
      }
      return null
    }
    const first = refusal()
    expect(first).toMatchObject({ errno: 'EBUSY', message: 'The FIFO is full.' })
    expect(refusal()).toBe(first)
    expect([fifo.offeredScans, fifo.droppedScans]).toEqual([2, 2])
  })

  it('is emptied by an enable, also when nothing changed', async () => {
    const { device, buffers } = await createKfifoBench({ channels: voltageChannels(1) })
    const [fifo] = buffers
    await device.writeAttribute('voltage0/en', '1')
    await device.writeAttribute('buffer0/length', '5')
    await device.writeAttribute('buffer0/enable', '1')
    expect(fifo!.capacity).toBe(8)
    device.push(Uint8Array.of(1, 2))
    await device.writeAttribute('buffer0/enable', '0')
    expect(fifo!.dataAvailable()).toBe(1)
    await device.writeAttribute('buffer0/enable', '1')
    expect([fifo!.capacity, fifo!.dataAvailable()]).toEqual([8, 0])
  })

  it('gives whole scans only, none of them when the destination is too small', async () => {
    const { device, buffers } = await createKfifoBench({ channels: voltageChannels(1) })
    const [fifo] = buffers
    await device.writeAttribute('voltage0/en', '1')
    await device.writeAttribute('buffer0/length', '4')
    await device.writeAttribute('buffer0/enable', '1')
    for (let i = 0; i < 3; i++) device.push(Uint8Array.of(i, 0, 99))
    expect(await errnoFrom(fifo!.read(1, new Uint8Array(8)))).toBe('EINVAL')
    expect(await errnoFrom(fifo!.read(6, new Uint8Array(4)))).toBe('EFAULT')
    const bytes = new Uint8Array(6)
    expect(await fifo!.read(5, bytes)).toBe(4)
    expect([...bytes]).toEqual([0, 0, 1, 0, 0, 0])
    expect(await fifo!.read(6, bytes)).toBe(2)
    expect(bytes[0]).toBe(2)
  })

  it('gets a scan without its timestamp when nobody wants one, cut to the length of a scan', async () => {
    const { device, buffers } = await createKfifoBench({ channels: [...voltageChannels(1), timestampChannel(1)] })
    expect(await device.readAttribute('buffer0/in_timestamp_en')).toBe('0')
    await device.writeAttribute('voltage0/en', '1')
    await device.writeAttribute('buffer0/enable', '1')
    device.pushWithTimestamp(Uint8Array.of(7, 8, 0, 0, 0, 0, 0, 0), 5n)
    const bytes = new Uint8Array(2)
    expect(await buffers[0]!.read(2, bytes)).toBe(2)
    expect([...bytes]).toEqual([7, 8])
  })
})
