// Sines computed eight samples at a time: exact 64-bit phases, of which the upper 32 bits go through a polynomial in f32.

import { high, pair, ROUNDER, storeSome, toCodes } from './phase'

// Minimax fit of sin(2 pi x) on |x| <= 1/4: error below 5.9e-7, which is 0.02 codes at full scale.
const C1: f32 = 6.283164044302472
const C3: f32 = -41.33714237110016
const C5: f32 = 81.34076888766441
const C7: f32 = -70.99343327206974

/** sin of four 32-bit phases (2^32 = one turn). */
// @ts-ignore: decorator
@inline
function sine(phase: v128, turn: v128, c1: v128, c3: v128, c5: v128, c7: v128): v128 {
  // Fold the far half turn (the two top bits differ) onto the near one: sin(p) = sin(half a turn - p). Flipping the
  // bits below the sign does that to within 2^-32 of a turn.
  const far = i32x4.shr_s(v128.xor(phase, i32x4.shl(phase, 1)), 31)
  const x = f32x4.mul(f32x4.convert_i32x4_s(v128.xor(phase, i32x4.shr_u(far, 1))), turn)
  const x2 = f32x4.mul(x, x)
  let y = f32x4.add(f32x4.mul(c7, x2), c5)
  y = f32x4.add(f32x4.mul(y, x2), c3)
  y = f32x4.add(f32x4.mul(y, x2), c1)
  return f32x4.mul(y, x)
}

/**
 * A constant the compiler cannot see to be one (`one` is 1, computed from an argument): engines rebuild a constant vector
 * each time it is used, but keep a variable in a register.
 */
// @ts-ignore: decorator
@inline
function held(value: f32, one: f32): v128 {
  return f32x4.splat(value * one)
}

