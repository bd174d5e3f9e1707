// Invariants 10-13, 36, 39: the enable transaction, the device watermark, claims and several buffers.

import { describe, expect, it } from 'vitest'
import { CallbackBuffer, mode } from '#main/iio/index.ts'
import { createDmaBench, createKfifoBench, errnoFrom, voltageChannels } from '#main/testing/index.ts'
import { ErrnoError, say } from '#shared/errors.ts'

describe('conformance', () => {
  it('invariant 10: the hooks of enable and of disable are called in order', async () => {
    const bench = await createDmaBench()
    await bench.enable()
    expect(bench.hooks.take()).toEqual([
      'preenable',
      'updateScanMode 0b11',
      'hwfifoSetWatermark 2048',
      'buffer0.enable',
      'postenable',
    ])
    await bench.disable()
    expect(bench.hooks.take()).toEqual(['predisable', 'buffer0.disable', 'postdisable'])
  })

  it('invariant 11: when update_scan_mode fails, postdisable runs and the buffer was never enabled', async () => {
    const bench = await createDmaBench()
    bench.hooks.failOn('updateScanMode', new ErrnoError('EIO', say`The converter does not answer.`))
    expect(await errnoFrom(bench.enable())).toBe('EIO')
    expect(bench.hooks.names).toEqual(['preenable', 'updateScanMode', 'postdisable'])
    expect(await bench.device.readAttribute('buffer0/enable')).toBe('0')
    expect(bench.device.currentMode).toBe(mode.direct)
  })

  it('invariant 12: when the second of two buffers cannot be enabled, the first is disabled again', async () => {
    const { device, hooks } = await createKfifoBench({ buffers: 2 })
    for (const path of ['buffer0/in_voltage0_en', 'buffer1/in_voltage1_en']) await device.writeAttribute(path, '1')
    await device.writeAttribute('buffer0/enable', '1')
    hooks.take()
    // The newest buffer is the head of the list, so buffer0 is the second one to be enabled.
    hooks.failOn('buffer0.enable', new ErrnoError('EIO', say`No.`))
    expect(await errnoFrom(device.writeAttribute('buffer1/enable', '1'))).toBe('EIO')
    expect(hooks.names.slice(-4)).toEqual(['buffer1.enable', 'buffer0.enable', 'buffer1.disable', 'postdisable'])
    expect(await device.readAttribute('buffer0/enable')).toBe('0')
    expect(await device.readAttribute('buffer1/enable')).toBe('0')
    expect(device.currentMode).toBe(mode.direct)
  })

  it('invariant 13: hwfifo_set_watermark gets the lowest watermark of all active buffers', async () => {
    const { device, hooks } = await createKfifoBench({ buffers: 2 })
    for (const [buffer, watermark] of [
      [0, '30'],
      [1, '10'],
    ] as const) {
      await device.writeAttribute(`buffer${buffer}/in_voltage0_en`, '1')
      await device.writeAttribute(`buffer${buffer}/length`, '64')
      await device.writeAttribute(`buffer${buffer}/watermark`, watermark)
    }
    const hints = () => hooks.take().filter((call) => call.startsWith('hwfifoSetWatermark'))
    await device.writeAttribute('buffer0/enable', '1')
    expect(hints()).toEqual(['hwfifoSetWatermark 30'])
    await device.writeAttribute('buffer1/enable', '1')
    expect(hints()).toEqual(['hwfifoSetWatermark 10'])
    // In-kernel consumers count too.
    const consumer = new CallbackBuffer(device, { channels: ['voltage0'], watermark: 5, onScan: () => undefined })
    await consumer.start()
    expect(hints()).toEqual(['hwfifoSetWatermark 5'])
    await consumer.stop()
    await device.writeAttribute('buffer1/enable', '0')
    expect(hints()).toEqual(['hwfifoSetWatermark 10', 'hwfifoSetWatermark 30'])
  })

  it('invariant 36: claim_direct during capture gives EBUSY; after disable it succeeds', async () => {
    const bench = await createDmaBench()
    await bench.enable()
    expect(await errnoFrom(bench.device.claimDirect())).toBe('EBUSY')
    expect(await errnoFrom(bench.device.claimBufferMode())).toBe('ok')
    bench.device.releaseBufferMode()
    await bench.disable()
    expect(await errnoFrom(bench.device.claimBufferMode())).toBe('EBUSY')
    await bench.device.claimDirect()
    let isEnabled = false
    const enabling = bench.device.writeAttribute('buffer0/enable', '1').then(() => {
      isEnabled = true
    })
    await bench.runtime.settle()
    expect(isEnabled).toBe(false)
    bench.device.releaseDirect()
    await enabling
    expect(await bench.device.readAttribute('buffer0/enable')).toBe('1')
  })

  it('invariant 39: two kfifo buffers with different masks each get exactly their own channels', async () => {
    const { device, buffers, hooks } = await createKfifoBench({ buffers: 3, channels: voltageChannels(3) })
    const read = async (index: number): Promise<number[]> => {
      const bytes = new Uint8Array(64)
      const buffer = buffers[index]!
      if (buffer.dataAvailable() === 0) return []
      const got = await buffer.read(64, bytes)
      return [...new Int16Array(bytes.buffer, 0, got / 2)]
    }
    const want = { 0: ['voltage0'], 1: ['voltage1', 'voltage2'], 2: ['voltage2'] }
    for (const [index, ids] of Object.entries(want)) {
      await device.writeAttribute(`buffer${index}/length`, '8')
      for (const id of ids) await device.writeAttribute(`buffer${index}/in_${id}_en`, '1')
      await device.writeAttribute(`buffer${index}/enable`, '1')
    }
    device.push(new Uint8Array(Int16Array.of(10, 20, 30).buffer))
    hooks.take()
    await device.writeAttribute('buffer2/enable', '0')
    expect(hooks.names).toEqual([
      'predisable',
      'buffer2.disable',
      'buffer1.disable',
      'buffer0.disable',
      'postdisable',
      'preenable',
      'updateScanMode',
      'hwfifoSetWatermark',
      'buffer1.enable',
      'buffer0.enable',
      'postenable',
    ])
    device.push(new Uint8Array(Int16Array.of(11, 21, 31).buffer))
    expect(await read(0)).toEqual([10, 11])
    expect(await read(1)).toEqual([20, 30, 21, 31])
    expect(await read(2)).toEqual([30])
  })
})
