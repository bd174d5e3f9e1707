// Codes of one channel, out of scans as the device made them.
import { decodeValue, parseScanType } from '#shared/iio/index.ts'
import type { Scans } from './newest-scans.ts'

/** The codes of the channel with this id, oldest first; null: it was not captured. */
export function codesOf({ format, bytes, count }: Scans, id: string): Float64Array | null {
  const channel = format.channels.find((one) => one.id === id)
  if (channel === undefined) return null
  const { bytesPerScan } = format
  const { offsetBytes } = channel
  const codes = new Float64Array(count)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const isWhole = channel.scanType === 'le:s16/16>>0'
  const type = parseScanType(channel.scanType)
  for (let k = 0; k < count; k++) {
    const at = k * bytesPerScan + offsetBytes
    codes[k] = isWhole ? view.getInt16(at, true) : decodeValue(bytes, at, type)
  }
  return codes
}

/** Whether all codes of such a scan type are numbers of 16 or 32 bits with a sign. */
export function fitsIn(bits: 16 | 32, scanType: string): boolean {
  const { sign, realbits } = parseScanType(scanType)
  return realbits <= (sign === 's' ? bits : bits - 1)
}

/** Of codes that are sent in a byte: so many codes are one of it, and the byte of code 0. */
export function byteScale(scanType: string): { readonly step: number; readonly middle: number } {
  const { sign, realbits } = parseScanType(scanType)
  return { step: 2 ** Math.max(0, realbits - 8), middle: sign === 's' ? 2 ** Math.min(7, realbits - 1) : 0 }
}

/** The upper eight bits of codes, from 0 to 255. */
export function upperBytes(codes: Float64Array, scanType: string): Float64Array {
  const { step, middle } = byteScale(scanType)
  return codes.map((code) => Math.floor(code / step) + middle)
}
