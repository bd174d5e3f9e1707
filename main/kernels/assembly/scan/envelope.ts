// Minimum and maximum columns. The number of channels divides eight lanes, so a lane always belongs to one channel and
// the vectors need folding only at the end of a column. The last, partial vector of a column overlaps the one before:
// taking a sample twice changes neither minimum nor maximum.

/** Folds eight lanes onto `channels` (1, 2, 4, 8) lanes by minimum; lane i ends in lane i mod channels. */
// @ts-ignore: decorator
@inline
function foldMin(v: v128, channels: u32): v128 {
  if (channels <= 4) v = i16x8.min_s(v, v128.shuffle<i64>(v, v, 1, 0))
  if (channels <= 2) v = i16x8.min_s(v, v128.shuffle<i32>(v, v, 1, 0, 3, 2))
  if (channels == 1) v = i16x8.min_s(v, v128.shuffle<i16>(v, v, 1, 0, 3, 2, 5, 4, 7, 6))
  return v
}

// @ts-ignore: decorator
@inline
function foldMax(v: v128, channels: u32): v128 {
  if (channels <= 4) v = i16x8.max_s(v, v128.shuffle<i64>(v, v, 1, 0))
  if (channels <= 2) v = i16x8.max_s(v, v128.shuffle<i32>(v, v, 1, 0, 3, 2))
  if (channels == 1) v = i16x8.max_s(v, v128.shuffle<i16>(v, v, 1, 0, 3, 2, 5, 4, 7, 6))
  return v
}

/** Stores the first `channels` lanes of both as (min, max) pairs. */
// @ts-ignore: decorator
@inline
function storePairs(dst: usize, low: v128, high: v128, channels: u32): void {
  const first = v128.shuffle<i16>(low, high, 0, 8, 1, 9, 2, 10, 3, 11)
  if (channels == 1) v128.store32_lane(dst, first, 0)
  else if (channels == 2) v128.store64_lane(dst, first, 0)
  else {
    v128.store(dst, first)
    if (channels == 8) v128.store(dst, v128.shuffle<i16>(low, high, 4, 12, 5, 13, 6, 14, 7, 15), 16)
  }
}

// @ts-ignore: decorator
@inline
function column(src: usize, end: usize, dst: usize, channels: u32): void {
  let min0 = v128.load(src)
  let max0 = min0
  let at = src
  if (end - src >= 128) {
    let min1 = min0
    let min2 = min0
    let min3 = min0
    let max1 = min0
    let max2 = min0
    let max3 = min0
    do {
      const a = v128.load(at)
      const b = v128.load(at, 16)
      const c = v128.load(at, 32)
      const d = v128.load(at, 48)
      min0 = i16x8.min_s(min0, a)
      max0 = i16x8.max_s(max0, a)
      min1 = i16x8.min_s(min1, b)
      max1 = i16x8.max_s(max1, b)
      min2 = i16x8.min_s(min2, c)
      max2 = i16x8.max_s(max2, c)
      min3 = i16x8.min_s(min3, d)
      max3 = i16x8.max_s(max3, d)
      at += 64
    } while (end - at >= 64)
    min0 = i16x8.min_s(i16x8.min_s(min0, min1), i16x8.min_s(min2, min3))
    max0 = i16x8.max_s(i16x8.max_s(max0, max1), i16x8.max_s(max2, max3))
  }
  for (; end - at >= 16; at += 16) {
    const a = v128.load(at)
    min0 = i16x8.min_s(min0, a)
    max0 = i16x8.max_s(max0, a)
  }
  if (at < end) {
    const a = v128.load(end - 16)
    min0 = i16x8.min_s(min0, a)
    max0 = i16x8.max_s(max0, a)
  }
  storePairs(dst, foldMin(min0, channels), foldMax(max0, channels), channels)
}

/** Any number of channels, and columns shorter than a vector. */
function columnPlain(src: usize, end: usize, dst: usize, channels: u32): void {
  const scanBytes = <usize>channels << 1
  for (let channel: u32 = 0; channel < channels; channel++, src += 2, dst += 4) {
    let low: i32 = 32767
    let high: i32 = -32768
    for (let at = src; at < end; at += scanBytes) {
      const code = <i32>load<i16>(at)
      low = min(low, code)
      high = max(high, code)
    }
    store<i16>(dst, <i16>low)
    store<i16>(dst, <i16>high, 2)
  }
}

// @ts-ignore: decorator
@inline
function run(src: usize, channels: u32, columnBytes: usize, columns: u32, dst: usize): void {
  const pairs = <usize>channels << 2
  for (; columns > 0; columns--, src += columnBytes, dst += pairs) column(src, src + columnBytes, dst, channels)
}

