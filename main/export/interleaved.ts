// What the formats share that are a head and interleaved numbers of one type.
import { fail, say } from '#shared/errors.ts'
import { type CodeTypeName, type Column, codeTypes, columnsOf, commonType, interleaver } from './columns.ts'
import type { Capture, Encoder } from './format.ts'

/** What a file's numbers are. */
export interface Numbers {
  readonly columns: readonly Column[]
  readonly type: CodeTypeName
}

export interface Interleaved extends Numbers, Pick<Encoder, 'encode' | 'scansAtOnce'> {
  /** Bytes of a scan in the file. */
  readonly frameBytes: number
}

/**
 * @param format for the sentence
 * @param allowed types the format has, in the order of preference
 * @throws EINVAL when none of them holds all codes
 */
export function numbersOf(capture: Capture, format: string, allowed: readonly CodeTypeName[]): Numbers {
  const columns = columnsOf(capture, format)
  const type = commonType(columns, allowed)
  if (type === null)
    fail('EINVAL', say`No number of ${format} holds the codes of all these channels; export fewer, or as raw.`)
  return { columns, type }
}

/** Their encoder. @throws EINVAL as {@link numbersOf} does */
export function interleaved(capture: Capture, format: string, allowed: readonly CodeTypeName[]): Interleaved {
  const { columns, type } = numbersOf(capture, format, allowed)
  const { encode, scansAtOnce } = interleaver(capture, columns, type)
  return {
    columns,
    type,
    frameBytes: columns.length * codeTypes[type].bytes,
    scansAtOnce,
    encode: (bytes, scans) => [encode(bytes, scans)],
  }
}

/** Every type there is; the smaller ones first. */
export const anyType: readonly CodeTypeName[] = ['i8', 'u8', 'i16', 'u16', 'i32', 'u32']

/** What every encoder has that nothing is said about: no tail, no end. */
export const endless = { tail: () => [], mostScans: Number.POSITIVE_INFINITY } as const
