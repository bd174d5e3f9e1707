import { describe, expect, it } from 'vitest'
import { DmaEngine } from '#main/dmaengine/index.ts'
import { IioBus, openDevice } from '#main/iio/index.ts'
import { CoherentHeap } from '#main/memory/index.ts'
import { errnoFrom, FakeRuntime } from '#main/testing/index.ts'
import { emulatedController } from '../emulation/controller.ts'
import { At91Converter } from './converter.ts'
import { probeAt91Adc } from './index.ts'

async function probe(variant: 'interrupt' | 'dma') {
  const runtime = new FakeRuntime()
  const heap = new CoherentHeap({ bytes: 4 * 1024 * 1024, poison: true })
  const converter = new At91Converter(runtime, heap)
  const engine = new DmaEngine()
  engine.link({ consumer: 'at91_adc', name: 'rx', provider: 'pdc', channel: 'adc' })
  engine.registerDevice(emulatedController('pdc', { adc: converter.dma }, ['dev-to-mem']))
  const bus = new IioBus()
  const adc = await probeAt91Adc({ bus, runtime, heap, converter, ...(variant === 'dma' && { engine }) })
  return { runtime, heap, converter, bus, adc, device: adc.device }
}

async function capture(variant: 'interrupt' | 'dma'): Promise<number[]> {
  const { device, runtime, adc, heap } = await probe(variant)
  const file = openDevice(device)
  for (const [path, value] of [
    ['sampling_frequency', '1000'],
    ['voltage0/en', '1'],
    ['voltage3/en', '1'],
    ['buffer0/length', '256'],
    ['buffer0/enable', '1'],
  ] as const)
    await device.writeAttribute(path, value)
  const bytes = new Uint8Array(512)
  for (let i = 0; i < 4; i++) {
    runtime.advance(32)
    runtime.runPendingCallbacks()
  }
  expect(await file.read(bytes, 512)).toBe(512)
  await device.writeAttribute('buffer0/enable', '0')
  file.close()
  await adc.remove()
  await runtime.runAll()
  expect(heap.liveAllocations).toBe(0)
  return [...new Uint16Array(bytes.buffer)]
}

describe('at91 adc', () => {
  it('gives the same samples by interrupts and by DMA', async () => {
    const samples = await capture('dma')
    expect(samples).toEqual(await capture('interrupt'))
    expect(samples.slice(0, 2)).toEqual([2048, 2048])
    expect(Math.max(...samples)).toBeLessThan(4096)
    expect(new Set(samples).size).toBeGreaterThan(50)
  })

  it('wakes the reader at the watermark in the interrupt variant', async () => {
    const { device, runtime } = await probe('interrupt')
    const file = openDevice(device)
    for (const [path, value] of [
      ['sampling_frequency', '1000'],
      ['voltage0/en', '1'],
      ['buffer0/length', '64'],
      ['buffer0/watermark', '10'],
      ['buffer0/enable', '1'],
    ] as const)
      await device.writeAttribute(path, value)
    const reading = file.read(new Uint8Array(100))
    runtime.advance(9)
    expect(file.poll().readable).toBe(false)
    runtime.advance(1)
    expect(await reading).toBe(20)
    await device.writeAttribute('buffer0/enable', '0')
  })

  it('counts what a full FIFO refuses', async () => {
    const { device, runtime, adc } = await probe('interrupt')
    for (const [path, value] of [
      ['sampling_frequency', '1000'],
      ['voltage0/en', '1'],
      ['buffer0/length', '16'],
      ['buffer0/enable', '1'],
    ] as const)
      await device.writeAttribute(path, value)
    runtime.advance(50)
    expect(adc.droppedScans).toBe(34)
    await device.writeAttribute('buffer0/enable', '0')
  })

  it('refuses what the specification of its attributes forbids', async () => {
    const { device } = await probe('dma')
    expect(await errnoFrom(device.writeAttribute('sampling_frequency', '2000000'))).toBe('EINVAL')
    expect(await device.readAttribute('voltage0/raw')).toBe('2048')
    expect(await device.readAttribute('voltage7/scale')).toBe('0.805664063')
    await device.writeAttribute('voltage0/en', '1')
    await device.writeAttribute('buffer0/enable', '1')
    expect(await errnoFrom(device.writeAttribute('sampling_frequency', '1000'))).toBe('EBUSY')
    expect(await errnoFrom(device.readAttribute('voltage0/raw'))).toBe('EBUSY')
    expect(await device.readAttribute('sampling_frequency')).toBe('100000')
    await device.writeAttribute('buffer0/enable', '0')
  })
})
