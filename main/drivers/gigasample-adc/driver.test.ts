// The driver over the real stack: hardware thread, controller driver, binding, block queue.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { DmaEngine, probeAxiDmac } from '#main/dmaengine/index.ts'
import { FileLoader } from '#main/files/index.ts'
import { Hardware } from '#main/hardware/index.ts'
import { type DmaBlock, IioBus } from '#main/iio/index.ts'
import { loadKernelModule } from '#main/kernels/index.ts'
import { CoherentHeap } from '#main/memory/index.ts'
import { realRuntime } from '#main/runtime/clock.ts'
import { probeGigasampleAdc } from './index.ts'

let kernelModule: WebAssembly.Module
beforeAll(async () => {
  kernelModule = await loadKernelModule()
})

const cleanUp: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step()
})

async function powerUp(seed = 1) {
  const heap = new CoherentHeap({ bytes: 128 << 20 })
  const hardware = await Hardware.start({ heap, kernelModule })
  cleanUp.push(() => hardware.stop())
  const engine = new DmaEngine()
  engine.link({ consumer: 'gigascope', name: 'rx', provider: 'axi-dmac0', channel: 'ch0' })
  const dmac = probeAxiDmac({ engine, hardware, deferred: realRuntime.deferred })
  cleanUp.push(() => {
    // Unless the test removed it.
    if (engine.devices.length > 0) dmac.remove()
  })
  const bus = new IioBus()
  const files = new FileLoader(heap)
  cleanUp.push(() => files.stop())
  const adc = await probeGigasampleAdc({ bus, engine, hardware, heap, files, runtime: realRuntime, seed })
  const { device, buffer } = adc
  const read = (at: string): Promise<string> => device.readAttribute(at)
  const write = (at: string, value: string): Promise<void> => device.writeAttribute(at, value)

  /** Captures so many bytes in blocks of the given size, and returns them all. */
  async function capture(bytes: number, blockBytes: number): Promise<Buffer> {
    // All blocks are queued beforehand: however busy this thread is, nothing can be lost.
    const blocks = Array.from({ length: Math.ceil(bytes / blockBytes) }, () => buffer.allocBlock(blockBytes))
    for (const block of blocks) buffer.enqueueBlock(block)
    await write('buffer0/enable', '1')
    const parts: Buffer[] = []
    let next = 0
    for (let got = 0; got < bytes; ) {
      let block: DmaBlock | null = null
      await buffer.waitQueue.waitUntil(() => {
        block ??= buffer.dequeueBlock()
        return block !== null
      })
      const done = block as unknown as DmaBlock
      expect(done.metadata.firstSample).toBe(next)
      expect(done.metadata.lostBefore).toBe(0)
      next += done.bytesUsed / device.scanBytes
      parts.push(Buffer.from(heap.u8(done.address, done.bytesUsed)))
      got += done.bytesUsed
    }
    await write('buffer0/enable', '0')
    for (let block = buffer.dequeueBlock(); block !== null; block = buffer.dequeueBlock());
    for (const block of blocks) buffer.freeBlock(block)
    return Buffer.concat(parts).subarray(0, bytes)
  }
  return { heap, hardware, files, engine, dmac, bus, adc, device, buffer, read, write, capture }
}

async function enableChannels(bench: Awaited<ReturnType<typeof powerUp>>, ...channels: number[]): Promise<void> {
  for (const channel of [0, 1]) await bench.write(`voltage${channel}/en`, channels.includes(channel) ? '1' : '0')
}

