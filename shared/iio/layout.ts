// Where the elements of a scan are: ascending scan index, each aligned to its own length, the timestamp last, the
// whole rounded up to the longest element (so that the next scan is aligned too).
import { elementBytes, type ScanType, scanType } from './scan-type.ts'

export interface ScanElement {
  readonly scanIndex: number
  readonly type: ScanType
}

export interface PlacedElement extends ScanElement {
  /** Bytes from the start of the scan. */
  readonly offset: number
  readonly bytes: number
}

export interface ScanLayout {
  readonly elements: readonly PlacedElement[]
  /** Offset of the soft timestamp, null without one. */
  readonly timestampOffset: number | null
  /** Bytes per scan, tail padding included; 0 for an empty scan. */
  readonly bytes: number
}

/** The soft timestamp of IIO: signed 64-bit nanoseconds. */
export const timestampScanType: ScanType = scanType({ sign: 's', realbits: 64 })

/** Lays out `elements` (any order), with a soft timestamp behind them when `timestamp`. */
export function layoutScan(elements: readonly ScanElement[], timestamp = false): ScanLayout {
  let offset = 0
  let longest = 1
  const placed: PlacedElement[] = []
  for (const element of [...elements].sort((a, b) => a.scanIndex - b.scanIndex)) {
    const bytes = elementBytes(element.type)
    offset = roundUp(offset, bytes)
    placed.push({ ...element, offset, bytes })
    offset += bytes
    longest = Math.max(longest, bytes)
  }
  let timestampOffset: number | null = null
  if (timestamp) {
    const bytes = elementBytes(timestampScanType)
    timestampOffset = roundUp(offset, bytes)
    offset = timestampOffset + bytes
    longest = Math.max(longest, bytes)
  }
  return { elements: placed, timestampOffset, bytes: roundUp(offset, longest) }
}

/** `value` rounded up to a multiple of `step` (both >= 0, step > 0). */
export function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step
}
