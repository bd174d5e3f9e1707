// Counting rows of many waveforms into many columns of a map.
//
// What falls into one column of triggered waveforms lies on few rows. So 16 places (samples of a waveform) of all the
// waveforms are taken together, lane by lane, and counted in windows of eight rows. Places whose samples are spread over
// more rows than is worth while (edges, noise without a trigger) are counted one by one.

import { addRow, addRows } from './row-runs'
import { countWindow } from './row-windows'

/** With fewer waveforms than this, counting one by one is as quick. */
const FEWEST: usize = 6
/** What a window costs beside looking at every waveform; the unit is counting one sample. */
const WINDOW_COST: i32 = 32

// Work memory: counts of 8 rows for each of 16 places, then the first of these rows for each place.
const FIRST_ROWS: usize = 128

/** Which places have a row `rows` or more above their lowest. */
// @ts-ignore: decorator
@inline
function wider(spread: v128, rows: i32, present: i32): i32 {
  return i8x16.bitmask(i8x16.ge_u(spread, i8x16.splat(<i8>rows))) & present
}

/** Counts the rows of one waveform, four columns at a time where each has one. */
// @ts-ignore: decorator
@inline
function addPlaces(column: usize, at: usize, places: usize, perColumn: usize): void {
  if (perColumn == 1) {
    for (; places >= 4; places -= 4, at += 4, column += 2048) {
      addRow(column, load<i8>(at))
      addRow(column + 512, load<i8>(at, 1))
      addRow(column + 1024, load<i8>(at, 2))
      addRow(column + 1536, load<i8>(at, 3))
    }
  }
  for (let inColumn: usize = 0; places > 0; places--, at++) {
    addRow(column, load<i8>(at))
    if (++inColumn < perColumn) continue
    inColumn = 0
    column += 512
  }
}

/**
 * Counts rows of `waveforms` (at most 64) waveforms, which are `stride` apart: `places` of each, `perColumn` of them to
 * a column. `column`: the middle of the first column. Reads whole vectors of 16 places. Work memory: 144 bytes.
 */
export function countTiles(
  column: usize,
  rows: usize,
  stride: usize,
  waveforms: usize,
  places: usize,
  perColumn: usize,
  work: usize,
): void {
  if (waveforms < FEWEST) {
    for (; waveforms > 0; waveforms--, rows += stride) addPlaces(column, rows, places, perColumn)
    return
  }
  const each = <i32>waveforms
  const window = each + WINDOW_COST
  let end = rows + stride * waveforms
  for (let inColumn: usize = 0; places > 0; rows += 16, end += 16) {
    const here = min<usize>(16, places)
    places -= here
    const present = (1 << <i32>here) - 1
    let low = v128.load(rows)
    let high = low
    for (let at = rows + stride; at < end; at += stride) {
      const row = v128.load(at)
      low = i8x16.min_s(low, row)
      high = i8x16.max_s(high, row)
    }
    const spread = i8x16.sub(high, low)
    let windows = 0
    let wide = present
    let least = 16 * each
    for (let n = 1; n * window < least; n++) {
      const left = wider(spread, n << 3, present)
      const cost = n * window + popcnt<i32>(left) * each
      if (cost >= least) continue
      least = cost
      windows = n
      wide = left
    }
    const column0 = column
    const inColumn0 = inColumn
    // All windows end within the map.
    let base = i8x16.min_s(low, i8x16.splat(<i8>(128 - (windows << 3))))
    for (let n = 0; n < windows; n++) {
      countWindow(rows, stride, end, base, work)
      v128.store(work, base, FIRST_ROWS)
      base = i8x16.add(base, i8x16.splat(8))
      column = column0
      inColumn = inColumn0
      for (let place: usize = 0; place < here; place++) {
        if (((wide >> <i32>place) & 1) == 0) {
          const at = column + (<isize>load<i8>(work + place, FIRST_ROWS) << 1)
          v128.store(at, i16x8.add_sat_u(v128.load(at), v128.load_ext<u8>(work + (place << 3))))
        }
        if (++inColumn == perColumn) {
          inColumn = 0
          column += 512
        }
      }
    }
    if (wide == 0) continue
    column = column0
    inColumn = inColumn0
    for (let place: usize = 0; place < here; place++) {
      if ((wide >> <i32>place) & 1) addRows(column, rows + place, stride, waveforms)
      if (++inColumn == perColumn) {
        inColumn = 0
        column += 512
      }
    }
  }
}
