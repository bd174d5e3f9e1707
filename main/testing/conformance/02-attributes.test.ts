// Invariants 4-9 and 14: attributes of a buffer and their write rules.

import { describe, expect, it } from 'vitest'
import { IioBuffer, mode } from '#main/iio/index.ts'
import { createDmaBench, createKfifoBench, errnoFrom } from '#main/testing/index.ts'

class PlainBuffer extends IioBuffer {
  readonly modes = mode.bufferSoftware
  override dataAvailable(): number {
    return 0
  }
}

describe('conformance', () => {
  it('invariant 4: a fresh queue has length 4096 and watermark 2048; length 512 makes the watermark 256', async () => {
    const { device } = await createDmaBench()
    expect(await device.readAttribute('buffer0/length')).toBe('4096')
    expect(await device.readAttribute('buffer0/watermark')).toBe('2048')
    await device.writeAttribute('buffer0/length', '512')
    expect(await device.readAttribute('buffer0/watermark')).toBe('256')
  })

  it('invariant 5: writing the watermark of a DMA buffer fails with EACCES; reading it succeeds', async () => {
    const { device } = await createDmaBench()
    expect(await errnoFrom(device.writeAttribute('buffer0/watermark', '100'))).toBe('EACCES')
    expect(await errnoFrom(device.writeAttribute('buffer0/watermark', 'nonsense'))).toBe('EACCES')
    expect(await device.readAttribute('buffer0/watermark')).toBe('2048')
  })

  it('invariant 6: kfifo refuses watermark 0, and a shorter length lowers the watermark', async () => {
    const { device } = await createKfifoBench()
    await device.writeAttribute('buffer0/length', '64')
    await device.writeAttribute('buffer0/watermark', '40')
    expect(await errnoFrom(device.writeAttribute('buffer0/watermark', '0'))).toBe('EINVAL')
    expect(await errnoFrom(device.writeAttribute('buffer0/watermark', '65'))).toBe('EINVAL')
    expect(await device.readAttribute('buffer0/watermark')).toBe('40')
    await device.writeAttribute('buffer0/length', '16')
    expect(await device.readAttribute('buffer0/watermark')).toBe('16')
  })

  it('invariant 7: length, watermark and _en of an enabled buffer fail with EBUSY and keep their value', async () => {
    const { device } = await createKfifoBench()
    await device.writeAttribute('buffer0/length', '64')
    await device.writeAttribute('buffer0/watermark', '8')
    await device.writeAttribute('voltage0/en', '1')
    await device.writeAttribute('buffer0/enable', '1')
    for (const [path, value] of [
      ['buffer0/length', '32'],
      ['buffer0/watermark', '4'],
      ['buffer0/watermark', '8'],
      ['voltage1/en', '1'],
      ['voltage0/en', '1'],
      ['voltage0/en', '0'],
    ] as const) {
      const before = await device.readAttribute(path)
      expect(await errnoFrom(device.writeAttribute(path, value))).toBe('EBUSY')
      expect(await device.readAttribute(path)).toBe(before)
    }
    // The present length is no change.
    expect(await errnoFrom(device.writeAttribute('buffer0/length', '64'))).toBe('ok')
    const dma = await createDmaBench()
    await dma.enable('voltage0')
    expect(await errnoFrom(dma.device.writeAttribute('buffer0/length', '128'))).toBe('EBUSY')
    expect(await errnoFrom(dma.device.writeAttribute('voltage1/en', '1'))).toBe('EBUSY')
    expect(await dma.device.readAttribute('buffer0/length')).toBe('4096')
  })

  it('invariant 8: enable without a channel fails with EINVAL and stays 0', async () => {
    const { device, hooks } = await createDmaBench()
    expect(await errnoFrom(device.writeAttribute('buffer0/enable', '1'))).toBe('EINVAL')
    expect(await device.readAttribute('buffer0/enable')).toBe('0')
    expect(hooks.calls).toEqual([])
  })

  it('invariant 9: writing enable with its present value succeeds and calls no hook', async () => {
    const bench = await createDmaBench()
    await bench.device.writeAttribute('buffer0/enable', '0')
    expect(bench.hooks.calls).toEqual([])
    await bench.enable()
    bench.hooks.take()
    await bench.device.writeAttribute('buffer0/enable', '1')
    expect(bench.hooks.calls).toEqual([])
    expect(await bench.device.readAttribute('buffer0/enable')).toBe('1')
  })

  it('invariant 14: a preset watermark survives generic initialisation; an unset one becomes 1', () => {
    expect(new PlainBuffer({ watermark: 12 }).watermark).toBe(12)
    expect(new PlainBuffer().watermark).toBe(1)
  })
})
