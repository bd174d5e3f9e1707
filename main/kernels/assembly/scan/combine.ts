// A function of two channels, scan by scan: 32-bit floats, four at a time, and back to codes.

/** What the function needs: of one channel, of two, of their product too. */
const ONE: i32 = 1
const TWO: i32 = 2
const PRODUCT: i32 = 3
/** Added to a whole number below 2^22, its bits are those of this number plus the whole number. */
const WHOLE: f32 = 12582912
const WHOLE_BITS: i32 = 0x4b400000

// @ts-ignore: decorator
@inline
function rounded(a: v128, b: v128, needs: i32, ab: v128, wa: v128, wb: v128, constant: v128, sign: v128): v128 {
  let value = f32x4.mul(wa, a)
  if (needs >= TWO) value = f32x4.add(value, f32x4.mul(wb, b))
  value = f32x4.add(value, constant)
  if (needs == PRODUCT) value = f32x4.add(value, f32x4.mul(ab, f32x4.mul(a, b)))
  value = f32x4.floor(f32x4.add(v128.andnot(value, sign), f32x4.splat(0.5)))
  return i32x4.sub(f32x4.add(value, f32x4.splat(WHOLE)), i32x4.splat(WHOLE_BITS))
}

// @ts-ignore: decorator
@inline
function lowFloats(codes: v128): v128 {
  return f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(codes))
}

// @ts-ignore: decorator
@inline
function highFloats(codes: v128): v128 {
  return f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(codes))
}

// @ts-ignore: decorator
@inline
function evenCodes(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 0, 2, 4, 6, 8, 10, 12, 14)
}

// @ts-ignore: decorator
@inline
function oddCodes(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 1, 3, 5, 7, 9, 11, 13, 15)
}

/** One channel of eight scans, of any number of channels. */
// @ts-ignore: decorator
@inline
function gathered(at: usize, scanBytes: usize): v128 {
  let codes = i16x8.splat(load<i16>(at))
  codes = i16x8.replace_lane(codes, 1, load<i16>(at + scanBytes))
  codes = i16x8.replace_lane(codes, 2, load<i16>(at + 2 * scanBytes))
  codes = i16x8.replace_lane(codes, 3, load<i16>(at + 3 * scanBytes))
  codes = i16x8.replace_lane(codes, 4, load<i16>(at + 4 * scanBytes))
  codes = i16x8.replace_lane(codes, 5, load<i16>(at + 5 * scanBytes))
  codes = i16x8.replace_lane(codes, 6, load<i16>(at + 6 * scanBytes))
  return i16x8.replace_lane(codes, 7, load<i16>(at + 7 * scanBytes))
}

// @ts-ignore: decorator
@inline
function one(at: usize): v128 {
  return f32x4.splat(<f32>load<i16>(at))
}

// @ts-ignore: decorator
@inline
function run(
  src: usize,
  channels: u32,
  a: u32,
  b: u32,
  scans: u32,
  needs: i32,
  ab: v128,
  wa: v128,
  wb: v128,
  constant: v128,
  sign: v128,
  dst: usize,
): void {
  const scanBytes = <usize>channels << 1
  const toA = <usize>a << 1
  const toB = <usize>b << 1
  const end = dst + (<usize>scans << 1)
  const step = scanBytes << 3
  for (; end - dst >= 16; src += step, dst += 16) {
    let first: v128
    let second: v128
    if (channels == 1) {
      first = v128.load(src)
      second = first
    } else if (channels == 2) {
      const low = v128.load(src)
      const high = v128.load(src, 16)
      first = a == 0 ? evenCodes(low, high) : oddCodes(low, high)
      second = b == 0 ? evenCodes(low, high) : oddCodes(low, high)
    } else {
      first = gathered(src + toA, scanBytes)
      second = a == b || needs == ONE ? first : gathered(src + toB, scanBytes)
    }
    const low = rounded(lowFloats(first), lowFloats(second), needs, ab, wa, wb, constant, sign)
    const high = rounded(highFloats(first), highFloats(second), needs, ab, wa, wb, constant, sign)
    v128.store(dst, i16x8.narrow_i32x4_s(low, high))
  }
  for (; dst < end; src += scanBytes, dst += 2) {
    const codes = rounded(one(src + toA), one(src + toB), needs, ab, wa, wb, constant, sign)
    store<i16>(dst, i16x8.extract_lane_s(i16x8.narrow_i32x4_s(codes, codes), 0))
  }
}

export function combine(
  src: usize,
  channels: u32,
  a: u32,
  b: u32,
  scans: u32,
  ab: f32,
  wa: f32,
  wb: f32,
  constant: f32,
  magnitude: bool,
  dst: usize,
): void {
  const vab = f32x4.splat(ab)
  const va = f32x4.splat(wa)
  const vb = f32x4.splat(wb)
  const vc = f32x4.splat(constant)
  const sign = i32x4.splat(magnitude ? i32.MIN_VALUE : 0)
  if (ab != 0) run(src, channels, a, b, scans, PRODUCT, vab, va, vb, vc, sign, dst)
  else if (wb != 0) run(src, channels, a, b, scans, TWO, vab, va, vb, vc, sign, dst)
  else run(src, channels, a, b, scans, ONE, vab, va, vb, vc, sign, dst)
}
