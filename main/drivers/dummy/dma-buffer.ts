// The dummy's DMA buffer: what a driver does that brings its own DMA instead of a DMAengine channel. Three things:
// submit a block, report its completion, abort.
import { BlockList, type BlockMemory, type DmaBlock, DmaBufferQueue, type IioDevice, mode } from '#main/iio/index.ts'
import type { Runtime } from '#main/runtime/clock.ts'
import type { EmulatedDma } from './emulated-dma.ts'

export class DummyDmaBuffer extends DmaBufferQueue {
  constructor(runtime: Runtime, heap: BlockMemory, dma: EmulatedDma) {
    const inFlight = new BlockList('in-flight')
    const submit = (queue: DmaBufferQueue, block: DmaBlock): void => {
      inFlight.append(block)
      const onDone = (bytes: number, firstSample: number): void => {
        inFlight.remove(block)
        block.bytesUsed = bytes
        const now = runtime.clock.nowMs()
        Object.assign(block.metadata, { firstSample, lostBefore: 0, lastSampleMs: now, writtenMs: now })
        queue.blockDone(block)
      }
      dma.issue({ address: block.address, bytes: block.size, onDone })
    }
    const abort = (queue: DmaBufferQueue): void => {
      dma.terminate()
      queue.abortList(inFlight)
    }
    super({ runtime, heap, ops: { submit, abort } })
  }
}

export function setupDummyDmaBuffer(device: IioDevice, heap: BlockMemory, dma: EmulatedDma): void {
  device.attachBuffer(new DummyDmaBuffer(device.runtime, heap, dma))
  device.modes |= mode.bufferHardware
}

/** After the device was unregistered. */
export function freeDummyDmaBuffer(device: IioDevice): void {
  for (const buffer of device.buffers.filter((one) => one instanceof DummyDmaBuffer)) {
    buffer.exit()
    device.detachBuffer(buffer)
    buffer.put()
  }
}
