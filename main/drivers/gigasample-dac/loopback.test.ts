// The output direction over the real stack: what is written to the DAC comes back through the ADC, sample for sample.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { DmaEngine, probeAxiDmac } from '#main/dmaengine/index.ts'
import { FileLoader } from '#main/files/index.ts'
import { Hardware } from '#main/hardware/index.ts'
import { type DmaBlock, type DmaBufferQueue, IioBus } from '#main/iio/index.ts'
import { loadKernelModule } from '#main/kernels/index.ts'
import { CoherentHeap } from '#main/memory/index.ts'
import { realRuntime } from '#main/runtime/clock.ts'
import { probeGigasampleAdc } from '../gigasample-adc/index.ts'
import { probeGigasampleDac } from './index.ts'

let kernelModule: WebAssembly.Module
beforeAll(async () => {
  kernelModule = await loadKernelModule()
})

const cleanUp: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step()
})

const rate = 1_000_000

async function powerUp({ maxPieceBytes = 16 << 20, samplingFrequencyHz = rate } = {}) {
  const heap = new CoherentHeap({ bytes: 64 << 20 })
  const hardware = await Hardware.start({ heap, kernelModule })
  cleanUp.push(() => hardware.stop())
  const engine = new DmaEngine()
  engine.link({ consumer: 'gigascope', name: 'rx', provider: 'axi-dmac0', channel: 'ch0' })
  engine.link({ consumer: 'gigadac', name: 'tx', provider: 'axi-dmac1', channel: 'ch0' })
  const { deferred } = realRuntime
  cleanUp.push(probeAxiDmac({ engine, hardware, deferred }).remove)
  cleanUp.push(
    probeAxiDmac({ engine, hardware, deferred, name: 'axi-dmac1', direction: 'mem-to-dev', maxPieceBytes }).remove,
  )
  const bus = new IioBus()
  const files = new FileLoader(heap)
  const adc = await probeGigasampleAdc({ bus, engine, hardware, heap, files, runtime: realRuntime, seed: 1 })
  const dac = await probeGigasampleDac({ bus, engine, hardware, heap, files, runtime: realRuntime, seed: 1 })
  for (const { device } of [adc, dac]) {
    await device.writeAttribute('sampling_frequency', String(samplingFrequencyHz))
    await device.writeAttribute('voltage0/en', '1')
  }
  await adc.device.writeAttribute('voltage0/source', 'loopback')
  const write = (block: DmaBlock, codes: Int16Array): void => heap.i16(block.address, codes.length).set(codes)
  return { heap, hardware, bus, engine, adc, dac, write }
}

async function nextDone(queue: DmaBufferQueue): Promise<DmaBlock> {
  let block: DmaBlock | null = null
  await queue.waitQueue.waitUntil(() => {
    block ??= queue.dequeueBlock()
    return block !== null
  })
  return block as unknown as DmaBlock
}

/** Captures so many scans of int16 into blocks queued beforehand; `start` runs once the ADC samples. */
async function capture(
  bench: Awaited<ReturnType<typeof powerUp>>,
  codes: number,
  start: () => Promise<void>,
): Promise<Int16Array> {
  const { heap, adc } = bench
  const blockBytes = 16384
  const count = Math.ceil((codes * 2) / blockBytes)
  for (let i = 0; i < count; i++) adc.buffer.enqueueBlock(adc.buffer.allocBlock(blockBytes))
  await adc.device.writeAttribute('buffer0/enable', '1')
  await start()
  const parts: Buffer[] = []
  for (let i = 0; i < count; i++) {
    const done = await nextDone(adc.buffer)
    expect(done.metadata.lostBefore).toBe(0)
    parts.push(Buffer.from(heap.u8(done.address, done.bytesUsed)))
  }
  await adc.device.writeAttribute('buffer0/enable', '0')
  const all = Buffer.concat(parts)
  return new Int16Array(all.buffer, all.byteOffset, all.length / 2).slice()
}

const ramp = (length: number, first: number): Int16Array => Int16Array.from({ length }, (_, i) => first + i)

