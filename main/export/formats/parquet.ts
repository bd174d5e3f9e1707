// Apache Parquet (hyparquet-writer): a row for each scan, a column of codes for each channel, and what is known of them as metadata of
// the file. The list of gaps is there, too. A file that was cut has no footer, and cannot be opened.
import { ByteWriter, ParquetWriter } from 'hyparquet-writer'
import type { RecordedGap, RecordedSegment } from '#main/capture/index.ts'
import { codeReader, columnsOf } from '../columns.ts'
import type { ExportRow, Pieces } from '../format.ts'

const scansAtOnce = 16_384
/** Rows of a group, which is encoded in one go: some tens of milliseconds for each channel. */
const groupRows = 8 * scansAtOnce

/** Takes what the library wrote; it counts on from where it was. */
function taken(writer: ByteWriter): Pieces {
  const bytes = new Uint8Array(writer.buffer.slice(0, writer.index))
  writer.index = 0
  return bytes.length === 0 ? [] : [bytes]
}

export const parquet: ExportRow<unknown> = {
  needsFile: false,
  carriesSegments: false,
  open(capture) {
    const { samplingFrequencyHz, deviceName, bytesPerScan } = capture
    const columns = columnsOf(capture, 'Parquet').map((column) => {
      const { sign, realbits } = column.type
      const isWide = sign === 'u' && realbits === 32
      return { ...column, isWide, read: codeReader(column), codes: new (isWide ? Float64Array : Int32Array)(groupRows) }
    })
    const gaps: RecordedGap[] = []
    const segments: RecordedSegment[] = []
    const isSegmented = capture.segmentScans !== undefined
    const writer = new ByteWriter()
    const file = new ParquetWriter({
      writer,
      createdBy: 'Blockscope',
      codec: 'UNCOMPRESSED',
      schema: [
        { name: 'scans', num_children: columns.length },
        ...columns.map(({ name, isWide }) => ({
          ...{ name, repetition_type: 'REQUIRED' as const },
          ...(isWide ? { type: 'INT64' as const } : { type: 'INT32' as const }),
        })),
      ],
    })
    let rows = 0

    function endGroup(): Pieces {
      if (rows === 0) return []
      const columnData = columns.map(({ name, isWide, codes }) => ({
        name,
        data: isWide ? BigInt64Array.from(codes.subarray(0, rows), BigInt) : codes.slice(0, rows),
        // Neighbours are near: differences are the smallest here, and faster than any compression behind them.
        encoding: 'DELTA_BINARY_PACKED' as const,
      }))
      void file.write({ columnData, rowGroupSize: rows })
      rows = 0
      return taken(writer)
    }

    return {
      scansAtOnce,
      mostScans: Number.POSITIVE_INFINITY,
      onGap: (gap) => void gaps.push(gap),
      onSegment: (segment) => void (isSegmented && segments.push(segment)),
      head: () => new Uint8Array(0),
      encode(bytes, scans) {
        const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
        for (const { at, read, codes } of columns)
          for (let scan = 0, from = at; scan < scans; scan++, from += bytesPerScan)
            codes[rows + scan] = read(view, from)
        rows += scans
        return rows + scansAtOnce > groupRows ? endGroup() : []
      },
      tail({ scans, complete, startUnixMs }) {
        const last = endGroup()
        const lost = gaps.filter(({ atScan }) => scans === null || atScan <= scans)
        const about = {
          ...{
            creator: 'Blockscope',
            device: deviceName,
            samplingFrequency: samplingFrequencyHz,
            startUnixMs,
            complete,
          },
          channels: columns.map(({ name, unit, scale, offset }) => ({ name, unit, scale, offset })),
          gaps: lost.map(({ atScan, lostSamples }) => ({ atScan, lostSamples })),
          ...(isSegmented && { segments: segments.filter(({ atScan }) => scans === null || atScan < scans) }),
        }
        file.kvMetadata = [{ key: 'blockscope', value: JSON.stringify(about) }]
        void file.finish()
        return [...last, ...taken(writer)]
      },
    }
  },
}
