// Plain TypeScript twins of the persistence kernels; see Kernels and twins/scans.ts. They are given the row of each code
// in a table, as one would do it here.
import type { RowScale } from '../row-scale.ts'

const rows = 256

function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value
}

/** The row of a code, 0..255. */
export function rowOf(code: number, { gain, offset, doubled, centre }: RowScale): number {
  const x = doubled ? clamp(2 * clamp(code - centre, -32768, 32767), -32768, 32767) : code
  return 128 + clamp((x * gain + offset) >> 16, -128, 127)
}

/** The row of each code: `table[code + 32768]`. */
export function rowTable(scale: RowScale): Uint8Array {
  return Uint8Array.from({ length: 65536 }, (_, at) => rowOf(at - 32768, scale))
}

function hit(map: Uint16Array, cell: number): void {
  const count = map[cell]!
  if (count < 65535) map[cell] = count + 1
}

/** `list` holds (first scan, first column, columns, first sample) quads. */
export function persistence(
  map: Uint16Array,
  src: Int16Array,
  channels: number,
  channel: number,
  list: Uint32Array,
  scansPerColumn: number,
  samplesPerColumn: number,
  table: Uint8Array,
): void {
  const taken = samplesPerColumn * channels
  const skipped = scansPerColumn * channels - taken
  for (let i = 0; i < list.length; i += 4) {
    let at = (list[i]! + list[i + 3]!) * channels + channel
    const end = (list[i + 1]! + list[i + 2]!) * rows
    for (let column = list[i + 1]! * rows; column < end; column += rows, at += skipped) {
      for (const last = at + taken; at < last; at += channels) {
        const cell = column + table[src[at]! + 32768]!
        const count = map[cell]!
        if (count < 65535) map[cell] = count + 1
      }
    }
  }
}

/** Q15 product, rounded and saturated. */
function q15(a: number, b: number): number {
  return Math.min(32767, (a * b + 0x4000) >> 15)
}

/** What the kernel takes for the code `fraction` (0..65535) 65536ths of the way from `front` to `behind`. */
export function between(front: number, behind: number, fraction: number): number {
  const share = fraction >> 1
  return clamp(q15(behind, share) - q15(front, share - 32768), -32768, 32767)
}

/** `list` holds (first scan, phase) pairs. */
export function persistenceFine(
  map: Uint16Array,
  src: Int16Array,
  channels: number,
  channel: number,
  list: Uint32Array,
  columns: number,
  stepQ16: number,
  table: Uint8Array,
): void {
  for (let i = 0; i < list.length; i += 2) {
    for (let column = 0; column < columns; column++) {
      const position = list[i + 1]! + column * stepQ16
      const at = (list[i]! + (position >> 16)) * channels + channel
      const code = between(src[at]!, src[at + channels]!, position & 65535)
      hit(map, column * rows + table[code + 32768]!)
    }
  }
}

/** One hit each for the minimum and the maximum of a column. */
export function persistencePeaks(
  map: Uint16Array,
  pairs: Int16Array,
  channels: number,
  channel: number,
  table: Uint8Array,
): void {
  const columns = pairs.length / 2 / channels
  for (let column = 0; column < columns; column++) {
    const at = (column * channels + channel) * 2
    const low = pairs[at]!
    const high = pairs[at + 1]!
    if (low > high) continue
    hit(map, column * rows + table[low + 32768]!)
    hit(map, column * rows + table[high + 32768]!)
  }
}

export function mapPeak(map: Uint16Array): number {
  let most = 0
  for (const count of map) if (count > most) most = count
  return most
}

/** By the formula; the kernel may differ by one. */
export function mapGrade(map: Uint16Array, most: number, dst: Uint8Array): void {
  const scale = 254.5 / Math.log1p(most)
  for (let cell = 0; cell < map.length; cell++) {
    const count = map[cell]!
    dst[cell] = count === 0 ? 0 : Math.min(255, Math.floor(1 + Math.log1p(count) * scale))
  }
}

export function mapFade(map: Uint16Array, shift: number, bias: number): void {
  for (let cell = 0; cell < map.length; cell++) {
    const count = map[cell]!
    map[cell] = count - (Math.min(65_535, count + bias) >> shift)
  }
}

export function mapMove(map: Uint16Array, from: Uint16Array): void {
  for (let cell = 0; cell < map.length; cell++) map[cell] = Math.min(65_535, map[cell]! + from[cell]!)
  from.fill(0)
}