describe('gigasample DAC', () => {
  it('repeats a cyclic block without a gap, and stops on disable', async () => {
    const bench = await powerUp()
    const { dac, hardware, write } = bench
    const codes = ramp(1000, 5000)
    const block = dac.buffer.allocBlock(2000)
    write(block, codes)
    dac.buffer.enqueueBlock(block, { cyclic: true, bytesUsed: 2000 })
    await dac.device.writeAttribute('buffer0/enable', '1')
    const got = await capture(bench, 100_000, async () => {})
    const phase = got[0]! - 5000
    expect(phase).toBeGreaterThanOrEqual(0)
    expect(got).toEqual(got.map((_, i) => 5000 + ((phase + i) % 1000)))
    expect(hardware.dacCounters.lostScans).toBe(0)
    // It never completes by itself, and comes back when the buffer is disabled.
    expect(dac.buffer.dequeueBlock()).toBeNull()
    await dac.device.writeAttribute('buffer0/enable', '0')
    expect(dac.buffer.dequeueBlock()).toBe(block)
    const after = await capture(bench, 8192, async () => {})
    expect(new Set(after).size).toBe(1)
    expect(codes).toContain(after[0])
  })

  it('repeats a cyclic block that is longer than one hardware transfer just as seamlessly', async () => {
    // Slow, so that a busy machine has the time to queue the next round: 4000 scans in eight pieces of 125 ms.
    const bench = await powerUp({ maxPieceBytes: 1024, samplingFrequencyHz: 4_000 })
    const { dac, hardware, write } = bench
    const block = dac.buffer.allocBlock(8000)
    write(block, ramp(4000, 1))
    dac.buffer.enqueueBlock(block, { cyclic: true })
    await dac.device.writeAttribute('buffer0/enable', '1')
    const got = await capture(bench, 8192, async () => {})
    expect(hardware.dacCounters.lostScans).toBe(0)
    const first = got.findIndex((code) => code !== 0)
    expect(got.subarray(first)).toEqual(got.subarray(first).map((_, i) => 1 + ((got[first]! - 1 + i) % 4000)))
    expect([dac.buffer.dequeueBlock(), dac.buffer.diagnostics.submitFailures]).toEqual([null, 0])
    await dac.device.writeAttribute('buffer0/enable', '0')
    expect(dac.buffer.dequeueBlock()).toBe(block)
  })

  it('plays blocks in order and seamlessly, then holds the last value and counts', async () => {
    const bench = await powerUp()
    const { dac, hardware, write } = bench
    const sizes = [1000, 24, 5000, 8]
    let next = 1
    const blocks = sizes.map((size) => {
      const block = dac.buffer.allocBlock(size * 2)
      write(block, ramp(size, next))
      next += size
      dac.buffer.enqueueBlock(block, { bytesUsed: size * 2 })
      return block
    })
    const got = await capture(bench, 1_000_000, () => dac.device.writeAttribute('buffer0/enable', '1'))
    const first = got.indexOf(1)
    expect(first).toBeGreaterThanOrEqual(0)
    const total = next - 1
    expect(new Set(got.subarray(0, first))).toEqual(first > 0 ? new Set([0]) : new Set())
    expect(got.subarray(first, first + total)).toEqual(ramp(total, 1))
    expect(new Set(got.subarray(first + total))).toEqual(new Set([total]))
    for (const block of blocks) expect(await nextDone(dac.buffer)).toBe(block)
    expect(hardware.dacCounters.lostScans).toBeGreaterThan(0)
    expect(await dac.device.readAttribute('underflow_count')).toBe(String(hardware.dacCounters.lostScans))
    await dac.device.writeAttribute('buffer0/enable', '0')
    expect(await bench.adc.device.readAttribute('voltage0/raw')).toBe(String(total))
  })

  it('converts each output by the channel of its number, at another rate too', async () => {
    const bench = await powerUp()
    const { adc, dac, write, heap } = bench
    for (const { device } of [adc, dac]) await device.writeAttribute('voltage1/en', '1')
    await adc.device.writeAttribute('voltage1/source', 'loopback')
    await dac.device.writeAttribute('sampling_frequency', String(rate / 4))
    await expect(adc.device.writeAttribute('voltage1/source', 'loop')).rejects.toMatchObject({ errno: 'EINVAL' })
    const block = dac.buffer.allocBlock(4000)
    write(
      block,
      Int16Array.from({ length: 2000 }, (_, i) => (i % 2 === 0 ? i / 2 : -1 - (i - 1) / 2)),
    )
    dac.buffer.enqueueBlock(block, { cyclic: true, bytesUsed: 4000 })
    await dac.device.writeAttribute('buffer0/enable', '1')
    await expect(dac.device.writeAttribute('sampling_frequency', '1000')).rejects.toMatchObject({ errno: 'EBUSY' })
    const got = await capture(bench, 100_000, async () => {})
    // Four input scans per output scan; both channels change together.
    let change = 2
    while (got[change] === got[0]) change += 2
    const start = got[change]!
    for (let i = change; i < got.length; i += 2) {
      const expected = (start + Math.floor((i - change) / 8)) % 1000
      if (got[i] !== expected || got[i + 1] !== -1 - expected)
        expect([i, got[i], got[i + 1]]).toEqual([i, expected, -1 - expected])
    }
    expect(change).toBeLessThanOrEqual(8)
    await dac.device.writeAttribute('buffer0/enable', '0')
    await dac.remove()
    await adc.remove()
    expect(heap.liveAllocations).toBe(1)
  })
})

