// Plain TypeScript twins of the scan kernels, on typed arrays. They are the oracle of the kernels' tests and the
// baseline of the benchmark, so they are written the way one writes such a loop, and not slowed down.

/** Int16 (min, max) pairs per column and channel; see Kernels.envelope. Any integer samples. */
export function envelope(
  src: Int16Array | Int8Array,
  channels: number,
  scansPerColumn: number,
  columns: number,
  dst: Int16Array,
): void {
  const columnSamples = scansPerColumn * channels
  let at = 0
  for (let column = 0; column < columns; column++) {
    const begin = column * columnSamples
    const end = begin + columnSamples
    for (let channel = 0; channel < channels; channel++) {
      let min = 32767
      let max = -32768
      for (let i = begin + channel; i < end; i += channels) {
        const code = src[i]!
        if (code < min) min = code
        if (code > max) max = code
      }
      dst[at++] = min
      dst[at++] = max
    }
  }
}

export function envelopeMerge(
  src: Int16Array,
  channels: number,
  factor: number,
  sourceColumns: number,
  dst: Int16Array,
): void {
  let at = 0
  for (let first = 0; first < sourceColumns; first += factor) {
    const last = Math.min(first + factor, sourceColumns)
    for (let channel = 0; channel < channels; channel++) {
      let min = 32767
      let max = -32768
      for (let column = first; column < last; column++) {
        const pair = (column * channels + channel) * 2
        min = Math.min(min, src[pair]!)
        max = Math.max(max, src[pair + 1]!)
      }
      dst[at++] = min
      dst[at++] = max
    }
  }
}

/** Adds (sum, sum of squares) per channel. */
export function moments(src: Int16Array, channels: number, dst: Float64Array): void {
  for (let channel = 0; channel < channels; channel++) {
    let sum = 0
    let squares = 0
    for (let i = channel; i < src.length; i += channels) {
      const code = src[i]!
      sum += code
      squares += code * code
    }
    dst[channel * 2]! += sum
    dst[channel * 2 + 1]! += squares
  }
}

/** Adds to 65536 counts. */
export function histogram(src: Int16Array, channels: number, channel: number, dst: Uint32Array): void {
  for (let i = channel; i < src.length; i += channels) dst[src[i]! + 32768]!++
}

export interface EdgeState {
  /** 0 unknown, 1 armed, 2 past the level. */
  arming: number
  examined: number
  held: number
}

/** See Kernels.findEdges. Every sample is looked at, also during hold-off. Returns how many it wrote to `out`. */
export function findEdges(
  src: Int16Array,
  channels: number,
  channel: number,
  level: number,
  hysteresis: number,
  rising: boolean,
  holdOff: number,
  state: EdgeState,
  out: Uint32Array,
): number {
  const scans = Math.floor(src.length / channels)
  const past = rising ? Math.max(level, -32767) : Math.min(level, 32766)
  const far = rising ? past - hysteresis : past + hysteresis
  let { arming, held } = state
  let found = 0
  let scan = 0
  for (; scan < scans; scan++) {
    const code = src[scan * channels + channel]!
    if (rising ? code >= past : code <= past) {
      if (arming === 1 && held === 0) {
        if (found === out.length) break
        out[found++] = scan
        held = Math.max(1, holdOff)
      }
      if (arming !== 0) arming = 2
    } else if (rising ? code <= far : code >= far) arming = 1
    if (held > 0) held--
  }
  state.arming = arming
  state.held = held
  state.examined = scan
  return found
}

/** See Kernels.findCrossings. `state` is the side before: 0, 1 low, 2 high, 3 and 4 near the level. Appends to `out`. */
export function findCrossings(
  src: Int16Array,
  channels: number,
  channel: number,
  level: number,
  hysteresis: number,
  state: number,
  out: number[],
): number {
  let isKnown = state !== 0
  let isHigh = state === 2 || state === 4
  let isFar = state === 1 || state === 2
  for (let scan = 0; scan * channels < src.length; scan++) {
    const code = src[scan * channels + channel]!
    const away = isHigh ? code - level : level - code
    const isFarAway = Math.abs(away) >= hysteresis
    if (!isKnown) {
      if (!isFarAway) continue
      isKnown = isFar = true
      isHigh = code > level
      out.push(scan * 4 + (isHigh ? 3 : 2))
    } else if (isFar ? away <= 0 : away <= -hysteresis) {
      isHigh = !isHigh
      isFar = isFarAway
      out.push(scan * 4 + (isHigh ? 1 : 0))
    } else if (away >= hysteresis) isFar = true
  }
  if (!isKnown) return 0
  return (isHigh ? 2 : 1) + (isFar ? 0 : 2)
}

/** Channel c of `src` to `dst[c * stride ...]`; stride in samples. */
export function deinterleave(src: Int16Array, channels: number, dst: Int16Array, stride: number): void {
  const scans = src.length / channels
  for (let channel = 0; channel < channels; channel++) {
    const to = channel * stride
    for (let scan = 0; scan < scans; scan++) dst[to + scan] = src[scan * channels + channel]!
  }
}

export function interleave(src: Int16Array, stride: number, channels: number, dst: Int16Array): void {
  const scans = dst.length / channels
  for (let channel = 0; channel < channels; channel++) {
    const from = channel * stride
    for (let scan = 0; scan < scans; scan++) dst[scan * channels + channel] = src[from + scan]!
  }
}
