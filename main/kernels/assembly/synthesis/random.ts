// Random choices: a linear congruential generator (Numerical Recipes' constants), whose state the caller keeps in memory.
// Only its upper bits are used; the lower ones have short periods.

/** The next state, which is also the random number: use its upper bits. */
// @ts-ignore: decorator
@inline
export function nextRandom(state: u32): u32 {
  return state * 1664525 + 1013904223
}

/** A whole number from 0 up to below `count` (at most 2^24) by the upper 24 bits of a random number. */
// @ts-ignore: decorator
@inline
export function chosen(random: u32, count: usize): usize {
  return <usize>((<u64>(random >> 8) * <u64>count) >> 24)
}

/** Another state, far away from any state near this one: the finish of MurmurHash3. */
// @ts-ignore: decorator
@inline
export function mixed(state: u32): u32 {
  state = (state ^ (state >>> 16)) * 0x85ebca6b
  state = (state ^ (state >>> 13)) * 0xc2b2ae35
  return state ^ (state >>> 16)
}
