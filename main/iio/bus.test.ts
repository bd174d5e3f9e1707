// Registration, events, and what is refused to a device that is there twice or no longer.
import { describe, expect, it } from 'vitest'
import { createDmaBench, createKfifoBench, errnoFrom, FakeRuntime, voltageChannels } from '#main/testing/index.ts'
import { ErrnoError, say } from '#shared/errors.ts'
import { endWithTest } from '#shared/testing/leaks.ts'
import {
  constantAttribute,
  emptyMask,
  eventQueueLength,
  IioBus,
  IioDevice,
  type IioEvent,
  IioTrigger,
  matchMask,
  numberAttribute,
  openDevice,
  textAttribute,
  updateBuffers,
} from './index.ts'

const event: IioEvent = { channel: 'voltage0', type: 'thresh', direction: 'rising', timestampNs: 1n }

async function eventDevice() {
  const device = new IioDevice({ name: 'events', channels: [], runtime: new FakeRuntime(), hasEvents: true })
  const bus = new IioBus()
  await bus.register(device)
  return { device, bus }
}

describe('the bus', () => {
  it('takes a device once, gives a free number to the next, and lets go of strangers', async () => {
    const { device, bus } = await eventDevice()
    expect(await errnoFrom(bus.register(device))).toBe('EBUSY')
    let changes = 0
    endWithTest(bus.onChange.on(() => void changes++))
    await bus.unregister(new IioDevice({ name: 'stranger', channels: [], runtime: device.runtime }))
    expect([changes, bus.devices.length, bus.find('events')]).toEqual([0, 1, device])
    const second = new IioDevice({ name: 'second', channels: [], runtime: device.runtime })
    await bus.register(second)
    await bus.unregister(device)
    await bus.unregister(device)
    const third = new IioDevice({ name: 'third', channels: [], runtime: device.runtime })
    await bus.register(third)
    expect([second.id, third.id, changes]).toEqual(['iio:device1', 'iio:device0', 3])
  })

  it('tells of every attribute that is written, and of nothing that is refused', async () => {
    let stored = ''
    const store = (text: string): void => {
      stored = text
    }
    const later = {
      takes: (text: string) => text === 'slow',
      prepare: async () => ({ commit: async () => undefined, discard: () => undefined }),
    }
    const attribute = textAttribute({ get: () => stored, set: store, slow: later })
    const device = new IioDevice({
      name: 'told',
      channels: [],
      runtime: new FakeRuntime(),
      attributes: { word: attribute },
    })
    const trigger = new IioTrigger('timer', {}, { rate: attribute })
    const bus = new IioBus()
    await bus.register(device)
    bus.registerTrigger(trigger)
    let writes = 0
    endWithTest(bus.onWrite.on(() => void writes++))
    const { revision } = bus
    await device.writeAttribute('word', 'a')
    await (await device.prepareWrite('word', 'b')).commit()
    await (await device.prepareWrite('word', 'slow')).commit()
    await trigger.writeAttribute('rate', '5')
    ;(await device.prepareWrite('word', 'slow')).discard()
    expect(await errnoFrom(device.writeAttribute('name', 'other'))).toBe('EACCES')
    expect([writes, bus.revision - revision]).toEqual([4, 4])
    bus.unregisterTrigger(trigger)
    expect(bus.revision - revision).toBe(5)
  })

  it('has triggers with names and attributes beside the devices', async () => {
    const { bus } = await eventDevice()
    let rateHz = 100
    const set = (value: number): void => {
      rateHz = value
    }
    const rate = numberAttribute({ get: () => rateHz, set, min: 1 })
    const trigger = new IioTrigger('timer', {}, { sampling_frequency: rate, fixed: constantAttribute(7) })
    bus.registerTrigger(trigger)
    bus.registerTrigger(new IioTrigger('other'))
    expect(bus.triggers.map(({ id }) => id)).toEqual(['trigger0', 'trigger1'])
    const found = bus.findHolder('timer')!
    expect(bus.findHolder('trigger0')).toBe(found)
    expect(bus.findHolder('events')).toBe(bus.devices[0])
    expect(found.listAttributes().map(({ path, writable }) => [path, writable])).toEqual([
      ['name', false],
      ['sampling_frequency', true],
      ['fixed', false],
    ])
    await found.writeAttribute('sampling_frequency', '250')
    expect([rateHz, await found.readAttribute('sampling_frequency')]).toEqual([250, '250'])
    expect(await errnoFrom(found.writeAttribute('sampling_frequency', '0'))).toBe('EINVAL')
    expect(await errnoFrom(found.writeAttribute('fixed', '1'))).toBe('EACCES')
    expect(await errnoFrom(found.readAttribute('rate'))).toBe('ENOENT')
    bus.unregisterTrigger(trigger)
    expect(await errnoFrom(found.readAttribute('name'))).toBe('ENODEV')
    bus.registerTrigger(new IioTrigger('timer'))
    expect(bus.findHolder('timer')?.id).toBe('trigger0')
  })

  it('lists devices by their number, also one that came back', async () => {
    const { device, bus } = await eventDevice()
    const later = [1, 2].map((n) => new IioDevice({ name: `later${n}`, channels: [], runtime: device.runtime }))
    for (const one of later) await bus.register(one)
    await bus.unregister(device)
    await bus.register(new IioDevice({ name: 'back', channels: [], runtime: device.runtime }))
    expect(bus.devices.map(({ name }) => name)).toEqual(['back', 'later1', 'later2'])
  })

  it('forgets a trigger, but not another one of the same name', () => {
    const bus = new IioBus()
    const trigger = new IioTrigger('t')
    bus.registerTrigger(trigger)
    bus.unregisterTrigger(new IioTrigger('t'))
    expect(bus.findTrigger('t')).toBe(trigger)
    bus.unregisterTrigger(trigger)
    expect(bus.triggers).toEqual([])
  })

  it('a buffer cannot be enabled, nor a set of them changed, on a device that is gone', async () => {
    const bench = await createKfifoBench()
    const { device, buffers } = bench
    await bench.bus.unregister(device)
    expect(await errnoFrom(updateBuffers(device, buffers[0]!, null))).toBe('ENODEV')
  })

  it('a disable that fails leaves nothing active', async () => {
    const bench = await createDmaBench()
    await bench.enable()
    bench.hooks.failOn('predisable', new ErrnoError('EIO', say`the stop bit sticks`))
    await expect(bench.disable()).rejects.toThrow('the stop bit sticks')
    expect([bench.device.isBufferEnabled, await bench.device.readAttribute('buffer0/enable')]).toEqual([false, '0'])
    bench.hooks.failOn('predisable', null)
    await bench.enable()
    expect(bench.hardware.running).toHaveLength(2)
  })

  it('a hook that throws no errno is an EIO', async () => {
    const bench = await createDmaBench({
      device: {
        info: {
          updateScanMode: () => {
            throw new Error('loose wire')
          },
        },
      },
    })
    expect(await errnoFrom(bench.enable())).toBe('EIO')
  })

  it('a device with two buffers detaches each once', async () => {
    const bench = await createKfifoBench({ buffers: 2 })
    const [first] = bench.buffers
    await bench.remove()
    const references = first!.referenceCount
    bench.device.detachBuffer(first!)
    expect(first!.referenceCount).toBe(references)
  })

  it('an empty mask matches none; in hardware mode only an equal one does', () => {
    expect(matchMask([0b1n], emptyMask, false)).toBeNull()
    expect(matchMask([0b11n, 0b01n], 0b01n, true)).toBe(0b01n)
    expect(matchMask([0b11n, 0b01n], 0b01n, false)).toBe(0b11n)
    expect(matchMask([0b11n], 0b100n, false)).toBeNull()
  })
})

