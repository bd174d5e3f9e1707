// Joining the rows of waveforms: where two places that follow each other lie two rows or more apart, the rows between
// them are filled (fills.ts).
//
// Where a signal is steep, every waveform does that everywhere. There the line stands for the place too, which is not
// counted by itself: all rows of a slope get the same share of its time, and it is no string of beads. At high rates one
// waveform of a group, chosen at random, stands for all of it, and at the highest one for four groups, and its lines count
// for as many. What only few waveforms do is never left out.

import { FILL_PITCH, hitShare, joinAcross, joinWithin } from './fills'
import { chosen, nextRandom } from '../synthesis/random'

/** So many waveforms that jump far at a place are few. */
const FEW: i8 = 3
/** Rows from which on a jump is a far one. */
const FAR: i8 = 8

/** How many rows each of 16 places lies from the place before it. */
// @ts-ignore: decorator
@inline
function distances(at: usize): v128 {
  const before = v128.load(at - 1)
  const here = v128.load(at)
  return i8x16.sub(i8x16.max_s(before, here), i8x16.min_s(before, here))
}

/** Those of 16 places that lie this far from the place before them, or further. */
// @ts-ignore: decorator
@inline
function jumps(at: usize, rows: i8): i32 {
  return i8x16.bitmask(i8x16.ge_u(distances(at), i8x16.splat(rows)))
}

/**
 * Joins a place to the one before it; `isCounted`: its own row has its count already. `place` counts from the begin of the
 * column at `column` and `fill`.
 */
// @ts-ignore: decorator
@inline
function joinPlace(
  at: usize,
  isCounted: bool,
  column: usize,
  fill: usize,
  place: usize,
  perColumn: usize,
  share: u32,
): void {
  const passed = perColumn == 1 ? place : place / perColumn
  const cells = column + (passed << 9)
  const filled = fill + passed * FILL_PITCH
  const before = <i32>load<i8>(at - 1)
  let here = <i32>load<i8>(at)
  // Lines end one row before the row that is given.
  if (!isCounted) here += here > before ? 1 : -1
  if (place == passed * perColumn) joinAcross(cells, filled, before, here, share)
  else joinWithin(cells, filled, before, here, share)
}

/** Joins the places whose bits are set. */
// @ts-ignore: decorator
@inline
function joinPlaces(
  at: usize,
  bits: i32,
  isCounted: bool,
  column: usize,
  fill: usize,
  place: usize,
  perColumn: usize,
  share: u32,
): void {
  for (; bits != 0; bits &= bits - 1) {
    const k = <usize>ctz(bits)
    joinPlace(at + k, isCounted, column, fill, place + k, perColumn, share)
  }
}

/** Where a hit counts 1, as at the highest rates, one of so many groups is joined. */
const GROUPS: u32 = 4

/** How many of `waveforms` waveforms are joined: all at low rates, where a hit counts much, and one at high rates. */
// @ts-ignore: decorator
@inline
function joinedOf(waveforms: usize, unit: i32): usize {
  return min(waveforms, (<usize>1) << unit)
}

/**
 * Joins places of a tile to those before them: of the waveforms from `rows` on, `stride` apart, 16 places each. At `steep`
 * (bits) every waveform jumps, and none is counted; at `wide` some may jump. The first place is the `inColumn`-th of the column
 * at `column` and `fill`.
 */
export function joinTile(
  column: usize,
  fill: usize,
  rows: usize,
  stride: usize,
  waveforms: usize,
  steep: i32,
  wide: i32,
  inColumn: usize,
  perColumn: usize,
  unit: i32,
  random: usize,
): void {
  const end = rows + stride * waveforms
  let often = 0
  if (wide) {
    let count = i8x16.splat(0)
    const far = i8x16.splat(FAR)
    for (let at = rows; at < end; at += stride) count = i8x16.sub(count, i8x16.ge_u(distances(at), far))
    const seldom = i8x16.bitmask(i8x16.le_u(count, i8x16.splat(FEW))) & wide
    often = wide & ~seldom
    if (seldom & i8x16.bitmask(i8x16.ne(count, i8x16.splat(0)))) {
      for (let at = rows; at < end; at += stride) {
        joinPlaces(at, jumps(at, FAR) & seldom, true, column, fill, inColumn, perColumn, hitShare(unit))
      }
    }
  }
  if ((steep | often) == 0) return
  let state = load<u32>(random)
  let share = hitShare(unit)
  if (unit == 0) {
    state = nextRandom(state)
    store<u32>(random, state)
    if (chosen(state, GROUPS)) return
    share *= GROUPS
  }
  const some = joinedOf(waveforms, unit)
  share *= <u32>(waveforms / some)
  for (let k: usize = 0; k < some; k++) {
    state = nextRandom(state)
    // With all of them, each has its turn; else one from each part of the group.
    const part = waveforms / some
    const at = rows + stride * (k * part + chosen(state, part))
    joinPlaces(at, jumps(at, 2) & often, true, column, fill, inColumn, perColumn, share)
    joinPlaces(at, steep, false, column, fill, inColumn, perColumn, share)
  }
  store<u32>(random, state)
}

/** Joins `places` places of one waveform that jump, the first one to the place before it only with `joined`. */
// @ts-ignore: decorator
@inline
function joinRow(
  column: usize,
  fill: usize,
  at: usize,
  places: usize,
  perColumn: usize,
  joined: i32,
  isCounted: bool,
  share: u32,
): void {
  let skipped = joined ? 0 : 1
  for (let done: usize = 0; done < places; done += 16) {
    const present = places - done >= 16 ? 0xffff : (1 << <i32>(places - done)) - 1
    const bits = jumps(at + done, 2) & present & ~skipped
    joinPlaces(at + done, bits, isCounted, column, fill, done, perColumn, share)
    skipped = 0
  }
}

/**
 * Joins few waveforms, of `places` places each. Returns whether all of them are joined: then places that jump have their
 * count.
 */
export function joinRows(
  column: usize,
  fill: usize,
  rows: usize,
  stride: usize,
  waveforms: usize,
  places: usize,
  perColumn: usize,
  joined: i32,
  unit: i32,
  random: usize,
): bool {
  let state = load<u32>(random)
  let share = hitShare(unit)
  if (unit == 0) {
    state = nextRandom(state)
    store<u32>(random, state)
    if (chosen(state, GROUPS)) return false
    share *= GROUPS
  }
  const some = joinedOf(waveforms, unit)
  const part = waveforms / some
  const areAll = unit > 0 && part == 1 && some == waveforms
  share *= <u32>part
  for (let k: usize = 0; k < some; k++) {
    state = nextRandom(state)
    const at = rows + stride * (k * part + chosen(state, part))
    joinRow(column, fill, at, places, perColumn, joined, !areAll, share)
  }
  store<u32>(random, state)
  return areAll
}

/** Whether a place that is joined to the one before it jumps. */
// @ts-ignore: decorator
@inline
export function isJump(at: usize): bool {
  return abs(<i32>load<i8>(at) - <i32>load<i8>(at - 1)) > 1
}
