// Set-up of the classic capture path: trigger interrupt, device read, push into a software FIFO.
import { KfifoBuffer } from '../buffer/kfifo/kfifo.ts'
import type { IioDevice } from '../device/device.ts'
import type { SetupOps } from '../device/device-state.ts'
import { mode } from '../device/modes.ts'
import type { PollFunction } from './trigger.ts'

export interface TriggeredBufferSetup {
  /** Reads the device and pushes one scan. */
  readonly onTrigger: PollFunction
  readonly setupOps?: SetupOps
}

/** Gives `device` a FIFO filled on each trigger, and triggered mode. Before registration; freed by freeKfifoBuffer. */
export function setupTriggeredBuffer(device: IioDevice, setup: TriggeredBufferSetup): KfifoBuffer {
  const buffer = new KfifoBuffer()
  device.attachBuffer(buffer)
  device.modes |= mode.bufferTriggered
  device.pollFunction = setup.onTrigger
  if (setup.setupOps !== undefined) device.setupOps = setup.setupOps
  return buffer
}
