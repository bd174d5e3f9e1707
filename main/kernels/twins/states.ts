// Plain TypeScript twins of the kernels that measurements are made of: see StateKernels. On runs of one channel.

/** See StateKernels.pick. */
export function pick(src: Int16Array, channels: number, channel: number, dst: Int16Array): void {
  for (let scan = 0; scan < dst.length; scan++) dst[scan] = src[scan * channels + channel]!
}

/** See StateKernels.binCounts. */
export function binCounts(src: Int16Array, min: number, factor: number, dst: Uint32Array): void {
  dst.fill(0)
  for (const code of src) dst[Math.floor(((code - min) * factor) / 2 ** 24)]!++
}

/** See StateKernels.sumBetween. */
export function sumBetween(src: Int16Array, low: number, high: number): number {
  let sum = 0
  for (const code of src) if (code >= low && code <= high) sum += code
  return sum
}

/** See StateKernels.lagProducts. */
export function lagProducts(src: Int16Array): number {
  let sum = 0
  for (let k = 0; k + 1 < src.length; k++) sum += src[k]! * src[k + 1]!
  return sum
}

export interface StateEdges {
  readonly instants: number[]
  readonly risesFirst: boolean
}

/** All edges of the run; see StateKernels.stateEdges. */
export function stateEdges(src: Int16Array, low: number, high: number, middle: number): StateEdges {
  const instants: number[] = []
  let place = src.findIndex((code) => code <= low || code >= high)
  if (place < 0) return { instants, risesFirst: true }
  let isHigh = src[place]! >= high
  const risesFirst = !isHigh
  for (; place < src.length; place++) {
    if (isHigh ? src[place]! > low : src[place]! < high) continue
    instants.push(meanInstant(src, place, middle, isHigh ? high : low, isHigh))
    isHigh = !isHigh
  }
  return { instants, risesFirst }
}

function meanInstant(src: Int16Array, until: number, middle: number, left: number, falls: boolean): number {
  let from = until
  do from--
  while (falls ? src[from]! < left : src[from]! > left)
  let sum = 0
  let count = 0
  for (let sample = from + 1; sample <= until; sample++) {
    const before = src[sample - 1]!
    const after = src[sample]!
    if (before < middle === after < middle) continue
    sum += sample - 1 + (middle - before) / (after - before)
    count++
  }
  return sum / count
}

/** See StateKernels.stateTransitions; `at` has one instant more at both ends. */
export function stateTransitions(
  src: Int16Array,
  at: readonly number[],
  rises: boolean,
  near: number,
  far: number,
): number[] {
  const found: number[] = []
  for (let k = 1; k + 1 < at.length; k++) {
    const up = rises === (k % 2 === 1)
    const begin = before(src, at[k]!, Math.floor(at[k - 1]!), up ? near : far, up)
    const end = behind(src, at[k]!, Math.ceil(at[k + 1]!), up ? far : near, up)
    found.push(end - begin)
  }
  return found
}

function before(src: Int16Array, from: number, least: number, level: number, up: boolean): number {
  for (let sample = Math.floor(from); sample >= least; sample--) {
    const code = src[sample]!
    if (up ? code > level : code < level) continue
    const next = src[sample + 1] ?? code
    return sample + (next === code ? 0 : Math.min(1, (level - code) / (next - code)))
  }
  return Number.NaN
}

function behind(src: Int16Array, from: number, most: number, level: number, up: boolean): number {
  for (let sample = Math.ceil(from); sample <= most; sample++) {
    const code = src[sample]!
    if (up ? code < level : code > level) continue
    const last = src[sample - 1] ?? code
    return sample - (last === code ? 0 : Math.min(1, (code - level) / (code - last)))
  }
  return Number.NaN
}
