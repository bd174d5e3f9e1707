// First step of the transaction: everything that can be refused without touching the hardware.
import { fail, say } from '#shared/errors.ts'
import type { IioBuffer } from '../buffer.ts'
import type { DeviceState } from '../device/device-state.ts'
import { type Modes, mode } from '../device/modes.ts'
import { emptyMask, matchMask, type ScanMask } from '../scan/scan-mask.ts'

/** What the device is about to do. */
export interface DeviceConfig {
  readonly mode: Modes
  /** Lowest watermark of all buffers that will be active, in datums. */
  readonly watermark: number
  readonly scanMask: ScanMask
  readonly scanTimestamp: boolean
  readonly scanBytes: number
}

/**
 * The configuration after inserting `insert` and removing `remove`; null when no buffer would be left.
 * @throws EINVAL empty mask, no usable mode, no trigger, a second buffer in hardware mode, no matching scan mask.
 */
export function verifyUpdate(
  device: DeviceState,
  insert: IioBuffer | null,
  remove: IioBuffer | null,
): DeviceConfig | null {
  if (insert !== null && insert.scanMask === emptyMask)
    fail('EINVAL', say`At least one scan element must be enabled before the buffer.`)
  const staying = device.activeBuffers.filter((buffer) => buffer !== remove)
  const buffers = insert === null ? staying : [insert, ...staying]
  if (buffers.length === 0) return null
  const modes = buffers.reduce((common, buffer) => common & buffer.modes, device.modes)
  const chosen = chooseMode(device, modes, insert !== null)
  const compound = buffers.reduce((mask, buffer) => mask | buffer.scanMask, emptyMask)
  const scanMask = chooseMask(device, compound, chosen === mode.bufferHardware)
  const scanTimestamp = buffers.some((buffer) => buffer.scanTimestamp)
  return {
    mode: chosen,
    watermark: Math.min(...buffers.map((buffer) => buffer.watermark)),
    scanMask,
    scanTimestamp,
    scanBytes: device.layout(scanMask, scanTimestamp).bytes,
  }
}

function chooseMode(device: DeviceState, modes: Modes, isInserting: boolean): Modes {
  if ((modes & mode.bufferTriggered) !== 0 && device.trigger !== null) return mode.bufferTriggered
  if ((modes & mode.bufferHardware) !== 0) {
    // Also when this very call would remove the other one: hardware mode has room for one buffer.
    if (isInserting && device.isBufferEnabled) fail('EINVAL', say`${device.name} captures into one buffer at a time.`)
    return mode.bufferHardware
  }
  if ((modes & mode.bufferSoftware) !== 0) return mode.bufferSoftware
  return fail(
    'EINVAL',
    (modes & mode.bufferTriggered) !== 0
      ? say`${device.name} has no trigger assigned; write one to trigger/current_trigger.`
      : say`${device.name} has no mode that suits the buffer.`,
  )
}

function chooseMask(device: DeviceState, compound: ScanMask, strict: boolean): ScanMask {
  if (device.availableScanMasks.length === 0) return compound
  return (
    matchMask(device.availableScanMasks, compound, strict) ??
    fail('EINVAL', say`${device.name} cannot capture exactly the channels that are enabled.`)
  )
}
