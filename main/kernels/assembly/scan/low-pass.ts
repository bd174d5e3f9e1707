// A low-pass of second order over one channel. What comes before decides what comes next, so four samples go at once: what is
// carried on, after four of them, follows from what it was and from the four.

/** Samples between two looks at what has faded away: a number that small would make every one after it slow. */
const LOOK: u32 = 128
const FADED: f64 = 1e-9
const LOWEST: i32 = -32768
const HIGHEST: i32 = 32767
/** Added to a value, its lowest 32 bits are those of the whole number next to it: 1.5 * 2^52. */
const WHOLE: f64 = 6755399441055744

// @ts-ignore: decorator
@inline
function pair(a: f64, b: f64): v128 {
  return f64x2.replace_lane(f64x2.splat(a), 1, b)
}

/** Whole numbers next to four values, within the codes; samples at the end of the range stay there, and no other gets there. */
// @ts-ignore: decorator
@inline
function rounded(first: v128, second: v128, codes: v128): v128 {
  const both = v128.shuffle<i32>(f64x2.add(first, f64x2.splat(WHOLE)), f64x2.add(second, f64x2.splat(WHOLE)), 0, 2, 4, 6)
  const within = i32x4.min_s(i32x4.max_s(both, i32x4.splat(LOWEST + 1)), i32x4.splat(HIGHEST - 1))
  const ends = v128.or(i32x4.eq(codes, i32x4.splat(LOWEST)), i32x4.eq(codes, i32x4.splat(HIGHEST)))
  return v128.bitselect(codes, within, ends)
}

// @ts-ignore: decorator
@inline
function gathered(at: usize, step: usize): v128 {
  let codes = i32x4.splat(<i32>load<i16>(at))
  codes = i32x4.replace_lane(codes, 1, <i32>load<i16>(at + step))
  codes = i32x4.replace_lane(codes, 2, <i32>load<i16>(at + 2 * step))
  return i32x4.replace_lane(codes, 3, <i32>load<i16>(at + 3 * step))
}