export function synthSine(phase: u64, increment: u64, amplitude: f64, offset: f64, dst: usize, samples: u32): void {
  const one = <f32>(select<f64>(1, 2, amplitude < 1e9))
  const turn = held(<f32>(1.0 / 4294967296.0), one)
  const c1 = held(C1, one)
  const c3 = held(C3, one)
  const c5 = held(C5, one)
  const c7 = held(C7, one)
  const rounder = held(ROUNDER, one)
  const gain = f32x4.splat(<f32>amplitude)
  const base = f32x4.splat(<f32>offset)
  const step = i64x2.splat(increment << 3)
  let p0 = pair(phase, increment)
  let p1 = pair(phase + (increment << 1), increment)
  let p2 = pair(phase + (increment << 2), increment)
  let p3 = pair(phase + increment * 6, increment)
  while (true) {
    const codes = toCodes(
      rounder,
      f32x4.add(f32x4.mul(sine(high(p0, p1), turn, c1, c3, c5, c7), gain), base),
      f32x4.add(f32x4.mul(sine(high(p2, p3), turn, c1, c3, c5, c7), gain), base),
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

/** Phase of a chirp after n samples. */
// @ts-ignore: decorator
@inline
function chirped(phase: u64, increment: u64, growth: u64, n: u64): u64 {
  return phase + increment * n + growth * ((n * (n - 1)) >> 1)
}

// @ts-ignore: decorator
@inline
function chirpedPair(phase: u64, increment: u64, growth: u64, n: u64): v128 {
  return i64x2.replace_lane(
    i64x2.splat(chirped(phase, increment, growth, n)),
    1,
    chirped(phase, increment, growth, n + 1),
  )
}

export function synthChirp(
  phase: u64,
  increment: u64,
  growth: u64,
  amplitude: f64,
  offset: f64,
  dst: usize,
  samples: u32,
): void {
  const one = <f32>(select<f64>(1, 2, amplitude < 1e9))
  const turn = held(<f32>(1.0 / 4294967296.0), one)
  const c1 = held(C1, one)
  const c3 = held(C3, one)
  const c5 = held(C5, one)
  const c7 = held(C7, one)
  const rounder = held(ROUNDER, one)
  const gain = f32x4.splat(<f32>amplitude)
  const base = f32x4.splat(<f32>offset)
  let p0 = i64x2.replace_lane(i64x2.splat(phase), 1, phase + increment)
  let p1 = chirpedPair(phase, increment, growth, 2)
  let p2 = chirpedPair(phase, increment, growth, 4)
  let p3 = chirpedPair(phase, increment, growth, 6)
  // phase(n + 8) - phase(n) = 8 increment + (28 + 8 n) growth, for the lanes n = 0, 1; then it grows by 64 growth.
  let step = pair((increment << 3) + growth * 28, growth << 3)
  const later = i64x2.splat(growth << 4)
  const grown = i64x2.splat(growth << 6)
  while (true) {
    const codes = toCodes(
      rounder,
      f32x4.add(f32x4.mul(sine(high(p0, p1), turn, c1, c3, c5, c7), gain), base),
      f32x4.add(f32x4.mul(sine(high(p2, p3), turn, c1, c3, c5, c7), gain), base),
    )
    if (samples < 8) return storeSome(dst, codes, samples)
    v128.store(dst, codes)
    dst += 16
    samples -= 8
    const step1 = i64x2.add(step, later)
    const step2 = i64x2.add(step1, later)
    p0 = i64x2.add(p0, step)
    p1 = i64x2.add(p1, step1)
    p2 = i64x2.add(p2, step2)
    p3 = i64x2.add(p3, i64x2.add(step2, later))
    step = i64x2.add(step, grown)
  }
}

export function synthAm(
  phase: u64,
  increment: u64,
  modulationPhase: u64,
  modulationIncrement: u64,
  depth: f64,
  amplitude: f64,
  offset: f64,
  dst: usize,
  samples: u32,
): void {
  const one = <f32>(select<f64>(1, 2, amplitude < 1e9))
  const turn = held(<f32>(1.0 / 4294967296.0), one)
  const c1 = held(C1, one)
  const c3 = held(C3, one)
  const c5 = held(C5, one)
  const c7 = held(C7, one)
  const rounder = held(ROUNDER, one)
  const gain = f32x4.splat(<f32>(amplitude / (1 + depth)))
  const swing = f32x4.splat(<f32>((amplitude * depth) / (1 + depth)))
  const base = f32x4.splat(<f32>offset)
  const step = i64x2.splat(increment << 3)
  const modulationStep = i64x2.splat(modulationIncrement << 3)
  let p0 = pair(phase, increment)
  let p1 = pair(phase + (increment << 1), increment)
  let p2 = pair(phase + (increment << 2), increment)
  let p3 = pair(phase + increment * 6, increment)
  let m0 = pair(modulationPhase, modulationIncrement)
  let m1 = pair(modulationPhase + (modulationIncrement << 1), modulationIncrement)
  let m2 = pair(modulationPhase + (modulationIncrement << 2), modulationIncrement)
  let m3 = pair(modulationPhase + modulationIncrement * 6, modulationIncrement)
  while (true) {
    const gain0 = f32x4.add(f32x4.mul(sine(high(m0, m1), turn, c1, c3, c5, c7), swing), gain)
    const gain1 = f32x4.add(f32x4.mul(sine(high(m2, m3), turn, c1, c3, c5, c7), swing), gain)
    const codes = toCodes(
      rounder,
      f32x4.add(f32x4.mul(sine(high(p0, p1), turn, c1, c3, c5, c7), gain0), base),
      f32x4.add(f32x4.mul(sine(high(p2, p3), turn, c1, c3, c5, c7), gain1), base),
    )
    if (samples < 8) return storeSome(dst, codes, samples)
    v128.store(dst, codes)
    dst += 16
    samples -= 8
    p0 = i64x2.add(p0, step)
    p1 = i64x2.add(p1, step)
    p2 = i64x2.add(p2, step)
    p3 = i64x2.add(p3, step)
    m0 = i64x2.add(m0, modulationStep)
    m1 = i64x2.add(m1, modulationStep)
    m2 = i64x2.add(m2, modulationStep)
    m3 = i64x2.add(m3, modulationStep)
  }
}
