// Edge search. A sample past the level is "past", one beyond the far level (level minus hysteresis) is "far"; between
// them it decides nothing. An edge is the first past sample after a far one. Falling edges are rising edges of the
// complement: the order of ~code is the reverse of that of code.
import { firstAbove, firstBelow, laneMask } from './first-beyond'

// States; 0 is "unknown" and fires no more than PAST does.
const ARMED: i32 = 1
const PAST: i32 = 2

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
