// What both forms of Parquet share: how much is encoded at once, and what the metadata says of the capture.
import type { ByteWriter } from 'hyparquet-writer'
import type { Column } from '../columns.ts'
import type { Capture, Pieces, Progress } from '../format.ts'

export const scansAtOnce = 16_384
/** Scans of a group, which is encoded in one go: some tens of milliseconds for each channel. */
export const groupRows = 8 * scansAtOnce

/** Bytes of a value, with what its encoding adds. */
export const mostValueBytes = 9
/** What describes the groups of a file: a thousandth of it, and less than what is always kept of a disk where that is more. */
export const footerBytes = 256 << 10

/** Takes what the library wrote; it counts on from where it was. */
export function taken(writer: ByteWriter): Pieces {
  const bytes = new Uint8Array(writer.buffer.slice(0, writer.index))
  writer.index = 0
  return bytes.length === 0 ? [] : [bytes]
}

/** What the metadata of the file says, under `blockscope`. */
export const aboutCapture = (
  { deviceName, samplingFrequencyHz }: Capture,
  columns: readonly Column[],
  { complete, startUnixMs }: Progress,
) => ({
  creator: 'Blockscope',
  device: deviceName,
  samplingFrequency: samplingFrequencyHz,
  startUnixMs,
  complete,
  channels: columns.map(({ name, unit, scale, offset }) => ({ name, unit, scale, offset })),
})
