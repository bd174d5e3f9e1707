// Triangle, sawtooth and pulse, eight samples at a time from exact 64-bit phases.

import { high, pair, ROUNDER, storeSome, toCode, toCodes } from './phase'

/** A signed 32-bit phase in turns. */
const TURN: f32 = <f32>(1.0 / 4294967296.0)

export function synthTriangle(phase: u64, increment: u64, amplitude: f64, offset: f64, dst: usize, samples: u32): void {
  // With the phase a quarter turn ahead and seen as -1/2..1/2, the triangle is 4 |turns| - 1.
  const gain = f32x4.splat(<f32>(amplitude * 4) * TURN)
  const base = f32x4.splat(<f32>(offset - amplitude))
  const rounder = f32x4.splat(ROUNDER)
  const step = i64x2.splat(increment << 3)
  phase += 1 << 62
  let p0 = pair(phase, increment)
  let p1 = pair(phase + (increment << 1), increment)
  let p2 = pair(phase + (increment << 2), increment)
  let p3 = pair(phase + increment * 6, increment)
  while (true) {
    const a = high(p0, p1)
    const b = high(p2, p3)
    // One's complement instead of a negation: -1/2 stays in range, and 2^-32 of a turn is nothing.
    const absA = f32x4.convert_i32x4_s(v128.xor(a, i32x4.shr_s(a, 31)))
    const absB = f32x4.convert_i32x4_s(v128.xor(b, i32x4.shr_s(b, 31)))
    const codes = toCodes(rounder, f32x4.add(f32x4.mul(absA, gain), base), f32x4.add(f32x4.mul(absB, gain), base))
    if (samples < 8) return storeSome(dst, codes, samples)
    v128.store(dst, codes)
    dst += 16
    samples -= 8
    p0 = i64x2.add(p0, step)
    p1 = i64x2.add(p1, step)
    p2 = i64x2.add(p2, step)
    p3 = i64x2.add(p3, step)
  }
}

export function synthSawtooth(phase: u64, increment: u64, amplitude: f64, offset: f64, dst: usize, samples: u32): void {
  // Half a turn ahead and seen as -1/2..1/2, the sawtooth is 2 turns.
  const gain = f32x4.splat(<f32>(amplitude * 2) * TURN)
  const base = f32x4.splat(<f32>offset)
  const rounder = f32x4.splat(ROUNDER)
  const step = i64x2.splat(increment << 3)
  phase += 1 << 63
  let p0 = pair(phase, increment)
  let p1 = pair(phase + (increment << 1), increment)
  let p2 = pair(phase + (increment << 2), increment)
  let p3 = pair(phase + increment * 6, increment)
  while (true) {
    const codes = toCodes(
      rounder,
      f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(high(p0, p1)), gain), base),
      f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(high(p2, p3)), gain), base),
    )
    if (samples < 8) return storeSome(dst, codes, samples)
    v128.store(dst, codes)
    dst += 16
    samples -= 8
    p0 = i64x2.add(p0, step)
    p1 = i64x2.add(p1, step)
    p2 = i64x2.add(p2, step)
    p3 = i64x2.add(p3, step)
  }
}

export function synthPulse(
  phase: u64,
  increment: u64,
  duty: u64,
  amplitude: f64,
  offset: f64,
  dst: usize,
  samples: u32,
): void {
  const highCode = i16x8.splat(toCode(offset + amplitude))
  const lowCode = i16x8.splat(toCode(offset - amplitude))
  const step = i64x2.splat(increment << 3)
  // Half a turn off on both sides turns the unsigned comparison into the signed one that the machine has.
  const edge = i64x2.splat(duty + (1 << 63))
  phase += 1 << 63
  let p0 = pair(phase, increment)
  let p1 = pair(phase + (increment << 1), increment)
  let p2 = pair(phase + (increment << 2), increment)
  let p3 = pair(phase + increment * 6, increment)
  while (true) {
    const isHigh = i16x8.narrow_i32x4_s(
      high(i64x2.lt_s(p0, edge), i64x2.lt_s(p1, edge)),
      high(i64x2.lt_s(p2, edge), i64x2.lt_s(p3, edge)),
    )
    const codes = v128.bitselect(highCode, lowCode, isHigh)
    if (samples < 8) return storeSome(dst, codes, samples)
    v128.store(dst, codes)
    dst += 16
    samples -= 8
    p0 = i64x2.add(p0, step)
    p1 = i64x2.add(p1, step)
    p2 = i64x2.add(p2, step)
    p3 = i64x2.add(p3, step)
  }
}
