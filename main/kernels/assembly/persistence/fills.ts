// What lies between samples: the line from one to the next crosses rows that no sample lies on.
//
// A line is a run of rows in a column, and all of its rows get the same share of the time it takes. So a run is two
// additions, however long: the share at its first row, and the same taken off behind its last. When the map is looked
// at, sums along each column give back what every row got. Only short runs go into the map at once.

/** Shares are 4096ths of a hit. */
const UNIT_SHIFT: i32 = 12
/** A column: int32 for each of 256 rows, one behind the last, then how far it was used; not a power of two apart. */
export const FILL_PITCH: usize = 1040
/** Used up to below this row, and from 256 minus this row on; 0 and 0: not at all. */
const USED_END: usize = 1028
const USED_BEGIN: usize = 1032

/** 4096ths of a hit, times what one hit counts (a power of two). */
// @ts-ignore: decorator
@inline
export function hitShare(unit: i32): u32 {
  return 1 << (UNIT_SHIFT + unit)
}

/** Spreads `share` over the rows `from`..`to` (-128..127) of a column; over none when `from` is above `to`. */
// @ts-ignore: decorator
@inline
function addFill(fill: usize, from: i32, to: i32, share: u32): void {
  if (from > to) return
  // Exact, and quicker than a division of whole numbers.
  const each = max<u32>(1, <u32>(<f64>share / <f64>(to - from + 1)))
  const first = fill + (<usize>(from + 128) << 2)
  const behind = fill + (<usize>(to + 129) << 2)
  store<u32>(first, load<u32>(first) + each)
  store<u32>(behind, load<u32>(behind) - each)
  if (<i32>load<u32>(fill, USED_END) < to + 129) store<u32>(fill, to + 129, USED_END)
  if (<i32>load<u32>(fill, USED_BEGIN) < 128 - from) store<u32>(fill, 128 - from, USED_BEGIN)
}

/** Runs up to so many rows are counted at once: they lie beside cells that were just counted, and in two vectors. */
const SHORT: i32 = 16

/** Adds `hits` to those of the eight rows from `first` (0..248) on that are in `from`..`to`. */
// @ts-ignore: decorator
@inline
function addEight(cells: usize, first: i32, from: i32, to: i32, hits: v128): void {
  const rows = i16x8.add(i16x8.splat(<i16>first), i16x8(0, 1, 2, 3, 4, 5, 6, 7))
  const inside = v128.and(i16x8.ge_s(rows, i16x8.splat(<i16>from)), i16x8.le_s(rows, i16x8.splat(<i16>to)))
  const at = cells + (<usize>first << 1)
  v128.store(at, i16x8.add_sat_u(v128.load(at), v128.and(hits, inside)))
}

/** Spreads `share` over the rows `from`..`to` (-128..127) of a column: in the map where they are few, else in the fills. */
// @ts-ignore: decorator
@inline
function addLine(column: usize, fill: usize, from: i32, to: i32, share: u32): void {
  const rows = to - from + 1
  if (rows > SHORT) addFill(fill, from, to, share)
  else if (rows > 0) {
    const each = (<u32>(<f64>share / <f64>rows) + (1 << (UNIT_SHIFT - 1))) >> UNIT_SHIFT
    const hits = i16x8.splat(<i16>max<u32>(1, min<u32>(each, 65535)))
    const first = from + 128
    const last = to + 128
    addEight(column - 256, min(first, 248), first, last, hits)
    if (rows > 8) addEight(column - 256, min(first + 8, 248), first + 8, last, hits)
  }
}

/** Fills what lies between rows that follow each other in a column, without them. `column`: its middle in the map. */
// @ts-ignore: decorator
@inline
export function joinWithin(column: usize, fill: usize, a: i32, b: i32, share: u32): void {
  addLine(column, fill, min(a, b) + 1, max(a, b) - 1, share)
}

/** The same from a row of the column before to one of this column: each gets the half that is nearer to its row. */
// @ts-ignore: decorator
@inline
export function joinAcross(column: usize, fill: usize, a: i32, b: i32, share: u32): void {
  const middle = (a + b) >> 1
  const isRising = a < b
  const lower = isRising ? 1 : 0
  // The lower half lies in the column that the line comes from, or goes to.
  addLine(column - (lower << 9), fill - lower * FILL_PITCH, min(a, b) + 1, middle, share >> 1)
  addLine(column - ((1 - lower) << 9), fill - (1 - lower) * FILL_PITCH, middle + 1, max(a, b) - 1, share >> 1)
}

/** Adds what was filled to the counts of a map, at least 1 where anything was, and leaves nothing filled. */
export function mapFill(map: usize, fills: usize, columns: u32): void {
  for (; columns > 0; columns--, map += 512, fills += FILL_PITCH) {
    const end = <usize>load<u32>(fills, USED_END)
    if (end == 0) continue
    const begin: usize = 256 - <usize>load<u32>(fills, USED_BEGIN)
    store<u64>(fills, 0, USED_END)
    let share: u32 = 0
    for (let row = begin; row < end; row++) {
      const at = fills + (row << 2)
      share += load<u32>(at)
      store<u32>(at, 0)
      const count = map + (row << 1)
      const more = (share + ((1 << UNIT_SHIFT) - 1)) >> UNIT_SHIFT
      store<u16>(count, <u16>min<u32>(65535, <u32>load<u16>(count) + more))
    }
    store<u32>(fills + (end << 2), 0)
  }
}