export function lowPass(src: usize, channels: u32, channel: u32, scans: u32, state: usize, dst: usize): void {
  const step = <usize>channels << 1
  const keeps = load<f64>(state)
  const moves = load<f64>(state, 8)
  const pulls = load<f64>(state, 16)
  let band = load<f64>(state, 24)
  let low = load<f64>(state, 32)
  let from = src + (<usize>channel << 1)
  let to = dst + (<usize>channel << 1)
  // s' = A s + B x, y = C s + D x, with s = (band, low); and the same of two and of four samples.
  const a01 = -moves
  const a11 = 1 - pulls
  const b00 = keeps * keeps + a01 * moves
  const b01 = keeps * a01 + a01 * a11
  const b10 = moves * keeps + a11 * moves
  const b11 = moves * a01 + a11 * a11
  const c0 = 0.5 * moves
  const c1 = 1 - 0.5 * pulls
  const d = 0.5 * pulls
  // C A, and what x adds to the outputs one, two and three samples later.
  const e0 = c0 * keeps + c1 * moves
  const e1 = c0 * a01 + c1 * a11
  const after1 = c0 * moves + c1 * pulls
  const after2 = e0 * moves + e1 * pulls
  const f0 = c0 * b00 + c1 * b10
  const f1 = c0 * b01 + c1 * b11
  const g0 = e0 * b00 + e1 * b10
  const g1 = e0 * b01 + e1 * b11
  const after3 = f0 * moves + f1 * pulls
  // A B, A A B, A A A B.
  const p0 = keeps * moves + a01 * pulls
  const p1 = moves * moves + a11 * pulls
  const q0 = b00 * moves + b01 * pulls
  const q1 = b10 * moves + b11 * pulls
  const r0 = b00 * p0 + b01 * p1
  const r1 = b10 * p0 + b11 * p1
  const ofBand = pair(b00 * b00 + b01 * b10, b10 * b00 + b11 * b10)
  const ofLow = pair(b00 * b01 + b01 * b11, b10 * b01 + b11 * b11)
  const of0 = pair(r0, r1)
  const of1 = pair(q0, q1)
  const of2 = pair(p0, p1)
  const of3 = pair(moves, pulls)
  const firstBand = pair(c0, e0)
  const firstLow = pair(c1, e1)
  const first0 = pair(d, after1)
  const first1 = pair(0, d)
  const secondBand = pair(f0, g0)
  const secondLow = pair(f1, g1)
  const second0 = pair(after2, after3)
  const second1 = pair(after1, after2)
  let both = pair(band, low)
  let left = scans
  while (left >= 4) {
    let quads = (left < LOOK ? left : LOOK) >> 2
    left -= quads << 2
    for (; quads > 0; quads--) {
      const codes = channels == 1 ? i32x4.extend_low_i16x8_s(v128.load64_zero(from)) : gathered(from, step)
      const x01 = f64x2.convert_low_i32x4_s(codes)
      const x23 = f64x2.convert_low_i32x4_s(v128.shuffle<i64>(codes, codes, 1, 1))
      const v0 = v128.shuffle<i64>(x01, x01, 0, 0)
      const v1 = v128.shuffle<i64>(x01, x01, 1, 1)
      const v2 = v128.shuffle<i64>(x23, x23, 0, 0)
      const v3 = v128.shuffle<i64>(x23, x23, 1, 1)
      const vb = v128.shuffle<i64>(both, both, 0, 0)
      const vl = v128.shuffle<i64>(both, both, 1, 1)
      const y01 = f64x2.add(
        f64x2.add(f64x2.mul(first0, v0), f64x2.mul(first1, v1)),
        f64x2.add(f64x2.mul(firstBand, vb), f64x2.mul(firstLow, vl)),
      )
      const y23 = f64x2.add(
        f64x2.add(
          f64x2.add(f64x2.mul(second0, v0), f64x2.mul(second1, v1)),
          f64x2.add(f64x2.mul(first0, v2), f64x2.mul(first1, v3)),
        ),
        f64x2.add(f64x2.mul(secondBand, vb), f64x2.mul(secondLow, vl)),
      )
      both = f64x2.add(
        f64x2.add(
          f64x2.add(f64x2.mul(of0, v0), f64x2.mul(of1, v1)),
          f64x2.add(f64x2.mul(of2, v2), f64x2.mul(of3, v3)),
        ),
        f64x2.add(f64x2.mul(ofBand, vb), f64x2.mul(ofLow, vl)),
      )
      const found = rounded(y01, y23, codes)
      if (channels == 1) v128.store64_lane(to, i16x8.narrow_i32x4_s(found, found), 0)
      else {
        store<i16>(to, i32x4.extract_lane(found, 0))
        store<i16>(to + step, i32x4.extract_lane(found, 1))
        store<i16>(to + 2 * step, i32x4.extract_lane(found, 2))
        store<i16>(to + 3 * step, i32x4.extract_lane(found, 3))
      }
      from += 4 * step
      to += 4 * step
    }
    const now = f64x2.extract_lane(both, 0)
    if (now < FADED && now > -FADED) both = f64x2.replace_lane(both, 0, 0)
  }
  band = f64x2.extract_lane(both, 0)
  low = f64x2.extract_lane(both, 1)
  for (; left > 0; left--, from += step, to += step) {
    const code = <i32>load<i16>(from)
    const away = <f64>code - low
    const next = low + (moves * band + pulls * away)
    band = keeps * band + moves * away
    const value = f64x2.splat(0.5 * (low + next))
    low = next
    store<i16>(to, i32x4.extract_lane(rounded(value, value, i32x4.splat(code)), 0))
  }
  store<f64>(state, band, 24)
  store<f64>(state, low, 32)
}
