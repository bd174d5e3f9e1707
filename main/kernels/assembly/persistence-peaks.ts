// The extremes of envelope columns, as hits of a persistence map; four columns at a time.

import { addRow } from './row-runs'
import { centreOf, doubledOf, offsetOf, rowOf, rowsOf, weightsOf } from './row-scale'

/** One hit at each of two rows, unless the pair of codes at `at` is that of an empty column. */
// @ts-ignore: decorator
@inline
function addPair(column: usize, at: usize, low: i32, high: i32): void {
  if (load<i16>(at) > load<i16>(at, 2)) return
  addRow(column, low)
  addRow(column, high)
}

export function persistencePeaks(map: usize, pairs: usize, channels: u32, channel: u32, columns: u32, scale: usize): void {
  const first = weightsOf(scale, 0)
  const second = weightsOf(scale, 16)
  const offset = offsetOf(scale)
  const doubled = doubledOf(scale)
  const centre = centreOf(scale)
  const step = <usize>channels << 2
  let at = pairs + (<usize>channel << 2)
  let column = map + 256
  for (; columns >= 4; columns -= 4, at += step << 2, column += 2048) {
    let codes = v128.load32_zero(at)
    codes = v128.load32_lane(at + step, codes, 1)
    codes = v128.load32_lane(at + 2 * step, codes, 2)
    codes = v128.load32_lane(at + 3 * step, codes, 3)
    const wide = rowsOf(codes, first, second, offset, doubled, centre)
    const rows = i8x16.narrow_i16x8_s(wide, wide)
    addPair(column, at, i8x16.extract_lane_s(rows, 0), i8x16.extract_lane_s(rows, 1))
    addPair(column + 512, at + step, i8x16.extract_lane_s(rows, 2), i8x16.extract_lane_s(rows, 3))
    addPair(column + 1024, at + 2 * step, i8x16.extract_lane_s(rows, 4), i8x16.extract_lane_s(rows, 5))
    addPair(column + 1536, at + 3 * step, i8x16.extract_lane_s(rows, 6), i8x16.extract_lane_s(rows, 7))
  }
  for (; columns > 0; columns--, at += step, column += 512) {
    addPair(column, at, rowOf(<i32>load<i16>(at), scale), rowOf(<i32>load<i16>(at, 2), scale))
  }
}
