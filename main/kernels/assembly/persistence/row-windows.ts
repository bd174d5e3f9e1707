// Counts of eight neighbouring rows at 16 places of many waveforms.
//
// A sample becomes a byte with one bit set, the one of its row; and such bytes are added up bit by bit, as a circuit of
// full adders does it. 64 waveforms leave seven vectors: the binary digits of the counts of eight rows at 16 places.

import { zip16High, zip16Low, zip32High, zip32Low, zip8High, zip8Low } from '../scan/zips'

/** Bit k is set where the row is k above `base`, no bit where it is outside the window. */
// @ts-ignore: decorator
@inline
function bitOf(at: usize, base: v128, bits: v128): v128 {
  return i8x16.swizzle(bits, i8x16.sub(v128.load(at), base))
}

// @ts-ignore: decorator
@inline
function sum(a: v128, b: v128, c: v128): v128 {
  return v128.xor(v128.xor(a, b), c)
}

// @ts-ignore: decorator
@inline
function carry(a: v128, b: v128, c: v128): v128 {
  return v128.or(v128.and(a, b), v128.and(v128.xor(a, b), c))
}

/** What has to change places for a step of the transposition of bits. */
// @ts-ignore: decorator
@inline
function swapped(low: v128, high: v128, shift: i32, mask: v128): v128 {
  return v128.and(v128.xor(i16x8.shr_u(low, shift), high), mask)
}

/** Transposes 8 rows x 16 places of bytes: 8 bytes for each place. */
// @ts-ignore: decorator
@inline
function storePlaces(c0: v128, c1: v128, c2: v128, c3: v128, c4: v128, c5: v128, c6: v128, c7: v128, dst: usize): void {
  const c01 = zip8Low(c0, c1)
  const c23 = zip8Low(c2, c3)
  const c45 = zip8Low(c4, c5)
  const c67 = zip8Low(c6, c7)
  const d01 = zip8High(c0, c1)
  const d23 = zip8High(c2, c3)
  const d45 = zip8High(c4, c5)
  const d67 = zip8High(c6, c7)
  const a0 = zip16Low(c01, c23)
  const a1 = zip16Low(c45, c67)
  const b0 = zip16High(c01, c23)
  const b1 = zip16High(c45, c67)
  const e0 = zip16Low(d01, d23)
  const e1 = zip16Low(d45, d67)
  const f0 = zip16High(d01, d23)
  const f1 = zip16High(d45, d67)
  v128.store(dst, zip32Low(a0, a1))
  v128.store(dst, zip32High(a0, a1), 16)
  v128.store(dst, zip32Low(b0, b1), 32)
  v128.store(dst, zip32High(b0, b1), 48)
  v128.store(dst, zip32Low(e0, e1), 64)
  v128.store(dst, zip32High(e0, e1), 80)
  v128.store(dst, zip32Low(f0, f1), 96)
  v128.store(dst, zip32High(f0, f1), 112)
}

/**
 * Counts rows base..base+7 of the waveforms (at most 64) whose rows are from `rows` to `end`, `stride` apart: eight
 * bytes for each of 16 places, to `dst`.
 */
