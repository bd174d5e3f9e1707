// Interpolation by sin(x)/x: a column is the sum of 16 samples around it, weighted by a row of a table. The table has a
// row for each of 256 places between two samples, int16 with 14 bits behind the point; ../sinc-table.ts makes it.

import { centreOf, doubledOf, offsetOf, rowsOf, weightsOf } from './row-scale'

/** Samples of a sum before the place, besides the one just before it, and behind it. */
export const TAPS_BEFORE: usize = 7
export const TAPS_BEHIND: usize = 8
const TABLE_ROW: usize = 32
const HALF: i32 = 1 << 13
const POINT: i32 = 14

// @ts-ignore: decorator
@inline
function clamped(difference: i32): i32 {
  return max(-32768, min(32767, difference))
}

/** Whether no second difference of `scans` samples is above `most`; differences stay within 16 bits. */
export function isSmooth(at: usize, scans: usize, most: i32): bool {
  let worst = i16x8.splat(0)
  const last = at + ((scans - 2) << 1)
  let from = at
  for (; last - from >= 16; from += 16) {
    const first = i16x8.sub_sat_s(v128.load(from, 2), v128.load(from))
    const second = i16x8.sub_sat_s(v128.load(from, 4), v128.load(from, 2))
    const bend = i16x8.sub_sat_s(second, first)
    worst = i16x8.max_s(worst, i16x8.max_s(bend, i16x8.sub_sat_s(i16x8.splat(0), bend)))
  }
  if (v128.any_true(i16x8.gt_s(worst, i16x8.splat(<i16>most)))) return false
  for (; from < last; from += 2) {
    const first = clamped(<i32>load<i16>(from, 2) - <i32>load<i16>(from))
    const second = clamped(<i32>load<i16>(from, 4) - <i32>load<i16>(from, 2))
    if (min(32767, abs(second - first)) > most) return false
  }
  return true
}

/** Products of the 16 samples from `at` on with their weights, in four parts. */
// @ts-ignore: decorator
@inline
function parts(from: usize, p: u32, taps: usize): v128 {
  const at = from + (<usize>(p >> 16) << 1)
  const row = taps + <usize>((p >> 8) & 255) * TABLE_ROW
  return i32x4.add(
    i32x4.dot_i16x8_s(v128.load(at), v128.load(row)),
    i32x4.dot_i16x8_s(v128.load(at, 16), v128.load(row, 16)),
  )
}

/** Codes of four columns, from position `p` on; none behind `last`. */
// @ts-ignore: decorator
@inline
function four(from: usize, p: u32, step: u32, last: u32, taps: usize): v128 {
  const a = parts(from, min(p, last), taps)
  const b = parts(from, min(p + step, last), taps)
  const c = parts(from, min(p + 2 * step, last), taps)
  const d = parts(from, min(p + 3 * step, last), taps)
  const ab = i32x4.add(v128.shuffle<i32>(a, b, 0, 1, 4, 5), v128.shuffle<i32>(a, b, 2, 3, 6, 7))
  const cd = i32x4.add(v128.shuffle<i32>(c, d, 0, 1, 4, 5), v128.shuffle<i32>(c, d, 2, 3, 6, 7))
  const sums = i32x4.add(v128.shuffle<i32>(ab, cd, 0, 2, 4, 6), v128.shuffle<i32>(ab, cd, 1, 3, 5, 7))
  return i32x4.shr_s(i32x4.add(sums, i32x4.splat(HALF)), POINT)
}

/**
 * Rows of `columns` columns, rounded up to whole vectors of 16, from position `p` (Q16) behind the sample that is
 * TAPS_BEFORE behind `from` on. Reads no sample that no column needs.
 */
export function mapSinc(from: usize, p: u32, step: u32, columns: u32, taps: usize, scale: usize, dst: usize): void {
  const first = weightsOf(scale, 0)
  const second = weightsOf(scale, 16)
  const offset = offsetOf(scale)
  const doubled = doubledOf(scale)
  const centre = centreOf(scale)
  const last = p + (columns - 1) * step
  for (const end = dst + columns; dst < end; dst += 16) {
    const a = i16x8.narrow_i32x4_s(four(from, p, step, last, taps), four(from, p + 4 * step, step, last, taps))
    p += step << 3
    const b = i16x8.narrow_i32x4_s(four(from, p, step, last, taps), four(from, p + 4 * step, step, last, taps))
    p += step << 3
    v128.store(
      dst,
      i8x16.narrow_i16x8_s(
        rowsOf(a, first, second, offset, doubled, centre),
        rowsOf(b, first, second, offset, doubled, centre),
      ),
    )
  }
}
