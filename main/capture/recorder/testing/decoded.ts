// A recording read back by nothing but its description and the rules of IIO: for tests.
import { readFileSync } from 'node:fs'
import { decodeElement, decodeValue, parseScanType } from '#shared/iio/index.ts'
import type { Sidecar } from '../sidecar.ts'

export interface Decoded {
  readonly sidecar: Sidecar
  readonly scans: number
  /** Raw values by channel id, one per scan. */
  readonly values: Readonly<Record<string, readonly number[]>>
  /** Nanoseconds, one per scan; empty: there are none. */
  readonly timestamps: readonly bigint[]
}

/** @param file of the samples; its description is beside it */
export function decodeRecording(file: string): Decoded {
  const sidecar = JSON.parse(readFileSync(`${file}.json`, 'utf8')) as Sidecar
  const bytes = new Uint8Array(readFileSync(file))
  const { bytesPerScan, channels, timestamp } = sidecar
  const scans = Math.floor(bytes.length / bytesPerScan)
  const each = <T>(read: (at: number) => T): T[] =>
    Array.from({ length: scans }, (_, scan) => read(scan * bytesPerScan))
  const values = Object.fromEntries(
    channels.map(({ id, scanType, offsetBytes }) => {
      const type = parseScanType(scanType)
      return [id, each((at) => decodeValue(bytes, at + offsetBytes, type))]
    }),
  )
  const read = timestamp === null ? null : parseScanType(timestamp.scanType)
  const timestamps =
    timestamp === null || read === null
      ? []
      : each((at) => BigInt(decodeElement(bytes, at + timestamp.offsetBytes, read)[0]!))
  return { sidecar, scans, values, timestamps }
}