export function countWindow(rows: usize, stride: usize, end: usize, base: v128, dst: usize): void {
  const bit = i64x2(0x8040201008040201, 0)
  let c0 = i8x16.splat(0)
  let c1 = c0
  let c2 = c0
  let c3 = c0
  let c4 = c0
  let c5 = c0
  let c6 = c0
  let at = rows
  for (const pair = stride << 1; end - at >= pair << 2; ) {
    const a0 = bitOf(at, base, bit)
    const a1 = bitOf(at + stride, base, bit)
    at += pair
    const b0 = carry(c0, a0, a1)
    c0 = sum(c0, a0, a1)
    const a2 = bitOf(at, base, bit)
    const a3 = bitOf(at + stride, base, bit)
    at += pair
    const b1 = carry(c0, a2, a3)
    c0 = sum(c0, a2, a3)
    const d0 = carry(c1, b0, b1)
    c1 = sum(c1, b0, b1)
    const a4 = bitOf(at, base, bit)
    const a5 = bitOf(at + stride, base, bit)
    at += pair
    const b2 = carry(c0, a4, a5)
    c0 = sum(c0, a4, a5)
    const a6 = bitOf(at, base, bit)
    const a7 = bitOf(at + stride, base, bit)
    at += pair
    const b3 = carry(c0, a6, a7)
    c0 = sum(c0, a6, a7)
    const d1 = carry(c1, b2, b3)
    c1 = sum(c1, b2, b3)
    let over = carry(c2, d0, d1)
    c2 = sum(c2, d0, d1)
    let next = v128.and(c3, over)
    c3 = v128.xor(c3, over)
    over = v128.and(c4, next)
    c4 = v128.xor(c4, next)
    next = v128.and(c5, over)
    c5 = v128.xor(c5, over)
    c6 = v128.xor(c6, next)
  }
  for (; at < end; at += stride) {
    let over = bitOf(at, base, bit)
    let next = v128.and(c0, over)
    c0 = v128.xor(c0, over)
    over = v128.and(c1, next)
    c1 = v128.xor(c1, next)
    next = v128.and(c2, over)
    c2 = v128.xor(c2, over)
    over = v128.and(c3, next)
    c3 = v128.xor(c3, next)
    next = v128.and(c4, over)
    c4 = v128.xor(c4, over)
    over = v128.and(c5, next)
    c5 = v128.xor(c5, next)
  }
  // Digits by rows to rows by digits: each byte column is an 8 x 8 table of bits, transposed in three steps.
  let c7 = i8x16.splat(0)
  const nibbles = i8x16.splat(0x0f)
  let t = swapped(c0, c4, 4, nibbles)
  c0 = v128.xor(c0, i16x8.shl(t, 4))
  c4 = v128.xor(c4, t)
  t = swapped(c1, c5, 4, nibbles)
  c1 = v128.xor(c1, i16x8.shl(t, 4))
  c5 = v128.xor(c5, t)
  t = swapped(c2, c6, 4, nibbles)
  c2 = v128.xor(c2, i16x8.shl(t, 4))
  c6 = v128.xor(c6, t)
  t = swapped(c3, c7, 4, nibbles)
  c3 = v128.xor(c3, i16x8.shl(t, 4))
  c7 = v128.xor(c7, t)
  const pairs = i8x16.splat(0x33)
  t = swapped(c0, c2, 2, pairs)
  c0 = v128.xor(c0, i16x8.shl(t, 2))
  c2 = v128.xor(c2, t)
  t = swapped(c1, c3, 2, pairs)
  c1 = v128.xor(c1, i16x8.shl(t, 2))
  c3 = v128.xor(c3, t)
  t = swapped(c4, c6, 2, pairs)
  c4 = v128.xor(c4, i16x8.shl(t, 2))
  c6 = v128.xor(c6, t)
  t = swapped(c5, c7, 2, pairs)
  c5 = v128.xor(c5, i16x8.shl(t, 2))
  c7 = v128.xor(c7, t)
  const singles = i8x16.splat(0x55)
  t = swapped(c0, c1, 1, singles)
  c0 = v128.xor(c0, i16x8.shl(t, 1))
  c1 = v128.xor(c1, t)
  t = swapped(c2, c3, 1, singles)
  c2 = v128.xor(c2, i16x8.shl(t, 1))
  c3 = v128.xor(c3, t)
  t = swapped(c4, c5, 1, singles)
  c4 = v128.xor(c4, i16x8.shl(t, 1))
  c5 = v128.xor(c5, t)
  t = swapped(c6, c7, 1, singles)
  c6 = v128.xor(c6, i16x8.shl(t, 1))
  c7 = v128.xor(c7, t)
  storePlaces(c0, c1, c2, c3, c4, c5, c6, c7, dst)
}
