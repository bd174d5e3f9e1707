// Persistence map: for each column 256 u16 counts, one per row; row = upper byte of the code, offset by 128.
//
// Adding sample by sample costs a load, an address, and a read-modify-write each, all over a map that misses the
// first-level cache. But the samples of triggered waveforms that fall into one column lie on few rows. So up to 64
// waveforms are taken together, 16 columns at a time: their rows are transposed into a tile, and each row between the
// lowest and the highest of a column is counted with 4 compares and a population count. Columns whose samples spread
// over many rows (edges, noise without a trigger) are counted one by one, from the tile, with the column in the cache.

/** Waveforms of a group, and the fewest that are worth a tile. */
const GROUP: u32 = 64
const FEWEST: u32 = 12
/** Beyond so many rows, counting one by one is quicker. */
const WIDEST: u32 = 24

// Scratch: addresses of the group's waveforms, then the tile: for each of 16 columns the rows of 64 waveforms.
const TILE: usize = 256

/** Adds to a count; a full count stays. */
// @ts-ignore: decorator
@inline
function add(at: usize, more: u32): void {
  store<u16>(at, <u16>min<u32>(65535, <u32>load<u16>(at) + more))
}

/** Adds one waveform, sample by sample. */
function addOne(column: usize, sample: usize, columns: u32, step: usize): void {
  const middle = column + 256
  const end = middle + (<usize>columns << 9)
  for (let at = middle; at < end; at += 512, sample += step) add(at + (<isize>load<i8>(sample, 1) << 1), 1)
}

/** The rows (offset so that they are unsigned) of 16 columns of a waveform. */
// @ts-ignore: decorator
@inline
function rows(sample: usize, step: usize, shift: u32): v128 {
  const offset = i8x16.splat(-128)
  if (step == 2) {
    const a = v128.load(sample)
    const b = v128.load(sample, 16)
    return v128.xor(v128.shuffle<i8>(a, b, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31), offset)
  }
  // Two channels: 16 scans are four vectors; the wanted channel is shifted to the lower half of each 32-bit lane.
  const a = i32x4.shr_u(v128.load(sample), shift)
  const b = i32x4.shr_u(v128.load(sample, 16), shift)
  const c = i32x4.shr_u(v128.load(sample, 32), shift)
  const d = i32x4.shr_u(v128.load(sample, 48), shift)
  const ab = v128.shuffle<i16>(a, b, 0, 2, 4, 6, 8, 10, 12, 14)
  const cd = v128.shuffle<i16>(c, d, 0, 2, 4, 6, 8, 10, 12, 14)
  return v128.xor(v128.shuffle<i8>(ab, cd, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31), offset)
}