describe('gigasample ADC', () => {
  it('appears with its channels and attributes', async () => {
    const { bus, read } = await powerUp()
    expect(bus.find('gigascope')?.channels.map((channel) => channel.id)).toEqual(['voltage0', 'voltage1'])
    expect(await read('voltage0/type')).toBe('le:s16/16>>0')
    expect(await read('in_voltage1_scale')).toBe('0.030517578')
    expect(await read('voltage1/offset')).toBe('0')
    expect(await read('sampling_frequency')).toBe('1000000000')
    const available = (await read('sampling_frequency_available')).split(' ')
    expect([available[0], available.at(-1), available.length]).toEqual(['1000', '4000000000', 21])
    expect(await read('buffer0/length_align_bytes')).toBe('8')
  })

  it('gives the same samples for the same seed, whatever the blocks', async () => {
    const first = await powerUp(5)
    await enableChannels(first, 0, 1)
    await first.write('sampling_frequency', '5000000')
    const bytes = 200_000
    const reference = await first.capture(bytes, 65536)
    const second = await powerUp(5)
    await enableChannels(second, 0, 1)
    await second.write('sampling_frequency', '5000000')
    expect(Buffer.compare(await second.capture(bytes, 4096), reference)).toBe(0)
    const other = await powerUp(6)
    await enableChannels(other, 0, 1)
    await other.write('sampling_frequency', '5000000')
    expect(Buffer.compare(await other.capture(bytes, 4096), reference)).not.toBe(0)
  })

  it('plays a file bit for bit, in a loop, one file sample per scan', async () => {
    const bench = await powerUp()
    const folder = mkdtempSync(path.join(os.tmpdir(), 'blockscope-adc-'))
    cleanUp.push(() => rmSync(folder, { recursive: true, force: true }))
    const codes = Int16Array.from({ length: 50_021 }, (_, i) => (i * 40503) & 0xffff)
    const file = path.join(folder, 'noise.raw')
    writeFileSync(file, codes)
    const before = bench.heap.liveAllocations
    await bench.write('voltage0/source', `file:${file}`)
    expect(await bench.read('voltage0/source')).toBe(`file:${file}`)
    await bench.write('sampling_frequency', '10000000')
    await enableChannels(bench, 0)
    const played = await bench.capture(codes.byteLength * 3, 65536)
    const once = Buffer.from(codes.buffer)
    expect(Buffer.compare(played, Buffer.concat([once, once, once]))).toBe(0)
    await bench.write('voltage0/source', 'sine')
    expect(bench.heap.liveAllocations).toBe(before)
  })

  it('refuses wrong values and leaves everything as it was', async () => {
    const { read, write, heap } = await powerUp()
    const before = heap.allocatedBytes
    const wrong: [string, string, string][] = [
      ['sampling_frequency', '999', 'EINVAL'],
      ['sampling_frequency', '4000000001', 'EINVAL'],
      ['sampling_frequency', '1000.5', 'EINVAL'],
      ['sampling_frequency', 'fast', 'EINVAL'],
      ['sampling_frequency', '0x100000', 'EINVAL'],
      ['sampling_frequency', '1e6', 'EINVAL'],
      ['sampling_frequency', ' 1000000', 'EINVAL'],
      ['voltage0/source_glitch_samples', '0x10', 'EINVAL'],
      ['voltage0/source_amplitude', '1e-1', 'EINVAL'],
      ['voltage0/source', 'sinus', 'EINVAL'],
      ['voltage0/source', 'table', 'EINVAL'],
      ['voltage0/source', 'file:', 'EINVAL'],
      ['voltage0/source', 'file:/nowhere/at/all.wav', 'ENOENT'],
      ['voltage0/source_amplitude', '-1', 'EINVAL'],
      ['voltage0/source_frequency', '-5', 'EINVAL'],
      ['voltage0/source_noise', 'much', 'EINVAL'],
      ['voltage0/scale', '1', 'EACCES'],
      ['voltage2/source', 'sine', 'ENOENT'],
    ]
    for (const [at, value, errno] of wrong) {
      const old = at.startsWith('voltage2') ? null : await read(at)
      await expect(write(at, value), `${at}=${value}`).rejects.toMatchObject({ errno })
      if (old !== null) expect(await read(at)).toBe(old)
    }
    expect(heap.allocatedBytes).toBe(before)
  })

  it('takes source changes while capturing, and refuses rate, channels and raw reads then', async () => {
    const bench = await powerUp()
    const { write, read, buffer, adc } = bench
    await write('sampling_frequency', '1000000')
    await enableChannels(bench, 0)
    const blocks = Array.from({ length: 8 }, () => buffer.allocBlock(65536))
    for (const block of blocks) buffer.enqueueBlock(block)
    await write('buffer0/enable', '1')
    await expect(write('sampling_frequency', '2000000')).rejects.toMatchObject({ errno: 'EBUSY' })
    await expect(write('voltage1/en', '1')).rejects.toMatchObject({ errno: 'EBUSY' })
    await expect(read('voltage0/raw')).rejects.toMatchObject({ errno: 'EBUSY' })
    expect(await read('sampling_frequency')).toBe('1000000')
    await buffer.waitQueue.waitUntil(() => buffer.outgoingCount > 0)
    await write('voltage0/source', 'dc')
    await write('voltage0/source_offset', '0.25')
    expect(adc.sources[0]!.changedAtSample).toBeGreaterThanOrEqual(32768)
    await write('buffer0/enable', '0')
    await write('voltage0/source_noise', '0')
    expect(await read('voltage0/raw')).toBe('8192')
    for (let block = buffer.dequeueBlock(); block !== null; block = buffer.dequeueBlock());
    for (const block of blocks) buffer.freeBlock(block)
  })

  it('is removed without a trace, and can be probed again', async () => {
    const bench = await powerUp()
    const { bus, adc, heap, engine, files, hardware, dmac } = bench
    await enableChannels(bench, 0, 1)
    await bench.write('buffer0/length', '8192')
    await bench.write('buffer0/enable', '1')
    await adc.remove()
    expect(bus.devices).toEqual([])
    const again = await probeGigasampleAdc({ bus, engine, hardware, heap, files, runtime: realRuntime, seed: 1 })
    await again.remove()
    dmac.remove()
    expect(engine.devices).toEqual([])
    await hardware.stop()
    expect(heap.liveAllocations).toBe(0)
  })
})
