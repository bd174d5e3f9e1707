// Plain TypeScript twins of the kernels that sum columns and put records into a mean: see Kernels.sums and Kernels.meanRecord.

const f32 = Math.fround

export function sums(
  src: Int16Array,
  channels: number,
  scansPerColumn: number,
  columns: number,
  dst: Int32Array,
): void {
  let at = 0
  for (let column = 0; column < columns; column++)
    for (let channel = 0; channel < channels; channel++) {
      let sum = 0
      const begin = column * scansPerColumn * channels + channel
      for (let k = 0; k < scansPerColumn; k++) sum += src[begin + k * channels]!
      dst[at++] = sum
    }
}

/** @param src begins with the channel that is meant */
export function meanRecord(
  src: Int16Array,
  channels: number,
  weights: Float32Array,
  gain: number,
  mean: Float64Array,
): void {
  for (let point = 0; point < mean.length; point++) {
    let sum = 0
    for (let tap = 0; tap < weights.length; tap++) sum = f32(sum + f32(src[(point + tap) * channels]! * weights[tap]!))
    mean[point] = mean[point]! + (sum - mean[point]!) * gain
  }
}