describe('signals of the DAC', () => {
  const { PI, round, sin } = Math

  it('come back through the ADC, code for code, without a block being queued', async () => {
    const bench = await powerUp()
    const { adc, dac } = bench
    // A thousand scans per period, from phase 0 with the first one.
    for (const [at, value] of [
      ['voltage0/source_frequency', '1000'],
      ['voltage0/source_amplitude', '0.5'],
      ['voltage0/source', 'sine'],
    ] as const)
      await dac.device.writeAttribute(at, value)
    const got = await capture(bench, 50_000, async () => {})
    const wave = Array.from({ length: 1000 }, (_, k) => round(16384 * sin((2 * PI * k) / 1000)))
    const phase = wave.findIndex((_, k) => got.subarray(0, 1000).every((code, i) => near(code, wave[(k + i) % 1000]!)))
    expect(phase).toBeGreaterThanOrEqual(0)
    expect(got.every((code, i) => near(code, wave[(phase + i) % 1000]!))).toBe(true)
    // A direct read sees it too, and the buffer has it again when it is asked for.
    expect(Math.abs(Number(await adc.device.readAttribute('voltage0/raw')))).toBeLessThanOrEqual(16385)
    await dac.device.writeAttribute('voltage0/source', 'buffer')
    expect(new Set(await capture(bench, 8192, async () => {})).size).toBe(1)
  })

  it('are those of a file, bit for bit, in a loop', async () => {
    const bench = await powerUp()
    const codes = Int16Array.from({ length: 5003 }, (_, i) => (i * 40503) & 0xffff)
    const folder = mkdtempSync(path.join(os.tmpdir(), 'blockscope-dac-'))
    cleanUp.push(() => rmSync(folder, { recursive: true }))
    const file = path.join(folder, 'noise.raw')
    writeFileSync(file, codes)
    await bench.dac.device.writeAttribute('voltage0/source', `file:${file}`)
    const got = await capture(bench, 40_000, async () => {})
    const phase = codes.findIndex((_, k) => got.subarray(0, 40).every((code, i) => code === codes[(k + i) % 5003]))
    expect(phase).toBeGreaterThanOrEqual(0)
    expect(got).toEqual(got.map((_, i) => codes[(phase + i) % 5003]!))
    const held = bench.heap.liveAllocations
    await bench.dac.device.writeAttribute('voltage0/source', 'dc')
    expect(bench.heap.liveAllocations).toBe(held - 1)
  })

  it('go on beside a buffer that another channel puts out, and at another rate', async () => {
    const bench = await powerUp()
    const { adc, dac, write } = bench
    await adc.device.writeAttribute('voltage1/en', '1')
    await adc.device.writeAttribute('voltage1/source', 'loopback')
    await dac.device.writeAttribute('sampling_frequency', String(rate / 4))
    await dac.device.writeAttribute('voltage1/source', 'square')
    await dac.device.writeAttribute('voltage1/source_frequency', '1000')
    const block = dac.buffer.allocBlock(2000)
    write(block, ramp(1000, 5000))
    dac.buffer.enqueueBlock(block, { cyclic: true, bytesUsed: 2000 })
    await dac.device.writeAttribute('buffer0/enable', '1')
    const got = await capture(bench, 64_000, async () => {})
    await dac.device.writeAttribute('buffer0/enable', '0')
    const [first, second] = [0, 1].map((channel) => got.filter((_, i) => i % 2 === channel)) as [Int16Array, Int16Array]
    const start = first.findIndex((code, i) => i > 0 && code !== first[i - 1])
    expect(first.subarray(start)).toEqual(
      first.subarray(start).map((_, i) => 5000 + ((first[start]! - 5000 + Math.floor(i / 4)) % 1000)),
    )
    expect(new Set(second)).toEqual(new Set([16384, -16384]))
    const rises = [...second.keys()].filter((i) => i > 0 && second[i]! > second[i - 1]!)
    expect(new Set(rises.slice(1).map((at, k) => at - rises[k]!))).toEqual(new Set([1000]))
    // The generator's channel goes on when the buffer is disabled.
    const after = await capture(bench, 16_000, async () => {})
    expect(new Set(after.filter((_, i) => i % 2 === 1)).size).toBe(2)
  })
})

const near = (a: number, b: number): boolean => Math.abs(a - b) <= 1
