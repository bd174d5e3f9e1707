// Files of a device: what each call does when the file is closed, the device is gone, or the operation is not there.
import { describe, expect, it } from 'vitest'
import { createDmaBench, errnoFrom, FakeRuntime, voltageChannels } from '#main/testing/index.ts'
import { IioBus, IioDevice, ioctl, openDevice } from '../index.ts'

const output = voltageChannels(1).map((one) => ({ ...one, direction: 'out' as const }))

async function registered(name = 'bare'): Promise<IioDevice> {
  const device = new IioDevice({ name, channels: [], runtime: new FakeRuntime(), hasEvents: true })
  await new IioBus().register(device)
  return device
}

describe('the device node', () => {
  it('opens only what is registered', async () => {
    const device = new IioDevice({ name: 'loose', channels: [], runtime: new FakeRuntime() })
    expect(await errnoFrom(() => openDevice(device))).toBe('ENODEV')
    const bench = await createDmaBench()
    await bench.remove()
    expect(await errnoFrom(() => openDevice(bench.device))).toBe('ENODEV')
  })

  it('of a device without buffers has events only', async () => {
    const device = await registered()
    const node = openDevice(device)
    node.nonBlocking = true
    expect(node.nonBlocking).toBe(true)
    expect(await errnoFrom(node.read(new Uint8Array(2)))).toBe('ENODEV')
    expect(await errnoFrom(() => node.getBufferFd(0))).toBe('ENODEV')
    const events = await node.ioctl(ioctl.getEventFd)
    expect(events).toBe(device.eventFd)
    node.close()
  })

  it('that is closed refuses every call with EBADF, and closing again is harmless', async () => {
    const { device } = await createDmaBench()
    const node = openDevice(device)
    node.close()
    node.close()
    expect([node.isOpen, device.isNodeOpen]).toEqual([false, false])
    for (const call of [
      () => node.read(new Uint8Array(4)),
      () => node.write(new Uint8Array(4)),
      () => node.poll(),
      () => node.getBufferFd(0),
      () => node.getEventFd(),
      () => node.ioctl(ioctl.blockFree),
    ])
      expect(await errnoFrom(call)).toBe('EBADF')
    // Another opener has it now: closing the old file must not take it away.
    const second = openDevice(device)
    node.close()
    expect(await errnoFrom(() => openDevice(device))).toBe('EBUSY')
    second.close()
  })

  it('of a device that is gone hands out no file', async () => {
    const bench = await createDmaBench()
    const node = openDevice(bench.device)
    await bench.remove()
    expect(await errnoFrom(() => node.getBufferFd(0))).toBe('ENODEV')
    expect(await errnoFrom(node.ioctl(ioctl.getBufferFd, 0))).toBe('ENODEV')
    expect(await errnoFrom(() => node.getEventFd())).toBe('ENODEV')
    node.close()
  })

  it('leaves the blocks of a buffer that has a file of its own to that file', async () => {
    const bench = await createDmaBench()
    const node = openDevice(bench.device)
    const file = node.getBufferFd(0)
    expect(file.allocBlocks({ size: 64, count: 2 }).count).toBe(2)
    expect(await errnoFrom(node.ioctl(ioctl.blockFree))).toBe('EBUSY')
    expect(node.poll()).toEqual({ readable: false, writable: false })
    node.close()
    expect(file.queryBlock(1).size).toBe(64)
    file.close()
    await bench.remove()
    expect(bench.heap.liveAllocations).toBe(0)
  })
})

