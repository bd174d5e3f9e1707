// Persistence of columns narrower than a sample: each lies between two scans and is interpolated, by sin(x)/x
// (row-sinc.ts), or where the samples around bend so little that it makes no difference, by a straight line.
//
// Of straight lines eight columns at a time: the samples in front of them and those behind them are picked by swizzles
// from two loads, one sample apart. Where between them a column lies is kept as 16 bits of a scan; which samples it lies
// between follows from where it would lie if the first column were at a sample, and from whether that sum of fractions
// ran over.

import { FILL_PITCH } from './fills'
import { BLOCK, GROUP, LINE, RANDOM, ROWS, STRIDE, WORK } from './row-block'
import { centreOf, doubledOf, offsetOf, rowsOf, weightsOf } from './row-scale'
import { gather } from './row-scans'
import { isSmooth, mapSinc, TAPS_BEFORE, TAPS_BEHIND } from './row-sinc'
import { countTiles } from './row-tiles'

const ENTRY: usize = 8
/** A waveform's samples under a block of columns, with those around them. */
const LINE_BYTES: usize = (BLOCK + 64) << 1

/** Interpolated codes of eight columns; `at`: the sample in front of the first. */
// @ts-ignore: decorator
@inline
function between(at: usize, fractions: v128, steps: v128, places: v128): v128 {
  const over = v128.and(i16x8.lt_u(fractions, steps), i16x8.splat(0x0202))
  const picks = i16x8.add(places, over)
  const share = i16x8.shr_u(fractions, 1)
  const front = v128.swizzle(v128.load(at), picks)
  const behind = v128.swizzle(v128.load(at, 2), picks)
  // behind * share + front * (1 - share); the sign bit makes share - 1 of share.
  return i16x8.sub_sat_s(
    i16x8.q15mulr_sat_s(behind, share),
    i16x8.q15mulr_sat_s(front, v128.xor(share, i16x8.splat(-0x8000))),
  )
}

/**
 * Rows of `columns` columns, rounded up to whole vectors of 16, from position `p` (Q16) behind the sample at `line` on.
 * Reads eight samples behind the one in front of the last half vector.
 */
function mapFine(line: usize, p: u32, step: u32, columns: usize, scale: usize, dst: usize): void {
  const first = weightsOf(scale, 0)
  const second = weightsOf(scale, 16)
  const offset = offsetOf(scale)
  const doubled = doubledOf(scale)
  const centre = centreOf(scale)
  const count = i32x4(0, 1, 2, 3)
  const low = i32x4.mul(i32x4.splat(step), count)
  const high = i32x4.add(low, i32x4.splat(step << 2))
  const steps = v128.shuffle<i16>(low, high, 0, 2, 4, 6, 8, 10, 12, 14)
  const scans = v128.shuffle<i16>(low, high, 1, 3, 5, 7, 9, 11, 13, 15)
  const places = i16x8.add(i16x8.mul(scans, i16x8.splat(0x0202)), i16x8.splat(0x0100))
  const eight = step << 3
  const next = i16x8.splat(<i16>eight)
  let fractions = i16x8.add(i16x8.splat(<i16>p), steps)
  for (const end = dst + columns; dst < end; dst += 16) {
    const a = between(line + (<usize>(p >> 16) << 1), fractions, steps, places)
    p += eight
    fractions = i16x8.add(fractions, next)
    const b = between(line + (<usize>(p >> 16) << 1), fractions, steps, places)
    p += eight
    fractions = i16x8.add(fractions, next)
    v128.store(
      dst,
      i8x16.narrow_i16x8_s(
        rowsOf(a, first, second, offset, doubled, centre),
        rowsOf(b, first, second, offset, doubled, centre),
      ),
    )
  }
}

/** One channel's samples of `scans` scans. */
function pick(at: usize, scanBytes: usize, scans: usize, dst: usize): void {
  for (; scans >= 8; scans -= 8, at += scanBytes << 3, dst += 16) v128.store(dst, gather(at, scanBytes))
  for (; scans > 0; scans--, at += scanBytes, dst += 2) store<u16>(dst, load<u16>(at))
}

