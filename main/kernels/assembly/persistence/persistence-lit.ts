// Which cells the samples of waveforms lie on, where columns are narrower than a sample: a bit for each, whatever the
// number of hits. So every sample of every waveform is seen at a fraction of what it costs to draw what is between.
//
// Waveforms whose samples fall into the same columns lie beside each other, so that 16 samples of all of them are
// taken together, lane by lane, in windows of eight rows: what comes of a window is a byte of bits for each column.

import { GROUP, LINE, ROWS, STRIDE, WORK } from './row-block'
import { mapScans } from './row-scans'

const ENTRY: usize = 8
/** Bytes of a column's bits, and of its counts. */
const PITCH: usize = 32
const COUNTS: usize = 512

/** Waveforms that are sorted at once. */
const MOST: usize = 256
/** Columns of a scan, as a power of two, up to which waveforms are sorted by the columns that their samples fall into. */
const MOST_SORTED: i32 = 6
/** Windows of eight rows: where samples are spread over more, each has its bit set by itself. */
const WINDOWS: i32 = 10

// Work memory, where other kernels have lines: of each waveform the first column and whether it is told, then the order, then
// where each column's waveforms begin.
const COLUMNS: usize = LINE
const TOLD: usize = COLUMNS + MOST * 2
const ORDER: usize = TOLD + MOST
const BEGINS: usize = ORDER + MOST * 2

/** Bits of a column that were not set, and whose cells nobody counted. */
// @ts-ignore: decorator
@inline
function darkOf(counts: usize, fresh: i32): i32 {
  const bit = i16x8(1, 2, 4, 8, 16, 32, 64, 128)
  const isEmpty = i16x8.eq(v128.load(counts), i16x8.splat(0))
  const isFresh = i16x8.eq(v128.and(i16x8.splat(<i16>fresh), bit), bit)
  return i16x8.bitmask(v128.and(isEmpty, isFresh))
}

/** Of waveforms whose row at a place is one of eight from `base` on and dark, tells one for each. */
function tellDark(at: usize, waveforms: usize, base: i32, dark: i32, order: usize, told: usize): void {
  for (let i: usize = 0; i < waveforms && dark != 0; i++, at += STRIDE) {
    const row = <i32>load<i8>(at) - base
    if (row < 0 || row > 7 || ((dark >> row) & 1) == 0) continue
    dark &= ~(1 << row)
    store<u8>(told + <usize>load<u16>(order + (i << 1)), 1)
  }
}

/** Sets bits of a column, eight rows from `base` on. `at`: the rows of its waveforms there. */
// @ts-ignore: decorator
@inline
function light(
  map: usize,
  lit: usize,
  column: usize,
  base: i32,
  bits: i32,
  at: usize,
  waveforms: usize,
  order: usize,
  told: usize,
): void {
  const byte = lit + column * PITCH + <usize>((base + 128) >> 3)
  const before = <i32>load<u8>(byte)
  const fresh = bits & ~before
  if (fresh == 0) return
  store<u8>(byte, <u8>(before | bits))
  const dark = darkOf(map + column * COUNTS + (<usize>(base + 128) << 1), fresh)
  if (dark != 0) tellDark(at, waveforms, base, dark, order, told)
}

/** Lights 16 places, or fewer, of waveforms (at most GROUP); the first one is in `column`. */
function lightTile(
  map: usize,
  lit: usize,
  column: usize,
  shift: i32,
  rows: usize,
  waveforms: usize,
  here: usize,
  work: usize,
  order: usize,
  told: usize,
): void {
  const end = rows + STRIDE * waveforms
  let low = v128.load(rows)
  let high = low
  for (let at = rows + STRIDE; at < end; at += STRIDE) {
    const row = v128.load(at)
    low = i8x16.min_s(low, row)
    high = i8x16.max_s(high, row)
  }
  // Windows begin where bytes of bits do.
  const eights = i8x16.splat(-8)
  let base = v128.and(low, eights)
  const spread = i8x16.sub(v128.and(high, eights), base)
  const present = (1 << <i32>here) - 1
  const wide = i8x16.bitmask(i8x16.ge_u(spread, i8x16.splat(<i8>(WINDOWS << 3)))) & present
  const bit = i64x2(0x8040201008040201, 0)
  for (let left = present & ~wide; left != 0; ) {
    let bits = i8x16.splat(0)
    for (let at = rows; at < end; at += STRIDE) {
      bits = v128.or(bits, i8x16.swizzle(bit, i8x16.sub(v128.load(at), base)))
    }
    v128.store(work, bits)
    v128.store(work, base, 16)
    for (let some = left; some != 0; some &= some - 1) {
      const place = <usize>ctz(some)
      const found = <i32>load<u8>(work + place)
      if (found == 0) continue
      const first = <i32>load<i8>(work + place, 16)
      light(map, lit, column + (place << shift), first, found, rows + place, waveforms, order, told)
    }
    // Where this was the last window there is none above; sums do not run over.
    left &= i8x16.bitmask(i8x16.gt_s(v128.and(high, eights), base))
    base = i8x16.add_sat_s(base, i8x16.splat(8))
  }
  for (let some = wide; some != 0; some &= some - 1) {
    const place = <usize>ctz(some)
    let at = rows + place
    for (let i: usize = 0; i < waveforms; i++, at += STRIDE) {
      const row = <i32>load<i8>(at)
      light(map, lit, column + (place << shift), row & -8, 1 << (row & 7), at, 1, order + (i << 1), told)
    }
  }
}

