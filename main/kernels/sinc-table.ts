// The table of weights that the kernels interpolate with: int16, 14 bits behind the point.
import { sincTaps, sincWeights } from '#shared/sinc.ts'

/** Places between two samples. */
const places = 256
const point = 14
export const sincTableBytes = places * sincTaps * 2

/**
 * Writes the table. Each row adds up to exactly 1, so that a level comes out as it went in.
 * @param address in bytes, a multiple of 2
 */
export function storeSincTable(buffer: SharedArrayBuffer, address: number): void {
  new Int16Array(buffer, address, places * sincTaps).set(sincTable())
}

let made: Int16Array | null = null

/** The numbers of the table, row after row. */
export function sincTable(): Int16Array {
  made ??= makeTable()
  return made
}

function makeTable(): Int16Array {
  const table = new Int16Array(places * sincTaps)
  for (let place = 0; place < places; place++) {
    const weights = sincWeights(place / places).map((weight) => Math.round(weight * 2 ** point))
    const largest = weights.indexOf(Math.max(...weights))
    // What rounding left over goes where it is the smallest share.
    weights[largest]! += 2 ** point - weights.reduce((a, b) => a + b, 0)
    table.set(weights, place * sincTaps)
  }
  return table
}
