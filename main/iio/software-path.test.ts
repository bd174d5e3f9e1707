// The software path: demux with timestamps, device FIFOs, triggers.

import { describe, expect, it } from 'vitest'
import { createKfifoBench, errnoFrom, FakeRuntime, voltageChannels } from '#main/testing/index.ts'
import { fail, say } from '#shared/errors.ts'
import {
  CallbackBuffer,
  IioTrigger,
  maxConsumersPerTrigger,
  nanoseconds,
  openDevice,
  timestampChannel,
} from './index.ts'

describe('demux', () => {
  it('takes the timestamp from the end of the scan, also when more was captured than the buffer wants', async () => {
    const { device, buffers } = await createKfifoBench({
      buffers: 2,
      channels: [...voltageChannels(6), timestampChannel(6)],
    })
    for (const path of ['buffer0/in_voltage0_en', 'buffer0/in_timestamp_en', 'buffer1/in_voltage5_en'])
      await device.writeAttribute(path, '1')
    for (const index of [0, 1]) await device.writeAttribute(`buffer${index}/enable`, '1')
    expect([device.scanBytes, buffers[0]!.bytesPerDatum, buffers[1]!.bytesPerDatum]).toEqual([16, 16, 2])
    const scan = new Uint8Array(16)
    new DataView(scan.buffer).setInt16(0, 11, true)
    new DataView(scan.buffer).setInt16(2, 55, true)
    device.pushWithTimestamp(scan, 123456789012345n)
    const bytes = new Uint8Array(16)
    expect(await buffers[0]!.read(16, bytes)).toBe(16)
    const view = new DataView(bytes.buffer)
    expect([view.getInt16(0, true), view.getBigInt64(8, true)]).toEqual([11, 123456789012345n])
    expect(await buffers[1]!.read(2, bytes)).toBe(2)
    expect(view.getInt16(0, true)).toBe(55)
  })

  it('stops at the first buffer that refuses a scan', async () => {
    const { device, buffers } = await createKfifoBench({ buffers: 2 })
    for (const index of [0, 1]) {
      await device.writeAttribute(`buffer${index}/in_voltage0_en`, '1')
      await device.writeAttribute(`buffer${index}/length`, index === 1 ? '2' : '8')
      await device.writeAttribute(`buffer${index}/enable`, '1')
    }
    for (let i = 0; i < 2; i++) device.push(new Uint8Array(2))
    // buffer1 was enabled last, so it is the head of the list.
    expect(await errnoFrom(() => device.push(new Uint8Array(2)))).toBe('EBUSY')
    expect(buffers.map((buffer) => buffer.dataAvailable())).toEqual([2, 2])
    expect(buffers[1]!.droppedScans).toBe(1)
  })

  it('hands scans to an in-kernel consumer in its own layout', async () => {
    const { device } = await createKfifoBench({ channels: voltageChannels(3) })
    const got: number[][] = []
    const consumer = new CallbackBuffer(device, {
      channels: ['voltage0', 'voltage2'],
      onScan: (scan) => got.push([...new Int16Array(scan.slice().buffer)]),
    })
    await device.writeAttribute('voltage1/en', '1')
    await device.writeAttribute('buffer0/enable', '1')
    await consumer.start()
    await consumer.start()
    device.push(new Uint8Array(Int16Array.of(1, 2, 3).buffer))
    await consumer.stop()
    device.push(new Uint8Array(Int16Array.of(9).buffer))
    expect([got, consumer.dataAvailable(), consumer.referenceCount]).toEqual([[[1, 3]], 0, 1])
    expect(await errnoFrom(() => new CallbackBuffer(device, { channels: ['x'], onScan: () => undefined }))).toBe(
      'EINVAL',
    )
  })
})

describe('device FIFO', () => {
  /** A device that holds three scans in a FIFO of its own. */
  async function fifoDevice(result?: () => number) {
    let held = 3
    const asked: number[] = []
    const bench = await createKfifoBench({
      channels: voltageChannels(1),
      device: {
        info: {
          hwfifoFlushToBuffer: (datums) => {
            asked.push(datums)
            if (result) return result()
            const moved = Math.min(datums, held)
            for (let i = 0; i < moved; i++) bench.device.push(new Uint8Array(2))
            held -= moved
            return moved
          },
        },
      },
    })
    const { device } = bench
    for (const [path, value] of [
      ['voltage0/en', '1'],
      ['buffer0/length', '16'],
      ['buffer0/watermark', '4'],
      ['buffer0/enable', '1'],
    ] as const)
      await device.writeAttribute(path, value)
    return { ...bench, asked, file: openDevice(device) }
  }

  it('is flushed for a non-blocking reader', async () => {
    const { file, asked } = await fifoDevice()
    file.nonBlocking = true
    expect(await file.read(new Uint8Array(20))).toBe(6)
    expect(asked).toEqual([10])
    expect(await errnoFrom(file.read(new Uint8Array(20)))).toBe('EAGAIN')
  })

  it('is flushed for a blocking reader, who sleeps while that is not enough', async () => {
    const { file, device, asked } = await fifoDevice()
    expect(await file.read(new Uint8Array(4))).toBe(4)
    const reading = file.read(new Uint8Array(8))
    await new FakeRuntime().settle()
    // The one scan the second flush moved woke the reader, who asked once more.
    expect(asked).toEqual([2, 4, 3])
    for (let i = 0; i < 3; i++) device.push(new Uint8Array(2))
    expect(await reading).toBe(8)
    expect(file.poll().readable).toBe(false)
  })

  it('that fails to flush is like none', async () => {
    const { file, device } = await fifoDevice(() => fail('ENODEV', say`No FIFO.`))
    const reading = file.read(new Uint8Array(8))
    await new FakeRuntime().settle()
    for (let i = 0; i < 4; i++) device.push(new Uint8Array(2))
    expect(await reading).toBe(8)
  })
})

describe('trigger', () => {
  it('starts with its first consumer, stops with its last, and has room for few', async () => {
    const states: boolean[] = []
    const trigger = new IioTrigger('t', { setState: (on) => void states.push(on) })
    const polls = Array.from({ length: maxConsumersPerTrigger }, () => (): void => undefined)
    for (const poll of polls) trigger.attach(poll)
    expect(await errnoFrom(() => trigger.attach(() => undefined))).toBe('EBUSY')
    for (const poll of [...polls, ...polls]) trigger.detach(poll)
    expect([states, trigger.consumerCount]).toEqual([[true, false], 0])
  })

  it('that cannot start has no consumer', async () => {
    const trigger = new IioTrigger('t', { setState: () => fail('EIO', say`No clock.`) })
    expect(await errnoFrom(() => trigger.attach(() => undefined))).toBe('EIO')
    expect(trigger.consumerCount).toBe(0)
  })

  it('ignores a poll while a consumer is busy with the one before', async () => {
    const trigger = new IioTrigger('t')
    let finish = (): void => undefined
    let polls = 0
    trigger.attach(() => {
      polls++
      return new Promise<void>((resolve) => {
        finish = resolve
      })
    })
    trigger.poll(1n)
    trigger.poll(2n)
    expect([polls, trigger.missedPolls]).toEqual([1, 1])
    finish()
    await new FakeRuntime().settle()
    trigger.poll(3n)
    expect(polls).toBe(2)
  })
})

it('nanoseconds keep every digit of a millisecond', () => {
  expect(nanoseconds(1_767_225_600_001.5)).toBe(1_767_225_600_001_500_000n)
})
