// Which waveforms of a list are counted whole where there is no time for all: one in each of as many parts of the list, chosen at
// random, so that no period of the signal decides.

/** Waveforms that are listed at once, at most. */
export const listedAtOnce = 256
/** A waveform with fine columns is two words of a list. */
const wordsEach = 2
/** Bytes of a list of them. */
export const fineListBytes = listedAtOnce * wordsEach * 4

/** The random number behind `state`: Numerical Recipes' generator. */
export function nextRandom(state: number): number {
  return (Math.imul(state, 1664525) + 1013904223) >>> 0
}

/**
 * Copies `whole` of the `waveforms` at `list` to `chosen`, both byte addresses in `words`.
 * @returns the next state of random choices
 */
export function chooseWhole(
  words: Uint32Array,
  list: number,
  waveforms: number,
  chosen: number,
  whole: number,
  state: number,
): number {
  let random = state
  for (let k = 0; k < whole; k++) {
    random = nextRandom(random)
    const from = list / 4 + wordsEach * Math.floor(((k + random / 2 ** 32) * waveforms) / whole)
    words.copyWithin(chosen / 4 + wordsEach * k, from, from + wordsEach)
  }
  return random
}