// @ts-ignore: decorator
@inline
function zipLow(a: v128, b: v128): v128 {
  return v128.shuffle<i8>(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
}

// @ts-ignore: decorator
@inline
function zipHigh(a: v128, b: v128): v128 {
  return v128.shuffle<i8>(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)
}

/** Writes one step of the transposition: rows r and r + 8 zipped become rows 2 r and 2 r + 1. */
// @ts-ignore: decorator
@inline
function zip(dst: usize, a: v128, b: v128): void {
  v128.store(dst, zipLow(a, b))
  v128.store(dst, zipHigh(a, b), 64)
}

/** The address of a waveform of the group. */
// @ts-ignore: decorator
@inline
function waveform(list: usize, place: usize): usize {
  return <usize>load<u32>(list + (place << 2))
}

/** Transposes the rows of 16 waveforms into 16 columns of the tile, 64 bytes apart. */
// @ts-ignore: decorator
@inline
function transpose(list: usize, offset: usize, step: usize, shift: u32, tile: usize): void {
  const a0 = rows(waveform(list, 0) + offset, step, shift)
  const a1 = rows(waveform(list, 1) + offset, step, shift)
  const a2 = rows(waveform(list, 2) + offset, step, shift)
  const a3 = rows(waveform(list, 3) + offset, step, shift)
  const a4 = rows(waveform(list, 4) + offset, step, shift)
  const a5 = rows(waveform(list, 5) + offset, step, shift)
  const a6 = rows(waveform(list, 6) + offset, step, shift)
  const a7 = rows(waveform(list, 7) + offset, step, shift)
  const a8 = rows(waveform(list, 8) + offset, step, shift)
  const a9 = rows(waveform(list, 9) + offset, step, shift)
  const aa = rows(waveform(list, 10) + offset, step, shift)
  const ab = rows(waveform(list, 11) + offset, step, shift)
  const ac = rows(waveform(list, 12) + offset, step, shift)
  const ad = rows(waveform(list, 13) + offset, step, shift)
  const ae = rows(waveform(list, 14) + offset, step, shift)
  const af = rows(waveform(list, 15) + offset, step, shift)
  // Zipping rows half the table apart, four times, transposes it.
  const b0 = zipLow(a0, a8)
  const b1 = zipHigh(a0, a8)
  const b2 = zipLow(a1, a9)
  const b3 = zipHigh(a1, a9)
  const b4 = zipLow(a2, aa)
  const b5 = zipHigh(a2, aa)
  const b6 = zipLow(a3, ab)
  const b7 = zipHigh(a3, ab)
  const b8 = zipLow(a4, ac)
  const b9 = zipHigh(a4, ac)
  const ba = zipLow(a5, ad)
  const bb = zipHigh(a5, ad)
  const bc = zipLow(a6, ae)
  const bd = zipHigh(a6, ae)
  const be = zipLow(a7, af)
  const bf = zipHigh(a7, af)
  const c0 = zipLow(b0, b8)
  const c1 = zipHigh(b0, b8)
  const c2 = zipLow(b1, b9)
  const c3 = zipHigh(b1, b9)
  const c4 = zipLow(b2, ba)
  const c5 = zipHigh(b2, ba)
  const c6 = zipLow(b3, bb)
  const c7 = zipHigh(b3, bb)
  const c8 = zipLow(b4, bc)
  const c9 = zipHigh(b4, bc)
  const ca = zipLow(b5, bd)
  const cb = zipHigh(b5, bd)
  const cc = zipLow(b6, be)
  const cd = zipHigh(b6, be)
  const ce = zipLow(b7, bf)
  const cf = zipHigh(b7, bf)
  const d0 = zipLow(c0, c8)
  const d1 = zipHigh(c0, c8)
  const d2 = zipLow(c1, c9)
  const d3 = zipHigh(c1, c9)
  const d4 = zipLow(c2, ca)
  const d5 = zipHigh(c2, ca)
  const d6 = zipLow(c3, cb)
  const d7 = zipHigh(c3, cb)
  const d8 = zipLow(c4, cc)
  const d9 = zipHigh(c4, cc)
  const da = zipLow(c5, cd)
  const db = zipHigh(c5, cd)
  const dc = zipLow(c6, ce)
  const dd = zipHigh(c6, ce)
  const de = zipLow(c7, cf)
  const df = zipHigh(c7, cf)
  zip(tile, d0, d8)
  zip(tile + 128, d1, d9)
  zip(tile + 256, d2, da)
  zip(tile + 384, d3, db)
  zip(tile + 512, d4, dc)
  zip(tile + 640, d5, dd)
  zip(tile + 768, d6, de)
  zip(tile + 896, d7, df)
}

/** Counts the 64 rows of one tile column, those in `valid`, into the map column at `column`. */
// @ts-ignore: decorator
@inline
function addColumn(column: usize, tile: usize, lowest: u32, highest: u32, valid: u64): void {
  const a = v128.load(tile)
  const b = v128.load(tile, 16)
  const c = v128.load(tile, 32)
  const d = v128.load(tile, 48)
  let row = i8x16.splat(<i8>lowest)
  for (let at = column + (<usize>lowest << 1), end = column + (<usize>highest << 1); at <= end; at += 2) {
    const low = <u64>(i8x16.bitmask(i8x16.eq(a, row)) | (i8x16.bitmask(i8x16.eq(b, row)) << 16))
    const high = <u64>(i8x16.bitmask(i8x16.eq(c, row)) | (i8x16.bitmask(i8x16.eq(d, row)) << 16))
    add(at, <u32>popcnt<u64>(((low & 0xffffffff) | (high << 32)) & valid))
    row = i8x16.sub(row, i8x16.splat(-1))
  }
}

/**
 * Reads one word of every cache line of a waveform, in order: when the samples come from memory, that is how they come
 * quickest, where the tiles' short runs far apart would wait for each. Returns something made of what it read.
 */
// @ts-ignore: decorator
@inline
function touch(sample: usize, bytes: usize): u32 {
  let read: u32 = 0
  for (let at = sample & ~3, end = sample + bytes; at < end; at += 64) read |= load<u32>(at)
  return read
}

/** Adds `waveforms` (FEWEST..GROUP) whole waveforms, whose first samples' addresses are in the scratch. */
function addGroup(map: usize, scratch: usize, waveforms: u32, columns: u32, step: usize, shift: u32): void {
  const valid = waveforms == GROUP ? <u64>-1 : ((<u64>1 << waveforms) - 1)
  // Places of the group that are free repeat its first waveform, which `valid` keeps from being counted.
  for (let i = waveforms; i < GROUP; i++) store<u32>(scratch + (<usize>i << 2), load<u32>(scratch))
  const tile = scratch + TILE
  let read: u32 = 0
  for (let i: u32 = 0; i < waveforms; i++) read |= touch(waveform(scratch, i), step * columns)
  store<u32>(tile, read)
  for (let done: u32 = 0; done < columns; ) {
    // The last tile reaches back over columns that are done.
    const first = min(done, columns - 16)
    const offset = step * first
    for (let quarter: usize = 0; quarter < 64; quarter += 16) {
      transpose(scratch + (quarter << 2), offset, step, shift, tile + quarter)
    }
    for (; done < first + 16; done++) {
      const at = tile + (<usize>(done - first) << 6)
      let low = v128.load(at)
      let high = low
      low = i8x16.min_u(i8x16.min_u(low, v128.load(at, 16)), i8x16.min_u(v128.load(at, 32), v128.load(at, 48)))
      high = i8x16.max_u(i8x16.max_u(high, v128.load(at, 16)), i8x16.max_u(v128.load(at, 32), v128.load(at, 48)))
      const lowest = lowestOf(low)
      const highest: u32 = 255 - lowestOf(v128.not(high))
      const column = map + (<usize>done << 9)
      if (highest - lowest < WIDEST) addColumn(column, at, lowest, highest, valid)
      else for (let i: u32 = 0; i < waveforms; i++) add(column + (<usize>load<u8>(at + i) << 1), 1)
    }
  }
}

/** The lowest of 16 unsigned bytes. */
// @ts-ignore: decorator
@inline
function lowestOf(v: v128): u32 {
  v = i8x16.min_u(v, v128.shuffle<i64>(v, v, 1, 0))
  v = i8x16.min_u(v, v128.shuffle<i32>(v, v, 1, 0, 3, 2))
  v = i8x16.min_u(v, i16x8.shr_u(v, 8))
  // Now the even bytes of the lower 8 bytes hold what is left; two of them differ.
  const pair = i32x4.extract_lane(v, 0)
  return min<u32>(pair & 0xff, (pair >> 16) & 0xff)
}

export function persistence(
  map: usize,
  src: usize,
  channels: u32,
  channel: u32,
  list: usize,
  segments: u32,
  scansPerColumn: u32,
  scratch: usize,
): void {
  const listEnd = list + <usize>segments * 12
  const scanBytes = <usize>channels << 1
  const channelBytes = <usize>channel << 1
  const step = scanBytes * scansPerColumn
  let columns: u32 = 0
  for (let at = list; at < listEnd; at += 12) columns = max(columns, load<u32>(at, 4) + load<u32>(at, 8))
  // Tiles are for neighbouring samples of one or two channels.
  const tiles = (step == 2 || (step == 4 && channels == 2)) && columns >= 16
  let waveforms: u32 = 0
  for (let at = list; at < listEnd; at += 12) {
    const sample = src + scanBytes * load<u32>(at)
    const count = load<u32>(at, 8)
    if (!tiles || count != columns) {
      addOne(map + (<usize>load<u32>(at, 4) << 9), sample + channelBytes, count, step)
      continue
    }
    store<u32>(scratch + (<usize>waveforms << 2), <u32>sample)
    if (++waveforms < GROUP) continue
    addGroup(map, scratch, waveforms, columns, step, channel << 4)
    waveforms = 0
  }
  if (waveforms >= FEWEST) return addGroup(map, scratch, waveforms, columns, step, channel << 4)
  for (let i: u32 = 0; i < waveforms; i++) {
    addOne(map, waveform(scratch, i) + channelBytes, columns, step)
  }
}
