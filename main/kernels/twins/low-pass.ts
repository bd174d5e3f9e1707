// Plain TypeScript twin of the low-pass, one sample at a time: see Kernels.lowPass.

/**
 * @param state as the kernel has it: three coefficients, and two values that are carried on
 * @returns one value for each scan: what stands in `dst`, before it is made a whole number
 */
export function lowPass(
  src: Int16Array,
  channels: number,
  channel: number,
  scans: number,
  state: Float64Array,
  dst: Int16Array,
): Float64Array {
  const values = new Float64Array(scans)
  const [keeps, moves, pulls] = state as unknown as [number, number, number]
  let band = state[3]!
  let low = state[4]!
  for (let scan = 0; scan < scans; scan++) {
    const at = scan * channels + channel
    const code = src[at]!
    const away = code - low
    const next = low + (moves * band + pulls * away)
    band = keeps * band + moves * away
    const value = 0.5 * (low + next)
    values[scan] = value
    low = next
    const isAtLimit = code === -32768 || code === 32767
    dst[at] = isAtLimit ? code : Math.max(-32767, Math.min(32766, Math.floor(value + 0.5)))
  }
  state[3] = band
  state[4] = low
  return values
}
