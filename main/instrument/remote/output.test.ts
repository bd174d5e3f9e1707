// One instrument puts samples out through the converter of another one; that one's input hears them through its loopback.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { blockFlag, type IioDevice, openDevice } from '#main/iio/index.ts'
import { eventually } from '#shared/testing/eventually.ts'
import { createInstrument } from '../create.ts'
import { Served } from '../iiod/testing/served.ts'
import type { Instrument } from '../instrument.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 })

let served: Served
let client: Instrument
let dac: IioDevice

beforeEach(async () => {
  served = await Served.begin({ run: false })
  client = await createInstrument({
    front: 'headless',
    connect: [`ip:127.0.0.1:${served.server.port}`],
    run: false,
    analysis: false,
    heapBytes: 128 << 20,
  })
  dac = client.parts.stack.bus.find('gigadac-2')!
})
afterEach(async () => {
  await client.close()
  await served.end()
})

/** What the other instrument's input makes of its output, from now on. */
async function listen(): Promise<() => Int16Array> {
  const { hub, stack } = served.instrument.parts
  const parts: Buffer[] = []
  hub.addTap({
    name: 'listener',
    onFormat: () => parts.splice(0),
    onBlocks: (blocks) => {
      for (const block of blocks) parts.push(Buffer.from(stack.heap.u8(block.address, block.bytes)))
    },
  })
  await served.instrument.writeAttribute('gigascope', 'voltage0/source', 'loopback')
  await served.instrument.handlers.run()
  return () => {
    const all = Buffer.concat(parts)
    return new Int16Array(all.buffer, all.byteOffset, all.length >> 1).slice()
  }
}

async function setUp(rateHz: number): Promise<void> {
  await dac.writeAttribute('sampling_frequency', String(rateHz))
  await dac.writeAttribute('voltage0/source', 'buffer')
  await dac.writeAttribute('voltage1/source', 'buffer')
  await dac.writeAttribute('voltage0/en', '1')
}

const ramp = (length: number, first: number): Int16Array => Int16Array.from({ length }, (_, i) => first + i)

describe('the output of another instrument', () => {
  it('repeats a block without a gap until the buffer is disabled', async () => {
    await setUp(1_000_000)
    const { stream } = openDevice(dac)
    const codes = ramp(1000, 5000)
    stream.allocBlocks({ size: 2000, count: 1 })
    const { offset, size } = stream.queryBlock(0)
    const mapping = stream.mmap({ offset, length: size, shared: true, read: true, write: true })
    mapping.bytes.set(new Uint8Array(codes.buffer))
    mapping.unmap()
    stream.enqueueBlock({ id: 0, bytesUsed: 2000, flags: blockFlag.cyclic })
    await dac.writeAttribute('buffer0/enable', '1')
    const heard = await listen()
    const isRamp = (codes: Int16Array, from: number): boolean =>
      codes.length >= from + 50_000 &&
      codes.subarray(from, from + 50_000).every((code, i) => code === 5000 + ((codes[from]! - 5000 + i) % 1000))
    await eventually(() => expect(heard().indexOf(5999)).toBeGreaterThan(0))
    await eventually(() => expect(isRamp(heard(), heard().indexOf(5999))).toBe(true))
    expect(await dac.readAttribute('buffer0/failure')).toBe('')
    const far = served.instrument.parts.stack.bus.find('gigadac')!
    expect(far.isBufferEnabled).toBe(true)
    await dac.writeAttribute('buffer0/enable', '0')
    await eventually(() => expect(far.isBufferEnabled).toBe(false))
  })

  it('puts out what is written, every sample once and in its order', async () => {
    await setUp(20_000)
    const file = openDevice(dac)
    await dac.writeAttribute('buffer0/length', '4000')
    await dac.writeAttribute('buffer0/enable', '1')
    const heard = await listen()
    // Silence between two writes holds the last value, which the input hears many times.
    const codes = ramp(12_000, -6000)
    const bytes = new Uint8Array(codes.buffer)
    for (let at = 0; at < bytes.length; ) at += await file.write(bytes.subarray(at))
    await eventually(() => expect(heard()).toContain(5999))
    const changes = [...heard()].filter((code, i, all) => code !== all[i - 1])
    const from = changes.indexOf(-6000)
    expect(changes.slice(from, from + 12_000)).toEqual([...codes])
    await dac.writeAttribute('buffer0/enable', '0')
    file.close()
  })

  it('says that the connection was lost, and takes no more', async () => {
    await setUp(100_000)
    const file = openDevice(dac)
    await dac.writeAttribute('buffer0/length', '2000')
    await dac.writeAttribute('buffer0/enable', '1')
    await file.write(new Uint8Array(2000))
    await served.instrument.parts.iiod.stop()
    await eventually(async () => expect(await dac.readAttribute('buffer0/failure')).toMatch(/connection/))
    await dac.writeAttribute('buffer0/enable', '0')
    file.close()
  })

  it('is one writer’s at a time', async () => {
    await setUp(100_000)
    const other = await createInstrument({
      front: 'headless',
      connect: [`ip:127.0.0.1:${served.server.port}`],
      run: false,
      analysis: false,
      heapBytes: 64 << 20,
    })
    try {
      await dac.writeAttribute('buffer0/enable', '1')
      const second = other.parts.stack.bus.find('gigadac-2')!
      await second.writeAttribute('voltage0/en', '1')
      await expect(second.writeAttribute('buffer0/enable', '1')).rejects.toMatchObject({ errno: 'EBUSY' })
    } finally {
      await other.close()
    }
  })
})
