// The levels of the envelope: each has columns of so many scans.

/** Scans per column of level 0, and how many columns of a level make one of the next. */
export const level0Scans = 256
export const levelFactor = 16
/** Levels of 256, 4096, 65536 and 1 Mi scans per column: 1 G scans are about a thousand columns of the last one. */
export const levelCount = 4

/** Scans per column of a level. */
export const levelScans: readonly number[] = Array.from(
  { length: levelCount },
  (_, level) => level0Scans * levelFactor ** level,
)

/** What is `width` wide on a screen is made from at least so many columns of a level: it may be that much off, and no more. */
const finest = 16

/** The coarsest level from which columns of `width` scans may be made; -1: from samples only. */
export function levelFor(width: number): number {
  return levelScans.findLastIndex((scans) => scans * finest <= width)
}
