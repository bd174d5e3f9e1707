// What a driver hands to the IIO core.
import type { Runtime } from '#main/runtime/clock.ts'
import type { ScanMask } from '../scan/scan-mask.ts'
import type { AttributeTable } from './attribute.ts'
import type { ChannelSpec } from './channel.ts'
import type { DeviceInfo, SetupOps } from './device-state.ts'
import type { Modes } from './modes.ts'

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
