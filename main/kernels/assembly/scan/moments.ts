// Sums and sums of squares. Eight lanes are summed apart and folded onto the channels at the end.

/** Vectors between two emptyings of the i32 sums: 2^15 times 2^15 still fits. */
const STRETCH: usize = 32768 * 16

// @ts-ignore: decorator
@inline
function addTo(dst: usize, channel: u32, sum: i64, squares: i64): void {
  const at = dst + (<usize>channel << 4)
  store<f64>(at, load<f64>(at) + <f64>sum)
  store<f64>(at, load<f64>(at, 8) + <f64>squares, 8)
}

function momentsPlain(src: usize, channels: u32, end: usize, dst: usize): void {
  const scanBytes = <usize>channels << 1
  for (let channel: u32 = 0; channel < channels; channel++, src += 2) {
    let sum: i64 = 0
    let squares: i64 = 0
    for (let at = src; at < end; at += scanBytes) {
      const code = <i64>load<i16>(at)
      sum += code
      squares += code * code
    }
    addTo(dst, channel, sum, squares)
  }
}

export function moments(src: usize, channels: u32, scans: u32, dst: usize): void {
  const end = src + ((<usize>scans * channels) << 1)
  if (channels != 1 && channels != 2 && channels != 4 && channels != 8) return momentsPlain(src, channels, end, dst)
  const mask = channels - 1
  let squares0 = i64x2.splat(0)
  let squares1 = squares0
  let squares2 = squares0
  let squares3 = squares0
  while (end - src >= 16) {
    const stop = src + min(STRETCH, (end - src) & ~15)
    let sumLow = i32x4.splat(0)
    let sumHigh = i32x4.splat(0)
    for (; src < stop; src += 16) {
      const v = v128.load(src)
      sumLow = i32x4.add(sumLow, i32x4.extend_low_i16x8_s(v))
      sumHigh = i32x4.add(sumHigh, i32x4.extend_high_i16x8_s(v))
      const low = i32x4.extmul_low_i16x8_s(v, v)
      const high = i32x4.extmul_high_i16x8_s(v, v)
      squares0 = i64x2.add(squares0, i64x2.extend_low_i32x4_u(low))
      squares1 = i64x2.add(squares1, i64x2.extend_high_i32x4_u(low))
      squares2 = i64x2.add(squares2, i64x2.extend_low_i32x4_u(high))
      squares3 = i64x2.add(squares3, i64x2.extend_high_i32x4_u(high))
    }
    addTo(dst, 0, <i64>i32x4.extract_lane(sumLow, 0), 0)
    addTo(dst, 1 & mask, <i64>i32x4.extract_lane(sumLow, 1), 0)
    addTo(dst, 2 & mask, <i64>i32x4.extract_lane(sumLow, 2), 0)
    addTo(dst, 3 & mask, <i64>i32x4.extract_lane(sumLow, 3), 0)
    addTo(dst, 4 & mask, <i64>i32x4.extract_lane(sumHigh, 0), 0)
    addTo(dst, 5 & mask, <i64>i32x4.extract_lane(sumHigh, 1), 0)
    addTo(dst, 6 & mask, <i64>i32x4.extract_lane(sumHigh, 2), 0)
    addTo(dst, 7 & mask, <i64>i32x4.extract_lane(sumHigh, 3), 0)
  }
  addTo(dst, 0, 0, i64x2.extract_lane(squares0, 0))
  addTo(dst, 1 & mask, 0, i64x2.extract_lane(squares0, 1))
  addTo(dst, 2 & mask, 0, i64x2.extract_lane(squares1, 0))
  addTo(dst, 3 & mask, 0, i64x2.extract_lane(squares1, 1))
  addTo(dst, 4 & mask, 0, i64x2.extract_lane(squares2, 0))
  addTo(dst, 5 & mask, 0, i64x2.extract_lane(squares2, 1))
  addTo(dst, 6 & mask, 0, i64x2.extract_lane(squares3, 0))
  addTo(dst, 7 & mask, 0, i64x2.extract_lane(squares3, 1))
  if (src < end) momentsPlain(src, channels, end, dst)
}
