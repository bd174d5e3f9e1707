// MATLAB 5 (MathWorks, "MAT-File Format"): variables one behind the other, `samples` (channels x scans, codes) the last big one, and
// the lists of gaps and of kept segments behind it. A variable says its bytes in 32 bits, of which readers take 31.
import type { RecordedGap, RecordedSegment } from '#main/capture/index.ts'
import type { ExportRow, Progress } from '../format.ts'
import { anyType, interleaved } from '../interleaved.ts'
import { segmentNumbers } from '../segment-list.ts'

/** Types of data, and classes of arrays, by the format's own numbers. */
const data = { i8: 1, u8: 2, i16: 3, u16: 4, i32: 5, u32: 6, f64: 9, matrix: 14 } as const
const classes = { char: 4, f64: 6, i8: 8, u8: 9, i16: 10, u16: 11, i32: 12, u32: 13 } as const
type DataType = keyof typeof data

const padded = (bytes: number): number => Math.ceil(bytes / 8) * 8
const mostBytes = 2 ** 31 - 1024
/** Of a variable that is being written, as far as readers pass over one. */
const openBytes = 2 ** 31 - 8

function tag(type: DataType, bytes: number): Buffer {
  const made = Buffer.alloc(8)
  made.writeUInt32LE(data[type], 0)
  made.writeUInt32LE(bytes, 4)
  return made
}

function element(type: DataType, body: Uint8Array): Buffer {
  return Buffer.concat([tag(type, body.length), body, Buffer.alloc(padded(body.length) - body.length)])
}

const words = (...values: number[]): Uint8Array => new Uint8Array(Uint32Array.from(values).buffer)

interface Shape {
  readonly name: string
  readonly of: keyof typeof classes
  readonly rows: number
  readonly columns: number
}

/**
 * All of a variable but its data: what is before them.
 * @param bytes of the data
 * @param isOpen the file may be longer than that: nothing else follows, and the variable goes on to its end
 */
function variableHead({ name, of, rows, columns }: Shape, type: DataType, bytes: number, isOpen = false): Buffer {
  const parts = [
    element('u32', words(classes[of], 0)),
    element('i32', words(rows, columns)),
    element('i8', Buffer.from(name)),
  ]
  const inside = parts.reduce((sum, part) => sum + part.length, 0) + 8 + padded(bytes)
  return Buffer.concat([tag('matrix', isOpen ? openBytes : inside), ...parts, tag(type, bytes)])
}

function variable(shape: Shape, type: DataType, body: Uint8Array): Buffer {
  return Buffer.concat([variableHead(shape, type, body.length), body, Buffer.alloc(padded(body.length) - body.length)])
}

function numbers(name: string, rows: number, columns: number, values: readonly number[]): Buffer {
  const body = new Uint8Array(Float64Array.from(values).buffer)
  return variable({ name, of: 'f64', rows, columns }, 'f64', body)
}

/** A row of text for each word; all as wide as the widest. Column after column, as the format has it. */
function texts(name: string, rows: readonly string[]): Buffer {
  const width = Math.max(1, ...rows.map((row) => row.length))
  const codes = Array.from({ length: width }, (_, at) => rows.map((row) => row.padEnd(width).charCodeAt(at))).flat()
  const body = new Uint8Array(Uint16Array.from(codes).buffer)
  return variable({ name, of: 'char', rows: rows.length, columns: width }, 'u16', body)
}

function fileHead(): Buffer {
  const head = Buffer.alloc(128, ' ')
  head.write('MATLAB 5.0 MAT-file, written by Blockscope', 'latin1')
  head.fill(0, 116, 124)
  head.writeUInt16LE(0x0100, 124)
  head.write('IM', 126, 'latin1')
  return head
}

export const mat: ExportRow<unknown> = {
  needsFile: true,
  carriesSegments: false,
  open(capture) {
    const { columns, type, frameBytes, encode, scansAtOnce } = interleaved(capture, 'MATLAB', anyType)
    const gaps: RecordedGap[] = []
    const segments: RecordedSegment[] = []
    const isSegmented = capture.segmentScans !== undefined
    const facts = [
      fileHead(),
      numbers('samplingFrequency', 1, 1, [capture.samplingFrequencyHz]),
      texts(
        'channels',
        columns.map(({ name }) => name),
      ),
      texts(
        'units',
        columns.map(({ unit }) => unit),
      ),
      numbers(
        'scale',
        1,
        columns.length,
        columns.map(({ scale }) => scale),
      ),
      numbers(
        'offset',
        1,
        columns.length,
        columns.map(({ offset }) => offset),
      ),
    ]
    /** The tail is there. Before it a reader would take samples that the head does not count for a variable, and refuse the file. */
    let hasTail = false
    const samplesHead = (scans: number): Buffer => {
      const shape: Shape = { name: 'samples', of: type, rows: columns.length, columns: scans }
      return variableHead(shape, type, scans * frameBytes, !hasTail)
    }
    return {
      encode,
      scansAtOnce,
      mostScans: Math.floor(mostBytes / frameBytes),
      onGap: (gap) => void gaps.push(gap),
      onSegment: (segment) => void (isSegmented && segments.push(segment)),
      head: ({ scans, complete, startUnixMs }: Progress) =>
        Buffer.concat([
          ...facts,
          numbers('startUnixMs', 1, 1, [startUnixMs ?? Number.NaN]),
          numbers('complete', 1, 1, [complete ? 1 : 0]),
          samplesHead(scans ?? 0),
        ]),
      tail({ scans }) {
        hasTail = true
        const bytes = (scans ?? 0) * frameBytes
        const lost = gaps.filter(({ atScan }) => atScan <= (scans ?? 0))
        const kept = segments.filter(({ atScan }) => atScan < (scans ?? 0)).map(segmentNumbers)
        return [
          Buffer.alloc(padded(bytes) - bytes),
          // Column after column: before which scan (0 is the first), and how many.
          numbers('gaps', lost.length, 2, [
            ...lost.map(({ atScan }) => atScan),
            ...lost.map(({ lostSamples }) => lostSamples),
          ]),
          ...(isSegmented
            ? [
                numbers(
                  'segments',
                  kept.length,
                  4,
                  [0, 1, 2, 3].flatMap((k) => kept.map((row) => row[k]!)),
                ),
              ]
            : []),
        ]
      },
    }
  },
}