export function envelope(src: usize, channels: u32, scansPerColumn: u32, columns: u32, dst: usize): void {
  const columnBytes = (<usize>scansPerColumn * channels) << 1
  if (columnBytes >= 16) {
    if (channels == 1) return run(src, 1, columnBytes, columns, dst)
    if (channels == 2) return run(src, 2, columnBytes, columns, dst)
    if (channels == 4) return run(src, 4, columnBytes, columns, dst)
    if (channels == 8) return run(src, 8, columnBytes, columns, dst)
  }
  const pairs = <usize>channels << 2
  for (; columns > 0; columns--, src += columnBytes, dst += pairs) {
    columnPlain(src, src + columnBytes, dst, channels)
  }
}

function envelope8Plain(src: usize, channels: u32, end: usize, dst: usize): void {
  for (let channel: u32 = 0; channel < channels; channel++, src += 1, dst += 4) {
    let low: i32 = 127
    let high: i32 = -128
    for (let at = src; at < end; at += channels) {
      const code = <i32>load<i8>(at)
      low = min(low, code)
      high = max(high, code)
    }
    store<i16>(dst, <i16>low)
    store<i16>(dst, <i16>high, 2)
  }
}

export function envelope8(src: usize, channels: u32, scansPerColumn: u32, columns: u32, dst: usize): void {
  const columnBytes = <usize>scansPerColumn * channels
  const pairs = <usize>channels << 2
  const divides = channels == 1 || channels == 2 || channels == 4 || channels == 8
  for (; columns > 0; columns--, src += columnBytes, dst += pairs) {
    const end = src + columnBytes
    if (columnBytes < 16 || !divides) {
      envelope8Plain(src, channels, end, dst)
      continue
    }
    const last = v128.load(end - 16)
    let min0 = last
    let max0 = last
    let min1 = last
    let max1 = last
    let at = src
    for (; end - at >= 32; at += 32) {
      const a = v128.load(at)
      const b = v128.load(at, 16)
      min0 = i8x16.min_s(min0, a)
      max0 = i8x16.max_s(max0, a)
      min1 = i8x16.min_s(min1, b)
      max1 = i8x16.max_s(max1, b)
    }
    if (end - at >= 16) {
      const a = v128.load(at)
      min0 = i8x16.min_s(min0, a)
      max0 = i8x16.max_s(max0, a)
    }
    min0 = i8x16.min_s(min0, min1)
    max0 = i8x16.max_s(max0, max1)
    const low = i16x8.min_s(i16x8.extend_low_i8x16_s(min0), i16x8.extend_high_i8x16_s(min0))
    const high = i16x8.max_s(i16x8.extend_low_i8x16_s(max0), i16x8.extend_high_i8x16_s(max0))
    storePairs(dst, foldMin(low, channels), foldMax(high, channels), channels)
  }
}

/** Merges the columns src..end into one: even lanes are minima, odd lanes maxima, so it keeps both and picks. */
// @ts-ignore: decorator
@inline
function mergeVectors(src: usize, end: usize, step: usize, pairLanes: u32): v128 {
  let low = v128.load(src)
  let high = low
  for (let at = src + step; at + 16 <= end; at += step) {
    const a = v128.load(at)
    low = i16x8.min_s(low, a)
    high = i16x8.max_s(high, a)
  }
  if (step == 16) {
    const a = v128.load(end - 16)
    low = i16x8.min_s(low, a)
    high = i16x8.max_s(high, a)
  }
  return v128.bitselect(foldMin(low, pairLanes), foldMax(high, pairLanes), i32x4.splat(0x0000ffff))
}

function mergePlain(src: usize, end: usize, dst: usize, channels: u32): void {
  const columnBytes = <usize>channels << 2
  // Channel by channel, so dst may be src: what is written has been read.
  for (let channel: u32 = 0; channel < channels; channel++, src += 4, dst += 4) {
    let low: i32 = 32767
    let high: i32 = -32768
    for (let at = src; at < end; at += columnBytes) {
      low = min(low, <i32>load<i16>(at))
      high = max(high, <i32>load<i16>(at, 2))
    }
    store<i16>(dst, <i16>low)
    store<i16>(dst, <i16>high, 2)
  }
}

export function envelopeMerge(src: usize, channels: u32, factor: u32, sourceColumns: u32, dst: usize): void {
  const columnBytes = <usize>channels << 2
  const groupBytes = columnBytes * factor
  const end = src + columnBytes * sourceColumns
  for (; src < end; src += groupBytes, dst += columnBytes) {
    const stop = min(src + groupBytes, end)
    if (stop - src < 16 || (channels != 1 && channels != 2 && channels != 4 && channels != 8)) {
      mergePlain(src, stop, dst, channels)
    } else if (channels == 1) {
      v128.store32_lane(dst, mergeVectors(src, stop, 16, 2), 0)
    } else if (channels == 2) {
      v128.store64_lane(dst, mergeVectors(src, stop, 16, 4), 0)
    } else if (channels == 4) {
      v128.store(dst, mergeVectors(src, stop, 16, 8))
    } else {
      const first = mergeVectors(src, stop, 32, 8)
      const second = mergeVectors(src + 16, stop, 32, 8)
      v128.store(dst, first)
      v128.store(dst, second, 16)
    }
  }
}
