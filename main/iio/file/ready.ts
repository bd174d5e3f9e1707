// Whether a reader has what it waits for. Two units meet here by design: `available` may be bytes (DMA) or datums
// (kfifo); a block always has at least as many bytes as the watermark has datums.
import type { IioBuffer } from '../buffer.ts'
import type { IioDevice } from '../device/device.ts'

/** Readiness without asking the device's FIFO: what poll uses, and every wake-up. */
export function isReadyNow(device: IioDevice, buffer: IioBuffer, wanted: number): boolean {
  if (device.isGone) return true
  return buffer.dataAvailable() >= (buffer.isActive ? wanted : Math.min(wanted, 1))
}

/**
 * Readiness, flushing the device's FIFO when that may help: `flush` is how many datums the reader could take, 0 for no
 * flush. An inactive buffer is drained: one datum is enough, and there is nothing to flush.
 */
export async function isReady(device: IioDevice, buffer: IioBuffer, wanted: number, flush: number): Promise<boolean> {
  if (device.isGone) return true
  const isActive = buffer.isActive
  const needed = isActive ? wanted : Math.min(wanted, 1)
  const flushable = isActive ? flush : 0
  const available = buffer.dataAvailable()
  if (available >= needed) {
    // A non-blocking reader gets what the device holds right now.
    if (needed === 0 && available < flushable) await flushFifo(device, flushable - available)
    return true
  }
  if (flushable === 0) return false
  const flushed = await flushFifo(device, needed - available)
  return flushed > 0 && available + flushed >= needed
}

/** Datums moved; nothing when there is no such operation, or it fails. */
async function flushFifo(device: IioDevice, datums: number): Promise<number> {
  try {
    return (await device.info?.hwfifoFlushToBuffer?.(datums)) ?? 0
  } catch {
    return 0
  }
}
