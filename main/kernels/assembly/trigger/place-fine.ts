// Where the columns of waveforms begin, between two samples: at the instant of each trigger.

import { lagsAt } from './lag'

/** Columns are placed to 65536ths of a scan. */
const UNIT: f64 = 65536
/** Numbers of a form before those of its lines, and of a line; bytes. */
const HEAD: usize = 48
const EACH: usize = 16

/** Address of a line, in a form: its channel and its level. */
// @ts-ignore: decorator
@inline
function lineAt(form: usize, line: u32): usize {
  return form + HEAD + <usize>line * EACH
}

/** Bytes from a scan to the channel of the line at an address. */
// @ts-ignore: decorator
@inline
function channelOf(line: usize): usize {
  return <usize>load<f64>(line) << 1
}

export function placeFine(
  form: usize,
  src: usize,
  first: f64,
  scans: u32,
  triggers: usize,
  lines: usize,
  count: u32,
  list: usize,
): u32 {
  const scanBytes = <usize>load<f64>(form) << 1
  const behind = load<f64>(form, 32)
  const lineCount = <u32>load<f64>(form, 40)
  const end = first + <f64>scans
  // From here up to there triggers have all their scans in the run, and the four around their crossing.
  let least = first - load<f64>(form, 8)
  let most = end - load<f64>(form, 16)
  if (lineCount > 0) {
    least = max(least, first + behind + 2)
    most = min(most, end + behind - 2)
  }
  const origin = f64x2.splat(first)
  const begin = f64x2.splat(load<f64>(form, 24))
  let k: u32 = 0
  while (k < count) {
    const at = triggers + (<usize>k << 3)
    const one = load<f64>(at)
    if (one < least || one > most) break
    // Where there is no second one, the first is placed twice and listed once.
    const isPair = k + 1 < count && load<f64>(at, 8) >= least && load<f64>(at, 8) <= most
    const pair = isPair ? v128.load(at) : f64x2.splat(one)
    let lags = f64x2.splat(0)
    if (lineCount > 0) {
      const firstLine = lineAt(form, load<u8>(lines + k))
      const secondLine = isPair ? lineAt(form, load<u8>(lines + k, 1)) : firstLine
      const levels = v128.load64_lane(secondLine + 8, v128.load_splat<f64>(firstLine + 8), 1)
      const met = i32x4.trunc_sat_f64x2_s_zero(f64x2.sub(f64x2.sub(pair, f64x2.splat(behind)), origin))
      lags = lagsAt(
        src + <usize>i32x4.extract_lane(met, 0) * scanBytes + channelOf(firstLine),
        src + <usize>i32x4.extract_lane(met, 1) * scanBytes + channelOf(secondLine),
        scanBytes,
        levels,
      )
    }
    const place = f64x2.sub(f64x2.add(f64x2.sub(pair, lags), begin), origin)
    const units = f64x2.floor(f64x2.add(f64x2.mul(place, f64x2.splat(UNIT)), f64x2.splat(0.5)))
    const scan = f64x2.floor(f64x2.mul(units, f64x2.splat(1 / UNIT)))
    const phase = f64x2.sub(units, f64x2.mul(scan, f64x2.splat(UNIT)))
    const entries = v128.shuffle<i32>(
      i32x4.trunc_sat_f64x2_s_zero(scan),
      i32x4.trunc_sat_f64x2_s_zero(phase),
      0,
      4,
      1,
      5,
    )
    if (isPair) v128.store(list, entries)
    else v128.store64_lane(list, entries, 0)
    const placed: u32 = isPair ? 2 : 1
    list += <usize>placed << 3
    k += placed
  }
  return k
}
