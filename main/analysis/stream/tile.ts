// A piece of a block that every loop over samples works on before the next piece is touched.

/** Bytes of a tile, at most: they stay in the first-level cache from the first loop to the last. */
export const tileBytes = 32 * 1024

/** Scans one after the other in memory. One object is used again and again: nobody keeps it. */
export interface Tile {
  /** Address of its first scan. */
  readonly address: number
  /** Index of its first scan in the stream. */
  readonly sample: number
  readonly scans: number
}
