// The ways the samples of the older converter can go, set up from the driver's two variants, each with its reader.
import { type DmaDevice, DmaEngine } from '#main/dmaengine/index.ts'
import { type At91Registers, probeAt91Adc } from '#main/drivers/at91-adc/index.ts'
import { emulatedController } from '#main/drivers/emulation/controller.ts'
import type { StreamChannel } from '#main/drivers/emulation/stream-channel.ts'
import { DmaBufferQueue, IioBus, openDevice } from '#main/iio/index.ts'
import type { CoherentHeap } from '#main/memory/index.ts'
import { realRuntime } from '#main/runtime/clock.ts'
import { bytesPerScan } from './silicon.ts'

/**
 * `interrupt`: an interrupt per sample stores it into a kfifo, read() takes a block of them at the watermark.
 * `read`: DMA fills blocks, read() copies them out. `blocks`: DMA fills blocks, the reader takes them as they are.
 */
export type Way = 'interrupt' | 'read' | 'blocks'
export const ways: readonly Way[] = ['interrupt', 'read', 'blocks']

export const wayNames: Readonly<Record<Way, string>> = {
  interrupt: 'interrupt per sample, FIFO',
  read: 'DMA blocks, read() copies',
  blocks: 'DMA blocks, zero copy',
}

/** Room for what comes while the reader is kept away: the emulated converter delivers in bursts. read() has two blocks. */
const roomSeconds = 0.1
const leastBlocks = 4

export interface Running {
  /** Waits for the next block of samples, and gives it back once it was taken. */
  take(): Promise<void>
  /** Samples that found no room. */
  lostScans(): number
  close(): Promise<void>
}

export interface WayOptions {
  readonly heap: CoherentHeap
  readonly converter: At91Registers & { readonly dma: StreamChannel }
  readonly blockBytes: number
  readonly rateHz: number
}

/** Probes the driver's variant for `way` and starts it with one channel. */
export async function startWay(way: Way, options: WayOptions): Promise<Running> {
  const { heap, converter, blockBytes, rateHz } = options
  const bus = new IioBus()
  const probe = { bus, runtime: realRuntime, heap, converter }
  const adc = await probeAt91Adc(way === 'interrupt' ? probe : { ...probe, engine: engineFor(converter.dma) })
  const { device } = adc
  const scans = blockBytes / bytesPerScan
  await device.writeAttribute('sampling_frequency', String(rateHz))
  await device.writeAttribute('voltage0/en', '1')
  const room = way === 'interrupt' ? Math.max(2 * scans, Math.ceil(roomSeconds * rateHz)) : 2 * scans
  await device.writeAttribute('buffer0/length', String(room))
  if (way === 'interrupt') await device.writeAttribute('buffer0/watermark', String(scans))
  const count = Math.max(leastBlocks, Math.ceil((roomSeconds * rateHz) / scans))
  const reader = way === 'blocks' ? blockReader(device.buffers[0], blockBytes, count) : fileReader(device, blockBytes)
  await device.writeAttribute('buffer0/enable', '1')
  return {
    take: reader.take,
    lostScans: () => adc.droppedScans + converter.dma.lostBytes / bytesPerScan,
    async close() {
      await device.writeAttribute('buffer0/enable', '0')
      reader.close()
      await adc.remove()
    },
  }
}

interface Reader {
  take(): Promise<void>
  close(): void
}

function engineFor(dma: StreamChannel): DmaEngine {
  const engine = new DmaEngine()
  const controller: DmaDevice = emulatedController('pdc', { adc: dma }, ['dev-to-mem'])
  engine.link({ consumer: 'at91_adc', name: 'rx', provider: 'pdc', channel: 'adc' })
  engine.registerDevice(controller)
  return engine
}

function fileReader(device: Parameters<typeof openDevice>[0], blockBytes: number): Reader {
  const file = openDevice(device)
  const bytes = new Uint8Array(blockBytes)
  return {
    async take() {
      for (let left = blockBytes; left > 0; ) left -= await file.read(bytes, left)
    },
    close: () => file.close(),
  }
}

function blockReader(buffer: unknown, blockBytes: number, count: number): Reader {
  if (!(buffer instanceof DmaBufferQueue)) throw new Error('this device has no DMA buffer')
  const blocks = Array.from({ length: count }, () => buffer.allocBlock(blockBytes))
  for (const block of blocks) buffer.enqueueBlock(block)
  const isReady = (): boolean => buffer.outgoingCount > 0
  return {
    async take() {
      await buffer.waitQueue.waitUntil(isReady)
      const block = buffer.dequeueBlock()
      if (block !== null) buffer.enqueueBlock(block)
    },
    close() {
      for (const block of blocks) buffer.freeBlock(block)
    },
  }
}
