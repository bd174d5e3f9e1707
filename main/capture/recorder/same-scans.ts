// What one file can have.
import type { StreamFormat } from '../tap.ts'

/** Whether scans of both can stand in one file. */
export function sameScans(a: StreamFormat, b: StreamFormat): boolean {
  return (
    a.bytesPerScan === b.bytesPerScan &&
    a.channels.length === b.channels.length &&
    a.timestamp?.offsetBytes === b.timestamp?.offsetBytes &&
    a.channels.every(({ id, scanType }, k) => id === b.channels[k]?.id && scanType === b.channels[k].scanType)
  )
}
