// Counting rows of many waveforms into many columns of a map.
//
// What falls into one column of triggered waveforms lies on few rows. So 16 places (samples of a waveform) of all the
// waveforms are taken together, lane by lane, and counted in windows of eight rows. Places whose samples are spread over
// more rows than is worth while (edges, noise without a trigger) are counted one by one.
//
// With `fill` the places of a waveform are joined as well (row-joins.ts). Where the waveforms lie close together and the
// rows of a place touch those of the place before it, nothing is left dark between them, and nothing is joined: that
// is most of any signal.

import { FILL_PITCH } from './fills'
import { isJump, joinRows, joinTile } from './row-joins'
import { addRow, addRows } from './row-runs'
import { countWindow } from './row-windows'

/** With fewer waveforms than this, counting one by one is as quick. */
const FEWEST: usize = 6
/** What a window costs beside looking at every waveform; the unit is counting one sample. */
const WINDOW_COST: i32 = 32

/** Waveforms that are spread over more rows than this need not leave some on each of them. */
const DENSE: i8 = 24
/** Those that are spread over no more than this are alike: a line of one stands for the places of all. */
const ALIKE: i8 = 8

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
function addPlaces(column: usize, at: usize, places: usize, perColumn: usize, hit: u32): void {
  if (perColumn == 1) {
    for (; places >= 4; places -= 4, at += 4, column += 2048) {
      addRow(column, load<i8>(at), hit)
      addRow(column + 512, load<i8>(at, 1), hit)
      addRow(column + 1024, load<i8>(at, 2), hit)
      addRow(column + 1536, load<i8>(at, 3), hit)
    }
  }
  for (let inColumn: usize = 0; places > 0; places--, at++) {
    addRow(column, load<i8>(at), hit)
    if (++inColumn < perColumn) continue
    inColumn = 0
    column += 512
  }
}

/** Counts those rows of one waveform that do not jump. */
// @ts-ignore: decorator
@inline
function addCalm(column: usize, at: usize, places: usize, perColumn: usize, joined: i32, hit: u32): void {
  let isFirst = joined == 0
  for (let inColumn: usize = 0; places > 0; places--, at++) {
    if (isFirst || !isJump(at)) addRow(column, load<i8>(at), hit)
    isFirst = false
    if (++inColumn < perColumn) continue
    inColumn = 0
    column += 512
  }
}

/** Places where every waveform jumps two rows or more, by the lowest and the highest row of all of them. */
// @ts-ignore: decorator
@inline
function gapsBetween(lowBefore: v128, highBefore: v128, low: v128, high: v128): i32 {
  const one = i8x16.splat(1)
  const above = i8x16.gt_s(i8x16.sub_sat_s(low, highBefore), one)
  const below = i8x16.gt_s(i8x16.sub_sat_s(lowBefore, high), one)
  return i8x16.bitmask(v128.or(above, below))
}

/** Places where waveforms are spread over more rows, there or at the place before. */
// @ts-ignore: decorator
@inline
function widerThan(rows: i8, lowBefore: v128, highBefore: v128, low: v128, high: v128): i32 {
  const spread = i8x16.max_u(i8x16.sub(high, low), i8x16.sub(highBefore, lowBefore))
  return i8x16.bitmask(i8x16.gt_u(spread, i8x16.splat(rows)))
}

/**
 * Counts rows of `waveforms` (at most 64) waveforms, which are `stride` apart: `places` of each, `perColumn` of them to
 * a column. `column`: the middle of the first column. Reads whole vectors of 16 places, and with `fill` the byte before.
 * A place counts 2^unit. Work memory: 144 bytes.
 * @param fill where lines between places are filled in the first column; 0: nowhere
 * @param joined whether the byte before the first place is the place before it, in the column before
 * @param random where the state of random choices is kept
 */
export function countTiles(
  column: usize,
  fill: usize,
  rows: usize,
  stride: usize,
  waveforms: usize,
  places: usize,
  perColumn: usize,
  joined: i32,
  unit: i32,
  work: usize,
  random: usize,
): void {
  if (waveforms < FEWEST) {
    const areJoined =
      fill != 0 && joinRows(column, fill, rows, stride, waveforms, places, perColumn, joined, unit, random)
    for (; waveforms > 0; waveforms--, rows += stride) {
      if (areJoined) addCalm(column, rows, places, perColumn, joined, 1 << unit)
      else addPlaces(column, rows, places, perColumn, 1 << unit)
    }
    return
  }
  let lowBefore = i8x16.splat(0)
  let highBefore = lowBefore
  let joinable = 0xfffe
  if (joined) {
    joinable = 0xffff
    for (let at = rows - 1, i = waveforms; i > 0; i--, at += stride) {
      const row = v128.load8_splat(at)
      lowBefore = i == waveforms ? row : i8x16.min_s(lowBefore, row)
      highBefore = i == waveforms ? row : i8x16.max_s(highBefore, row)
    }
  }
  const each = <i32>waveforms
  const window = each + WINDOW_COST
  let end = rows + stride * waveforms
  for (let inColumn: usize = 0; places > 0; rows += 16, end += 16) {
    const here = min<usize>(16, places)
    places -= here
    let present = (1 << <i32>here) - 1
    let low = v128.load(rows)
    let high = low
    for (let at = rows + stride; at < end; at += stride) {
      const row = v128.load(at)
      low = i8x16.min_s(low, row)
      high = i8x16.max_s(high, row)
    }
    if (fill) {
      const before = v128.shuffle<i8>(lowBefore, low, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30)
      const above = v128.shuffle<i8>(highBefore, high, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30)
      const apart = joinable & present
      const gaps = gapsBetween(before, above, low, high) & apart
      const steep = gaps & ~widerThan(ALIKE, before, above, low, high)
      const some = ((widerThan(DENSE, before, above, low, high) & apart) | gaps) & ~steep
      if (steep | some) joinTile(column, fill, rows, stride, waveforms, steep, some, inColumn, perColumn, unit, random)
      present &= ~steep
      lowBefore = low
      highBefore = high
      joinable = 0xffff
      fill += ((inColumn + here) / perColumn) * FILL_PITCH
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
    const close = present & ~wide
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
        if (((close >> <i32>place) & 1) != 0) {
          const at = column + (<isize>load<i8>(work + place, FIRST_ROWS) << 1)
          const counts = i16x8.shl(v128.load_ext<u8>(work + (place << 3)), unit)
          v128.store(at, i16x8.add_sat_u(v128.load(at), counts))
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
      if ((wide >> <i32>place) & 1) addRows(column, rows + place, stride, waveforms, 1 << unit)
      if (++inColumn == perColumn) {
        inColumn = 0
        column += 512
      }
    }
  }
}
