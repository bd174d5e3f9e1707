// The two states of one channel, samples one after the other: how often each part of the range is taken, and the mean of a part.

const HISTOGRAM: usize = 1024
/** Vectors whose sums of pairs stay within 32 bits: a pair is 2^16 at most. */
const EXACT: usize = 1 << 14

// @ts-ignore: decorator
@inline
function binsOf(at: usize, least: v128, factor: v128): v128 {
  const away = i16x8.sub(v128.load(at), least)
  const low = i32x4.shr_u(i32x4.mul(i32x4.extend_low_i16x8_u(away), factor), 24)
  const high = i32x4.shr_u(i32x4.mul(i32x4.extend_high_i16x8_u(away), factor), 24)
  return i16x8.narrow_i32x4_u(low, high)
}

/** Neighbours are counted in four histograms, so that equal ones do not wait for each other. */
// @ts-ignore: decorator
@inline
function countFour(dst: usize, bins: u32): void {
  const a = dst + ((bins << 2) & 0x3fc)
  const b = dst + ((bins >> 6) & 0x3fc)
  const c = dst + ((bins >> 14) & 0x3fc)
  const d = dst + ((bins >> 22) & 0x3fc)
  store<u32>(a, load<u32>(a) + 1)
  store<u32>(b, load<u32>(b, HISTOGRAM) + 1, HISTOGRAM)
  store<u32>(c, load<u32>(c, 2 * HISTOGRAM) + 1, 2 * HISTOGRAM)
  store<u32>(d, load<u32>(d, 3 * HISTOGRAM) + 1, 3 * HISTOGRAM)
}

export function binCounts(src: usize, samples: u32, min: i32, factor: u32, dst: usize): void {
  memory.fill(dst, 0, 4 * HISTOGRAM)
  const least = i16x8.splat(<i16>min)
  const factors = i32x4.splat(<i32>factor)
  const end = src + (<usize>samples << 1)
  for (; end - src >= 32; src += 32) {
    const bins = i8x16.narrow_i16x8_u(binsOf(src, least, factors), binsOf(src + 16, least, factors))
    countFour(dst, i32x4.extract_lane(bins, 0))
    countFour(dst, i32x4.extract_lane(bins, 1))
    countFour(dst, i32x4.extract_lane(bins, 2))
    countFour(dst, i32x4.extract_lane(bins, 3))
  }
  for (; src < end; src += 2) {
    const at = dst + (<usize>((<u32>(<i32>load<i16>(src) - min) * factor) >> 24) << 2)
    store<u32>(at, load<u32>(at) + 1)
  }
  for (let at: usize = dst; at < dst + HISTOGRAM; at += 16) {
    const halves = i32x4.add(v128.load(at, HISTOGRAM), i32x4.add(v128.load(at, 2 * HISTOGRAM), v128.load(at, 3 * HISTOGRAM)))
    v128.store(at, i32x4.add(v128.load(at), halves))
  }
}

// @ts-ignore: decorator
@inline
function widened(sums: v128): v128 {
  return i64x2.add(i64x2.extend_low_i32x4_s(sums), i64x2.extend_high_i32x4_s(sums))
}

export function sumBetween(src: usize, samples: u32, low: i32, high: i32): f64 {
  const lows = i16x8.splat(<i16>low)
  const highs = i16x8.splat(<i16>high)
  const ones = i16x8.splat(1)
  const end = src + (<usize>samples << 1)
  let wide = i64x2.splat(0)
  while (end - src >= 16) {
    const stop = src + min((end - src) & ~15, EXACT << 4)
    let sums = i32x4.splat(0)
    for (; src < stop; src += 16) {
      const codes = v128.load(src)
      const within = v128.and(i16x8.ge_s(codes, lows), i16x8.le_s(codes, highs))
      sums = i32x4.add(sums, i32x4.dot_i16x8_s(v128.and(codes, within), ones))
    }
    wide = i64x2.add(wide, widened(sums))
  }
  let sum = i64x2.extract_lane(wide, 0) + i64x2.extract_lane(wide, 1)
  for (; src < end; src += 2) {
    const code = <i32>load<i16>(src)
    if (code >= low && code <= high) sum += code
  }
  return <f64>sum
}

export function lagProducts(src: usize, samples: u32): f64 {
  if (samples < 2) return 0
  const end = src + (<usize>(samples - 1) << 1)
  let wide = i64x2.splat(0)
  for (; end - src >= 16; src += 16) {
    const codes = v128.load(src)
    const after = v128.load(src + 2)
    wide = i64x2.add(wide, widened(i32x4.extmul_low_i16x8_s(codes, after)))
    wide = i64x2.add(wide, widened(i32x4.extmul_high_i16x8_s(codes, after)))
  }
  let sum = i64x2.extract_lane(wide, 0) + i64x2.extract_lane(wide, 1)
  for (; src < end; src += 2) sum += <i64>(<i32>load<i16>(src) * <i32>load<i16>(src + 2))
  return <f64>sum
}

export function pick(src: usize, channels: u32, channel: u32, scans: u32, dst: usize): void {
  if (channels == 1) {
    memory.copy(dst, src, <usize>scans << 1)
    return
  }
  const scanBytes = <usize>channels << 1
  src += <usize>channel << 1
  const end = dst + (<usize>scans << 1)
  for (; end - dst >= 8; dst += 8, src += 4 * scanBytes) {
    const first = <u64>load<u16>(src) | (<u64>load<u16>(src + scanBytes) << 16)
    const second = <u64>load<u16>(src + 2 * scanBytes) | (<u64>load<u16>(src + 3 * scanBytes) << 16)
    store<u64>(dst, first | (second << 32))
  }
  for (; dst < end; dst += 2, src += scanBytes) store<u16>(dst, load<u16>(src))
}
