// The hot loops, as the rest of main sees them. One instance per thread, all over the same shared memory.
//
// Addresses and sizes are in bytes unless said otherwise; addresses may be anything below 4 GiB and need no alignment
// beyond that of their element (2 for int16, 4 for u32). Samples are little-endian int16 codes; scans are interleaved by
// channel. Kernels trust their caller: they check nothing, allocate nothing and keep no state of their own.

import type { PersistenceKernels } from './persistence-kernels.ts'
import type { StateKernels } from './state-kernels.ts'
import type { SynthesisKernels } from './synthesis-kernels.ts'

export interface Kernels extends ScanKernels, StateKernels, PersistenceKernels, SynthesisKernels {}

export interface ScanKernels {
  /**
   * Minimum and maximum of every channel for each column of `scansPerColumn` scans. `dst` gets int16 pairs,
   * column-major: `dst[(column * channels + channel) * 2 + {0: min, 1: max}]`. Fast for 1, 2, 4 and 8 channels.
   */
  envelope(src: number, channels: number, scansPerColumn: number, columns: number, dst: number): void
  /** The same for int8 samples (interleaved bytes); the pairs in `dst` are int16 and not scaled. */
  envelope8(src: number, channels: number, scansPerColumn: number, columns: number, dst: number): void
  /**
   * Merges every `factor` columns of such a table into one; the last column takes what is left. `dst` gets
   * `ceil(sourceColumns / factor)` columns and may equal `src`.
   */
  envelopeMerge(src: number, channels: number, factor: number, sourceColumns: number, dst: number): void
  /** Adds the sum and the sum of squares of every channel to the f64 pairs at `dst`. Exact below 2^53. */
  moments(src: number, channels: number, scans: number, dst: number): void
  /**
   * Sum of every channel for each column of `scansPerColumn` scans, 1..65536: int32 at `dst`, channel by channel within a
   * column. Fast for 1, 2, 4 and 8 channels.
   */
  sums(src: number, channels: number, scansPerColumn: number, columns: number, dst: number): void
  /**
   * Blends a record of one channel into a mean, f64 per point at `mean`: m + (x - m) * `gain`, where x is the sum of `taps`
   * samples from the point's own on, each times its f32 at `weights`, added up in that order in 32-bit floats. `src` is the
   * address of the channel's first sample; `points` + `taps` - 1 scans are read. Fast for 1 channel.
   */
  meanRecord(
    src: number,
    channels: number,
    points: number,
    weights: number,
    taps: number,
    gain: number,
    mean: number,
  ): void
  /**
   * Edges of one channel with hysteresis. A rising edge is the first sample >= `level` after one
   * <= `level - hysteresis` (< `level` when that is 0); a falling edge mirrors that. A level at the very end of the code
   * range, which no sample can cross, counts as one code further in.
   *
   * An edge less than `holdOff` scans after the last reported one is not reported; arming goes on meanwhile, exactly.
   * `state` is 12 bytes, kept over calls, zeroed before the first: int32 arming (0 unknown, 1 armed, 2 past the level);
   * u32 scans examined by this call, written; u32 scans of hold-off left. `out` gets u32 scan offsets from `src`.
   * Stops at an edge for which `out` has no room: call again from `src` plus the scans examined. Returns how many were
   * found.
   */
  findEdges(
    src: number,
    channels: number,
    channel: number,
    scans: number,
    level: number,
    hysteresis: number,
    rising: number,
    holdOff: number,
    state: number,
    out: number,
    maxOut: number,
  ): number
  /**
   * Crossings of a level by one channel, rising and falling strictly in turns. Where the signal was at or below
   * `level - hysteresis` it rises at its first sample >= `level`; where it was at or above `level + hysteresis` it falls at
   * its first one <= `level`. A signal that has crossed and turns back before it was so far away crosses again only when it
   * is `hysteresis` beyond the level. `hysteresis` is 1 or more; the level plus and minus it are codes.
   *
   * `state` is an int32, kept over calls, zeroed before the first: 0 unknown, 1 low, 2 high, 3 and 4 the same near the level.
   * `out` gets a u32 for each, with room for `scans`: the scan offset from `src`, times 4, plus 1 when it rises; plus 2 when
   * it is no crossing but the sample from which the side is known (1: high). Returns how many.
   */
  findCrossings(
    src: number,
    channels: number,
    channel: number,
    scans: number,
    level: number,
    hysteresis: number,
    state: number,
    out: number,
  ): number
  /** Adds to 65536 u32 counts, `dst[code + 32768]`. */
  histogram(src: number, channels: number, channel: number, scans: number, dst: number): void
  /** One run per channel: channel c at `dst + c * dstStrideBytes`. Fast for 1, 2, 4 and 8 channels. */
  deinterleave(src: number, channels: number, scans: number, dst: number, dstStrideBytes: number): void
  /** The reverse of {@link deinterleave}. */
  interleave(src: number, srcStrideBytes: number, channels: number, scans: number, dst: number): void
  /**
   * Any scan element to int16, left-justified: the most significant 16 of `realBits` (fewer bits are shifted up;
   * unsigned values are moved down by half their range, so that mid-scale is 0).
   * `storageBits` 8, 16, 24, 32 or 64; `shift` is the right shift within the storage; `stepBytes` from sample to sample.
   */
  decode16(
    src: number,
    stepBytes: number,
    samples: number,
    storageBits: number,
    realBits: number,
    shift: number,
    signed: number,
    bigEndian: number,
    dst: number,
  ): void
  /** Any scan element of up to 32 real bits to its int32 value (u32 bit pattern for 32 unsigned bits). */
  decode32(
    src: number,
    stepBytes: number,
    samples: number,
    storageBits: number,
    realBits: number,
    shift: number,
    signed: number,
    bigEndian: number,
    dst: number,
  ): void
  /**
   * A function of two channels of a scan, by their places `a` and `b`, as one int16 per scan at `dst`: the whole number
   * next to ab * A * B + wa * A + wb * B + constant (halves upwards; with `magnitude` 1, of its magnitude), within the range of
   * codes. Computed in 32-bit floats: to a hundredth where the terms stay within that range; none may
   * reach 2^21. Fast for 1 and 2 channels.
   */
  combine(
    src: number,
    channels: number,
    a: number,
    b: number,
    scans: number,
    ab: number,
    wa: number,
    wb: number,
    constant: number,
    magnitude: number,
    dst: number,
  ): void
  /**
   * A low-pass of second order over one channel: its codes stand at `dst` in the same places of scans as at `src`, which may
   * be the same; other channels are left alone. `state` is five f64: coefficients (see analysis/bandwidth/low-pass.ts), then
   * two values that are carried on from call to call, 0 and the first sample's code before the first. A sample at the end of the
   * range is passed on as it is, and nothing else becomes one. Rounded to the next code. Fast for 1 channel.
   */
  lowPass(src: number, channels: number, channel: number, scans: number, state: number, dst: number): void
  /** Copies within the shared memory; `dst` and `src` may overlap. */
  copy(dst: number, src: number, bytes: number): void
  /**
   * Keeps segments: the scans around each trigger of a list, in order. At `dst` each has two f64, the trigger's sample and its lag,
   * then its scans, channels interleaved; the next one begins at a multiple of 8 bytes behind. The lag is how many scans before its
   * sample the signal met its line, 0..1: the line through two samples, put right by the curve through four (two of Newton's
   * steps); 0 where the two do not enclose the level, and for a trigger whose line is not in the form.
   *
   * `src` holds the scans from sample `first` (f64) on. `triggers` are f64 samples, `lines` a u8 each. `form` is f64 numbers, at
   * multiples of 8: channels, scans of a segment, those before its trigger, scans from the crossing to the trigger, lines; then
   * written: least and most scans from instant to instant (f64, kept over calls), fewest from the end of a segment to the next
   * trigger; from byte 64 on channel and level of each line. `kept` segments lie before `dst`.
   *
   * Stops at a trigger whose scans, or the four around its crossing, are not all of that run. Returns how many were kept.
   */
  keepSegments(
    form: number,
    src: number,
    first: number,
    scans: number,
    triggers: number,
    lines: number,
    count: number,
    dst: number,
    kept: number,
  ): number
}

/** Bytes of the form of {@link ScanKernels.keepSegments}, with so many lines. */
export const segmentFormBytes = (lines: number): number => 64 + 16 * lines
/** Bytes before the scans of a segment. */
export const segmentHeadBytes = 16
