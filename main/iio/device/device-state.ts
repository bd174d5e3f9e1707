// A device as the core's functions know it: what the transaction, the attributes and the software path read and write.
// The class (device.ts) stands above these functions, so they name this instead.
import type { Mutex } from '#main/runtime/mutex.ts'
import type { BufferHost, IioBuffer } from '../buffer.ts'
import type { DemuxPlan, ScanSource } from '../scan/demux.ts'
import type { ScanMask } from '../scan/scan-mask.ts'
import type { TimestampClock } from '../scan/timestamp-clock.ts'
import type { IioTrigger, PollFunction, TriggerDirectory, TriggeredDevice } from '../trigger/trigger.ts'
import type { AttributeTable } from './attribute.ts'
import type { IioChannel } from './channel.ts'
import type { Modes } from './modes.ts'

/**
 * Hooks of the enable transaction; one that is absent counts as success. preenable/postdisable bracket power and routing;
 * postenable/predisable sampling.
 */
export interface SetupOps {
  preenable?(device: DeviceState): void | Promise<void>
  postenable?(device: DeviceState): void | Promise<void>
  predisable?(device: DeviceState): void | Promise<void>
  postdisable?(device: DeviceState): void | Promise<void>
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

export interface DeviceState extends BufferHost, ScanSource, TriggeredDevice {
  readonly name: string
  readonly label: string
  readonly channels: readonly IioChannel[]
  readonly availableScanMasks: readonly ScanMask[]
  /** What the device can do. */
  readonly modes: Modes
  readonly setupOps: SetupOps
  /** Null once the device is unregistered. */
  readonly info: DeviceInfo | null
  /** Device attributes as the driver declared them. */
  readonly attributes: AttributeTable
  readonly isGone: boolean
  readonly isBufferEnabled: boolean
  /** Attached buffers, in order of their index. */
  readonly buffers: readonly IioBuffer[]

  // What the transaction writes.

  /** What the device is doing: DIRECT unless a buffer is active. */
  currentMode: Modes
  /** Enabled buffers, newest first. */
  activeBuffers: IioBuffer[]
  /** What the device captures now. */
  activeScanMask: ScanMask
  activeTimestamp: boolean
  /** Bytes per captured scan. */
  scanBytes: number
  /** How a captured scan becomes each buffer's own. */
  demux: Map<IioBuffer, DemuxPlan>

  // What attributes write.

  trigger: IioTrigger | null
  timestampClock: TimestampClock
  /** Set by a driver that fixes its trigger. */
  readonly isTriggerFixed: boolean
  /** What to do when the trigger fires. */
  readonly pollFunction: PollFunction | null
  /** The bus it is registered on; null before. */
  readonly bus: TriggerDirectory | null

  /** Lock order: existence outside, device inside, then a queue's mutex. */
  readonly existenceLock: Mutex
  readonly deviceLock: Mutex
}
