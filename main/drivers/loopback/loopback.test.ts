import { describe, expect, it } from 'vitest'
import { blockFlag, IioBus, openDevice } from '#main/iio/index.ts'
import { CoherentHeap } from '#main/memory/index.ts'
import { errnoFrom, FakeRuntime } from '#main/testing/index.ts'
import { probeLoopback } from './index.ts'

async function probe() {
  const runtime = new FakeRuntime()
  const heap = new CoherentHeap({ bytes: 1024 * 1024, poison: true })
  const loopback = await probeLoopback({ bus: new IioBus(), runtime, heap })
  for (const device of [loopback.dac, loopback.adc]) await device.writeAttribute('voltage0/en', '1')
  return { ...loopback, runtime, heap }
}

/** Samples the ADC captured while `scans` went by at 1 kS/s. */
async function captured({ adc, runtime }: Awaited<ReturnType<typeof probe>>, scans: number): Promise<number[]> {
  const file = openDevice(adc, { nonBlocking: true })
  await adc.writeAttribute('buffer0/length', '20')
  await adc.writeAttribute('buffer0/enable', '1')
  const samples: number[] = []
  const bytes = new Uint8Array(20)
  for (let i = 0; i < scans / 10; i++) {
    runtime.advance(10)
    await runtime.runAll()
    await file.read(bytes)
    samples.push(...new Int16Array(bytes.buffer))
  }
  file.close()
  return samples
}

describe('loopback', () => {
  it('repeats a cyclic block seamlessly until the buffer is disabled', async () => {
    const bench = await probe()
    const { dac, adc, runtime, heap, remove } = bench
    await dac.writeAttribute('sampling_frequency', '1000')
    const file = openDevice(dac).getBufferFd(0, { nonBlocking: true })
    file.allocBlocks({ size: 14, count: 1 })
    const mapping = file.mmap({ offset: 0, length: 14, shared: true, read: false, write: true })
    mapping.bytes.set(new Uint8Array(Int16Array.of(1, 2, 3, 4, 5, 6, 7).buffer))
    mapping.unmap()
    file.enqueueBlock({ id: 0, flags: blockFlag.cyclic })
    await dac.writeAttribute('buffer0/enable', '1')
    const samples = await captured(bench, 100)
    const first = samples[0]!
    expect(samples).toEqual(samples.map((_, i) => ((first - 1 + i) % 7) + 1))
    expect(await errnoFrom(file.dequeueBlock())).toBe('EAGAIN')
    expect(await errnoFrom(adc.writeAttribute('sampling_frequency', '10'))).toBe('EBUSY')
    await runtime.finish(dac.writeAttribute('buffer0/enable', '0'))
    expect(await file.dequeueBlock()).toMatchObject({ id: 0, bytesUsed: 0 })
    file.close()
    await runtime.finish(remove())
    await runtime.runAll()
    expect(heap.liveAllocations).toBe(0)
  })

  it('sends what write() was given, then holds the last code', async () => {
    const bench = await probe()
    const { dac, adc, hardware } = bench
    await dac.writeAttribute('sampling_frequency', '1000')
    const file = openDevice(dac, { nonBlocking: true })
    await dac.writeAttribute('buffer0/length', '20')
    await dac.writeAttribute('buffer0/enable', '1')
    expect(file.poll()).toEqual({ readable: false, writable: true })
    const codes = Int16Array.from({ length: 20 }, (_, i) => 100 + i)
    expect(await file.write(new Uint8Array(codes.buffer))).toBe(40)
    expect(file.poll().writable).toBe(false)
    expect(await errnoFrom(file.write(new Uint8Array(20)))).toBe('EAGAIN')
    const samples = await captured(bench, 30)
    expect(samples).toEqual([...codes, ...Array.from({ length: 10 }, () => 119)])
    expect(hardware.underruns).toBe(10)
    expect(file.poll().writable).toBe(true)
    for (const device of [adc, dac]) await device.writeAttribute('buffer0/enable', '0')
  })
})
