// read, write and poll on a buffer, with the order of checks the kernel has.
import { fail, say } from '#shared/errors.ts'
import type { IioBuffer } from '../buffer.ts'
import type { IioDevice } from '../device/device.ts'
import { isReady, isReadyNow } from './ready.ts'

export interface PollEvents {
  readonly readable: boolean
  readonly writable: boolean
}

export interface StreamCall {
  readonly device: IioDevice
  readonly buffer: IioBuffer
  readonly nonBlocking: boolean
  readonly signal: AbortSignal | undefined
}

/**
 * Reads up to `n` bytes of whole scans into `destination`.
 * @throws ENODEV device gone; EINVAL no read operation, or n below one scan; EPERM output buffer; EBUSY block mode;
 *   EAGAIN nothing yet (non-blocking); EINTR `signal` aborted; EFAULT destination too small or detached.
 */
export async function readStream(call: StreamCall, n: number, destination: Uint8Array): Promise<number> {
  const { device, buffer, nonBlocking } = call
  if (device.isGone) failGone(device)
  if (buffer.read === undefined) fail('EINVAL', say`This buffer cannot be read.`)
  if (buffer.direction === 'out') fail('EPERM', say`An output buffer cannot be read.`)
  if (buffer.bytesPerDatum === 0) return 0
  const scans = Math.floor(n / buffer.bytesPerDatum)
  const wanted = nonBlocking ? 0 : Math.min(scans, buffer.watermark)
  for (;;) {
    if (device.isGone) failGone(device)
    // A read of less than one scan is refused by the buffer itself, whatever the mode.
    if (buffer.isInBlockMode && scans > 0)
      fail('EBUSY', say`The application owns the blocks of this buffer; dequeue them instead.`)
    const seen = buffer.waitQueue.wakeCount
    if (!(await isReady(device, buffer, wanted, scans))) {
      await sleepUntilReady(call, wanted, seen)
      continue
    }
    if (device.isGone) failGone(device)
    const got = await buffer.read(n, destination)
    if (got > 0) return got
    if (nonBlocking) fail('EAGAIN', say`No data yet.`)
  }
}

/**
 * Writes all `n` bytes of `source`; non-blocking, as many as there is space for.
 * @throws ENODEV; EINVAL no write operation; EPERM input buffer; EAGAIN no space and nothing written (non-blocking);
 *   EINTR; or what the buffer throws, even when earlier parts were accepted.
 */
export async function writeStream(call: StreamCall, n: number, source: Uint8Array): Promise<number> {
  const { device, buffer, nonBlocking, signal } = call
  if (device.isGone) failGone(device)
  if (buffer.write === undefined) fail('EINVAL', say`This buffer cannot be written.`)
  if (buffer.direction === 'in') fail('EPERM', say`An input buffer cannot be written.`)
  let written = 0
  do {
    if (device.isGone) failGone(device)
    if (buffer.isInBlockMode) fail('EBUSY', say`The application owns the blocks of this buffer; enqueue them instead.`)
    if (!hasSpace(buffer)) {
      if (nonBlocking && written > 0) return written
      if (nonBlocking) fail('EAGAIN', say`No space yet.`)
      await buffer.waitQueue.waitUntil(() => device.isGone || buffer.isInBlockMode || hasSpace(buffer), signal)
      continue
    }
    written += await buffer.write(n - written, source.subarray(written))
  } while (written < n)
  return written
}

/** What a reader or writer could do now. Never flushes the device. A device that is gone: nothing. */
export function pollStream(device: IioDevice, buffer: IioBuffer): PollEvents {
  if (device.isGone) return { readable: false, writable: false }
  if (buffer.isInBlockMode) {
    const ready = buffer.isReaderDue
    return { readable: ready && buffer.direction === 'in', writable: ready && buffer.direction === 'out' }
  }
  if (buffer.direction === 'in') return { readable: isReadyNow(device, buffer, buffer.watermark), writable: false }
  return { readable: false, writable: hasSpace(buffer) }
}

function hasSpace(buffer: IioBuffer): boolean {
  return buffer.spaceAvailable === undefined || buffer.spaceAvailable() > 0
}

/** Sleeps for a wake-up after which it is worth asking again; with a device FIFO that is every one of them. */
async function sleepUntilReady({ device, buffer, signal }: StreamCall, wanted: number, seen: number): Promise<void> {
  const { waitQueue } = buffer
  const asksDevice = device.info?.hwfifoFlushToBuffer !== undefined
  await waitQueue.waitUntil(
    () => buffer.isInBlockMode || isReadyNow(device, buffer, wanted) || (asksDevice && waitQueue.wakeCount !== seen),
    signal,
  )
}

function failGone(device: IioDevice): never {
  return fail('ENODEV', say`${device.name} is gone.`)
}
