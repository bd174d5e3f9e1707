// Length and watermark in block mode, where the kernel has none: what is in force is what the attributes say and take.
import { describe, expect, it } from 'vitest'
import { openDevice } from '#main/iio/index.ts'
import { createDmaBench, createKfifoBench, errnoFrom, voltageChannels } from '#main/testing/index.ts'

async function bench() {
  const made = await createDmaBench({ channels: voltageChannels(1) })
  const { device } = made
  await device.writeAttribute('voltage0/en', '1')
  const read = (name: string): Promise<string> => device.readAttribute(`buffer0/${name}`)
  const write = (name: string, value: string): Promise<string> =>
    errnoFrom(made.runtime.finish(device.writeAttribute(`buffer0/${name}`, value)))
  const isWritable = (name: string): boolean | undefined =>
    device.listAttributes().find(({ path }) => path === `buffer0/${name}`)?.writable
  return { ...made, read, write, isWritable, file: openDevice(device).getBufferFd(0, { nonBlocking: true }) }
}

describe('in file-IO mode', () => {
  it('length and watermark are the kernel’s: half the length, fixed, read-only', async () => {
    const b = await bench()
    expect([await b.read('length'), await b.read('watermark'), b.isWritable('watermark')]).toEqual([
      '4096',
      '2048',
      false,
    ])
    for (const text of ['7', 'nonsense']) expect(await b.write('watermark', text)).toBe('EACCES')
    await b.enable()
    expect([await b.write('watermark', '7'), await b.write('length', '8')]).toEqual(['EACCES', 'EBUSY'])
    expect([await b.read('length'), await b.read('watermark')]).toEqual(['4096', '2048'])
  })
})

describe('in block mode', () => {
  it('length is what the blocks hold, and is not written: the application allocates others', async () => {
    const b = await bench()
    b.file.allocBlocks({ size: 1001, count: 3 })
    // Whole scans of two bytes.
    expect(await b.read('length')).toBe('1500')
    expect([await b.write('length', '1500'), await b.write('length', '100'), await b.write('length', 'x')]).toEqual([
      'ok',
      'EBUSY',
      'EINVAL',
    ])
    await b.enable()
    expect([await b.write('length', '100'), await b.read('length')]).toEqual(['EBUSY', '1500'])
    b.file.freeBlocks()
    expect(await b.read('length')).toBe('0')
    await b.disable()
    // The byte stream's length was never touched.
    expect([await b.read('length'), await b.read('watermark')]).toEqual(['4096', '2048'])
  })

  it('the watermark is the queue’s own, 1 at first, and takes effect while the buffer is enabled', async () => {
    const b = await bench()
    b.file.allocBlocks({ size: 1000, count: 4 })
    for (let id = 0; id < 4; id++) b.file.enqueueBlock({ id })
    await b.enable()
    expect([await b.read('watermark'), b.isWritable('watermark')]).toEqual(['1', true])
    await b.complete()
    expect(b.file.poll().readable).toBe(true)
    expect([await b.write('watermark', '1001'), b.file.poll().readable]).toEqual(['ok', false])
    expect([await b.read('watermark'), b.buffer.threshold]).toEqual(['1001', 1001])
    const polling = b.file.waitPoll()
    await b.complete()
    await b.runtime.settle()
    expect(b.buffer.waitQueue.sleeperCount).toBe(1)
    await b.complete()
    expect((await polling).readable).toBe(true)
    // Lowered, it wakes who waits for nothing but that.
    await b.file.dequeueBlock()
    const waiting = b.file.waitPoll()
    expect(await b.write('watermark', '1000')).toBe('ok')
    expect((await waiting).readable).toBe(true)
  })

  it('a watermark is above zero and within all blocks but one: that one is with the hardware', async () => {
    const b = await bench()
    b.file.allocBlocks({ size: 1000, count: 4 })
    for (const text of ['0', '-1', 'x', '1501', '4294967295']) expect(await b.write('watermark', text)).toBe('EINVAL')
    expect([await b.write('watermark', '1500'), await b.read('watermark')]).toEqual(['ok', '1500'])
    // A single block can be waited for.
    b.file.freeBlocks()
    expect([await b.read('watermark'), await b.write('watermark', '1')]).toEqual(['2048', 'EACCES'])
    b.file.allocBlocks({ size: 1000, count: 1 })
    expect([await b.read('watermark'), await b.write('watermark', '500'), await b.write('watermark', '501')]).toEqual([
      '1',
      'ok',
      'EINVAL',
    ])
  })

  it('a reader is woken with less when nothing more can come', async () => {
    const b = await bench()
    b.file.allocBlocks({ size: 1000, count: 4 })
    await b.write('watermark', '1500')
    for (const id of [0, 1]) b.file.enqueueBlock({ id })
    await b.enable()
    await b.complete()
    expect(b.file.poll().readable).toBe(false)
    await b.complete()
    expect(b.file.poll().readable).toBe(true)
    for (const id of [2, 3]) b.file.enqueueBlock({ id })
    await b.complete()
    expect(b.file.poll().readable).toBe(true)
    for (let k = 0; k < 3; k++) await b.file.dequeueBlock()
    expect(b.file.poll().readable).toBe(false)
    await b.disable()
    expect(b.file.poll().readable).toBe(true)
  })

  it('DEQUEUE takes what is done, whatever the watermark', async () => {
    const b = await bench()
    b.file.allocBlocks({ size: 1000, count: 4 })
    await b.write('watermark', '1500')
    for (let id = 0; id < 4; id++) b.file.enqueueBlock({ id })
    await b.enable()
    await b.complete()
    expect(await b.file.dequeueBlock()).toMatchObject({ id: 0 })
  })

  it('a reader that took the queue answers for both, while it is disabled too; a byte stream is the kernel’s', async () => {
    const b = await bench()
    const asked: string[] = []
    b.buffer.reader = {
      readLength: () => 640,
      writeLength: (datums) => void asked.push(`length ${datums}`),
      readWatermark: () => Promise.resolve(64),
      writeWatermark: (datums) => void asked.push(`watermark ${datums}`),
    }
    expect([await b.read('length'), await b.read('watermark'), b.isWritable('watermark')]).toEqual(['640', '64', true])
    expect([await b.write('length', '640'), await b.write('length', '320'), await b.write('watermark', '9')]).toEqual([
      'ok',
      'ok',
      'ok',
    ])
    expect([await b.write('watermark', '0'), asked]).toEqual(['EINVAL', ['length 320', 'watermark 9']])
    await b.enable()
    expect([await b.read('length'), await b.read('watermark'), await b.write('watermark', '9')]).toEqual([
      '4096',
      '2048',
      'EACCES',
    ])
  })

  it('is nothing to a kfifo', async () => {
    const { device } = await createKfifoBench()
    await device.writeAttribute('buffer0/length', '64')
    await device.writeAttribute('buffer0/watermark', '9')
    expect(await device.readAttribute('buffer0/watermark')).toBe('9')
  })
})
