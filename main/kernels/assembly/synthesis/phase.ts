// Consecutive 64-bit phases in vectors of two lanes, kept in step by exact integer additions; and the way from values
// in f32 to codes.

/** The phases of two consecutive samples. */
// @ts-ignore: decorator
@inline
export function pair(phase: u64, increment: u64): v128 {
  return i64x2.replace_lane(i64x2.splat(phase), 1, phase + increment)
}

/** The high halves of four 64-bit phases: four 32-bit phases. */
// @ts-ignore: decorator
@inline
export function high(a: v128, b: v128): v128 {
  return v128.shuffle<i32>(a, b, 1, 3, 5, 7)
}

/**
 * Adding this to an f32 whose magnitude is below 2^22 leaves the nearest integer (ties to even) in the low bits of the
 * sum; it is 1.5 * 2^23.
 */
export const ROUNDER: f32 = 12582912

/** Eight values in codes, |value| < 2^22, to int16: rounded to nearest and saturated. `rounder`: ROUNDER, splat. */
// @ts-ignore: decorator
@inline
export function toCodes(rounder: v128, a: v128, b: v128): v128 {
  return i16x8.narrow_i32x4_s(i32x4.sub(f32x4.add(a, rounder), rounder), i32x4.sub(f32x4.add(b, rounder), rounder))
}

/** The nearest code, saturated; halves go up. */
// @ts-ignore: decorator
@inline
export function toCode(value: f64): i16 {
  return <i16>max(-32768.0, min(32767.0, floor(value + 0.5)))
}

/** Stores the first `samples` (0..7) of eight codes. */
// @ts-ignore: decorator
@inline
export function storeSome(dst: usize, codes: v128, samples: u32): void {
  if (samples & 4) {
    v128.store64_lane(dst, codes, 0)
    codes = v128.shuffle<i64>(codes, codes, 1, 1)
    dst += 8
  }
  if (samples & 2) {
    v128.store32_lane(dst, codes, 0)
    codes = v128.shuffle<i32>(codes, codes, 1, 1, 1, 1)
    dst += 4
  }
  if (samples & 1) v128.store16_lane(dst, codes, 0)
}
