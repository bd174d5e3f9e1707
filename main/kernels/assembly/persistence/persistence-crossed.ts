// The envelope of wide columns: a signal crosses every row between the lowest and the highest of a column, and those
// from there to the next one. Which rows were crossed is a bit for each, 256 a column, until the map is looked at.

import { centreOf, doubledOf, offsetOf, rowOf, rowsOf, weightsOf } from './row-scale'

/** Bytes of a column's bits. */
const PITCH: usize = 32

/** Sets the bits of the rows `from`..`to` (-128..127); of none when `from` is above `to`. */
// @ts-ignore: decorator
@inline
function cross(bits: usize, from: i32, to: i32): void {
  if (from > to) return
  const first = from + 128
  const last = to + 128
  for (let word = first >> 6; word <= last >> 6; word++) {
    const low = max(first - (word << 6), 0)
    const high = min(last - (word << 6), 63)
    const at = bits + (<usize>word << 3)
    store<u64>(at, load<u64>(at) | (((<u64>-1) << low) & ((<u64>-1) >> (63 - high))))
  }
}

/** What lies between rows `a` of a column and `b` of the next, without them: each has the half that is nearer to its row. */
// @ts-ignore: decorator
@inline
function crossBetween(before: usize, a: i32, bits: usize, b: i32): void {
  const middle = (a + b) >> 1
  const isRising = a < b
  cross(isRising ? before : bits, min(a, b) + 1, middle)
  cross(isRising ? bits : before, middle + 1, max(a, b) - 1)
}

/**
 * Marks the rows that the envelope of `columns` columns crosses: those between the lowest and the highest code of each, and
 * those on the way from one column to the next. A column without samples (lowest above highest) ends the way.
 * @param crossed a bit for each row, 32 bytes a column; with what was crossed before
 * @param pairs lowest and highest code (int16) of each column and channel
 * @param scale rows of codes, as row-scale.ts writes it
 */
export function persistenceCross(
  crossed: usize,
  pairs: usize,
  channels: u32,
  channel: u32,
  columns: u32,
  scale: usize,
): void {
  const first = weightsOf(scale, 0)
  const second = weightsOf(scale, 16)
  const offset = offsetOf(scale)
  const doubled = doubledOf(scale)
  const centre = centreOf(scale)
  const step = <usize>channels << 2
  let at = pairs + (<usize>channel << 2)
  let isAfter = false
  let lowBefore = 0
  let highBefore = 0
  let rows: u64 = 0
  for (let left = columns; left > 0; left--, at += step, crossed += PITCH, rows >>= 16) {
    // Rows of four columns at a time, and one by one at the end.
    if (((columns - left) & 3) == 0 && left >= 4) {
      let codes = v128.load32_zero(at)
      codes = v128.load32_lane(at + step, codes, 1)
      codes = v128.load32_lane(at + 2 * step, codes, 2)
      codes = v128.load32_lane(at + 3 * step, codes, 3)
      const wide = rowsOf(codes, first, second, offset, doubled, centre)
      rows = i64x2.extract_lane(i8x16.narrow_i16x8_s(wide, wide), 0)
    } else if (((columns - left) & 3) == 0 || left < (columns & 3)) {
      rows = <u64>(<u8>rowOf(load<i16>(at), scale)) | (<u64>(<u8>rowOf(load<i16>(at, 2), scale)) << 8)
    }
    if (load<i16>(at) > load<i16>(at, 2)) {
      isAfter = false
      continue
    }
    const low = <i32>(<i8>rows)
    const high = <i32>(<i8>(rows >> 8))
    cross(crossed, low, high)
    if (isAfter && low > highBefore + 1) crossBetween(crossed - PITCH, highBefore, crossed, low)
    else if (isAfter && lowBefore > high + 1) crossBetween(crossed - PITCH, lowBefore, crossed, high)
    isAfter = true
    lowBefore = low
    highBefore = high
  }
}

/** Adds one hit to each count whose row was crossed, and leaves none crossed. */
export function mapCross(map: usize, crossed: usize, columns: u32, unit: i32): void {
  const hit = i16x8.splat((<i16>1) << (<i16>unit))
  const bit = i16x8(1, 2, 4, 8, 16, 32, 64, 128)
  for (; columns > 0; columns--, map += 512, crossed += PITCH) {
    if (!v128.any_true(v128.or(v128.load(crossed), v128.load(crossed, 16)))) continue
    for (let word: usize = 0; word < PITCH; word++) {
      const bits = <i16>load<u8>(crossed + word)
      if (bits == 0) continue
      const at = map + (word << 4)
      const some = i16x8.eq(v128.and(i16x8.splat(bits), bit), bit)
      v128.store(at, i16x8.add_sat_u(v128.load(at), v128.and(some, hit)))
    }
    v128.store(crossed, i64x2.splat(0))
    v128.store(crossed, i64x2.splat(0), 16)
  }
}
