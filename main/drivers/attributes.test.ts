// Attributes of all drivers that need no hardware thread: each takes numbers as the kernel does.
import { describe, expect, it } from 'vitest'
import { IioBus, type IioDevice } from '#main/iio/index.ts'
import { CoherentHeap } from '#main/memory/index.ts'
import { createKfifoBench, errnoFrom, FakeRuntime } from '#main/testing/index.ts'
import { At91Converter } from './at91-adc/converter.ts'
import { probeAt91Adc } from './at91-adc/index.ts'
import { probeDummy } from './dummy/index.ts'
import { probeLoopback } from './loopback/index.ts'

const noNumbers = ['', '\n', 'x', '0x10', ' 1', '1 ', '1\n\n', '1e3', '1,5']

async function everyDevice(): Promise<IioDevice[]> {
  const runtime = new FakeRuntime()
  const heap = new CoherentHeap({ bytes: 1 << 20 })
  const bus = new IioBus()
  const shared = { bus, runtime, heap }
  const dummies = [await probeDummy({ ...shared, variant: 'kfifo' }), await probeDummy({ ...shared, variant: 'dma' })]
  const at91 = await probeAt91Adc({ ...shared, converter: new At91Converter(runtime, heap) })
  const { adc, dac } = await probeLoopback(shared)
  const { device } = await createKfifoBench()
  return [...dummies.map((one) => one.device), at91.device, adc, dac, device]
}

describe('every attribute that takes a number', () => {
  it('reads it in base 10, and keeps its value when it refuses', async () => {
    let tried = 0
    for (const device of await everyDevice()) {
      const numeric = device
        .listAttributes()
        .filter((entry) => entry.writable && !/(^|[/_])(en|enable)$/.test(entry.path))
      for (const { path } of numeric) {
        const before = await device.readAttribute(path)
        if (!/^-?\d/.test(before)) continue
        tried++
        for (const text of noNumbers) {
          expect([path, text, await errnoFrom(device.writeAttribute(path, text))]).toEqual([path, text, 'EINVAL'])
          expect(await device.readAttribute(path)).toBe(before)
        }
        await device.writeAttribute(path, '2')
        const plain = await errnoFrom(device.writeAttribute(path, '10'))
        const ten = await device.readAttribute(path)
        await device.writeAttribute(path, '2')
        expect([path, await errnoFrom(device.writeAttribute(path, '010\n'))]).toEqual([path, plain])
        expect(await device.readAttribute(path)).toBe(ten)
      }
    }
    expect(tried).toBeGreaterThanOrEqual(12)
  })
})
