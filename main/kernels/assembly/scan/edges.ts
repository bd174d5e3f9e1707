// Edge search. A sample past the level is "past", one beyond the far level (level minus hysteresis) is "far"; between
// them it decides nothing. An edge is the first past sample after a far one. Falling edges are rising edges of the
// complement: the order of ~code is the reverse of that of code.

// States; 0 is "unknown" and fires no more than PAST does.
const ARMED: i32 = 1
const PAST: i32 = 2

/** Lanes of one channel of interleaved scans. */
// @ts-ignore: decorator
@inline
function laneMask(channels: u32, channel: u32): v128 {
  if (channels == 1) return i16x8.splat(-1)
  if (channels == 2) return i32x4.splat(0xffff << (channel << 4))
  if (channels == 4) return i64x2.splat(0xffff << (channel << 4))
  const first = i64x2.splat(channel < 4 ? 0xffff << ((channel & 3) << 4) : 0)
  return i64x2.replace_lane(first, 1, channel < 4 ? 0 : 0xffff << ((channel & 3) << 4))
}

/** Address of the first scan in src..end with code > above (flipped codes), or end. Scans of eight lanes or fewer. */
// @ts-ignore: decorator
@inline
function firstAbove(src: usize, end: usize, scanBytes: usize, channelBytes: usize, lanes: v128, flip: i32, above: i32): usize {
  const flips = i16x8.splat(<i16>flip)
  const limit = i16x8.splat(<i16>above)
  const whole = scanBytes <= 16 && (scanBytes & (scanBytes - 1)) == 0
  for (; whole && end - src >= 64; src += 64) {
    const a = v128.and(i16x8.gt_s(v128.xor(v128.load(src), flips), limit), lanes)
    const b = v128.and(i16x8.gt_s(v128.xor(v128.load(src, 16), flips), limit), lanes)
    const c = v128.and(i16x8.gt_s(v128.xor(v128.load(src, 32), flips), limit), lanes)
    const d = v128.and(i16x8.gt_s(v128.xor(v128.load(src, 48), flips), limit), lanes)
    if (v128.any_true(v128.or(v128.or(a, b), v128.or(c, d)))) {
      const low = i8x16.bitmask(i8x16.narrow_i16x8_s(a, b))
      const high = i8x16.bitmask(i8x16.narrow_i16x8_s(c, d))
      const lane = ctz(low | (high << 16))
      return src + (<usize>lane << 1) - channelBytes
    }
  }
  for (; src < end; src += scanBytes) {
    if ((<i32>load<i16>(src + channelBytes) ^ flip) > above) return src
  }
  return end
}

/** The same for code < below. */
// @ts-ignore: decorator
@inline
function firstBelow(src: usize, end: usize, scanBytes: usize, channelBytes: usize, lanes: v128, flip: i32, below: i32): usize {
  return firstAbove(src, end, scanBytes, channelBytes, lanes, ~flip, ~below)
}

/** State after the samples src..end, none of which may fire: what the last deciding sample says, else `state`. */
// @ts-ignore: decorator
@inline
function lastDecision(src: usize, end: usize, scanBytes: usize, channelBytes: usize, flip: i32, above: i32, below: i32, state: i32): i32 {
  while (end > src) {
    end -= scanBytes
    const code = <i32>load<i16>(end + channelBytes) ^ flip
    if (code > above) return PAST
    if (code < below) return ARMED
  }
  return state
}

export function findEdges(
  src: usize,
  channels: u32,
  channel: u32,
  scans: u32,
  level: i32,
  hysteresis: i32,
  rising: i32,
  holdOff: u32,
  state: usize,
  out: usize,
  maxOut: u32,
): u32 {
  const flip = rising ? 0 : -1
  level = max(-32767, min(32767, level ^ flip))
  const above = level - 1
  const below = min(level, max(-32768, level - hysteresis + 1))
  const scanBytes = <usize>channels << 1
  const channelBytes = <usize>channel << 1
  const end = src + scanBytes * scans
  const lanes = laneMask(channels, channel)
  let arming = load<i32>(state)
  let held = <usize>load<u32>(state, 8)
  let found: u32 = 0
  let at = src
  while (at < end) {
    if (held > 0) {
      const skipped = min(held, <usize>(end - at) / scanBytes)
      const stop = at + skipped * scanBytes
      arming = lastDecision(at, stop, scanBytes, channelBytes, flip, above, below, arming)
      held -= skipped
      at = stop
      continue
    }
    if (arming != ARMED) {
      at = firstBelow(at, end, scanBytes, channelBytes, lanes, flip, below)
      if (at < end) arming = ARMED
      continue
    }
    at = firstAbove(at, end, scanBytes, channelBytes, lanes, flip, above)
    if (at >= end || found == maxOut) break
    store<u32>(out + (<usize>found << 2), <u32>((at - src) / scanBytes))
    found++
    arming = PAST
    held = max(1, <usize>holdOff)
  }
  store<i32>(state, arming)
  store<u32>(state, <u32>((at - src) / scanBytes), 4)
  store<u32>(state, <u32>held, 8)
  return found
}
