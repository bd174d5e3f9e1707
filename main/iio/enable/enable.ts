// Switching all active buffers of a device on and off, in the order drivers rely on: DMA transfers are submitted before
// the device starts sampling, and sampling stops before DMA is aborted.
import { asErrnoError, type ErrnoError } from '#shared/errors.ts'
import type { IioBuffer } from '../buffer.ts'
import type { DeviceState } from '../device/device-state.ts'
import { mode } from '../device/modes.ts'
import { planDemux } from '../scan/demux.ts'
import { emptyMask } from '../scan/scan-mask.ts'
import type { DeviceConfig } from './verify.ts'

/**
 * Enables every active buffer with `config`.
 * @throws what the failing step threw; everything done before it is undone, in reverse.
 */
export async function enableAll(device: DeviceState, config: DeviceConfig): Promise<void> {
  applyConfig(device, config)
  const enabled: IioBuffer[] = []
  let undoDevice = false
  try {
    await device.setupOps.preenable?.(device)
    undoDevice = true
    await device.info?.updateScanMode?.(config.scanMask)
    await hintWatermark(device, config.watermark)
    for (const buffer of [...device.activeBuffers]) {
      await buffer.enable?.(device)
      enabled.push(buffer)
    }
    attachPollFunction(device)
    try {
      await device.setupOps.postenable?.(device)
    } catch (thrown) {
      detachPollFunction(device)
      throw thrown
    }
  } catch (thrown) {
    for (const buffer of enabled.reverse()) await ignoringErrors(() => buffer.disable?.(device))
    if (undoDevice) await ignoringErrors(() => device.setupOps.postdisable?.(device))
    forgetConfig(device)
    throw asErrnoError(thrown)
  }
}

/** Disables every active buffer. Errors do not stop the sequence; the first one is returned. */
export async function disableAll(device: DeviceState): Promise<ErrnoError | null> {
  if (!device.isBufferEnabled) return null
  let first: ErrnoError | null = null
  const attempt = async (step: () => void | Promise<void>): Promise<void> => {
    try {
      await step()
    } catch (thrown) {
      first ??= asErrnoError(thrown)
    }
  }
  await attempt(() => device.setupOps.predisable?.(device))
  await attempt(() => detachPollFunction(device))
  for (const buffer of [...device.activeBuffers]) await attempt(() => buffer.disable?.(device))
  await attempt(() => device.setupOps.postdisable?.(device))
  forgetConfig(device)
  return first
}

function applyConfig(device: DeviceState, config: DeviceConfig): void {
  device.activeScanMask = config.scanMask
  device.activeTimestamp = config.scanTimestamp
  device.scanBytes = config.scanBytes
  device.currentMode = config.mode
  device.demux = new Map(device.activeBuffers.map((buffer) => [buffer, planDemux(device, buffer)]))
}

function forgetConfig(device: DeviceState): void {
  device.activeScanMask = emptyMask
  device.activeTimestamp = false
  device.currentMode = mode.direct
  device.demux = new Map()
}

/** A hint: the driver may clamp it, and its failure is no failure of the transaction. */
async function hintWatermark(device: DeviceState, datums: number): Promise<void> {
  await ignoringErrors(() => device.info?.hwfifoSetWatermark?.(datums))
}

function attachPollFunction(device: DeviceState): void {
  if (device.currentMode === mode.bufferTriggered && device.pollFunction) device.trigger?.attach(device.pollFunction)
}

function detachPollFunction(device: DeviceState): void {
  if (device.currentMode === mode.bufferTriggered && device.pollFunction) device.trigger?.detach(device.pollFunction)
}

async function ignoringErrors(step: () => void | Promise<void>): Promise<void> {
  try {
    await step()
  } catch {
    // The error that began the roll-back is the one to report.
  }
}