describe('events', () => {
  it('are read in order, the newest dropped when the reader is slow', async () => {
    const { device } = await eventDevice()
    device.pushEvent(event)
    const file = openDevice(device).getEventFd()
    file.nonBlocking = true
    expect(await errnoFrom(file.read())).toBe('EAGAIN')
    for (let i = 0; i < eventQueueLength + 3; i++) device.pushEvent({ ...event, timestampNs: BigInt(i) })
    for (let i = 0; i < eventQueueLength; i++) expect((await file.read()).timestampNs).toBe(BigInt(i))
    expect(await errnoFrom(file.read())).toBe('EAGAIN')
  })

  it('have one reader; another may come when it has closed', async () => {
    const { device } = await eventDevice()
    const node = openDevice(device)
    const file = node.getEventFd()
    expect(await errnoFrom(() => node.getEventFd())).toBe('EBUSY')
    file.close()
    expect(await errnoFrom(file.read())).toBe('EBADF')
    const next = node.getEventFd()
    file.close()
    expect(device.eventFd).toBe(next)
  })

  it('a waiting reader gets one as it comes, EINTR on a signal, ENODEV when the device goes', async () => {
    const { device, bus } = await eventDevice()
    const file = openDevice(device).getEventFd()
    const waiting = file.read()
    device.pushEvent(event)
    expect(await waiting).toEqual(event)
    const interrupt = new AbortController()
    const interrupted = errnoFrom(file.read(interrupt.signal))
    interrupt.abort()
    expect(await interrupted).toBe('EINTR')
    const orphan = errnoFrom(file.read())
    await bus.unregister(device)
    expect(await orphan).toBe('ENODEV')
    file.close()
  })

  it('a device without them has no file of events', async () => {
    const { device } = await createKfifoBench({ channels: voltageChannels(1) })
    expect(await errnoFrom(() => openDevice(device).getEventFd())).toBe('ENODEV')
  })
})