/** Rows of `columns` columns on straight lines, from position `p` (Q16) behind the scan at `at` on. */
function mapLines(
  at: usize,
  scanBytes: usize,
  p: u32,
  step: u32,
  columns: u32,
  scale: usize,
  line: usize,
  dst: usize,
): void {
  let scans = <usize>((p + (columns - 1) * step) >> 16) + 2
  let ready: u32 = 0
  if (scanBytes == 2 && scans > 8) {
    // In place, as far as whole vectors of samples can be read; then from a copy.
    const last = <u32>((scans - 8) << 16)
    const half = p + (step << 3)
    if (half < last) ready = min<u32>(columns, ((last - 1 - half) / (step << 4) + 1) << 4)
    mapFine(at, p, step, ready, scale, dst)
    if (ready == columns) return
    p += ready * step
    const passed = <usize>(p >> 16)
    at += passed << 1
    scans -= passed
    p &= 0xffff
  }
  pick(at, scanBytes, scans, line)
  mapFine(line, p, step, columns - ready, scale, dst + ready)
}

/** Rows of `columns` columns of one waveform, from position `p` (Q16) behind the scan at `at` on. */
function mapColumns(
  at: usize,
  scanBytes: usize,
  p: u32,
  step: u32,
  columns: u32,
  taps: usize,
  smooth: i32,
  scale: usize,
  line: usize,
  dst: usize,
): void {
  if (taps == 0) {
    mapLines(at, scanBytes, p, step, columns, scale, line, dst)
    return
  }
  const scans = <usize>((p + (columns - 1) * step) >> 16) + TAPS_BEFORE + TAPS_BEHIND + 1
  let from = at - TAPS_BEFORE * scanBytes
  if (scanBytes != 2) {
    pick(from, scanBytes, scans, line)
    from = line
  }
  if (isSmooth(from, scans, smooth)) {
    // A line of its own, behind the samples that may be in the first one.
    mapLines(from + (TAPS_BEFORE << 1), 2, p, step, columns, scale, line + LINE_BYTES, dst)
    return
  }
  // Sixteen columns at a time, by what their sums would be made of; the last ones may be fewer.
  for (; columns >= 16; columns -= 16, dst += 16) {
    const begin = from + (<usize>(p >> 16) << 1)
    const around = <usize>(((p & 0xffff) + 15 * step) >> 16) + TAPS_BEFORE + TAPS_BEHIND + 1
    if (isSmooth(begin, around, smooth)) mapFine(begin + (TAPS_BEFORE << 1), p & 0xffff, step, 16, scale, dst)
    else mapSinc(begin, p & 0xffff, step, 16, taps, scale, dst)
    p += step << 4
  }
  if (columns > 0) mapSinc(from + (<usize>(p >> 16) << 1), p & 0xffff, step, columns, taps, scale, dst)
}

export function persistenceFine(
  map: usize,
  fills: usize,
  src: usize,
  channels: u32,
  channel: u32,
  list: usize,
  waveforms: u32,
  columns: u32,
  step: u32,
  taps: usize,
  smooth: i32,
  unit: i32,
  scale: usize,
  scratch: usize,
): void {
  const scanBytes = <usize>channels << 1
  const rows = scratch + ROWS
  const line = scratch + LINE
  src += <usize>channel << 1
  for (let left = <usize>waveforms; left > 0; ) {
    const group = min(left, GROUP)
    left -= group
    for (let done: u32 = 0; done < columns; done += <u32>BLOCK) {
      const some = min(<u32>BLOCK, columns - done)
      const joined = fills && done > 0 ? 1 : 0
      let dst = rows
      for (let i: usize = 0; i < group; i++, dst += STRIDE) {
        const entry = list + i * ENTRY
        const p = load<u32>(entry, 4) + done * step
        const at = src + scanBytes * (<usize>load<u32>(entry) + <usize>(p >> 16))
        // The place before the first one is the last one of the block before.
        if (joined) store<u8>(dst - 1, load<u8>(dst + BLOCK - 1))
        mapColumns(at, scanBytes, p & 0xffff, step, some, taps, smooth, scale, line, dst)
      }
      const middle = map + (<usize>done << 9) + 256
      const fill = fills ? fills + <usize>done * FILL_PITCH : 0
      countTiles(middle, fill, rows, STRIDE, group, some, 1, joined, unit, scratch + WORK, scratch + RANDOM)
    }
    list += group * ENTRY
  }
}
