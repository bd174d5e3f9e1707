// The first scan of a run whose code lies beyond a limit: what every search for crossings is made of.

/** Lanes of one channel of interleaved scans. */
// @ts-ignore: decorator
@inline
export function laneMask(channels: u32, channel: u32): v128 {
  if (channels == 1) return i16x8.splat(-1)
  if (channels == 2) return i32x4.splat(0xffff << (channel << 4))
  if (channels == 4) return i64x2.splat(0xffff << (channel << 4))
  const first = i64x2.splat(channel < 4 ? 0xffff << ((channel & 3) << 4) : 0)
  return i64x2.replace_lane(first, 1, channel < 4 ? 0 : 0xffff << ((channel & 3) << 4))
}

/** Address of the first scan in src..end with code > above (flipped codes), or end. Scans of eight lanes or fewer. */
// @ts-ignore: decorator
@inline
export function firstAbove(src: usize, end: usize, scanBytes: usize, channelBytes: usize, lanes: v128, flip: i32, above: i32): usize {
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

/** Address of the first of the codes in src..end that is > limit, or < limit, of one channel: no lane is another channel's. */
// @ts-ignore: decorator
@inline
function firstAlone(src: usize, end: usize, isAbove: bool, limit: i32): usize {
  const limits = i16x8.splat(<i16>limit)
  for (; end - src >= 64; src += 64) {
    const first = v128.load(src)
    const second = v128.load(src, 16)
    const third = v128.load(src, 32)
    const fourth = v128.load(src, 48)
    const a = isAbove ? i16x8.gt_s(first, limits) : i16x8.lt_s(first, limits)
    const b = isAbove ? i16x8.gt_s(second, limits) : i16x8.lt_s(second, limits)
    const c = isAbove ? i16x8.gt_s(third, limits) : i16x8.lt_s(third, limits)
    const d = isAbove ? i16x8.gt_s(fourth, limits) : i16x8.lt_s(fourth, limits)
    if (v128.any_true(v128.or(v128.or(a, b), v128.or(c, d)))) {
      const low = i8x16.bitmask(i8x16.narrow_i16x8_s(a, b))
      const high = i8x16.bitmask(i8x16.narrow_i16x8_s(c, d))
      return src + (<usize>ctz(low | (high << 16)) << 1)
    }
  }
  for (; src < end; src += 2) {
    const code = <i32>load<i16>(src)
    if (isAbove ? code > limit : code < limit) return src
  }
  return end
}

/** {@link firstAbove} and {@link firstBelow} of codes as they are; one channel is quicker. */
// @ts-ignore: decorator
@inline
export function firstOver(src: usize, end: usize, scanBytes: usize, channelBytes: usize, lanes: v128, level: i32): usize {
  if (scanBytes == 2) return firstAlone(src, end, true, level)
  return firstAbove(src, end, scanBytes, channelBytes, lanes, 0, level)
}

// @ts-ignore: decorator
@inline
export function firstUnder(src: usize, end: usize, scanBytes: usize, channelBytes: usize, lanes: v128, level: i32): usize {
  if (scanBytes == 2) return firstAlone(src, end, false, level)
  return firstBelow(src, end, scanBytes, channelBytes, lanes, 0, level)
}

/** The same for code < below. */
// @ts-ignore: decorator
@inline
export function firstBelow(src: usize, end: usize, scanBytes: usize, channelBytes: usize, lanes: v128, flip: i32, below: i32): usize {
  return firstAbove(src, end, scanBytes, channelBytes, lanes, ~flip, ~below)
}

/** Address of the first scan in src..end with code > above or code < below, or end. */
// @ts-ignore: decorator
@inline
export function firstOutside(src: usize, end: usize, scanBytes: usize, channelBytes: usize, lanes: v128, below: i32, above: i32): usize {
  // A signal that has just crossed a level is outside within a few samples.
  const near = min(end, src + (scanBytes << 3))
  for (; src < near; src += scanBytes) {
    const code = <i32>load<i16>(src + channelBytes)
    if (code > above || code < below) return src
  }
  const top = i16x8.splat(<i16>above)
  const bottom = i16x8.splat(<i16>below)
  const whole = scanBytes <= 16 && (scanBytes & (scanBytes - 1)) == 0
  for (; whole && end - src >= 32; src += 32) {
    const first = v128.load(src)
    const second = v128.load(src, 16)
    const a = v128.and(v128.or(i16x8.gt_s(first, top), i16x8.lt_s(first, bottom)), lanes)
    const b = v128.and(v128.or(i16x8.gt_s(second, top), i16x8.lt_s(second, bottom)), lanes)
    if (v128.any_true(v128.or(a, b))) {
      const lane = ctz(i8x16.bitmask(i8x16.narrow_i16x8_s(a, b)))
      return src + (<usize>lane << 1) - channelBytes
    }
  }
  for (; src < end; src += scanBytes) {
    const code = <i32>load<i16>(src + channelBytes)
    if (code > above || code < below) return src
  }
  return end
}

/** Address of the last sample of a run of one channel, from `begin` up to `end`, with code > above, or 0. */
// @ts-ignore: decorator
@inline
export function lastAbove(begin: usize, end: usize, above: i32): usize {
  const limit = i16x8.splat(<i16>above)
  for (; end >= begin + 16; end -= 16) {
    const beyond = i16x8.bitmask(i16x8.gt_s(v128.load(end - 16), limit))
    if (beyond != 0) return end - 16 + (<usize>(31 - clz(beyond)) << 1)
  }
  for (; end > begin; end -= 2) {
    if (<i32>load<i16>(end - 2) > above) return end - 2
  }
  return 0
}

/** The same for code < below. */
// @ts-ignore: decorator
@inline
export function lastBelow(begin: usize, end: usize, below: i32): usize {
  const limit = i16x8.splat(<i16>below)
  for (; end >= begin + 16; end -= 16) {
    const beyond = i16x8.bitmask(i16x8.lt_s(v128.load(end - 16), limit))
    if (beyond != 0) return end - 16 + (<usize>(31 - clz(beyond)) << 1)
  }
  for (; end > begin; end -= 2) {
    if (<i32>load<i16>(end - 2) < below) return end - 2
  }
  return 0
}
