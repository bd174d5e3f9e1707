// Edges from one state of a signal to the other: when they cross the middle, and how long they take. Samples of one channel,
// one after the other.
import { firstAbove, firstBelow, firstOutside, laneMask, lastAbove, lastBelow } from './first-beyond'

// Sides; 0 is "unknown".
const LOW: i32 = 1
const HIGH: i32 = 2

/** Samples that are looked at one by one first: the edges of a quick signal are that near to each other. */
const NEAR: usize = 8

/** Address of the first sample with code >= limit (or with `falls` < limit), or end. */
// @ts-ignore: decorator
@inline
function firstAcross(at: usize, end: usize, lanes: v128, limit: i32, falls: bool): usize {
  const near = min(end, at + (NEAR << 1))
  if (falls) {
    for (; at < near; at += 2) if (<i32>load<i16>(at) < limit) return at
    return firstBelow(at, end, 2, 0, lanes, 0, limit)
  }
  for (; at < near; at += 2) if (<i32>load<i16>(at) >= limit) return at
  return firstAbove(at, end, 2, 0, lanes, 0, limit - 1)
}

/** The mean instant of the crossings of `middle` from the first one, before the sample `at`, to the last one before `stop`. */
// @ts-ignore: decorator
@inline
function meanInstant(src: usize, at: usize, stop: usize, lanes: v128, limit: i32, middle: f64, falls: bool): f64 {
  let sum: f64 = 0
  let count: f64 = 0
  while (at < stop) {
    const before = <i32>load<i16>(at - 2)
    const after = <i32>load<i16>(at)
    sum += <f64>((<i32>((at - src) >> 1)) - 1) + (middle - <f64>before) / <f64>(after - before)
    count += 1
    // The way back, if there is one.
    at = firstAcross(at, stop, lanes, limit, !falls)
    falls = !falls
  }
  return sum / count
}

export function stateEdges(
  src: usize,
  samples: u32,
  low: i32,
  high: i32,
  middle: f64,
  state: usize,
  out: usize,
  most: u32,
): u32 {
  const lanes = laneMask(1, 0)
  const end = src + (<usize>samples << 1)
  // A code below the middle is below this.
  const limit = <i32>Math.ceil(middle)
  let side = load<i32>(state)
  let at = src + (<usize>load<u32>(state, 4) << 1)
  let found: u32 = 0
  if (side == 0) {
    at = firstOutside(at, end, 2, 0, lanes, low + 1, high - 1)
    if (at < end) side = <i32>load<i16>(at) >= high ? HIGH : LOW
  }
  while (at < end) {
    const falls = side == HIGH
    const crossed = firstAcross(at, end, lanes, limit, falls)
    const beyond = firstOutside(crossed, end, 2, 0, lanes, low + 1, high - 1)
    if (beyond >= end) {
      at = end
      break
    }
    const code = <i32>load<i16>(beyond)
    if (falls ? code <= low : code >= high) {
      if (found == most) break
      store<f64>(out + (<usize>found << 3), meanInstant(src, crossed, beyond + 2, lanes, limit, middle, falls))
      found++
      side = falls ? LOW : HIGH
    }
    at = beyond
  }
  store<i32>(state, side)
  store<u32>(state, <u32>((at - src) >> 1), 4)
  return found
}

/** The last instant before `from` at which the signal is at the level, from sample `least` on; NaN: there is none. */
// @ts-ignore: decorator
@inline
function backTo(src: usize, end: usize, from: f64, least: i32, level: f64, rises: bool): f64 {
  const begin = src + (<usize>least << 1)
  const behind = src + (<usize><i32>Math.floor(from) << 1) + 2
  const at = rises ? lastBelow(begin, behind, <i32>Math.floor(level) + 1) : lastAbove(begin, behind, <i32>Math.ceil(level) - 1)
  if (at == 0) return NaN
  const before = <i32>load<i16>(at)
  const after = at + 2 < end ? <i32>load<i16>(at, 2) : before
  const sample = <f64><i32>((at - src) >> 1)
  return sample + (after == before ? 0 : Math.min(1, (level - <f64>before) / <f64>(after - before)))
}

/** The first one behind `from`, up to sample `most`. */
// @ts-ignore: decorator
@inline
function onTo(src: usize, lanes: v128, from: f64, most: i32, level: f64, rises: bool): f64 {
  const begin = src + (<usize><i32>Math.ceil(from) << 1)
  const end = src + (<usize>most << 1) + 2
  if (begin >= end) return NaN
  const at = rises
    ? firstAbove(begin, end, 2, 0, lanes, 0, <i32>Math.ceil(level) - 1)
    : firstBelow(begin, end, 2, 0, lanes, 0, <i32>Math.floor(level) + 1)
  if (at >= end) return NaN
  const after = <i32>load<i16>(at)
  const before = at == src ? after : <i32>load<i16>(at - 2)
  const sample = <f64><i32>((at - src) >> 1)
  return sample - (after == before ? 0 : Math.min(1, (<f64>after - level) / <f64>(after - before)))
}

export function stateTransitions(
  src: usize,
  samples: u32,
  at: usize,
  edges: u32,
  rises: i32,
  near: f64,
  far: f64,
  out: usize,
): void {
  const lanes = laneMask(1, 0)
  const stop = src + (<usize>samples << 1)
  let up = rises != 0
  const last = <i32>samples - 1
  for (let k: u32 = 0; k < edges; k++, at += 8, out += 8) {
    const least = max(0, <i32>Math.floor(load<f64>(at)))
    const instant = load<f64>(at, 8)
    const most = min(last, <i32>Math.ceil(load<f64>(at, 16)))
    const begin = backTo(src, stop, instant, least, up ? near : far, up)
    const end = onTo(src, lanes, instant, most, up ? far : near, up)
    store<f64>(out, end - begin)
    up = !up
  }
}
