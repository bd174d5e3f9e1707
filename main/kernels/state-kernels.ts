// The kernels that measurements are made of, over a run of one channel: int16 samples one after the other.

export interface StateKernels {
  /** Channel `channel` of interleaved scans as such a run at `dst`. */
  pick(src: number, channels: number, channel: number, scans: number, dst: number): void
  /**
   * Counts samples in up to 256 bins: that of a code is `(code - min) * factor >> 24`. `min` is not above any sample, and no
   * bin may be above 255. `dst` has {@link binCountBytes}; its first 256 u32 get the counts, the rest is scratch.
   */
  binCounts(src: number, samples: number, min: number, factor: number, dst: number): void
  /** The sum of the codes from `low` to `high`. Exact. */
  sumBetween(src: number, samples: number, low: number, high: number): number
  /** The sum of the products of each code with the next one. Exact below 2^53. */
  lagProducts(src: number, samples: number): number
  /**
   * Edges between two states: from a code <= `low` to one >= `high`, or back. The instant of an edge is that of its crossing of
   * `middle`, on the line between the samples around it, in samples from `src`; of several crossings in one edge their mean.
   * `low` < `middle` < `high`.
   *
   * `state` is 8 bytes, kept over calls, zeroed before the first: int32 side (0 unknown, 1 low, 2 high); u32 the sample to go on
   * with. `out` gets f64 instants; they rise and fall in turns, and the first one rises when the side behind it is high. Stops at
   * an edge for which `out` has no room: call again. Returns how many were found.
   */
  stateEdges(
    src: number,
    samples: number,
    low: number,
    high: number,
    middle: number,
    state: number,
    out: number,
    most: number,
  ): number
  /**
   * How long edges take from the level `near` to the level `far`, and back: the crossings of these levels that lie nearest to
   * the instant of the edge, on the line between two samples. `at` has `edges` + 2 f64: before the instants of the edges that of the one before
   * them (0: none), behind them that of the next (`samples` - 1: none); an edge is looked for between these. `rises`: the first
   * one does. `out` gets an f64 for each, in samples; NaN: it does not reach both levels.
   */
  stateTransitions(
    src: number,
    samples: number,
    at: number,
    edges: number,
    rises: number,
    near: number,
    far: number,
    out: number,
  ): void
}

/** Bytes of memory of {@link StateKernels.binCounts}. */
export const binCountBytes = 4096
