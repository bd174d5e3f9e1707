// The two calls by which a driver gains a DMA buffer.
import type { DmaChannel, DmaEngine } from '#main/dmaengine/index.ts'
import type { Runtime } from '#main/runtime/clock.ts'
import type { IioDevice } from '../../device/device.ts'
import { type BufferDirection, mode } from '../../device/modes.ts'
import type { BlockMemory } from '../dma/block-memory.ts'
import { DmaengineBuffer } from './buffer.ts'

export interface DmaengineSetup {
  readonly engine: DmaEngine
  readonly heap: BlockMemory
  readonly runtime: Runtime
  /** Default `in`. */
  readonly direction?: BufferDirection
  /** Name of the channel as the device's description calls it (default `rx`, `tx` for output), or one the caller owns. */
  readonly channel?: string | DmaChannel
  /** Whose description names the channel. Default: the device's name. */
  readonly consumer?: string
}

/**
 * Call 1 of 2: gives `device` a DMA buffer and hardware mode. Before the device is registered.
 * @throws ENODEV, EPROBE_DEFER, EBUSY from the channel request; ENXIO when the channel serves no device.
 */
export function setupDmaengineBuffer(device: IioDevice, setup: DmaengineSetup): DmaengineBuffer {
  const { engine, heap, runtime, direction = 'in', consumer = device.name } = setup
  const wanted = setup.channel ?? (direction === 'in' ? 'rx' : 'tx')
  const ownsChannel = typeof wanted === 'string'
  const channel = ownsChannel ? engine.requestChannel(consumer, wanted) : wanted
  let buffer: DmaengineBuffer
  try {
    buffer = new DmaengineBuffer({ engine, heap, runtime, direction, channel, ownsChannel })
  } catch (thrown) {
    if (ownsChannel) void engine.releaseChannel(channel)
    throw thrown
  }
  device.attachBuffer(buffer)
  device.modes |= mode.bufferHardware
  return buffer
}

/** Call 2 of 2, after the device was unregistered: takes every DMA buffer off `device` and frees its channel. */
export async function freeDmaengineBuffer(device: IioDevice): Promise<void> {
  for (const buffer of device.buffers.filter((one) => one instanceof DmaengineBuffer)) {
    await buffer.free()
    device.detachBuffer(buffer)
  }
}
