// Counts of a persistence map to brightness: equal steps for equal ratios of counts.
//
// The logarithm to base 2 is the exponent of an f32 plus a polynomial of its mantissa. The polynomial is 0 at 1 and 1 at
// 2, so the whole is continuous and never falls.

import { ROUNDER } from '../synthesis/phase'

// log2(1 + x) = x (C0 + x (C1 + x C2)) for 0 <= x <= 1, within 9e-4: a quarter of a grade at worst.
const C0: f32 = 1.42286438
const C1: f32 = -0.58208306
const C2: f32 = 0.15921868

/** A little above 254, so that rounding down leaves the most frequent cell at 255. */
const SCALE: f32 = 254.5

/** log2 of four f32, 1 or more. */
// @ts-ignore: decorator
@inline
function logarithm(v: v128): v128 {
  const one = f32x4.splat(1)
  const exponent = f32x4.convert_i32x4_s(i32x4.sub(i32x4.shr_u(v, 23), i32x4.splat(127)))
  const x = f32x4.sub(v128.or(v128.and(v, i32x4.splat(0x007fffff)), one), one)
  const y = f32x4.add(f32x4.mul(f32x4.add(f32x4.mul(f32x4.splat(C2), x), f32x4.splat(C1)), x), f32x4.splat(C0))
  return f32x4.add(f32x4.mul(x, y), exponent)
}

/** Grades of four counts (32 bits), 0 for 0. */
// @ts-ignore: decorator
@inline
function grades(counts: v128, scale: v128): v128 {
  const value = f32x4.mul(logarithm(f32x4.add(f32x4.convert_i32x4_s(counts), f32x4.splat(1))), scale)
  // Rounding (value + 1/2) to the nearest is rounding (value + 1) down, but leaves 0 at 0.
  return i32x4.sub(f32x4.add(f32x4.add(value, f32x4.splat(0.5)), f32x4.splat(ROUNDER)), f32x4.splat(ROUNDER))
}

// @ts-ignore: decorator
@inline
function gradesOf8(counts: v128, scale: v128): v128 {
  return i16x8.narrow_i32x4_s(
    grades(i32x4.extend_low_i16x8_u(counts), scale),
    grades(i32x4.extend_high_i16x8_u(counts), scale),
  )
}

export function mapGrade(map: usize, cells: u32, most: u32, dst: usize): void {
  const top = f32x4.splat(<f32>(max<u32>(most, 1) + 1))
  const scale = f32x4.div(f32x4.splat(SCALE), logarithm(top))
  for (; cells >= 16; cells -= 16, map += 32, dst += 16) {
    const a = v128.load(map)
    const b = v128.load(map, 16)
    if (v128.any_true(v128.or(a, b))) v128.store(dst, i8x16.narrow_i16x8_u(gradesOf8(a, scale), gradesOf8(b, scale)))
    else v128.store(dst, i8x16.splat(0))
  }
  for (; cells > 0; cells--, map += 2, dst++) {
    const grade = gradesOf8(i16x8.splat(load<i16>(map)), scale)
    store<u8>(dst, i8x16.extract_lane_u(i8x16.narrow_i16x8_u(grade, grade), 0))
  }
}