/** The first sample of a waveform that lies in a column, as bit 15, and that column; `phase` in 65536ths of a scan. */
// @ts-ignore: decorator
@inline
function firstOf(phase: u32, shift: i32): u32 {
  const narrow = 16 - shift
  const half: u32 = (1 << narrow) >> 1
  const isSecond: u32 = phase > half ? 1 : 0
  return (isSecond << 15) | (((isSecond << 16) + half - phase) >> narrow)
}

/** Lights waveforms (at most GROUP) whose samples fall into the same columns; `order`: the number of each in the list. */
function lightAlike(
  map: usize,
  lit: usize,
  src: usize,
  scanBytes: usize,
  channelBytes: usize,
  list: usize,
  waveforms: usize,
  columns: usize,
  shift: i32,
  scale: usize,
  scratch: usize,
  order: usize,
): void {
  const first = <u32>load<u16>(scratch + COLUMNS + (<usize>load<u16>(order) << 1))
  const column = <usize>(first & 0x7fff)
  if (column >= columns) return
  const places = ((columns - 1 - column) >> shift) + 1
  const rows = scratch + ROWS
  let dst = rows
  for (let i: usize = 0; i < waveforms; i++, dst += STRIDE) {
    const scan = <usize>load<u32>(list + <usize>load<u16>(order + (i << 1)) * ENTRY) + <usize>(first >> 15)
    const at = src + scan * scanBytes
    mapScans(at, scanBytes, channelBytes, places, at + places * scanBytes, scale, dst)
  }
  for (let done: usize = 0; done < places; done += 16) {
    const here = min<usize>(16, places - done)
    const to = column + (done << shift)
    lightTile(map, lit, to, shift, rows + done, waveforms, here, scratch + WORK, order, scratch + TOLD)
  }
}

/** Where the begin of those is kept whose first column, and first sample, are these; there is one more kind than columns of a scan. */
// @ts-ignore: decorator
@inline
function beginOf(first: u32, begins: usize): usize {
  return begins + ((first & 0x8000 ? <usize>(first & 0x7fff) + 1 : 0) << 1)
}

/** Puts waveforms whose samples fall into the same columns beside each other. */
function sort(waveforms: usize, shift: i32, scratch: usize): void {
  const begins = scratch + BEGINS
  const bytes = (((<usize>1) << shift) + 2) << 1
  memory.fill(begins, 0, bytes)
  for (let i: usize = 0; i < waveforms; i++) {
    const at = beginOf(load<u16>(scratch + COLUMNS + (i << 1)), begins) + 2
    store<u16>(at, load<u16>(at) + 1)
  }
  for (let at = begins + 2; at < begins + bytes; at += 2) store<u16>(at, load<u16>(at) + load<u16>(at - 2))
  for (let i: usize = 0; i < waveforms; i++) {
    const at = beginOf(load<u16>(scratch + COLUMNS + (i << 1)), begins)
    const place = load<u16>(at)
    store<u16>(at, place + 1)
    store<u16>(scratch + ORDER + (<usize>place << 1), <u16>i)
  }
}

export function persistenceLit(
  map: usize,
  lit: usize,
  src: usize,
  channels: u32,
  channel: u32,
  list: usize,
  waveforms: u32,
  columns: u32,
  shift: i32,
  scale: usize,
  scratch: usize,
  out: usize,
): u32 {
  const scanBytes = <usize>channels << 1
  const channelBytes = <usize>channel << 1
  let found: u32 = 0
  for (let left = <usize>waveforms; left > 0; ) {
    const some = min(left, MOST)
    left -= some
    for (let i: usize = 0; i < some; i++) {
      store<u16>(scratch + COLUMNS + (i << 1), <u16>firstOf(load<u32>(list + i * ENTRY, 4), shift))
      store<u16>(scratch + ORDER + (i << 1), <u16>i)
    }
    memory.fill(scratch + TOLD, 0, some)
    const isSorted = shift <= MOST_SORTED
    if (isSorted) sort(some, shift, scratch)
    for (let i: usize = 0; i < some; ) {
      const order = scratch + ORDER + (i << 1)
      const first = load<u16>(scratch + COLUMNS + (<usize>load<u16>(order) << 1))
      const most = isSorted ? min(GROUP, some - i) : 1
      let alike: usize = 1
      while (alike < most && load<u16>(scratch + COLUMNS + (<usize>load<u16>(order + (alike << 1)) << 1)) == first) alike++
      lightAlike(map, lit, src, scanBytes, channelBytes, list, alike, columns, shift, scale, scratch, order)
      i += alike
    }
    for (let i: usize = 0; i < some; i++) {
      if (!load<u8>(scratch + TOLD + i)) continue
      store<u64>(out + (<usize>found << 3), load<u64>(list + i * ENTRY))
      found++
    }
    list += some * ENTRY
  }
  return found
}

/** At least one hit for each cell whose bit is set; leaves none set. */
export function mapLight(map: usize, lit: usize, columns: u32, unit: i32): void {
  const hit = i16x8.splat((<i16>1) << (<i16>unit))
  const bit = i16x8(1, 2, 4, 8, 16, 32, 64, 128)
  for (; columns > 0; columns--, map += COUNTS, lit += PITCH) {
    if (!v128.any_true(v128.or(v128.load(lit), v128.load(lit, 16)))) continue
    for (let byte: usize = 0; byte < PITCH; byte++) {
      const bits = <i16>load<u8>(lit + byte)
      if (bits == 0) continue
      const at = map + (byte << 4)
      const some = i16x8.eq(v128.and(i16x8.splat(bits), bit), bit)
      v128.store(at, i16x8.max_u(v128.load(at), v128.and(some, hit)))
    }
    v128.store(lit, i64x2.splat(0))
    v128.store(lit, i64x2.splat(0), 16)
  }
}
