// Crossings of a level, rising and falling in turns. Right behind a crossing the signal is near the level: it has to be
// far from it, by the hysteresis, before it counts as low or high for good and the level itself is the next crossing.
import { firstOutside, firstOver, firstUnder, laneMask } from './first-beyond'

// States; 0 is "unknown".
const LOW: i32 = 1
const HIGH: i32 = 2
/** Crossed downwards, and not far below yet. */
const NEAR_LOW: i32 = 3
/** Crossed upwards, and not far above yet. */
const NEAR_HIGH: i32 = 4

// Beside the offset in a word of `out`.
const RISES: u32 = 1
const BEGINS: u32 = 2

export function findCrossings(
  src: usize,
  channels: u32,
  channel: u32,
  scans: u32,
  level: i32,
  hysteresis: i32,
  state: usize,
  out: usize,
): u32 {
  const scanBytes = <usize>channels << 1
  const channelBytes = <usize>channel << 1
  const end = src + scanBytes * scans
  const lanes = laneMask(channels, channel)
  const top = level + hysteresis - 1
  const bottom = level - hysteresis + 1
  let now = load<i32>(state)
  let word = out
  for (let at = src; at < end; at += scanBytes) {
    let bits: u32 = 0
    let isCrossed = true
    if (now == LOW) {
      at = firstOver(at, end, scanBytes, channelBytes, lanes, level - 1)
      if (at >= end) break
      now = <i32>load<i16>(at + channelBytes) > top ? HIGH : NEAR_HIGH
      bits = RISES
    } else if (now == HIGH) {
      at = firstUnder(at, end, scanBytes, channelBytes, lanes, level + 1)
      if (at >= end) break
      now = <i32>load<i16>(at + channelBytes) < bottom ? LOW : NEAR_LOW
    } else {
      at = firstOutside(at, end, scanBytes, channelBytes, lanes, bottom, top)
      if (at >= end) break
      const isHigh = <i32>load<i16>(at + channelBytes) > top
      isCrossed = now == 0 || isHigh == (now == NEAR_LOW)
      bits = (isHigh ? RISES : 0) | (now == 0 ? BEGINS : 0)
      now = isHigh ? HIGH : LOW
    }
    if (!isCrossed) continue
    store<u32>(word, (<u32>((at - src) / scanBytes) << 2) | bits)
    word += 4
  }
  store<i32>(state, now)
  return <u32>((word - out) >> 2)
}
