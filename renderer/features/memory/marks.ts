// The events of a search along the memory, as one path of bars. Pure.

/** The lowest bar, of a height of 1: an event alone must be seen. */
const lowest = 0.4

/**
 * A path in a box of `counts.length` by 1: a bar for each part of the memory with events in it, higher by the logarithm of how many.
 * @param counts events of each part, the oldest first
 */
export function marksPath(counts: readonly number[]): string {
  const most = Math.log1p(Math.max(1, ...counts))
  return counts
    .flatMap((count, at) => {
      if (count === 0) return []
      const height = lowest + (1 - lowest) * (Math.log1p(count) / most)
      return [`M${at} 1v${(-height).toFixed(3)}h1V1z`]
    })
    .join('')
}
