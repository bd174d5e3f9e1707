// Timing of short loops: the best of several runs, because whatever else the machine does only makes a run slower.

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
