// Sums of columns. Eight lanes are summed apart and folded onto the channels at the end of each column.

// @ts-ignore: decorator
@inline
function addTo(dst: usize, channel: u32, sum: i32): void {
  const at = dst + (<usize>channel << 2)
  store<i32>(at, load<i32>(at) + sum)
}

function sumsPlain(src: usize, channels: u32, end: usize, dst: usize): void {
  const scanBytes = <usize>channels << 1
  for (let channel: u32 = 0; channel < channels; channel++, src += 2) {
    let sum: i32 = 0
    for (let at = src; at < end; at += scanBytes) sum += <i32>load<i16>(at)
    addTo(dst, channel, sum)
  }
}

// @ts-ignore: decorator
@inline
function sumsOfOne(src: usize, end: usize): i32 {
  let sum = i32x4.splat(0)
  for (; src < end; src += 16) sum = i32x4.add(sum, i32x4.extadd_pairwise_i16x8_s(v128.load(src)))
  sum = i32x4.add(sum, v128.shuffle<i64>(sum, sum, 1, 0))
  return i32x4.extract_lane(sum, 0) + i32x4.extract_lane(sum, 1)
}

export function sums(src: usize, channels: u32, scansPerColumn: u32, columns: u32, dst: usize): void {
  const columnBytes = (<usize>scansPerColumn * channels) << 1
  const targetBytes = <usize>channels << 2
  const isFolded = channels == 1 || channels == 2 || channels == 4 || channels == 8
  const mask = channels - 1
  for (let column: u32 = 0; column < columns; column++, src += columnBytes, dst += targetBytes) {
    for (let channel: u32 = 0; channel < channels; channel++) store<i32>(dst + (<usize>channel << 2), 0)
    const end = src + columnBytes
    if (!isFolded || columnBytes < 16) {
      sumsPlain(src, channels, end, dst)
      continue
    }
    const stop = src + (columnBytes & ~15)
    if (channels == 1) addTo(dst, 0, sumsOfOne(src, stop))
    else {
      let low = i32x4.splat(0)
      let high = i32x4.splat(0)
      for (let at = src; at < stop; at += 16) {
        const codes = v128.load(at)
        low = i32x4.add(low, i32x4.extend_low_i16x8_s(codes))
        high = i32x4.add(high, i32x4.extend_high_i16x8_s(codes))
      }
      addTo(dst, 0, i32x4.extract_lane(low, 0))
      addTo(dst, 1 & mask, i32x4.extract_lane(low, 1))
      addTo(dst, 2 & mask, i32x4.extract_lane(low, 2))
      addTo(dst, 3 & mask, i32x4.extract_lane(low, 3))
      addTo(dst, 4 & mask, i32x4.extract_lane(high, 0))
      addTo(dst, 5 & mask, i32x4.extract_lane(high, 1))
      addTo(dst, 6 & mask, i32x4.extract_lane(high, 2))
      addTo(dst, 7 & mask, i32x4.extract_lane(high, 3))
    }
    if (stop < end) sumsPlain(stop, channels, end, dst)
  }
}
