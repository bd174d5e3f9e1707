// The scratch memory of the persistence kernels: rows of a group of waveforms, a byte each, before they are counted.
// Its size is `persistenceScratch` in ../../persistence-kernels.ts.

/** Waveforms of a group. */
export const GROUP: usize = 64
/** Places (samples, or interpolated columns) of each waveform that are worked on at once. */
export const BLOCK: usize = 1024
/** Stride between waveforms, bytes; not a power of two, to avoid conflicts of cache sets. */
export const STRIDE: usize = BLOCK + 64

/**
 * Offsets: first the state of random choices, which is kept over calls, and what counting works in; then the rows, each
 * waveform with room in front of it for the place before; then a waveform's samples and a vector to read on in.
 */
export const RANDOM: usize = 0
export const WORK: usize = 16
export const ROWS: usize = 256
export const LINE: usize = ROWS + GROUP * STRIDE
