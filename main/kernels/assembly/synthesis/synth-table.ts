// A stored period plus noise: one load, one load, one saturating add, one store for eight samples.
//
// Work goes by cells of 1024 absolute sample indexes. The table carries a copy of its first 1024 samples behind its end,
// so a whole cell is one straight run; so does the noise table.

const CELL: u64 = 1024

/** SplitMix64, the same as in synthesis/noise.ts. */
// @ts-ignore: decorator
@inline
function splitMix64(state: u64): u64 {
  let z = state + 0x9e3779b97f4a7c15
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb
  return z ^ (z >> 31)
}

/** Byte address of the noise of a sample: the cell's place in the table, plus how far the sample is into the cell. */
// @ts-ignore: decorator
@inline
function noiseAt(noise: usize, key: u64, index: u64): usize {
  const place = splitMix64(key + (index / CELL) * 0x9e3779b97f4a7c15) >> 49
  return noise + (<usize>(place + index % CELL) << 1)
}

// @ts-ignore: decorator
@inline
function addSat(a: i32, b: i32): i16 {
  return <i16>max(-32768, min(32767, a + b))
}

// @ts-ignore: decorator
@inline
function sumRun(a: usize, b: usize, dst: usize, samples: usize): void {
  const end = dst + (samples << 1)
  while (dst + 64 <= end) {
    v128.store(dst, i16x8.add_sat_s(v128.load(a), v128.load(b)), 0)
    v128.store(dst, i16x8.add_sat_s(v128.load(a, 16), v128.load(b, 16)), 16)
    v128.store(dst, i16x8.add_sat_s(v128.load(a, 32), v128.load(b, 32)), 32)
    v128.store(dst, i16x8.add_sat_s(v128.load(a, 48), v128.load(b, 48)), 48)
    a += 64
    b += 64
    dst += 64
  }
  for (; dst < end; dst += 2, a += 2, b += 2) store<i16>(dst, addSat(load<i16>(a), load<i16>(b)))
}

export function synthTable(
  table: usize,
  tableSamples: u32,
  noise: usize,
  noiseKey: u64,
  firstIndex: f64,
  dst: usize,
  samples: u32,
): void {
  let index = <u64>firstIndex
  const end = index + samples
  let place = index % tableSamples
  while (index < end) {
    const run = min(CELL - index % CELL, end - index)
    const from = table + (<usize>place << 1)
    if (noise != 0) sumRun(from, noiseAt(noise, noiseKey, index), dst, <usize>run)
    else memory.copy(dst, from, <usize>run << 1)
    dst += <usize>run << 1
    index += run
    place += run
    if (place >= tableSamples) place %= tableSamples
  }
}

export function addNoise(noise: usize, noiseKey: u64, firstIndex: f64, dst: usize, samples: u32): void {
  let index = <u64>firstIndex
  const end = index + samples
  while (index < end) {
    const run = min(CELL - index % CELL, end - index)
    sumRun(dst, noiseAt(noise, noiseKey, index), dst, <usize>run)
    dst += <usize>run << 1
    index += run
  }
}
