// Scans as columns of whole numbers: every value of every channel, exactly as the converter gave it.

import { fail, say } from '#shared/errors.ts'
import { parseScanType, type ScanType } from '#shared/iio/index.ts'
import type { Capture } from './format.ts'

/** One value of each scan. */
export interface Column {
  readonly name: string
  /** Empty: plain numbers. */
  readonly unit: string
  /** (code + offset) * scale is the value in the unit. */
  readonly scale: number
  readonly offset: number
  readonly type: ScanType
  /** Where it begins in a scan, bytes. */
  readonly at: number
}

/** Reads one code at a place. */
export type ReadCode = (view: DataView, at: number) => number

/** A format of numbers, by its size and sign. */
export interface CodeType {
  readonly bytes: 1 | 2 | 4
  readonly signed: boolean
}

export const codeTypes = {
  i8: { bytes: 1, signed: true },
  u8: { bytes: 1, signed: false },
  i16: { bytes: 2, signed: true },
  u16: { bytes: 2, signed: false },
  i32: { bytes: 4, signed: true },
  u32: { bytes: 4, signed: false },
} as const satisfies Readonly<Record<string, CodeType>>
export type CodeTypeName = keyof typeof codeTypes

/** Codes of more bits are not exact in all of the formats; a recording has them as they are. */
const mostBits = 32

/**
 * The columns of a capture, in the order of the scan; an element that repeats is as many columns.
 * @param format for the sentence
 * @throws EINVAL for codes of more than 32 bits
 */
export function columnsOf({ channels }: Capture, format: string): Column[] {
  return channels.flatMap(({ id, scanType, offsetBytes, unit, scaleMillivolts, offsetCodes }) => {
    const type = parseScanType(scanType)
    if (type.realbits > mostBits)
      fail('EINVAL', say`${id} has codes of ${type.realbits} bits; ${format} takes up to ${mostBits}, and raw any.`)
    return Array.from({ length: type.repeat }, (_, k) => ({
      name: type.repeat === 1 ? id : `${id}_${k}`,
      unit,
      scale: scaleMillivolts / 1e3,
      offset: offsetCodes,
      type,
      at: offsetBytes + (k * type.storagebits) / 8,
    }))
  })
}

/** The value of a code, in the unit of its column: to 12 digits, from which the code follows. */
export const valueIn = ({ scale, offset }: Column, code: number): number =>
  Number(((code + offset) * scale).toPrecision(12))

/** How the stored bits of a column are read. */
export function codeReader({ type }: Column): ReadCode {
  const { realbits, storagebits, shift, endian, sign } = type
  const isLittle = endian === 'le'
  const bytes = storagebits / 8
  // Within 32 bits, where the shift brings the real bits; wider storage has them in at most two of its words.
  if (bytes === 2 && realbits === 16)
    return sign === 's' ? (v, at) => v.getInt16(at, isLittle) : (v, at) => v.getUint16(at, isLittle)
  const left = 32 - realbits
  const signed: (word: number) => number =
    sign === 's' ? (word) => (word << left) >> left : (word) => (word << left) >>> left
  if (bytes === 1) return (v, at) => signed(v.getUint8(at) >>> shift)
  if (bytes === 2) return (v, at) => signed(v.getUint16(at, isLittle) >>> shift)
  if (bytes === 4) return (v, at) => signed(v.getUint32(at, isLittle) >>> shift)
  return (v, at) => {
    let word = 0n
    for (let k = 0; k < bytes; k++) word = (word << 8n) | BigInt(v.getUint8(at + (isLittle ? bytes - 1 - k : k)))
    return signed(Number(BigInt.asUintN(32, word >> BigInt(shift))))
  }
}

/** The first of the types that holds every code of the columns; null: none does. */
export function commonType(columns: readonly Column[], allowed: readonly CodeTypeName[]): CodeTypeName | null {
  const holds = ({ bytes, signed }: CodeType, { realbits, sign }: ScanType): boolean =>
    sign === 's' ? signed && realbits <= bytes * 8 : realbits <= bytes * 8 - (signed ? 1 : 0)
  return allowed.find((name) => columns.every(({ type }) => holds(codeTypes[name], type))) ?? null
}

const arrays = { i8: Int8Array, u8: Uint8Array, i16: Int16Array, u16: Uint16Array, i32: Int32Array, u32: Uint32Array }

/** Scans as interleaved numbers of one type, little endian. */
export interface Interleaver {
  /** Scans at once: Infinity where they are so already, and go through untouched. */
  readonly scansAtOnce: number
  encode(bytes: Uint8Array, scans: number): Uint8Array
}

const batchScans = 16_384

/** @param type one that holds the codes of all columns */
export function interleaver({ bytesPerScan }: Capture, columns: readonly Column[], type: CodeTypeName): Interleaver {
  const { bytes: size, signed } = codeTypes[type]
  const isPlain = columns.every(
    (one, k) =>
      one.at === k * size &&
      one.type.storagebits === size * 8 &&
      one.type.realbits === size * 8 &&
      (one.type.sign === 's') === signed &&
      (size === 1 || one.type.endian === 'le'),
  )
  if (isPlain && bytesPerScan === columns.length * size)
    return { scansAtOnce: Number.POSITIVE_INFINITY, encode: (bytes) => bytes }
  const codes = new arrays[type](batchScans * columns.length)
  const readers = columns.map((one) => ({ at: one.at, read: codeReader(one) }))
  return {
    scansAtOnce: batchScans,
    encode(bytes, scans) {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      for (const [k, { at, read }] of readers.entries())
        for (let scan = 0, from = at, to = k; scan < scans; scan++, from += bytesPerScan, to += readers.length)
          codes[to] = read(view, from)
      return new Uint8Array(codes.buffer, 0, scans * readers.length * size)
    },
  }
}
