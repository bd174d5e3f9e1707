// Timing of short loops: the best of several runs, because whatever else the machine does only makes a run slower.

/** Middle value, of an even number the lower of the two; NaN of none. */
export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[(values.length - 1) >> 1] ?? Number.NaN

/** Seconds of the quickest run of `run`, over at least `runs` runs and `atLeastMs` of wall time. */
export function bestSeconds(run: () => void, runs = 5, atLeastMs = 300): number {
  let best = Number.POSITIVE_INFINITY
  const begin = performance.now()
  for (let i = 0; i < runs || performance.now() - begin < atLeastMs; i++) {
    const before = performance.now()
    run()
    best = Math.min(best, performance.now() - before)
  }
  return best / 1000
}
