// Rows of samples as they lie in memory: runs of scans, of which each column of a map takes one.

import { centreOf, doubledOf, offsetOf, rowOf, rowsOf, scaled, weightsOf } from './row-scale'

// How the samples of the channel lie: next to each other, in turns with those of one other channel, or anyhow.
const ALONE: i32 = 1
const PAIRED: i32 = 2
const APART: i32 = 3

/** Eight samples, `step` bytes apart. */
// @ts-ignore: decorator
@inline
export function gather(at: usize, step: usize): v128 {
  let v = i16x8.splat(load<i16>(at))
  v = v128.load16_lane(at + step, v, 1)
  v = v128.load16_lane(at + 2 * step, v, 2)
  v = v128.load16_lane(at + 3 * step, v, 3)
  v = v128.load16_lane(at + 4 * step, v, 4)
  v = v128.load16_lane(at + 5 * step, v, 5)
  v = v128.load16_lane(at + 6 * step, v, 6)
  return v128.load16_lane(at + 7 * step, v, 7)
}

/** Rows of the eight scans at `at`. For PAIRED, `first` has the weights of the wanted channel and the other. */
// @ts-ignore: decorator
@inline
function rowsAt(
  layout: i32,
  at: usize,
  scanBytes: usize,
  channelBytes: usize,
  first: v128,
  second: v128,
  offset: v128,
  doubled: i32,
  centre: v128,
): v128 {
  if (layout == PAIRED) {
    const a = i32x4.dot_i16x8_s(scaled(v128.load(at), doubled, centre), first)
    const b = i32x4.dot_i16x8_s(scaled(v128.load(at, 16), doubled, centre), first)
    return v128.shuffle<i16>(i32x4.add(a, offset), i32x4.add(b, offset), 1, 3, 5, 7, 9, 11, 13, 15)
  }
  const codes = layout == ALONE ? v128.load(at) : gather(at + channelBytes, scanBytes)
  return rowsOf(codes, first, second, offset, doubled, centre)
}

/** Rows of the sixteen scans at `at`, as bytes. */
// @ts-ignore: decorator
@inline
function vector(
  layout: i32,
  at: usize,
  eight: usize,
  scanBytes: usize,
  channelBytes: usize,
  first: v128,
  second: v128,
  offset: v128,
  doubled: i32,
  centre: v128,
): v128 {
  return i8x16.narrow_i16x8_s(
    rowsAt(layout, at, scanBytes, channelBytes, first, second, offset, doubled, centre),
    rowsAt(layout, at + eight, scanBytes, channelBytes, first, second, offset, doubled, centre),
  )
}

// @ts-ignore: decorator
@inline
function mapLayout(
  layout: i32,
  at: usize,
  scanBytes: usize,
  channelBytes: usize,
  scans: usize,
  end: usize,
  scale: usize,
  dst: usize,
): void {
  const second = weightsOf(scale, 16)
  const first = layout == PAIRED && channelBytes != 0 ? second : weightsOf(scale, 0)
  const offset = offsetOf(scale)
  const doubled = doubledOf(scale)
  const centre = centreOf(scale)
  const eight = scanBytes << 3
  const sixteen = scanBytes << 4
  const last = dst + scans
  for (; last - dst >= 16; at += sixteen, dst += 16) {
    v128.store(dst, vector(layout, at, eight, scanBytes, channelBytes, first, second, offset, doubled, centre))
  }
  const left = last - dst
  const room = end - at
  if (left == 0) return
  if (left <= 8 && room >= eight) {
    const rows = rowsAt(layout, at, scanBytes, channelBytes, first, second, offset, doubled, centre)
    v128.store64_lane(dst, i8x16.narrow_i16x8_s(rows, rows), 0)
  } else if (room >= sixteen || scans >= 16) {
    // At the very end the last vector reaches back over rows that are there already.
    const back: usize = room >= sixteen ? 0 : 16 - left
    at -= back * scanBytes
    v128.store(dst - back, vector(layout, at, eight, scanBytes, channelBytes, first, second, offset, doubled, centre))
  } else {
    for (; dst < last; at += scanBytes, dst++) {
      store<i8>(dst, <i8>rowOf(<i32>load<i16>(at + channelBytes), scale))
    }
  }
}

/**
 * Rows of `scans` scans to `dst`. Reads no further than `end`, in front of which they all lie. Writes up to 15 bytes behind
 * them.
 */
export function mapScans(
  at: usize,
  scanBytes: usize,
  channelBytes: usize,
  scans: usize,
  end: usize,
  scale: usize,
  dst: usize,
): void {
  if (scanBytes == 2) mapLayout(ALONE, at, 2, 0, scans, end, scale, dst)
  else if (scanBytes == 4) mapLayout(PAIRED, at, 4, channelBytes, scans, end, scale, dst)
  else mapLayout(APART, at, scanBytes, channelBytes, scans, end, scale, dst)
}
