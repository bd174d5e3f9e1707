// What a driver hands to the IIO core. A hook that is absent counts as success.
import type { Runtime } from '#main/runtime/clock.ts'
import type { AttributeTable } from './attribute.ts'
import type { ChannelSpec } from './channel.ts'
import type { IioDevice } from './device.ts'
import type { Modes } from './modes.ts'
import type { ScanMask } from './scan-mask.ts'
import type { IioTrigger } from './trigger.ts'

/** Hooks of the enable transaction. preenable/postdisable bracket power and routing; postenable/predisable sampling. */
export interface SetupOps {
  preenable?(device: IioDevice): void | Promise<void>
  postenable?(device: IioDevice): void | Promise<void>
  predisable?(device: IioDevice): void | Promise<void>
  postdisable?(device: IioDevice): void | Promise<void>
}

/** Operations of the device itself. */
export interface DeviceInfo {
  /** The device is to capture exactly these scan elements. */
  updateScanMode?(mask: ScanMask): void | Promise<void>
  /** Whether the device can capture `mask`; asked when a scan element is switched on. */
  validateScanMask?(mask: ScanMask): boolean
  /** The lowest watermark of all active buffers, in datums: a hint. */
  hwfifoSetWatermark?(datums: number): void | Promise<void>
  /** Moves up to `datums` from the device's FIFO into the buffers; returns how many it moved. */
  hwfifoFlushToBuffer?(datums: number): number | Promise<number>
  /** Throws when `trigger` cannot be used with this device. */
  validateTrigger?(trigger: IioTrigger): void
}

export interface DeviceSpec {
  readonly name: string
  readonly label?: string
  readonly channels: readonly ChannelSpec[]
  /** Default: direct mode. The helpers that set a buffer up add their modes. */
  readonly modes?: Modes
  /** Masks the device can capture, best first. */
  readonly availableScanMasks?: readonly ScanMask[]
  /** Device attributes, shared by all channels: `sampling_frequency`. */
  readonly attributes?: AttributeTable
  /** The device reports events (thresholds); their settings are ordinary attributes. */
  readonly hasEvents?: boolean
  readonly info?: DeviceInfo
  readonly setupOps?: SetupOps
  readonly runtime: Runtime
}
