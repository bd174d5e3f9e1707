// Channels: what a driver says about them, and the names that follow from it.
import { type ScanType, type ScanTypeSpec, scanType, timestampScanType } from '#shared/iio/index.ts'
import type { AttributeTable } from './attribute.ts'

export type ChannelKind =
  | 'voltage'
  | 'altvoltage'
  | 'current'
  | 'power'
  | 'accel'
  | 'anglvel'
  | 'magn'
  | 'temp'
  | 'angl'
  | 'rot'
  | 'activity'
  | 'steps'
  | 'timestamp'
  /** Whatever else another machine has. */
  | 'other'

/** A channel as a driver declares it. */
export interface ChannelSpec {
  readonly kind: ChannelKind
  /** Its id, where another machine has given it; absent: it follows from kind, numbers and modifier. */
  readonly id?: string
  /** Default `in`. */
  readonly direction?: 'in' | 'out'
  /** Channel number; absent when there is only one of the kind. */
  readonly channel?: number
  /** Second input of a differential pair. */
  readonly channel2?: number
  /** `x`, `quaternion`, `running`, ... */
  readonly modifier?: string
  /** Place in a scan; absent or negative: direct mode only. */
  readonly scanIndex?: number
  /** Required for a scan element (the timestamp has its own default). */
  readonly scanType?: ScanTypeSpec
  /** `in_voltage0_<name>`. */
  readonly attributes?: AttributeTable
  /** `in_voltage_<name>`: one value for all channels of the kind; declare it on each of them. */
  readonly sharedByType?: AttributeTable
}

/** A channel of a device. */
export interface IioChannel {
  /** libiio's id: `voltage0`, `voltage1-voltage2`, `accel_x`, `timestamp`. */
  readonly id: string
  /** sysfs prefix: the id with its direction, `in_voltage0`. */
  readonly sysfsName: string
  /** Prefix shared by the kind: `in_voltage`. */
  readonly typeName: string
  readonly kind: ChannelKind
  readonly direction: 'in' | 'out'
  /** -1 when the channel is no scan element. */
  readonly scanIndex: number
  readonly scanType: ScanType
  readonly attributes: AttributeTable
  readonly sharedByType: AttributeTable
}

/** The soft timestamp channel at the given scan index: signed 64-bit nanoseconds. */
export function timestampChannel(scanIndex: number): ChannelSpec {
  return { kind: 'timestamp', scanIndex, scanType: timestampScanType }
}

/** Completes a driver's spec and derives the names. */
export function makeChannel(spec: ChannelSpec): IioChannel {
  const direction = spec.direction ?? 'in'
  let id: string = spec.kind
  if (spec.channel !== undefined) id += spec.channel
  if (spec.channel2 !== undefined) id += `-${spec.kind}${spec.channel2}`
  if (spec.modifier !== undefined) id += `_${spec.modifier}`
  id = spec.id ?? id
  return {
    id,
    sysfsName: `${direction}_${id}`,
    typeName: `${direction}_${spec.kind}`,
    kind: spec.kind,
    direction,
    scanIndex: Math.max(spec.scanIndex ?? -1, -1),
    scanType: scanType(spec.scanType ?? { sign: 's', realbits: 64 }),
    attributes: spec.attributes ?? {},
    sharedByType: spec.sharedByType ?? {},
  }
}
