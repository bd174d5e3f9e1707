// Counting rows into one column of a map. The samples of a column mostly lie on few rows: 64 of them are compared with
// each row between the lowest and the highest, and the hits counted as bits.

/** Beyond so many rows, counting one by one is quicker: for 64 samples, for 16, and for 8. */
const WIDEST: i32 = 24
const WIDEST_OF_16: i32 = 8
const WIDEST_OF_8: i32 = 4

/** Adds to a count; a full count stays. */
// @ts-ignore: decorator
@inline
function add(at: usize, more: u32): void {
  store<u16>(at, <u16>min<u32>(65535, <u32>load<u16>(at) + more))
}

/** Counts one sample, which counts `hit`, into the column whose middle is at `column`. */
// @ts-ignore: decorator
@inline
export function addRow(column: usize, row: i32, hit: u32): void {
  add(column + (<isize>row << 1), hit)
}

/** Counts `count` rows, `step` bytes apart. */
// @ts-ignore: decorator
@inline
export function addRows(column: usize, at: usize, step: usize, count: usize, hit: u32): void {
  for (; count >= 4; count -= 4, at += step << 2) {
    addRow(column, load<i8>(at), hit)
    addRow(column, load<i8>(at + step), hit)
    addRow(column, load<i8>(at + 2 * step), hit)
    addRow(column, load<i8>(at + 3 * step), hit)
  }
  for (; count > 0; count--, at += step) addRow(column, load<i8>(at), hit)
}

/** The lowest of 16 signed bytes. */
// @ts-ignore: decorator
@inline
function lowestOf(v: v128): i32 {
  v = i8x16.min_s(v, v128.shuffle<i64>(v, v, 1, 0))
  v = i8x16.min_s(v, v128.shuffle<i32>(v, v, 1, 0, 3, 2))
  v = i8x16.min_s(v, v128.shuffle<i16>(v, v, 1, 0, 3, 2, 5, 4, 7, 6))
  return min(<i32>i8x16.extract_lane_s(v, 0), <i32>i8x16.extract_lane_s(v, 1))
}

// @ts-ignore: decorator
@inline
function highestOf(v: v128): i32 {
  return ~lowestOf(v128.not(v))
}

// @ts-ignore: decorator
@inline
function hits(v: v128, row: v128): u32 {
  return i8x16.bitmask(i8x16.eq(v, row))
}

/** Counts a run of `count` rows, each of which counts `hit`, into the column whose middle is at `column`. */
export function addRun(column: usize, at: usize, count: usize, hit: u32): void {
  const end = at + count
  for (; end - at >= 64; at += 64) {
    const a = v128.load(at)
    const b = v128.load(at, 16)
    const c = v128.load(at, 32)
    const d = v128.load(at, 48)
    const lowest = lowestOf(i8x16.min_s(i8x16.min_s(a, b), i8x16.min_s(c, d)))
    const highest = highestOf(i8x16.max_s(i8x16.max_s(a, b), i8x16.max_s(c, d)))
    if (highest - lowest >= WIDEST) addRows(column, at, 1, 64, hit)
    else {
      for (let row = lowest; row <= highest; row++) {
        const wanted = i8x16.splat(<i8>row)
        const low = <u64>(hits(a, wanted) | (hits(b, wanted) << 16))
        const high = <u64>(hits(c, wanted) | (hits(d, wanted) << 16))
        add(column + (<isize>row << 1), <u32>popcnt<u64>(low | (high << 32)) * hit)
      }
    }
  }
  for (; end - at >= 16; at += 16) {
    const a = v128.load(at)
    const lowest = lowestOf(a)
    const highest = highestOf(a)
    if (highest - lowest >= WIDEST_OF_16) addRows(column, at, 1, 16, hit)
    else {
      for (let row = lowest; row <= highest; row++) {
        add(column + (<isize>row << 1), popcnt<u32>(hits(a, i8x16.splat(<i8>row))) * hit)
      }
    }
  }
  if (end - at >= 8) {
    const a = v128.load64_splat(at)
    const lowest = lowestOf(a)
    const highest = highestOf(a)
    if (highest - lowest >= WIDEST_OF_8) addRows(column, at, 1, 8, hit)
    else {
      for (let row = lowest; row <= highest; row++) {
        // Each of them is there twice.
        add(column + (<isize>row << 1), (popcnt<u32>(hits(a, i8x16.splat(<i8>row))) >> 1) * hit)
      }
    }
    at += 8
  }
  addRows(column, at, 1, end - at, hit)
}