describe('a buffer file', () => {
  it('that is closed refuses every call with EBADF, and closing again takes nothing from the next one', async () => {
    const bench = await createDmaBench()
    const node = openDevice(bench.device)
    const file = node.getBufferFd(0)
    file.close()
    const next = node.getBufferFd(0)
    file.close()
    expect(await errnoFrom(() => node.getBufferFd(0))).toBe('EBUSY')
    for (const call of [
      () => file.read(new Uint8Array(4)),
      () => file.poll(),
      () => file.queryBlock(0),
      () => file.mmap({ offset: 0, length: 1, shared: true, read: true, write: false }),
      () => file.ioctl(ioctl.blockFree),
      () => file.waitPoll(),
    ])
      expect(await errnoFrom(call)).toBe('EBADF')
    next.close()
    node.close()
  })

  it('frees, queries and enqueues by request number', async () => {
    const bench = await createDmaBench()
    const file = openDevice(bench.device).getBufferFd(0)
    expect(await file.ioctl(ioctl.blockAlloc, { size: 64, count: 1 })).toMatchObject({ id: 0, count: 1 })
    await file.ioctl(ioctl.blockFree)
    expect(await errnoFrom(file.ioctl(ioctl.blockQuery, { id: 0 }))).toBe('EINVAL')
    await bench.runtime.runAll()
    expect(bench.heap.liveAllocations).toBe(0)
  })

  it('waits for something to read, for so long, or until interrupted', async () => {
    const bench = await createDmaBench()
    const { runtime } = bench
    await bench.enable()
    const file = openDevice(bench.device).getBufferFd(0)
    const nothing = { readable: false, writable: false }
    expect(await runtime.finish(file.waitPoll({ timeoutMs: 20 }), 20)).toEqual(nothing)
    expect([runtime.clock.nowMs(), runtime.pendingTimers]).toEqual([20, 0])
    const waiting = file.waitPoll({ timeoutMs: 1000 })
    await bench.complete()
    expect(await waiting).toEqual({ readable: true, writable: false })
    expect(runtime.pendingTimers).toBe(0)
    await file.read(new Uint8Array(1 << 14))
    const interrupt = new AbortController()
    const interrupted = errnoFrom(file.waitPoll({ signal: interrupt.signal }))
    interrupt.abort()
    expect(await interrupted).toBe('EINTR')
  })

  it('wakes a poll when the device goes, which then reports nothing', async () => {
    const bench = await createDmaBench()
    const file = openDevice(bench.device).getBufferFd(0)
    const waiting = file.waitPoll()
    await bench.remove()
    expect(await waiting).toEqual({ readable: false, writable: false })
  })

  it('of an output buffer is writable while there is space, and while a block came back', async () => {
    const bench = await createDmaBench({ channels: output, direction: 'out' })
    await bench.enable()
    const node = openDevice(bench.device)
    const file = node.getBufferFd(0, { nonBlocking: true })
    expect(await file.waitPoll()).toEqual({ readable: false, writable: true })
    await bench.disable()
    file.allocBlocks({ size: 64, count: 1 })
    expect(file.poll()).toEqual({ readable: false, writable: false })
    expect(await errnoFrom(file.write(new Uint8Array(64)))).toBe('EBUSY')
    file.enqueueBlock({ id: 0 })
    await bench.enable()
    await bench.complete()
    expect(file.poll()).toEqual({ readable: false, writable: true })
    expect((await file.dequeueBlock()).id).toBe(0)
  })

  it('of an input buffer is readable when a block came back', async () => {
    const bench = await createDmaBench()
    const file = openDevice(bench.device).getBufferFd(0)
    file.allocBlocks({ size: 64, count: 1 })
    file.enqueueBlock({ id: 0 })
    expect(file.poll()).toEqual({ readable: false, writable: false })
    await bench.enable()
    await bench.complete()
    expect(file.poll()).toEqual({ readable: true, writable: false })
  })

  it('fails a blocked reader and a blocked writer with ENODEV when the device goes', async () => {
    const input = await createDmaBench()
    await input.enable()
    const reading = errnoFrom(openDevice(input.device).read(new Uint8Array(64)))
    await input.runtime.settle()
    await input.remove()
    expect(await reading).toBe('ENODEV')
    const out = await createDmaBench({ channels: output, direction: 'out' })
    await out.enable()
    const bytes = new Uint8Array(1 << 16)
    const writing = errnoFrom(openDevice(out.device).write(bytes))
    await out.runtime.settle()
    await out.remove()
    expect(await writing).toBe('ENODEV')
  })

  it('needs a source as long as the write, and takes part of a block', async () => {
    const bench = await createDmaBench({ channels: output, direction: 'out' })
    await bench.device.writeAttribute('buffer0/length', '64')
    await bench.enable()
    const file = openDevice(bench.device, { nonBlocking: true })
    expect(await errnoFrom(file.write(new Uint8Array(8), 16))).toBe('EFAULT')
    expect(await file.write(new Uint8Array(40))).toBe(40)
    expect(bench.hardware.running).toHaveLength(0)
    expect(await file.write(new Uint8Array(24))).toBe(24)
    expect(bench.hardware.running).toHaveLength(1)
  })
})
