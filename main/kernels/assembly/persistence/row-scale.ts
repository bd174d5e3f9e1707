// From codes to rows of a persistence map. Here a row is a signed byte, 0 in the middle of the map: row - 128.
//
//   row = saturated((code * gain + offset) >> 16)
//
// Products are 32 bits wide. They are made by the multiplication that adds neighbours in pairs, one of which has the
// weight 0; the wanted part is their upper halves. When so few codes are shown that `gain` would not fit 16 bits, twice
// the distance from `centre` stands for the code.

/** The block of numbers in memory, int32 each; `gain` comes first. */
const OFFSET: usize = 4
const DOUBLED: usize = 8
const CENTRE: usize = 12

// @ts-ignore: decorator
@inline
function saturated(value: i32, low: i32, high: i32): i32 {
  return max(low, min(high, value))
}

/** The row of one code. */
// @ts-ignore: decorator
@inline
export function rowOf(code: i32, scale: usize): i32 {
  if (load<i32>(scale, DOUBLED)) {
    code = saturated(code - load<i32>(scale, CENTRE), -32768, 32767)
    code = saturated(code << 1, -32768, 32767)
  }
  return saturated((code * load<i32>(scale) + load<i32>(scale, OFFSET)) >> 16, -128, 127)
}

/** Weights of neighbouring codes: the gain for the first of two, or with `shift` 16 for the second. */
// @ts-ignore: decorator
@inline
export function weightsOf(scale: usize, shift: i32): v128 {
  return i32x4.splat(<i32>load<u16>(scale) << shift)
}

// @ts-ignore: decorator
@inline
export function offsetOf(scale: usize): v128 {
  return i32x4.splat(load<i32>(scale, OFFSET))
}

// @ts-ignore: decorator
@inline
export function doubledOf(scale: usize): i32 {
  return load<i32>(scale, DOUBLED)
}

// @ts-ignore: decorator
@inline
export function centreOf(scale: usize): v128 {
  return i16x8.splat(load<i16>(scale, CENTRE))
}

/** What the gain applies to. */
// @ts-ignore: decorator
@inline
export function scaled(codes: v128, doubled: i32, centre: v128): v128 {
  if (doubled) {
    codes = i16x8.sub_sat_s(codes, centre)
    codes = i16x8.add_sat_s(codes, codes)
  }
  return codes
}

/** Rows of eight codes, in 16 bits each and not saturated yet. `first`, `second`: {@link weightsOf} with shift 0 and 16. */
// @ts-ignore: decorator
@inline
export function rowsOf(codes: v128, first: v128, second: v128, offset: v128, doubled: i32, centre: v128): v128 {
  codes = scaled(codes, doubled, centre)
  const even = i32x4.add(i32x4.dot_i16x8_s(codes, first), offset)
  const odd = i32x4.add(i32x4.dot_i16x8_s(codes, second), offset)
  return v128.shuffle<i16>(i32x4.shr_u(even, 16), odd, 0, 9, 2, 11, 4, 13, 6, 15)
}
