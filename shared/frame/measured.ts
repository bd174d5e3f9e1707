// What a measurement took of the record that a frame shows: the levels, and the instants between which it measured.
import { fail, say } from '../errors.ts'

/** Levels by their number in a frame. */
export const markLevels = ['base', '10 %', '50 %', '90 %', 'top', 'min', 'max', 'mean', 'RMS'] as const
export type MarkLevel = (typeof markLevels)[number]

export interface MeasuredMark {
  /** What was measured here, in the unit of the measurement. */
  readonly value: number
  /** Sample indexes with a fraction: from one to the next is what was measured. None: it is of the whole record. */
  readonly instants: readonly number[]
  /** In the unit of the channel. */
  readonly levels: readonly { readonly of: MarkLevel; readonly at: number }[]
}

const most = 8

export function encodeMark({ value, instants, levels }: MeasuredMark): Uint8Array {
  const numbers = [value, instants.length, ...instants, ...levels.flatMap(({ of, at }) => [markLevels.indexOf(of), at])]
  return new Uint8Array(Float64Array.from(numbers).buffer)
}

/** @throws EBADMSG when the bytes are no mark that makes sense */
export function decodeMark(data: Uint8Array): MeasuredMark {
  const bad = (): never => fail('EBADMSG', say`The mark of a measurement makes no sense.`)
  if (data.byteLength % 8 !== 0 || data.byteLength < 16 || data.byteLength > 8 * (2 + 3 * most)) return bad()
  const [value, count, ...rest] = new Float64Array(data.slice().buffer) as unknown as [number, number, ...number[]]
  if (!(count >= 0 && count <= most) || !Number.isInteger(count) || ![value, ...rest].every(Number.isFinite))
    return bad()
  const pairs = rest.slice(count)
  if (rest.length < count || pairs.length % 2 !== 0) return bad()
  const levels = Array.from({ length: pairs.length / 2 }, (_, k) => ({
    of: markLevels[pairs[2 * k]!] ?? bad(),
    at: pairs[2 * k + 1]!,
  }))
  return { value, instants: rest.slice(0, count), levels }
}
