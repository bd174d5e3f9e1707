// Apache Parquet (hyparquet-writer): a row for each scan, a column of codes for each channel, and what is known of them as metadata of
// the file; or a row for each waveform (parquet-waveforms.ts). The list of gaps is there, too. A file that was cut has no footer, and cannot be opened.
import { ByteWriter, ParquetWriter } from 'hyparquet-writer'
import type { RecordedGap, RecordedSegment } from '#main/capture/index.ts'
import { codeReader, columnsOf } from '../columns.ts'
import type { ExportRow, Pieces } from '../format.ts'
import { aboutCapture, footerBytes, groupRows, mostValueBytes, scansAtOnce, taken } from './parquet-file.ts'
import { waveforms } from './parquet-waveforms.ts'

export const parquet: ExportRow<{ readonly rows: 'scans' | 'waveforms' }> = {
  needsFile: false,
  carriesSegments: false,
  open(capture, { rows: asked }) {
    if (asked === 'waveforms') return waveforms(capture)
    const { bytesPerScan } = capture
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
      endBytes: groupRows * columns.length * mostValueBytes + footerBytes,
      mostScans: Number.POSITIVE_INFINITY,
      gap(gap) {
        gaps.push(gap)
        return []
      },
      segment(segment) {
        segments.push(segment)
        return []
      },
      head: () => new Uint8Array(0),
      encode(bytes, scans) {
        const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
        for (const { at, read, codes } of columns)
          for (let scan = 0, from = at; scan < scans; scan++, from += bytesPerScan)
            codes[rows + scan] = read(view, from)
        rows += scans
        return rows + scansAtOnce > groupRows ? endGroup() : []
      },
      tail(progress) {
        const { scans } = progress
        const last = endGroup()
        const about = {
          ...aboutCapture(capture, columns, progress),
          gaps: gaps.map(({ atScan, lostSamples }) => ({ atScan, lostSamples })),
          ...(isSegmented && { segments: segments.filter(({ atScan }) => scans === null || atScan < scans) }),
        }
        file.kvMetadata = [{ key: 'blockscope', value: JSON.stringify(about) }]
        void file.finish()
        return [...last, ...taken(writer)]
      },
    }
  },
}
