// Which codes the rows of a persistence map stand for. The kernels need a multiplication and a shift for that, so the
// numbers they are given are whole ones:
//
//   row = 128 + clamp(floor((x * gain + offset) / 65536), -128, 127)
//
// where x is the code, or for few codes on many rows, when `gain` would not fit into 16 bits, twice the distance from
// `centre`, clamped to int16.

/** Rows of a persistence map. Rows 0 and 255 also hold what lies below and above. */
export const mapRows = 256

export interface RowScale {
  /** 65536ths of a row per code, or per half code when `doubled`: 0..32767. */
  readonly gain: number
  /** 65536ths of a row, above the middle of the map, of code 0 or of `centre`: int32. */
  readonly offset: number
  readonly doubled: 0 | 1
  /** A code; 0 when not `doubled`. */
  readonly centre: number
}

/** All int16 codes on all rows: row = (code + 32768) >> 8. */
export const wholeRange: RowScale = { gain: 256, offset: 0, doubled: 0, centre: 0 }

/** Rows that {@link fitRows} fills: all but the outermost, which hold what is off the screen. */
const filledRows = mapRows - 2
const unit = 65536
/** With a larger gain and a middle at the end of the codes, the sum would not fit 32 bits. */
const largestPlainGain = filledRows * 128

/**
 * The scale on which the codes `low <= code < high` lie on rows 1..254, as far as they go: at most half a row is left
 * free at either end, and a row is never less than a code. The range may reach beyond int16, or lie outside.
 */
export function fitRows(low: number, high: number): RowScale {
  if (low > 32767) return { ...wholeRange, gain: 0, offset: -(2 ** 30) }
  if (high <= -32768) return { ...wholeRange, gain: 0, offset: 2 ** 30 }
  const rowsPerCode = Math.min(filledRows / (high - low), 32767 / 32768)
  const doubled = rowsPerCode * unit > largestPlainGain ? 1 : 0
  const middle = (low + high) / 2
  const centre = doubled ? Math.max(-32768, Math.min(32767, Math.round(middle))) : 0
  const gain = Math.floor((rowsPerCode * unit) / (1 + doubled))
  // Exact in the middle of the codes that can be seen, so that what rounding leaves over is shared by both ends.
  const seen = (Math.max(low, -32768) + Math.min(high, 32768)) / 2
  const offset = Math.ceil((seen - middle) * rowsPerCode * unit - (seen - centre) * gain * (1 + doubled))
  return { gain, offset, doubled, centre }
}

/** The code (with a fraction) at which a row begins, 0..256; where a map's edges lie on a screen follows from it. */
export function codeAtRow(scale: RowScale, row: number): number {
  const { gain, offset, doubled, centre } = scale
  return centre + ((row - mapRows / 2) * unit - offset) / (gain * (1 + doubled))
}

/** Bytes of a scale in memory. */
export const rowScaleBytes = 16

/**
 * Writes a scale for the kernels.
 * @param address in bytes, a multiple of 4
 */
export function storeRowScale(buffer: SharedArrayBuffer, address: number, scale: RowScale): void {
  const { gain, offset, doubled, centre } = scale
  new Int32Array(buffer, address, rowScaleBytes / 4).set([gain, offset, doubled, centre])
}
