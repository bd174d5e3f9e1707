// A made-up board behind a scripted server: devices with any scan types, whose samples are known.
import { parseMask } from '#main/iiod/channel-mask.ts'
import { contextScript, framed, type Script, type ScriptedSession } from '#main/iiod/client/testing/scripted-server.ts'
import { contextXml } from '#main/iiod/context-xml.ts'
import { elementBytes, encodeElement, parseScanType, type ScanType } from '#shared/iio/index.ts'
import { wireLayout } from '../scan-writer.ts'

export interface BoardChannel {
  readonly id: string
  /** `be:u10/16>>6`; absent: no scan element. */
  readonly format?: string
  readonly index?: number
}

export interface Board {
  readonly channels: readonly BoardChannel[]
  /** Absent: 0.26. */
  readonly version?: { readonly major: number; readonly minor: number }
  readonly attributes?: Readonly<Record<string, string>>
  readonly channelAttributes?: Readonly<Record<string, string>>
  readonly bufferAttributes?: readonly string[]
  /** Channels that are sent whatever was asked for, by their places: another client reads them too. */
  readonly also?: readonly number[]
  /** Bytes of a chunk of an answer; absent: all of it. */
  readonly chunkBytes?: number
}

/** Value `k` of a channel in sample `i`: any bits its type has. */
export const boardValue = (place: number, i: number, k: number): bigint =>
  BigInt(i) * 0x1_0001_0001_0003n + BigInt(place) * 0x1234_5678_9abc_def1n + BigInt(k) * 77n

export const boardId = 'iio:device0'

export function boardXml({
  channels,
  attributes = {},
  channelAttributes = {},
  bufferAttributes = [],
  version,
}: Board): string {
  const { major, minor } = version ?? { major: 0, minor: 26 }
  const named = (names: readonly string[]) => names.map((name) => ({ name }))
  return contextXml({
    name: 'made-up',
    version: { major, minor, git: 'v0' },
    description: '',
    attributes: [],
    devices: [
      {
        id: boardId,
        name: 'adc',
        label: 'Front end',
        channels: channels.map(({ id, format, index = 0 }) => ({
          id,
          type: 'input' as const,
          ...(format !== undefined && { scan: { index, format } }),
          attributes: named(Object.keys(channelAttributes)),
        })),
        attributes: named(Object.keys(attributes)),
        debugAttributes: [],
        bufferAttributes: named(bufferAttributes),
      },
    ],
  })
}

/** Sets of samples as this board sends them. */
export function boardSamples(
  board: Board,
  places: readonly number[],
  first: number,
  count: number,
): { bytes: Uint8Array; setBytes: number } {
  const types = new Map<number, { place: number; type: ScanType }>()
  for (const place of places) {
    const { format, index = 0 } = board.channels[place]!
    if (format !== undefined && !types.has(index)) types.set(index, { place, type: parseScanType(format) })
  }
  const indexes = [...types.keys()].toSorted((a, b) => a - b)
  const padded = board.version === undefined || board.version.major > 0 || board.version.minor >= 25
  const layout = wireLayout(
    indexes.map((index) => ({ index, bytes: elementBytes(types.get(index)!.type) })),
    padded,
  )
  const bytes = new Uint8Array(layout.bytes * count)
  for (let i = 0; i < count; i++)
    for (const { index, offset } of layout.elements) {
      const { place, type } = types.get(index)!
      const values = Array.from({ length: type.repeat }, (_, k) => boardValue(place, first + i, k))
      encodeElement(bytes, i * layout.bytes + offset, type, values)
    }
  return { bytes, setBytes: layout.bytes }
}

/** Serves the board: each OPEN begins with sample 0. `instead` may answer a line in another way: undefined, as it would. */
export function boardScript(
  board: Board,
  instead: (line: string, session: ScriptedSession, payload: string) => ReturnType<Script> | null = () => null,
): Script {
  const values = new Map(Object.entries({ ...board.attributes, ...board.channelAttributes }))
  const streams = new Map<number, { mask: string; next: number }>()
  return contextScript(boardXml(board), (line, session, payload) => {
    const other = instead(line, session, payload)
    if (other !== null) return other
    const [verb, , ...words] = line.split(' ')
    if (verb === 'READ') {
      const value = values.get(words.at(-1)!)
      return value === undefined ? '-2\n' : framed(`${value}\0`)
    }
    if (verb === 'WRITE') {
      values.set(words.at(-2)!, payload.replace(/\0$/, ''))
      return `${payload.length}\n`
    }
    if (verb === 'OPEN') {
      const asked = parseMask(words[1]!, board.channels.length)!
      const places = [...new Set([...asked, ...(board.also ?? [])])].toSorted((a, b) => a - b)
      streams.set(session.index, { mask: places.join(), next: 0 })
      return '0\n'
    }
    if (verb === 'READBUF') return answerOf(board, streams.get(session.index)!, Number(words[0]))
    return '0\n'
  })
}

function answerOf(board: Board, stream: { mask: string; next: number }, wanted: number): Uint8Array {
  const places = stream.mask.split(',').map(Number)
  const { setBytes } = boardSamples(board, places, 0, 0)
  const sets = Math.floor(wanted / setBytes)
  const { bytes } = boardSamples(board, places, stream.next, sets)
  stream.next += sets
  const digits = Math.ceil(board.channels.length / 32) * 8
  const mask = places
    .reduce((bits, place) => bits | (1n << BigInt(place)), 0n)
    .toString(16)
    .padStart(digits, '0')
  const parts: Uint8Array[] = []
  const step = board.chunkBytes ?? bytes.length
  for (let at = 0; at < bytes.length; at += step) {
    const chunk = bytes.subarray(at, at + step)
    parts.push(Buffer.from(`${chunk.length}\n${at === 0 ? `${mask}\n` : ''}`), chunk)
  }
  if (bytes.length !== wanted) parts.push(Buffer.from('0\n'))
  return Buffer.concat(parts)
}
