// Where between two samples the signal met a level: one of them, and two at once.

// @ts-ignore: decorator
@inline
function codeAt(at: usize): f64 {
  return <f64>load<i16>(at)
}

/**
 * Scans from where the signal meets `level` to its sample at `at`, 0..1, 0 where it does not: by the line from the sample before, put
 * right by the curve through two samples before and one behind.
 */
// @ts-ignore: decorator
@inline
export function lagAt(at: usize, scanBytes: usize, level: f64): f64 {
  const a = codeAt(at - 2 * scanBytes)
  const b = codeAt(at - scanBytes)
  const c = codeAt(at)
  const d = codeAt(at + scanBytes)
  if (b == c) return 0
  const along = (level - b) / (c - b)
  if (!(along >= 0 && along <= 1)) return 0
  const slope = c - b
  const bend = (a - 2 * b + c) / 2
  const twist = (d - 3 * c + 3 * b - a) / 6
  let x = along
  for (let k = 0; k < 2; k++) {
    const value = b + x * (slope + (x - 1) * (bend + (x + 1) * twist))
    const rise = slope + (2 * x - 1) * bend + (3 * x * x - 1) * twist
    if (rise * slope <= 0) return 1 - along
    x -= (value - level) / rise
  }
  return 1 - (x >= 0 && x <= 1 ? x : along)
}

/** Lanes 0 and 1 as f64, of i32. */
// @ts-ignore: decorator
@inline
function lowOf(pairs: v128): v128 {
  return f64x2.convert_low_i32x4_s(pairs)
}

// @ts-ignore: decorator
@inline
function highOf(pairs: v128): v128 {
  return f64x2.convert_low_i32x4_s(v128.shuffle<i32>(pairs, pairs, 2, 3, 2, 3))
}

/** {@link lagAt} of samples at two places, each with a level of its own; the same numbers, bit by bit. */
// @ts-ignore: decorator
@inline
export function lagsAt(one: usize, two: usize, scanBytes: usize, levels: v128): v128 {
  let codes = i16x8.splat(load<i16>(one - 2 * scanBytes))
  codes = v128.load16_lane(two - 2 * scanBytes, codes, 1)
  codes = v128.load16_lane(one - scanBytes, codes, 2)
  codes = v128.load16_lane(two - scanBytes, codes, 3)
  codes = v128.load16_lane(one, codes, 4)
  codes = v128.load16_lane(two, codes, 5)
  codes = v128.load16_lane(one + scanBytes, codes, 6)
  codes = v128.load16_lane(two + scanBytes, codes, 7)
  const before = i32x4.extend_low_i16x8_s(codes)
  const behind = i32x4.extend_high_i16x8_s(codes)
  const a = lowOf(before)
  const b = highOf(before)
  const c = lowOf(behind)
  const d = highOf(behind)
  const zero = f64x2.splat(0)
  const unity = f64x2.splat(1)
  const three = f64x2.splat(3)
  const slope = f64x2.sub(c, b)
  // Where b equals c this is no number, or beyond all numbers: between neither bounds.
  const along = f64x2.div(f64x2.sub(levels, b), slope)
  const isMet = v128.and(f64x2.ge(along, zero), f64x2.le(along, unity))
  const bend = f64x2.mul(f64x2.add(f64x2.sub(a, f64x2.add(b, b)), c), f64x2.splat(0.5))
  const outer = f64x2.add(f64x2.sub(d, f64x2.mul(three, c)), f64x2.mul(three, b))
  const twist = f64x2.div(f64x2.sub(outer, a), f64x2.splat(6))
  let x = along
  let isTurned = zero
  for (let k = 0; k < 2; k++) {
    const less = f64x2.sub(x, unity)
    const curve = f64x2.add(bend, f64x2.mul(f64x2.add(x, unity), twist))
    const value = f64x2.add(b, f64x2.mul(x, f64x2.add(slope, f64x2.mul(less, curve))))
    const twice = f64x2.sub(f64x2.add(x, x), unity)
    const thrice = f64x2.sub(f64x2.mul(f64x2.mul(three, x), x), unity)
    const rise = f64x2.add(f64x2.add(slope, f64x2.mul(twice, bend)), f64x2.mul(thrice, twist))
    isTurned = v128.or(isTurned, f64x2.le(f64x2.mul(rise, slope), zero))
    x = f64x2.sub(x, f64x2.div(f64x2.sub(value, levels), rise))
  }
  const isBetween = v128.andnot(v128.and(f64x2.ge(x, zero), f64x2.le(x, unity)), isTurned)
  return v128.and(f64x2.sub(unity, v128.bitselect(x, along, isBetween)), isMet)
}
