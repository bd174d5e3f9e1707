// One test per row of the specification's error table: operation, condition, errno.

import { describe, expect, it } from 'vitest'
import { DmaChannel, type DmaDevice, DmaEngine } from '#main/dmaengine/index.ts'
import {
  DmaBuf,
  freeDmaengineBuffer,
  IioBuffer,
  IioBus,
  IioDevice,
  IioTrigger,
  ioctl,
  mode,
  openDevice,
  setupDmaengineBuffer,
  setupTriggeredBuffer,
  timestampChannel,
  updateBuffers,
} from '#main/iio/index.ts'
import { CoherentHeap } from '#main/memory/index.ts'
import {
  ControllableDma,
  createDmaBench,
  createKfifoBench,
  errnoFrom,
  FakeRuntime,
  voltageChannels,
} from '#main/testing/index.ts'
import { ErrnoError, say } from '#shared/errors.ts'

class FixedLengthBuffer extends IioBuffer {
  readonly modes: number = mode.bufferSoftware
  override dataAvailable(): number {
    return 0
  }
}

const output = voltageChannels(1).map((one) => ({ ...one, direction: 'out' as const }))

async function kfifoDevice() {
  const bench = await createKfifoBench()
  const { device } = bench
  const write = (path: string, value: string): Promise<string> => errnoFrom(device.writeAttribute(path, value))
  await device.writeAttribute('buffer0/length', '8')
  await device.writeAttribute('voltage0/en', '1')
  return { ...bench, write }
}

async function triggeredDevice() {
  const runtime = new FakeRuntime()
  const device = new IioDevice({ name: 'triggered', channels: [...voltageChannels(1), timestampChannel(1)], runtime })
  setupTriggeredBuffer(device, { onTrigger: () => undefined })
  const bus = new IioBus()
  const triggers = ['one', 'two'].map((name) => new IioTrigger(name))
  for (const trigger of triggers) bus.registerTrigger(trigger)
  await bus.register(device)
  const write = (path: string, value: string): Promise<string> => errnoFrom(device.writeAttribute(path, value))
  await write('voltage0/en', '1')
  return { device, bus, triggers, write }
}

