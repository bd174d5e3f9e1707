// The enable transaction: the one routine that changes which buffers are active. It inserts at most one buffer and
// removes at most one; whatever fails, either nothing changed or every buffer is inactive (see README.md).
import { fail, say } from '#shared/errors.ts'
import type { IioBuffer } from '../buffer.ts'
import type { DeviceState } from '../device/device-state.ts'
import { disableAll, enableAll } from './enable.ts'
import { verifyUpdate } from './verify.ts'

/**
 * In-kernel entry (iio_update_buffers). Inserting an active buffer or removing an inactive one is dropped silently.
 * @throws EINVAL output buffer, or what {@link verifyUpdate} says; ENODEV device gone; what a hook or buffer throws.
 */
export async function updateBuffers(
  device: DeviceState,
  insert: IioBuffer | null,
  remove: IioBuffer | null,
): Promise<void> {
  if (insert === remove) return
  if (insert?.direction === 'out') fail('EINVAL', say`An output buffer cannot be inserted by an in-kernel consumer.`)
  await device.existenceLock.run(() =>
    device.deviceLock.run(async () => {
      const added = insert !== null && device.activeBuffers.includes(insert) ? null : insert
      const removed = remove !== null && device.activeBuffers.includes(remove) ? remove : null
      if (added === null && removed === null) return
      if (device.isGone) fail('ENODEV', say`${device.name} is gone.`)
      await updateLocked(device, added, removed)
    }),
  )
}

/** The `enable` attribute. Writing the present state does nothing. Waits while the device is claimed. */
export async function setBufferEnabled(device: DeviceState, buffer: IioBuffer, on: boolean): Promise<void> {
  await device.existenceLock.run(() =>
    device.deviceLock.run(async () => {
      if (buffer.isActive === on) return
      if (device.isGone) fail('ENODEV', say`${device.name} is gone.`)
      await updateLocked(device, on ? buffer : null, on ? null : buffer)
    }),
  )
}

/** Disables and deactivates everything: the device goes away. Device lock held by the caller. */
export async function disableEverything(device: DeviceState): Promise<void> {
  await disableAll(device)
  deactivateAll(device)
}

async function updateLocked(device: DeviceState, insert: IioBuffer | null, remove: IioBuffer | null): Promise<void> {
  const config = verifyUpdate(device, insert, remove)
  if (insert !== null) await requestUpdate(device, insert)
  const disableError = await disableAll(device)
  if (disableError !== null) {
    deactivateAll(device)
    throw disableError
  }
  if (remove !== null) deactivate(device, remove)
  if (insert !== null) activate(device, insert)
  if (config === null) return
  try {
    await enableAll(device, config)
  } catch (thrown) {
    deactivateAll(device)
    throw thrown
  }
}

async function requestUpdate(device: DeviceState, buffer: IioBuffer): Promise<void> {
  buffer.setBytesPerDatum(device.layout(buffer.scanMask, buffer.scanTimestamp).bytes)
  await buffer.requestUpdate?.()
}

function activate(device: DeviceState, buffer: IioBuffer): void {
  buffer.device = device
  device.activeBuffers.unshift(buffer.get())
}

function deactivate(device: DeviceState, buffer: IioBuffer): void {
  device.activeBuffers = device.activeBuffers.filter((other) => other !== buffer)
  buffer.waitQueue.wake()
  buffer.put()
}

function deactivateAll(device: DeviceState): void {
  for (const buffer of [...device.activeBuffers]) deactivate(device, buffer)
}
