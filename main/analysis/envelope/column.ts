// A column of the envelope in memory: min and max of each channel, two int16 codes.

/** min 32767, max -32768: a column without samples, and the neutral element of merging. As one little-endian int32. */
export const emptyColumn = 0x80007fff | 0

/** Merges the column at `src` into the column at `dst` (addresses in bytes, 2 codes per channel). */
export function mergePairs(codes: Int16Array, src: number, dst: number, channels: number): void {
  const from = src / 2
  const to = dst / 2
  for (let k = 0; k < 2 * channels; k += 2) {
    if (codes[from + k]! < codes[to + k]!) codes[to + k] = codes[from + k]!
    if (codes[from + k + 1]! > codes[to + k + 1]!) codes[to + k + 1] = codes[from + k + 1]!
  }
}
