// The figures of one channel.

/** One channel of the newest data, for auto-set. */
export interface ChannelSummary {
  readonly scanIndex: number
  readonly min: number
  readonly max: number
  readonly mean: number
  /** Standard deviation, codes. */
  readonly deviation: number
  /** The code its edges cross: half way up the signal, whatever rare peaks stand on it. */
  readonly middle: number
  /** NaN when no whole period was seen. */
  readonly frequencyHz: number
  /** It repeats itself, as far as can be told; else the frequency is that of edges of any kind. */
  readonly isRegular: boolean
  /** Samples looked at. */
  readonly samples: number
}