describe('error table', () => {
  it('length write: not a number EINVAL, active EBUSY, no set_length EACCES', async () => {
    const { write, device } = await kfifoDevice()
    for (const text of ['', 'many', '-1', '1.5', '0x10', '1e3', ' 16', '16 ', '16\n\n', '4,294'])
      expect(await write('buffer0/length', text)).toBe('EINVAL')
    // kstrtouint: a number, but none that fits.
    for (const text of ['4294967296', '99999999999999999999'])
      expect(await write('buffer0/length', text)).toBe('ERANGE')
    expect([await write('buffer0/length', '010\n'), await device.readAttribute('buffer0/length')]).toEqual(['ok', '10'])
    await write('buffer0/enable', '1')
    expect(await write('buffer0/length', '16')).toBe('EBUSY')
    const fixed = new IioDevice({ name: 'fixed', channels: [], runtime: new FakeRuntime() })
    fixed.attachBuffer(new FixedLengthBuffer({ length: 5 }))
    expect(await errnoFrom(fixed.writeAttribute('buffer0/length', '5'))).toBe('EACCES')
  })

  it('watermark write: 0, not a number, above length EINVAL; active EBUSY; fixed EACCES', async () => {
    const { write } = await kfifoDevice()
    for (const text of ['0', 'x', '9', '0x4', ' 4', '011'])
      expect(await write('buffer0/watermark', text)).toBe('EINVAL')
    await write('buffer0/enable', '1')
    expect(await write('buffer0/watermark', '9')).toBe('EINVAL')
    expect(await write('buffer0/watermark', '4')).toBe('EBUSY')
    const dma = await createDmaBench()
    expect(await errnoFrom(dma.device.writeAttribute('buffer0/watermark', '4'))).toBe('EACCES')
  })

  it('_en write: not boolean, mask rejected EINVAL; active EBUSY', async () => {
    const { write } = await kfifoDevice()
    expect(await write('voltage1/en', 'maybe')).toBe('EINVAL')
    await write('buffer0/enable', '1')
    expect(await write('voltage1/en', '1')).toBe('EBUSY')
    for (const device of [
      { availableScanMasks: [0b01n] },
      { info: { validateScanMask: (mask: bigint) => mask === 0b01n } },
    ]) {
      const { device: strict } = await createDmaBench({ device })
      expect(await errnoFrom(strict.writeAttribute('voltage0/en', '1'))).toBe('ok')
      expect(await errnoFrom(strict.writeAttribute('voltage1/en', '1'))).toBe('EINVAL')
      expect(await strict.readAttribute('voltage1/en')).toBe('0')
    }
  })

  it('enable write: not boolean, empty mask, no mode, no trigger, mask mismatch, second buffer: all EINVAL', async () => {
    const { write, device } = await kfifoDevice()
    expect(await write('buffer0/enable', '2')).toBe('EINVAL')
    device.modes = mode.direct
    expect(await write('buffer0/enable', '1')).toBe('EINVAL')
    const triggered = await triggeredDevice()
    expect(await triggered.write('buffer0/enable', '1')).toBe('EINVAL')
    const masked = await createDmaBench({ device: { availableScanMasks: [0b11n] } })
    expect(await errnoFrom(masked.enable('voltage0'))).toBe('EINVAL')
    expect(await errnoFrom(masked.enable('voltage1'))).toBe('ok')
    const empty = await createDmaBench()
    expect(await errnoFrom(empty.device.writeAttribute('buffer0/enable', '1'))).toBe('EINVAL')
    const { runtime, heap, engine, dma } = empty
    const two = new IioDevice({ name: 'two', channels: voltageChannels(1), runtime })
    engine.link({ consumer: 'two', name: 'rx', provider: dma.name, channel: 'ch0' })
    await runtime.finish(freeDmaengineBuffer(empty.device))
    setupDmaengineBuffer(two, { engine, heap, runtime })
    two.attachBuffer(
      new (class extends FixedLengthBuffer {
        override readonly modes = mode.bufferHardware
      })(),
    )
    await two.writeAttribute('buffer0/in_voltage0_en', '1')
    await two.writeAttribute('buffer1/in_voltage0_en', '1')
    await two.writeAttribute('buffer0/enable', '1')
    expect(await errnoFrom(two.writeAttribute('buffer1/enable', '1'))).toBe('EINVAL')
    expect(await two.readAttribute('buffer0/enable')).toBe('1')
  })

  it('enable write: allocation failure ENOMEM, hook or access.enable failure that error', async () => {
    const small = await createDmaBench({ heapBytes: 128 * 1024 })
    await small.device.writeAttribute('buffer0/length', '1000000')
    expect(await errnoFrom(small.enable())).toBe('ENOMEM')
    expect([await small.device.readAttribute('buffer0/enable'), small.hooks.calls]).toEqual(['0', []])
    for (const hook of ['preenable', 'updateScanMode', 'buffer0.enable', 'postenable']) {
      const bench = await createDmaBench()
      bench.hooks.failOn(hook, new ErrnoError('ENXIO', say`No such register.`))
      expect(await errnoFrom(bench.enable())).toBe('ENXIO')
      expect(await bench.device.readAttribute('buffer0/enable')).toBe('0')
    }
    const hinted = await createDmaBench()
    hinted.hooks.failOn('hwfifoSetWatermark', new ErrnoError('EIO', say`Only a hint.`))
    expect(await errnoFrom(hinted.enable())).toBe('ok')
  })

  it('iio_update_buffers: output buffer EINVAL, device gone ENODEV', async () => {
    const { device, buffer } = await createDmaBench({ channels: output, direction: 'out' })
    expect(await errnoFrom(updateBuffers(device, buffer, null))).toBe('EINVAL')
    const kfifo = await createKfifoBench()
    await kfifo.remove()
    const extra = new FixedLengthBuffer()
    expect(await errnoFrom(updateBuffers(kfifo.device, extra, null))).toBe('ENODEV')
    expect(await errnoFrom(updateBuffers(kfifo.device, extra, extra))).toBe('ok')
    expect(await errnoFrom(updateBuffers(kfifo.device, null, extra))).toBe('ok')
  })

  it('registration: duplicate scan index, type that does not fit its storage: EINVAL', async () => {
    const runtime = new FakeRuntime()
    const [voltage] = voltageChannels(1)
    const twice = [voltage!, { ...voltage!, channel: 1 }]
    const duplicate = new IioDevice({ name: 'a', runtime, channels: twice, modes: mode.direct | mode.bufferSoftware })
    const scanType = { sign: 's' as const, realbits: 14, storagebits: 16, shift: 4 }
    const tooWide = new IioDevice({ name: 'b', runtime, channels: [{ ...voltage!, scanType }] })
    const bus = new IioBus()
    expect(await errnoFrom(bus.register(duplicate))).toBe('EINVAL')
    expect(await errnoFrom(bus.register(tooWide))).toBe('EINVAL')
    expect(bus.devices).toEqual([])
    // A device that has direct mode only may number its channels as it likes.
    expect(await errnoFrom(bus.register(new IioDevice({ name: 'c', runtime, channels: twice })))).toBe('ok')
  })

  it('claim_direct with a buffer enabled EBUSY, claim_buffer_mode without EBUSY', async () => {
    const { device, write } = await kfifoDevice()
    expect(await errnoFrom(device.claimBufferMode())).toBe('EBUSY')
    await write('buffer0/enable', '1')
    expect(await errnoFrom(device.claimDirect())).toBe('EBUSY')
  })

  it('trigger or timestamp clock change: enabled EBUSY, trigger fixed EPERM', async () => {
    const { device, write, triggers } = await triggeredDevice()
    expect(await write('trigger/current_trigger', 'one\n')).toBe('ok')
    expect(await write('current_timestamp_clock', 'monotonic')).toBe('ok')
    expect(await write('current_timestamp_clock', 'sundial')).toBe('EINVAL')
    await write('buffer0/enable', '1')
    expect(await write('trigger/current_trigger', 'two')).toBe('EBUSY')
    expect(await write('current_timestamp_clock', 'realtime')).toBe('EBUSY')
    await write('buffer0/enable', '0')
    device.isTriggerFixed = true
    expect(await write('trigger/current_trigger', 'two')).toBe('EPERM')
    expect(device.trigger).toBe(triggers[0])
  })

  it('open node: already open EBUSY', async () => {
    const { device } = await createKfifoBench()
    const node = openDevice(device)
    expect(await errnoFrom(() => openDevice(device))).toBe('EBUSY')
    node.close()
    expect(await errnoFrom(() => openDevice(device).close())).toBe('ok')
  })

  it('read: device gone ENODEV, no op EINVAL, output buffer EPERM, never enabled 0, n below one datum EINVAL', async () => {
    const bench = await createDmaBench()
    const node = openDevice(bench.device)
    expect(await node.read(new Uint8Array(8))).toBe(0)
    await bench.enable()
    expect(await errnoFrom(node.read(new Uint8Array(3)))).toBe('EINVAL')
    await bench.remove()
    expect(await errnoFrom(node.read(new Uint8Array(8)))).toBe('ENODEV')
    const out = await createDmaBench({ channels: output, direction: 'out' })
    expect(await errnoFrom(openDevice(out.device).read(new Uint8Array(8)))).toBe('EPERM')
    const device = new IioDevice({ name: 'no-ops', channels: [], runtime: new FakeRuntime() })
    device.attachBuffer(new FixedLengthBuffer())
    await new IioBus().register(device)
    expect(await errnoFrom(openDevice(device).read(new Uint8Array(8)))).toBe('EINVAL')
  })

  it('read: nothing EAGAIN, interrupted EINTR, bad pointer EFAULT, buffer fd taken EBUSY, block mode EBUSY', async () => {
    const bench = await createDmaBench()
    await bench.enable()
    const node = openDevice(bench.device, { nonBlocking: true })
    expect(await errnoFrom(node.read(new Uint8Array(8)))).toBe('EAGAIN')
    node.nonBlocking = false
    const interrupt = new AbortController()
    const reading = errnoFrom(node.read(new Uint8Array(8), 8, interrupt.signal))
    await bench.runtime.settle()
    interrupt.abort()
    expect(await reading).toBe('EINTR')
    await bench.complete(new Uint8Array(64).fill(1))
    expect(await errnoFrom(node.read(new Uint8Array(4), 8))).toBe('EFAULT')
    const detached = new Uint8Array(8)
    structuredClone(detached.buffer, { transfer: [detached.buffer] })
    expect(await errnoFrom(node.read(detached, 8))).toBe('EFAULT')
    const good = new Uint8Array(8)
    expect([await node.read(good), good[0]]).toEqual([8, 1])
    const fd = node.getBufferFd(0)
    expect(await errnoFrom(node.read(new Uint8Array(8)))).toBe('EBUSY')
    expect(node.poll()).toEqual({ readable: false, writable: false })
    await bench.disable()
    fd.allocBlocks({ size: 64, count: 1 })
    expect(await errnoFrom(fd.read(new Uint8Array(8)))).toBe('EBUSY')
  })

  it('write: device gone ENODEV, no op EINVAL, input buffer EPERM, no space EAGAIN', async () => {
    const bench = await createDmaBench({ channels: output, direction: 'out' })
    const node = openDevice(bench.device, { nonBlocking: true })
    await bench.device.writeAttribute('buffer0/length', '8')
    await bench.enable()
    expect(await node.write(new Uint8Array(20))).toBe(16)
    expect(await errnoFrom(node.write(new Uint8Array(8)))).toBe('EAGAIN')
    node.nonBlocking = false
    const interrupt = new AbortController()
    const writing = errnoFrom(node.write(new Uint8Array(8), 8, interrupt.signal))
    await bench.runtime.settle()
    interrupt.abort()
    expect(await writing).toBe('EINTR')
    await bench.remove()
    expect(await errnoFrom(node.write(new Uint8Array(8)))).toBe('ENODEV')
    const dma = await createDmaBench()
    expect(await errnoFrom(openDevice(dma.device).write(new Uint8Array(8)))).toBe('EPERM')
    const { device } = await createKfifoBench()
    expect(await errnoFrom(openDevice(device).write(new Uint8Array(8)))).toBe('EINVAL')
  })

  it('GET_FD: index too large ENODEV, taken EBUSY', async () => {
    const { device } = await createKfifoBench({ buffers: 2 })
    const node = openDevice(device)
    expect(await errnoFrom(node.ioctl(ioctl.getBufferFd, 2))).toBe('ENODEV')
    expect(await errnoFrom(node.ioctl(ioctl.getBufferFd, 1))).toBe('ok')
    expect(await errnoFrom(() => node.getBufferFd(1))).toBe('EBUSY')
  })

  it('unknown ioctl: node ENODEV, buffer fd EINVAL', async () => {
    const { device } = await createKfifoBench()
    const node = openDevice(device)
    expect(await errnoFrom(node.ioctl(0x1234))).toBe('ENODEV')
    expect(await errnoFrom(node.getBufferFd(0).ioctl(0x1234))).toBe('EINVAL')
  })

  it('store_to of a full kfifo EBUSY; push with timestamp into too small an area ENOSPC', async () => {
    const { device, write } = await kfifoDevice()
    await write('buffer0/length', '2')
    await write('buffer0/enable', '1')
    for (let i = 0; i < 2; i++) device.push(new Uint8Array(2))
    expect(await errnoFrom(() => device.push(new Uint8Array(2)))).toBe('EBUSY')
    expect(await errnoFrom(() => device.pushWithTimestamp(new Uint8Array(1), 0n))).toBe('ENOSPC')
  })

  it('kfifo request_update: zero or overflowing dimensions EINVAL', async () => {
    const { buffers } = await createKfifoBench()
    const [buffer] = buffers
    expect(await errnoFrom(buffer!.requestUpdate())).toBe('EINVAL')
    buffer!.setBytesPerDatum(8)
    buffer!.setLength(0xffffffff)
    expect(await errnoFrom(buffer!.requestUpdate())).toBe('EINVAL')
    // What counts is the power of two that it would have.
    buffer!.setBytesPerDatum(1)
    buffer!.setLength(0x80000001)
    expect(await errnoFrom(buffer!.requestUpdate())).toBe('EINVAL')
    buffer!.setLength(1)
    expect([await errnoFrom(buffer!.requestUpdate()), buffer!.length]).toEqual(['ok', 2])
  })

  it('binding submit: prepare null ENOMEM, submit refused that error, output length 0 or too large EINVAL', async () => {
    const { buffer, hardware } = await createDmaBench()
    const block = buffer.allocBlock(64)
    hardware.refusePrepare()
    expect(await errnoFrom(() => buffer.submitBlock(block))).toBe('ENOMEM')
    hardware.failSubmit(new ErrnoError('EIO', say`The controller is asleep.`))
    expect(await errnoFrom(() => buffer.submitBlock(block))).toBe('EIO')
    const out = await createDmaBench({ channels: output, direction: 'out', dma: { maxSegmentBytes: 64 } })
    const large = out.buffer.allocBlock(128)
    expect(await errnoFrom(() => out.buffer.submitBlock(large))).toBe('EINVAL')
    large.bytesUsed = 128
    expect(await errnoFrom(() => out.buffer.submitBlock(large))).toBe('EINVAL')
  })

  it('a submit the binding refuses does not fail the enable; it is counted', async () => {
    const bench = await createDmaBench()
    bench.hardware.refusePrepare()
    await bench.enable()
    expect(bench.buffer.diagnostics).toMatchObject({ submitFailures: 1, submitted: 1 })
    await bench.disable()
    await bench.enable()
    expect(bench.hardware.running).toHaveLength(2)
  })

  it('channel request: unknown ENODEV, provider missing EPROBE_DEFER, taken EBUSY', async () => {
    const engine = new DmaEngine()
    const runtime = new FakeRuntime()
    const heap = new CoherentHeap({ bytes: 1024 * 1024 })
    const probe = () => {
      const device = new IioDevice({ name: 'client', channels: voltageChannels(1), runtime })
      return errnoFrom(() => setupDmaengineBuffer(device, { engine, heap, runtime }))
    }
    expect(await probe()).toBe('ENODEV')
    engine.link({ consumer: 'client', name: 'rx', provider: 'testdma', channel: 'ch0' })
    expect(await probe()).toBe('EPROBE_DEFER')
    engine.registerDevice(new ControllableDma({ runtime, heap }))
    expect(await probe()).toBe('ok')
    expect(await probe()).toBe('EBUSY')
  })

  it('get_slave_caps: null EINVAL, not a slave or no direction ENXIO; a set-up that fails releases the channel', async () => {
    const engine = new DmaEngine()
    const runtime = new FakeRuntime()
    const heap = new CoherentHeap({ bytes: 1024 * 1024 })
    expect(await errnoFrom(() => engine.getSlaveCaps(null))).toBe('EINVAL')
    const dma = new ControllableDma({ runtime, heap, directions: [] })
    dma.connect(engine, 'client')
    const device = new IioDevice({ name: 'client', channels: voltageChannels(1), runtime })
    expect(await errnoFrom(() => setupDmaengineBuffer(device, { engine, heap, runtime }))).toBe('ENXIO')
    await runtime.runAll()
    expect(await errnoFrom(() => engine.requestChannel('client', 'rx'))).toBe('ok')
    expect(device.buffers).toEqual([])
  })

  it('slave_config, pause, resume ENOSYS; terminate_async EINVAL, terminate_all ENOSYS: op missing', async () => {
    const bare = new DmaChannel({} as DmaDevice, 'bare', {})
    const config = { direction: 'dev-to-mem' as const }
    expect(await errnoFrom(() => bare.slaveConfig(config))).toBe('ENOSYS')
    expect(await errnoFrom(() => bare.pause())).toBe('ENOSYS')
    expect(await errnoFrom(() => bare.resume())).toBe('ENOSYS')
    expect(await errnoFrom(() => bare.terminateAsync())).toBe('EINVAL')
    expect(await errnoFrom(() => bare.terminateAll())).toBe('ENOSYS')
  })

  it('desc_set_reuse not supported EPERM; desc_free not reusable EPERM', async () => {
    const { heap, hardware, buffer } = await createDmaBench({ dma: { descriptorReuse: false } })
    const descriptor = buffer.channel.prepSlaveSingle(heap.alloc(64), 64, 'dev-to-mem')!
    expect(await errnoFrom(() => descriptor.setReuse())).toBe('EPERM')
    expect(await errnoFrom(() => descriptor.free())).toBe('EPERM')
    expect(hardware.counts.prepared).toBe(1)
  })

  it('provider registration: missing op or channels EIO', async () => {
    const engine = new DmaEngine()
    const runtime = new FakeRuntime()
    const heap = new CoherentHeap({ bytes: 1024 * 1024 })
    const lacking = new ControllableDma({ runtime, heap, capabilities: ['SLAVE', 'INTERLEAVE'] })
    expect(await errnoFrom(() => engine.registerDevice(lacking))).toBe('EIO')
    expect(await errnoFrom(() => engine.registerDevice(new ControllableDma({ runtime, heap, channelNames: [] })))).toBe(
      'EIO',
    )
  })

  it('block ioctls: ENOSYS, EINVAL, EBUSY, EAGAIN, ENODEV, EFAULT', async () => {
    const kfifo = openDevice((await createKfifoBench()).device).getBufferFd(0)
    expect(await errnoFrom(kfifo.ioctl(ioctl.blockAlloc, { size: 64, count: 1 }))).toBe('ENOSYS')
    const bench = await createDmaBench()
    const fd = openDevice(bench.device, { nonBlocking: true }).getBufferFd(0)
    expect(await errnoFrom(fd.ioctl(ioctl.blockAlloc))).toBe('EFAULT')
    expect(await errnoFrom(fd.ioctl(ioctl.blockQuery, { id: 0 }))).toBe('EINVAL')
    await bench.enable()
    expect(await errnoFrom(fd.ioctl(ioctl.blockAlloc, { size: 64, count: 1 }))).toBe('EBUSY')
    await bench.disable()
    await fd.ioctl(ioctl.blockAlloc, { size: 64, count: 2 })
    expect(await errnoFrom(fd.ioctl(ioctl.blockEnqueue, { id: 2 }))).toBe('EINVAL')
    expect(await errnoFrom(fd.ioctl(ioctl.blockDequeue))).toBe('EAGAIN')
    await fd.ioctl(ioctl.blockEnqueue, { id: 0 })
    await bench.enable()
    expect(await errnoFrom(fd.ioctl(ioctl.blockEnqueue, { id: 0, bytesUsed: 7 }))).toBe('EBUSY')
    expect(fd.queryBlock(0).bytesUsed).toBe(64)
    fd.nonBlocking = false
    const dequeuing = errnoFrom(fd.ioctl(ioctl.blockDequeue))
    await bench.disable()
    expect(await dequeuing).toBe('ok')
    const waiting = errnoFrom(fd.ioctl(ioctl.blockDequeue))
    await bench.remove()
    expect(await waiting).toBe('ENODEV')
    expect(await errnoFrom(fd.ioctl(ioctl.blockFree))).toBe('ENODEV')
  })

  it('mmap: private, wrong protection, offset or length EINVAL; no op ENODEV', async () => {
    const kfifo = openDevice((await createKfifoBench()).device).getBufferFd(0)
    const request = { offset: 0, length: 4096, shared: true, read: true, write: false }
    expect(await errnoFrom(() => kfifo.mmap(request))).toBe('ENODEV')
    const fd = openDevice((await createDmaBench()).device).getBufferFd(0)
    fd.allocBlocks({ size: 5000, count: 2 })
    for (const wrong of [
      { shared: false },
      { read: false, write: true },
      { offset: 4096 },
      { length: 8193 },
      { length: 0 },
    ])
      expect(await errnoFrom(() => fd.mmap({ ...request, ...wrong }))).toBe('EINVAL')
    expect(fd.mmap({ ...request, offset: 8192, length: 8192 }).bytes).toHaveLength(8192)
  })

  it('DMABUF attach and detach: EPERM, EBADF, EBUSY', async () => {
    const bench = await createDmaBench()
    const dmabuf = new DmaBuf(bench.heap, 4096)
    const kfifo = openDevice((await createKfifoBench()).device).getBufferFd(0)
    expect(await errnoFrom(() => kfifo.attachDmabuf(dmabuf))).toBe('EPERM')
    const fd = openDevice(bench.device).getBufferFd(0, { nonBlocking: true })
    expect(await errnoFrom(fd.ioctl(ioctl.dmabufAttach, 7))).toBe('EBADF')
    await bench.enable()
    expect(await errnoFrom(fd.ioctl(ioctl.dmabufAttach, dmabuf))).toBe('EBUSY')
    await bench.disable()
    dmabuf.reservation.isLocked = true
    expect(await errnoFrom(() => fd.attachDmabuf(dmabuf))).toBe('EBUSY')
    dmabuf.reservation.isLocked = false
    expect(await errnoFrom(fd.ioctl(ioctl.dmabufDetach, dmabuf))).toBe('EPERM')
    expect(await errnoFrom(() => fd.attachDmabuf(dmabuf))).toBe('ok')
    expect(await errnoFrom(() => fd.attachDmabuf(dmabuf))).toBe('EBUSY')
    expect(await errnoFrom(fd.ioctl(ioctl.dmabufDetach, dmabuf))).toBe('ok')
    dmabuf.close()
    expect(await errnoFrom(() => fd.attachDmabuf(dmabuf))).toBe('EBADF')
    expect(await errnoFrom(() => fd.detachDmabuf(dmabuf))).toBe('EBADF')
  })

  it('DMABUF enqueue: flags, cyclic on input, bytes_used EINVAL; not attached EPERM; own or other fence EBUSY', async () => {
    const bench = await createDmaBench()
    const { runtime } = bench
    const dmabuf = new DmaBuf(bench.heap, 4096)
    const fd = openDevice(bench.device).getBufferFd(0)
    const enqueue = (changes: object = {}) =>
      errnoFrom(fd.ioctl(ioctl.dmabufEnqueue, { dmabuf, bytesUsed: 64, ...changes }))
    expect(await enqueue()).toBe('EPERM')
    fd.attachDmabuf(dmabuf)
    for (const wrong of [{ flags: 2 }, { flags: 1 }, { bytesUsed: 0 }, { bytesUsed: 4097 }, { bytesUsed: 1.5 }])
      expect(await enqueue(wrong)).toBe('EINVAL')
    expect(await enqueue({ dmabuf: null })).toBe('EBADF')
    expect(await enqueue({ dmabuf: null, flags: 1 })).toBe('EINVAL')
    expect(await enqueue()).toBe('ok')
    // Its own fence counts: the second one waits for the first, in vain while nothing runs.
    expect(await runtime.finish(enqueue(), 5000)).toBe('EBUSY')
    fd.nonBlocking = true
    expect(await enqueue()).toBe('EBUSY')
    await bench.enable()
    expect(await enqueue()).toBe('EBUSY')
    await bench.disable()
    fd.nonBlocking = false
    const other = await createDmaBench()
    const otherFd = openDevice(other.device).getBufferFd(0, { nonBlocking: true })
    otherFd.attachDmabuf(dmabuf)
    await otherFd.enqueueDmabuf({ dmabuf, bytesUsed: 64 })
    fd.nonBlocking = true
    expect(await enqueue()).toBe('EBUSY')
    fd.nonBlocking = false
    const beforeMs = runtime.clock.nowMs()
    expect(await runtime.finish(enqueue(), 5000)).toBe('EBUSY')
    expect(runtime.clock.nowMs() - beforeMs).toBe(5000)
    const waiting = enqueue()
    otherFd.close()
    expect(await runtime.finish(waiting)).toBe('ok')
  })

  it('DMABUF enqueue on output: a fence of a reader is no hindrance; queued EPERM, active EBUSY', async () => {
    const bench = await createDmaBench({ channels: output, direction: 'out' })
    const dmabuf = new DmaBuf(bench.heap, 4096)
    const fd = openDevice(bench.device).getBufferFd(0)
    fd.attachDmabuf(dmabuf)
    const enqueue = () => errnoFrom(fd.ioctl(ioctl.dmabufEnqueue, { dmabuf, bytesUsed: 64 }))
    expect(await enqueue()).toBe('ok')
    expect(await enqueue()).toBe('EPERM')
    await bench.enable()
    expect(await enqueue()).toBe('EBUSY')
    await bench.complete()
    expect(await enqueue()).toBe('ok')
  })

  it('fence: aborted EINTR, submit failed that error', async () => {
    const bench = await createDmaBench()
    const dmabuf = new DmaBuf(bench.heap, 4096)
    const fd = openDevice(bench.device).getBufferFd(0)
    fd.attachDmabuf(dmabuf)
    await bench.enable()
    bench.hardware.failSubmit(new ErrnoError('ENXIO', say`The channel is gone.`))
    const failed = await fd.enqueueDmabuf({ dmabuf, bytesUsed: 64 })
    expect(await errnoFrom(failed.wait())).toBe('ENXIO')
    const aborted = await fd.enqueueDmabuf({ dmabuf, bytesUsed: 64 })
    await bench.disable()
    expect(await errnoFrom(aborted.wait())).toBe('EINTR')
  })

  it('a second trigger of the same name EEXIST; an unknown name clears the assignment', async () => {
    const { bus, write, device } = await triggeredDevice()
    expect(await errnoFrom(() => bus.registerTrigger(new IioTrigger('one')))).toBe('EEXIST')
    await write('trigger/current_trigger', 'one')
    expect(await device.readAttribute('trigger/current_trigger')).toBe('one')
    expect(await write('trigger/current_trigger', '')).toBe('ok')
    expect(await device.readAttribute('trigger/current_trigger')).toBe('')
  })
})
