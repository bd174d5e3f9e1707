// What is done to all cells of a persistence map: u16 counts, most of them 0.

/** The largest count. */
export function mapPeak(map: usize, cells: u32): u32 {
  const end = map + (<usize>cells << 1)
  let a = i16x8.splat(0)
  let b = a
  let c = a
  let d = a
  for (; end - map >= 64; map += 64) {
    a = i16x8.max_u(a, v128.load(map))
    b = i16x8.max_u(b, v128.load(map, 16))
    c = i16x8.max_u(c, v128.load(map, 32))
    d = i16x8.max_u(d, v128.load(map, 48))
  }
  a = i16x8.max_u(i16x8.max_u(a, b), i16x8.max_u(c, d))
  a = i16x8.max_u(a, v128.shuffle<i64>(a, a, 1, 0))
  a = i16x8.max_u(a, v128.shuffle<i32>(a, a, 1, 0, 3, 2))
  let most = max<u32>(i16x8.extract_lane_u(a, 0), i16x8.extract_lane_u(a, 1))
  for (; map < end; map += 2) most = max<u32>(most, load<u16>(map))
  return most
}

// @ts-ignore: decorator
@inline
function faded(counts: v128, shift: i32, bias: v128): v128 {
  return i16x8.sub(counts, i16x8.shr_u(i16x8.add_sat_u(counts, bias), shift))
}

export function mapFade(map: usize, cells: u32, shift: i32, bias: u32): void {
  const end = map + (<usize>cells << 1)
  const biases = i16x8.splat(<i16>bias)
  for (; end - map >= 32; map += 32) {
    const a = v128.load(map)
    const b = v128.load(map, 16)
    if (!v128.any_true(v128.or(a, b))) continue
    v128.store(map, faded(a, shift, biases))
    v128.store(map, faded(b, shift, biases), 16)
  }
  for (; map < end; map += 2) {
    const count = <u32>load<u16>(map)
    store<u16>(map, <u16>(count - (min<u32>(65535, count + bias) >> shift)))
  }
}

export function mapMove(map: usize, from: usize, cells: u32): void {
  const end = map + (<usize>cells << 1)
  for (; end - map >= 32; map += 32, from += 32) {
    const a = v128.load(from)
    const b = v128.load(from, 16)
    if (!v128.any_true(v128.or(a, b))) continue
    v128.store(map, i16x8.add_sat_u(v128.load(map), a))
    v128.store(map, i16x8.add_sat_u(v128.load(map, 16), b), 16)
    v128.store(from, i16x8.splat(0))
    v128.store(from, i16x8.splat(0), 16)
  }
  for (; map < end; map += 2, from += 2) {
    store<u16>(map, <u16>min<u32>(65535, <u32>load<u16>(map) + <u32>load<u16>(from)))
    store<u16>(from, 0)
  }
}

/** Doubles all counts; a full one stays. */
export function mapDouble(map: usize, cells: u32): void {
  const end = map + (<usize>cells << 1)
  for (; end - map >= 16; map += 16) {
    const counts = v128.load(map)
    v128.store(map, i16x8.add_sat_u(counts, counts))
  }
  for (; map < end; map += 2) store<u16>(map, <u16>min<u32>(65535, <u32>load<u16>(map) << 1))
}
