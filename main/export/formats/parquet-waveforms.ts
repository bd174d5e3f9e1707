// Parquet with a row for each waveform: a kept segment, when its trigger was, what is measured of each channel, and its codes as a list.
import { ByteWriter, ParquetWriter } from 'hyparquet-writer'
import type { RecordedSegment } from '#main/capture/index.ts'
import { fail, say } from '#shared/errors.ts'
import { type Column, codeReader, columnsOf } from '../columns.ts'
import type { Capture, Encoder, Pieces } from '../format.ts'
import { aboutCapture, footerBytes, groupRows, mostValueBytes, scansAtOnce, taken } from './parquet-file.ts'

/** What is told of the codes of a waveform, in the unit of the channel. */
export interface WaveformFigures {
  readonly min: number
  readonly max: number
  readonly mean: number
  readonly rms: number
  readonly peakToPeak: number
}

/** @param codes at least one */
export function figuresOf(
  { scale, offset }: Pick<Column, 'scale' | 'offset'>,
  codes: ArrayLike<number>,
): WaveformFigures {
  let [low, high, sum, squares] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0]
  for (let k = 0; k < codes.length; k++) {
    const code = codes[k]! + offset
    if (code < low) low = code
    if (code > high) high = code
    sum += code
    squares += code * code
  }
  const ends = [low * scale, high * scale]
  return {
    // A negative scale turns them round.
    min: Math.min(...ends),
    max: Math.max(...ends),
    mean: (sum / codes.length) * scale,
    rms: Math.sqrt(squares / codes.length) * Math.abs(scale),
    peakToPeak: (high - low) * Math.abs(scale),
  }
}

const figureNames = ['min', 'max', 'mean', 'rms', 'peakToPeak'] as const

/** The columns before those of the channels. Times are seconds of the stream, and Unix ms. */
const placeColumns = [
  { name: 'segment', type: 'INT32', of: (_: RecordedSegment, row: number) => row + 1 },
  { name: 'firstSample', type: 'INT64', of: ({ firstSample }: RecordedSegment) => BigInt(firstSample) },
  { name: 'triggerSample', type: 'DOUBLE', of: triggerOf },
  {
    name: 'triggerSeconds',
    type: 'DOUBLE',
    of: (segment: RecordedSegment) => triggerOf(segment) / segment.samplingFrequencyHz,
  },
  {
    name: 'triggerUnixMs',
    type: 'DOUBLE',
    of: (segment: RecordedSegment) =>
      segment.startUnixMs + ((triggerOf(segment) - segment.firstSample) / segment.samplingFrequencyHz) * 1e3,
  },
] as const

function triggerOf({ triggerSample }: RecordedSegment): number {
  return triggerSample ?? Number.NaN
}

/** @throws EINVAL the capture is not made of kept segments; codes of more than 32 bits */
export function waveforms(capture: Capture): Encoder {
  const { segmentScans, bytesPerScan } = capture
  if (segmentScans === undefined)
    fail(
      'EINVAL',
      say`Parquet has a row for each waveform of kept segments only (--export-segments, or the window); of other captures rows=scans.`,
    )
  const columns = columnsOf(capture, 'Parquet').map((column) => {
    const { sign, realbits } = column.type
    const isWide = sign === 'u' && realbits === 32
    const codes = new (isWide ? Float64Array : Int32Array)(segmentScans)
    return { ...column, isWide, read: codeReader(column), codes, lists: [] as (number | bigint)[][] }
  })
  const writer = new ByteWriter()
  const required = { repetition_type: 'REQUIRED' as const }
  const file = new ParquetWriter({
    ...{ writer, createdBy: 'Blockscope', codec: 'UNCOMPRESSED' },
    schema: [
      { name: 'waveforms', num_children: placeColumns.length + columns.length * (figureNames.length + 1) },
      ...placeColumns.map(({ name, type }) => ({ ...required, name, type })),
      ...columns.flatMap(({ name, isWide }) => [
        ...figureNames.map((figure) => ({ ...required, name: `${name}_${figure}`, type: 'DOUBLE' as const })),
        { ...required, name, num_children: 1, converted_type: 'LIST' as const },
        { name: 'list', repetition_type: 'REPEATED' as const, num_children: 1 },
        { ...required, name: 'element', type: isWide ? ('INT64' as const) : ('INT32' as const) },
      ]),
    ],
  })
  /** Those of the group, whole; and the one that is being filled, how far. */
  let segments: RecordedSegment[] = []
  let filling: { readonly segment: RecordedSegment; scans: number } | null = null
  let rows = 0
  let figures: WaveformFigures[][] = []

  function endRow(segment: RecordedSegment): void {
    segments.push(segment)
    figures.push(columns.map((column) => figuresOf(column, column.codes)))
    for (const { lists, isWide, codes } of columns) lists.push(isWide ? Array.from(codes, BigInt) : Array.from(codes))
  }

  function endGroup(): Pieces {
    const count = segments.length
    if (count === 0) return []
    const columnData = [
      ...placeColumns.map(({ name, of }) => ({ name, data: segments.map((one, k) => of(one, rows + k)) })),
      ...columns.flatMap(({ name, lists }, channel) => [
        ...figureNames.map((figure) => ({
          name: `${name}_${figure}`,
          data: figures.map((row) => row[channel]![figure]),
        })),
        { name, data: lists.splice(0), encoding: 'DELTA_BINARY_PACKED' as const },
      ]),
    ]
    void file.write({ columnData, rowGroupSize: count })
    rows += count
    segments = []
    figures = []
    return taken(writer)
  }

  const mostRows = Math.ceil(groupRows / segmentScans) + 1
  const valuesOfRow = placeColumns.length + columns.length * (figureNames.length + segmentScans)
  return {
    scansAtOnce,
    endBytes: mostRows * valuesOfRow * mostValueBytes + footerBytes,
    mostScans: Number.POSITIVE_INFINITY,
    head: () => new Uint8Array(0),
    segment(segment) {
      filling = { segment, scans: 0 }
      return (segments.length + 1) * segmentScans > groupRows ? endGroup() : []
    },
    encode(bytes, scans) {
      if (filling === null) return []
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      for (const { at, read, codes } of columns)
        for (let scan = 0, from = at; scan < scans; scan++, from += bytesPerScan)
          codes[filling.scans + scan] = read(view, from)
      filling.scans += scans
      if (filling.scans === segmentScans) endRow(filling.segment)
      return []
    },
    tail(progress) {
      const last = endGroup()
      const about = { ...aboutCapture(capture, columns, progress), rows: 'waveforms', scansOfEach: segmentScans }
      file.kvMetadata = [{ key: 'blockscope', value: JSON.stringify(about) }]
      void file.finish()
      return [...last, ...taken(writer)]
    },
  }
}
