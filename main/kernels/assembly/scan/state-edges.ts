// Edges from one state of a signal to the other: when they cross the middle, and how long they take. Samples of one channel,
// one after the other.
import { firstAbove, firstBelow, firstOutside, laneMask } from './first-beyond'

// Sides; 0 is "unknown".
const LOW: i32 = 1
const HIGH: i32 = 2

/** The mean instant at which the signal crosses `middle`, back from `until` to its last sample beyond the side it comes from. */
// @ts-ignore: decorator
@inline
function instantBefore(src: usize, until: usize, low: i32, high: i32, middle: f64, falls: bool): f64 {
  const limit = <i32>Math.ceil(middle)
  let sum: f64 = 0
  let count: f64 = 0
  let after = <i32>load<i16>(until)
  for (let at = until; at > src; at -= 2) {
    const before = <i32>load<i16>(at - 2)
    if (before < limit != after < limit) {
      sum += <f64>(((at - src) >> 1) - 1) + (middle - <f64>before) / <f64>(after - before)
      count += 1
    }
    if (falls ? before >= high : before <= low) break
    after = before
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
  let side = load<i32>(state)
  let at = src + (<usize>load<u32>(state, 4) << 1)
  let found: u32 = 0
  if (side == 0) {
    at = firstOutside(at, end, 2, 0, lanes, low + 1, high - 1)
    if (at < end) side = <i32>load<i16>(at) >= high ? HIGH : LOW
  }
  while (at < end) {
    const falls = side == HIGH
    at = falls ? firstBelow(at, end, 2, 0, lanes, 0, low + 1) : firstAbove(at, end, 2, 0, lanes, 0, high - 1)
    if (at >= end || found == most) break
    store<f64>(out + (<usize>found << 3), instantBefore(src, at, low, high, middle, falls))
    found++
    side = falls ? LOW : HIGH
  }
  store<i32>(state, side)
  store<u32>(state, <u32>((at - src) >> 1), 4)
  return found
}

/** The last instant before `from` at which the signal is at the level, from sample `least` on; NaN: there is none. */
// @ts-ignore: decorator
@inline
function backTo(src: usize, samples: i32, from: f64, least: i32, level: f64, rises: bool): f64 {
  const limit = <i32>(rises ? Math.floor(level) : Math.ceil(level))
  for (let sample = <i32>Math.floor(from); sample >= least; sample--) {
    const before = <i32>load<i16>(src + (<usize>sample << 1))
    if (rises ? before > limit : before < limit) continue
    const after = sample + 1 < samples ? <i32>load<i16>(src + (<usize>sample << 1) + 2) : before
    return <f64>sample + (after == before ? 0 : Math.min(1, (level - <f64>before) / <f64>(after - before)))
  }
  return NaN
}

/** The first one behind `from`, up to sample `most`. */
// @ts-ignore: decorator
@inline
function onTo(src: usize, from: f64, most: i32, level: f64, rises: bool): f64 {
  const limit = <i32>(rises ? Math.ceil(level) : Math.floor(level))
  for (let sample = <i32>Math.ceil(from); sample <= most; sample++) {
    const after = <i32>load<i16>(src + (<usize>sample << 1))
    if (rises ? after < limit : after > limit) continue
    const before = sample == 0 ? after : <i32>load<i16>(src + (<usize>sample << 1) - 2)
    return <f64>sample - (after == before ? 0 : Math.min(1, (<f64>after - level) / <f64>(after - before)))
  }
  return NaN
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
  let up = rises != 0
  const last = <i32>samples - 1
  for (let k: u32 = 0; k < edges; k++, at += 8, out += 8) {
    const least = max(0, <i32>Math.floor(load<f64>(at)))
    const instant = load<f64>(at, 8)
    const most = min(last, <i32>Math.ceil(load<f64>(at, 16)))
    const begin = backTo(src, <i32>samples, instant, least, up ? near : far, up)
    const end = onTo(src, instant, most, up ? far : near, up)
    store<f64>(out, end - begin)
    up = !up
  }
}
