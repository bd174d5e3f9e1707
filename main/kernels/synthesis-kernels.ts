// The kernels that sources of the simulated hardware are made of.

/**
 * Synthesis into runs of int16. Use it through {@link SignalSource}, which does the arithmetic around it.
 * Phases and increments are unsigned 64-bit fractions of a turn (2^64 = one period), so the phase of a sample index is
 * exact: `phase0 + index * increment mod 2^64`. Results are rounded to the nearest code and saturate.
 */
export interface SynthesisKernels {
  /**
   * A stored period, repeated: `dst[i] = table[(firstIndex + i) mod tableSamples]`, with a stretch of noise added
   * (saturating) when `noise` is not 0. The table must be followed by its own first {@link synthesisCell} samples.
   * Noise: a table of {@link noiseSamples} + {@link synthesisCell} codes; each cell of 1024 absolute sample indexes
   * starts at a place of its own, hashed from `noiseKey` and the cell.
   */
  synthTable(
    table: number,
    tableSamples: number,
    noise: number,
    noiseKey: bigint,
    firstIndex: number,
    dst: number,
    samples: number,
  ): void
  /** Adds that noise to what is in `dst`. */
  addNoise(noise: number, noiseKey: bigint, firstIndex: number, dst: number, samples: number): void
  /** `amplitude * sin(turns) + offset`, within 0.55 codes of the exact value for amplitudes to 32767. */
  synthSine(phase: bigint, increment: bigint, amplitude: number, offset: number, dst: number, samples: number): void
  /** Starts at 0, rises to +1 at a quarter turn, falls to -1 at three quarters. */
  synthTriangle(phase: bigint, increment: bigint, amplitude: number, offset: number, dst: number, samples: number): void
  /** Rises from -1 to +1 over a turn. */
  synthSawtooth(phase: bigint, increment: bigint, amplitude: number, offset: number, dst: number, samples: number): void
  /** +1 for the first `duty` (u64 fraction) of each turn, else -1. */
  synthPulse(
    phase: bigint,
    increment: bigint,
    duty: bigint,
    amplitude: number,
    offset: number,
    dst: number,
    samples: number,
  ): void
  /** A sine whose increment grows by `growth` (signed) with every sample. */
  synthChirp(
    phase: bigint,
    increment: bigint,
    growth: bigint,
    amplitude: number,
    offset: number,
    dst: number,
    samples: number,
  ): void
  /** `amplitude * sin(turns) * (1 + depth * sin(modulation turns)) / (1 + depth) + offset`. */
  synthAm(
    phase: bigint,
    increment: bigint,
    modulationPhase: bigint,
    modulationIncrement: bigint,
    depth: number,
    amplitude: number,
    offset: number,
    dst: number,
    samples: number,
  ): void
}

/** Samples of a synthesis cell; cells are aligned in absolute sample indexes. */
export const synthesisCell = 1024
/** Places in a noise table at which a cell may start. A power of two. */
export const noiseSamples = 32768
