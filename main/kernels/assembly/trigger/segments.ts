// Segments: the scans around each trigger of a list, copied one behind the other, each with its trigger and the fraction of a scan
// by which the signal met the level before it.

import { lagAt } from './lag'

/** Longer ones are copied by the engine, which has wider vectors and a price for each call. */
const longCopy: usize = 4096

/** Bytes of whole samples; `dst` and `src` do not overlap. */
// @ts-ignore: decorator
@inline
function copySamples(dst: usize, src: usize, bytes: usize): void {
  if (bytes >= longCopy) {
    memory.copy(dst, src, bytes)
    return
  }
  if (bytes < 16) {
    for (let k: usize = 0; k < bytes; k += 2) store<i16>(dst + k, load<i16>(src + k))
    return
  }
  const last = bytes - 16
  for (let k: usize = 0; k < last; k += 16) v128.store(dst + k, v128.load(src + k))
  v128.store(dst + last, v128.load(src + last))
}

// @ts-ignore: decorator
@inline
function alignUp(bytes: usize): usize {
  return (bytes + 7) & ~7
}

export function keepSegments(
  form: usize,
  src: usize,
  first: f64,
  scans: u32,
  triggers: usize,
  lines: usize,
  count: u32,
  dst: usize,
  kept: u32,
): u32 {
  const scanBytes = <usize>load<f64>(form) << 1
  const length = load<f64>(form, 8)
  const before = load<f64>(form, 16)
  const behind = load<f64>(form, 24)
  const lineCount = <u32>load<f64>(form, 32)
  const bytes = <usize>length * scanBytes
  const pitch = 16 + alignUp(bytes)
  const after = length - before
  const end = first + <f64>scans
  let least = load<f64>(form, 40)
  let most = load<f64>(form, 48)
  let rearm = load<f64>(form, 56)
  let k: u32 = 0
  for (; k < count; k++) {
    const trigger = load<f64>(triggers + (<usize>k << 3))
    const from = trigger - before
    if (from < first || from + length > end) break
    const line = <u32>load<u8>(lines + k)
    let lag: f64 = 0
    if (line < lineCount) {
      const met = trigger - behind
      if (met - 2 < first || met + 2 > end) break
      const channel = <usize>load<f64>(form + 64 + (<usize>line << 4))
      const level = load<f64>(form + 72 + (<usize>line << 4))
      const at = src + <usize>(met - first) * scanBytes + (channel << 1)
      lag = lagAt(at, scanBytes, level)
    }
    store<f64>(dst, trigger)
    store<f64>(dst, lag, 8)
    copySamples(dst + 16, src + <usize>(from - first) * scanBytes, bytes)
    if (kept + k > 0) {
      const apart = trigger - load<f64>(dst - pitch)
      const distance = apart - (lag - load<f64>(dst - pitch, 8))
      least = min(least, distance)
      most = max(most, distance)
      rearm = min(rearm, apart - after)
    }
    dst += pitch
  }
  store<f64>(form, least, 40)
  store<f64>(form, most, 48)
  store<f64>(form, rearm, 56)
  return k
}
