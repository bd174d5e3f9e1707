import { describe, expect, it } from 'vitest'
import { IioBus, openDevice } from '#main/iio/index.ts'
import { CoherentHeap } from '#main/memory/index.ts'
import { errnoFrom, FakeRuntime } from '#main/testing/index.ts'
import { TimerTrigger } from '../timer-trigger/index.ts'
import { probeDummy } from './index.ts'

async function probe(variant: 'kfifo' | 'dma') {
  const runtime = new FakeRuntime()
  const heap = new CoherentHeap({ bytes: 1024 * 1024, poison: true })
  const bus = new IioBus()
  const dummy = await probeDummy({ bus, runtime, heap, variant })
  return { ...dummy, bus, runtime, heap }
}

describe('dummy', () => {
  it('pushes its fixed values on each trigger, with a timestamp', async () => {
    const { device, bus, runtime } = await probe('kfifo')
    const trigger = new TimerTrigger('timer', runtime)
    trigger.rateHz = 1000
    bus.registerTrigger(trigger)
    for (const channel of device.scanElements) await device.writeAttribute(`${channel.id}/en`, '1')
    await device.writeAttribute('timestamp/en', '1')
    await device.writeAttribute('buffer0/length', '16')
    expect(await errnoFrom(device.writeAttribute('buffer0/enable', '1'))).toBe('EINVAL')
    await device.writeAttribute('trigger/current_trigger', 'timer\n')
    await device.writeAttribute('buffer0/enable', '1')
    runtime.advance(3)
    const bytes = new Uint8Array(64)
    expect(await openDevice(device).read(bytes)).toBe(48)
    expect([...new Int16Array(bytes.buffer, 16, 4)]).toEqual([7, -33, -2, 344])
    const stamps = [8, 24, 40].map((offset) => new DataView(bytes.buffer).getBigInt64(offset, true))
    expect(stamps.map((stamp) => stamp - stamps[0]!)).toEqual([0n, 1_000_000n, 2_000_000n])
    await device.writeAttribute('buffer0/enable', '0')
    runtime.advance(100)
    expect([runtime.pendingTimers, trigger.consumerCount]).toEqual([0, 0])
  })

  it('reads channels directly unless it is capturing', async () => {
    const { device } = await probe('dma')
    const raws = ['voltage0', 'voltage1-voltage2', 'voltage3-voltage4', 'accel_x'].map((id) => `${id}/raw`)
    expect(await Promise.all(raws.map((path) => device.readAttribute(path)))).toEqual(['73', '33', '-34', '34'])
    await device.writeAttribute('out_voltage0/raw', '12')
    expect(await device.readAttribute('out_voltage0_raw')).toBe('12')
    await device.writeAttribute('accel_x/en', '1')
    await device.writeAttribute('buffer0/enable', '1')
    expect(await errnoFrom(device.readAttribute('voltage0/raw'))).toBe('EBUSY')
    await device.writeAttribute('buffer0/enable', '0')
  })

  it('prints the scan types of the series', async () => {
    const { device } = await probe('kfifo')
    const types = await Promise.all(
      device.channels.filter((one) => one.scanIndex >= 0).map((one) => device.readAttribute(`${one.id}/type`)),
    )
    expect(types).toEqual(['le:u13/16>>0', 'le:s12/16>>0', 'le:s11/16>>0', 'le:s16/16>>0', 'le:s64/64>>0'])
  })

  it('reports a threshold to whoever has its events open', async () => {
    const { device, crossThreshold, runtime } = await probe('kfifo')
    const events = openDevice(device).getEventFd()
    events.nonBlocking = true
    expect(await errnoFrom(events.read())).toBe('EAGAIN')
    await device.writeAttribute('voltage0/thresh_rising_value', '50')
    crossThreshold(60)
    expect(await errnoFrom(events.read())).toBe('EAGAIN')
    await device.writeAttribute('voltage0/thresh_rising_en', '1')
    crossThreshold(40)
    crossThreshold(60)
    expect(await events.read()).toEqual({
      channel: 'voltage0',
      type: 'thresh',
      direction: 'rising',
      timestampNs: BigInt(runtime.clock.unixMs()) * 1_000_000n,
    })
    expect(await errnoFrom(() => openDevice(device))).toBe('EBUSY')
  })
})
