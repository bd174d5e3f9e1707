// Whether a figure grows, or has filled up and stays. What fills (a history, a cache) rises and then lies flat; what leaks
// goes on rising. So only the second half counts, and there the slope, not the level.

export interface Sample {
  readonly atSeconds: number
  readonly value: number
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

/**
 * By how much the figure would have grown from the begin to the end of the second half, were it to go on as it does there on the whole.
 * The slope is the median of those between all pairs of samples (Theil and Sen): single peaks and the teeth of a garbage collector
 * do not move it.
 */
export function growthOf(samples: readonly Sample[]): { readonly absolute: number; readonly relative: number } {
  const half = samples.slice(samples.length >> 1)
  const slopes: number[] = []
  for (const [k, a] of half.entries())
    for (const b of half.slice(k + 1)) slopes.push((b.value - a.value) / (b.atSeconds - a.atSeconds))
  const seconds = (half.at(-1)?.atSeconds ?? 0) - (half[0]?.atSeconds ?? 0)
  const absolute = slopes.length === 0 ? 0 : median(slopes) * seconds
  return { absolute, relative: absolute / median(half.map(({ value }) => value)) }
}
