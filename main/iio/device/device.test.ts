// A device as its driver declares it: names of channels, texts of attributes, masks, direct mode.
import { describe, expect, it } from 'vitest'
import { createKfifoBench, errnoFrom, FakeRuntime, voltageChannels } from '#main/testing/index.ts'
import { constantAttribute, IioDevice, maskIndexes, maskOf, numberAttribute, textAttribute } from '../index.ts'

const runtime = new FakeRuntime()

describe('a device', () => {
  it('names its channels: differential, modified, and those that are no scan elements', async () => {
    const device = new IioDevice({
      name: 'names',
      runtime,
      channels: [
        { kind: 'voltage', channel: 0, channel2: 1, scanIndex: 0, scanType: { sign: 's', realbits: 12 } },
        { kind: 'accel', modifier: 'x' },
      ],
    })
    expect(device.channels.map(({ id, scanIndex }) => [id, scanIndex])).toEqual([
      ['voltage0-voltage1', 0],
      ['accel_x', -1],
    ])
    expect(device.scanElements).toHaveLength(1)
  })

  it('shows labels, words and numbers as text; paths it does not have are ENOENT', async () => {
    let rate = 5
    const device = new IioDevice({
      name: 'texts',
      label: 'bench 1',
      runtime,
      channels: [],
      attributes: {
        word: constantAttribute('fast'),
        scale: constantAttribute(0.25),
        count: constantAttribute(3),
        mode: textAttribute({ get: () => 'a', suggestions: () => ['a', 'b'] }),
        rate: numberAttribute({
          get: () => rate,
          set: (value) => {
            rate = value
          },
          available: () => [1, 2.5],
          integer: true,
        }),
      },
    })
    const read = (path: string): Promise<string> => device.readAttribute(path)
    expect(
      await Promise.all(['label', 'word', 'scale', 'count', 'mode_available', 'rate_available'].map(read)),
    ).toEqual(['bench 1', 'fast', '0.25', '3', 'a b', '1 2.5'])
    for (const text of ['1.5', 'much', '1e999'])
      expect(await errnoFrom(device.writeAttribute('rate', text))).toBe('EINVAL')
    await device.writeAttribute('rate', '-7')
    expect(await read('rate')).toBe('-7')
    expect(await errnoFrom(read('nothing'))).toBe('ENOENT')
  })

  it('lends itself for direct access only while it does not capture, and the other way round', async () => {
    const { device } = await createKfifoBench()
    expect(await errnoFrom(device.claimBufferMode())).toBe('EBUSY')
    expect(await device.inDirectMode(() => 42)).toBe(42)
    await device.writeAttribute('voltage0/en', '1')
    await device.writeAttribute('buffer0/enable', '1')
    expect(await errnoFrom(device.claimDirect())).toBe('EBUSY')
    await device.claimBufferMode()
    device.releaseBufferMode()
  })

  it('takes channels out of the mask again; a shorter FIFO lowers its watermark', async () => {
    const { device, buffers } = await createKfifoBench({ channels: voltageChannels(3) })
    for (const id of ['voltage0', 'voltage2']) await device.writeAttribute(`${id}/en`, '1')
    expect(maskIndexes(buffers[0]!.scanMask)).toEqual([0, 2])
    await device.writeAttribute('voltage0/en', '0')
    expect(buffers[0]!.scanMask).toBe(maskOf(2))
    await device.writeAttribute('buffer0/length', '16')
    await device.writeAttribute('buffer0/watermark', '12')
    await device.writeAttribute('buffer0/length', '8')
    expect(await device.readAttribute('buffer0/watermark')).toBe('8')
  })

  it('copies neighbouring elements of a scan together for a buffer that wants fewer', async () => {
    const { device, buffers } = await createKfifoBench({ channels: voltageChannels(3), buffers: 2 })
    for (const path of ['buffer0/in_voltage0_en', 'buffer0/in_voltage1_en', 'buffer1/in_voltage2_en'])
      await device.writeAttribute(path, '1')
    for (const index of [0, 1]) await device.writeAttribute(`buffer${index}/enable`, '1')
    device.push(Uint8Array.of(1, 2, 3, 4, 5, 6))
    const bytes = new Uint8Array(4)
    expect([await buffers[0]!.read(4, bytes), ...bytes]).toEqual([4, 1, 2, 3, 4])
    expect([await buffers[1]!.read(2, bytes), ...bytes.subarray(0, 2)]).toEqual([2, 5, 6])
  })
})
