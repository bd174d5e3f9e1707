// Plain TypeScript twin of the kernel that computes a function of two channels: see Kernels.combine.

const f32 = Math.fround

export interface CombineWeights {
  readonly ab: number
  readonly a: number
  readonly b: number
  readonly constant: number
  readonly magnitude: boolean
}

/** @param a place of the first channel in a scan @param b of the second */
export function combine(
  src: Int16Array,
  channels: number,
  [a, b]: readonly [a: number, b: number],
  weights: CombineWeights,
  dst: Int16Array,
): void {
  const ab = f32(weights.ab)
  const wa = f32(weights.a)
  const wb = f32(weights.b)
  const constant = f32(weights.constant)
  for (let scan = 0; scan < dst.length; scan++) {
    const first = src[scan * channels + a]!
    const second = src[scan * channels + b]!
    const linear = f32(f32(f32(wa * first) + f32(wb * second)) + constant)
    const value = f32(linear + f32(ab * f32(first * second)))
    const code = Math.floor(f32((weights.magnitude ? Math.abs(value) : value) + 0.5))
    dst[scan] = Math.max(-32768, Math.min(32767, code))
  }
}
