// The software path: a scan in the active-mask layout is handed to every active buffer, cut to the buffer's own mask.
import { fail, say } from '#shared/errors.ts'
import type { ScanLayout } from '#shared/iio/index.ts'
import type { IioBuffer } from '../buffer.ts'
import { maskHas, type ScanMask } from './scan-mask.ts'

interface Piece {
  readonly from: number
  readonly to: number
  readonly length: number
}

/** How a captured scan becomes a buffer's own; null pieces: it passes as it is. */
export interface DemuxPlan {
  readonly pieces: readonly Piece[] | null
  /** Where the buffer's own scan is built. */
  readonly bounce: Uint8Array
}

/** What the software path needs of a device. */
export interface ScanSource {
  readonly activeBuffers: readonly IioBuffer[]
  readonly activeScanMask: ScanMask
  readonly activeTimestamp: boolean
  readonly scanBytes: number
  readonly demux: ReadonlyMap<IioBuffer, DemuxPlan>
  layout(mask: ScanMask, timestamp: boolean): ScanLayout
}

const soleBytes = 8

/** The plan for `buffer` while its device captures the active mask. Adjacent pieces are merged. */
export function planDemux(device: ScanSource, buffer: IioBuffer): DemuxPlan {
  const source = device.layout(device.activeScanMask, device.activeTimestamp)
  const own = device.layout(buffer.scanMask, buffer.scanTimestamp)
  const sameTimestamp = !buffer.scanTimestamp || own.timestampOffset === source.timestampOffset
  if (buffer.scanMask === device.activeScanMask && sameTimestamp && own.bytes === source.bytes)
    return { pieces: null, bounce: new Uint8Array(0) }
  const pieces: Piece[] = []
  for (const element of source.elements) {
    if (!maskHas(buffer.scanMask, element.scanIndex)) continue
    const to = own.elements.find((other) => other.scanIndex === element.scanIndex)!.offset
    addPiece(pieces, { from: element.offset, to, length: element.bytes })
  }
  // The timestamp is taken from the end of the device's scan: elements captured for others may lie between.
  if (own.timestampOffset !== null && source.timestampOffset !== null)
    addPiece(pieces, { from: source.timestampOffset, to: own.timestampOffset, length: soleBytes })
  return { pieces, bounce: new Uint8Array(own.bytes) }
}

function addPiece(pieces: Piece[], piece: Piece): void {
  const last = pieces.at(-1)
  if (last && last.from + last.length === piece.from && last.to + last.length === piece.to)
    pieces[pieces.length - 1] = { ...last, length: last.length + piece.length }
  else pieces.push(piece)
}

/** Cuts `scan` by `plan`; the result is valid until the next call. */
export function applyDemux(plan: DemuxPlan, scan: Uint8Array): Uint8Array {
  if (plan.pieces === null) return scan
  for (const { from, to, length } of plan.pieces) for (let i = 0; i < length; i++) plan.bounce[to + i] = scan[from + i]!
  return plan.bounce
}

/**
 * Hands `scan` to every active buffer in list order and wakes its readers, whatever its watermark.
 * @throws the first error of a buffer; later buffers miss the scan.
 */
export function pushToBuffers(device: ScanSource, scan: Uint8Array): void {
  for (const buffer of device.activeBuffers) {
    const plan = device.demux.get(buffer)
    if (plan === undefined) continue
    buffer.storeTo?.(applyDemux(plan, scan))
    buffer.waitQueue.wake()
  }
}

/** The push helper that fills in the soft timestamp: the last 8-byte slot of the scan. */
export function pushToBuffersWithTimestamp(device: ScanSource, scan: Uint8Array, timestampNs: bigint): void {
  if (scan.length < device.scanBytes)
    fail('ENOSPC', say`${scan.length} bytes do not hold a scan of ${device.scanBytes} bytes.`)
  if (device.activeTimestamp) {
    const offset = (Math.floor(device.scanBytes / soleBytes) - 1) * soleBytes
    new DataView(scan.buffer, scan.byteOffset, scan.byteLength).setBigInt64(offset, timestampNs, true)
  }
  pushToBuffers(device, scan.length === device.scanBytes ? scan : scan.subarray(0, device.scanBytes))
}
