// A record into the mean of records: interpolated by weights, in 32-bit floats, four points at a time; the mean in 64 bits.

// @ts-ignore: decorator
@inline
function blend(at: usize, value: v128, gain: v128): void {
  const mean = v128.load(at)
  v128.store(at, f64x2.add(mean, f64x2.mul(f64x2.sub(value, mean), gain)))
}

export function meanRecord(src: usize, channels: u32, points: u32, weights: usize, taps: u32, gain: f64, mean: usize): void {
  const scanBytes = <usize>channels << 1
  const gains = f64x2.splat(gain)
  const weightsEnd = weights + (<usize>taps << 2)
  const end = mean + (<usize>points << 3)
  if (channels == 1)
    for (; end - mean >= 32; src += 8, mean += 32) {
      let sum = f32x4.splat(0)
      for (let weight = weights, at = src; weight < weightsEnd; weight += 4, at += 2) {
        const codes = f32x4.convert_i32x4_s(v128.load_ext<i16>(at))
        sum = f32x4.add(sum, f32x4.mul(codes, v128.load_splat<f32>(weight)))
      }
      blend(mean, f64x2.promote_low_f32x4(sum), gains)
      blend(mean + 16, f64x2.promote_low_f32x4(v128.shuffle<i64>(sum, sum, 1, 0)), gains)
    }
  for (; mean < end; src += scanBytes, mean += 8) {
    let sum: f32 = 0
    for (let weight = weights, at = src; weight < weightsEnd; weight += 4, at += scanBytes)
      sum += <f32>load<i16>(at) * load<f32>(weight)
    const before = load<f64>(mean)
    store<f64>(mean, before + (<f64>sum - before) * gain)
  }
}
