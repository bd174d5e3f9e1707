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

function hit(map: Uint16Array, cell: number, unit: number): void {
  map[cell] = Math.min(65_535, map[cell]! + 2 ** unit)
}

/** Shares of a hit, in 4096ths: what the lines between samples leave on each cell. */
export type Fills = Float64Array

/** Spreads `share` over the rows `from`..`to` of a column: over 16 rows at most at once, in the map. */
function fill(map: Uint16Array, fills: Fills, column: number, from: number, to: number, share: number): void {
  if (from > to) return
  const each = Math.max(1, Math.floor(share / (to - from + 1)))
  for (let cell = column * rows + from; cell <= column * rows + to; cell++)
    if (to - from < 16) map[cell] = Math.min(65_535, map[cell]! + Math.max(1, (each + 2048) >> 12))
    else fills[cell]! += each
}

/** Fills what lies between two rows that follow each other; half of it in each column, where there are two. */
export function join(
  map: Uint16Array,
  fills: Fills,
  before: number,
  a: number,
  column: number,
  b: number,
  share: number,
): void {
  if (before === column) {
    fill(map, fills, column, Math.min(a, b) + 1, Math.max(a, b) - 1, share)
    return
  }
  const middle = Math.floor((a + b) / 2)
  const half = Math.floor(share / 2)
  const [lower, upper] = a < b ? [before, column] : [column, before]
  fill(map, fills, lower, Math.min(a, b) + 1, middle, half)
  fill(map, fills, upper, middle + 1, Math.max(a, b) - 1, half)
}

const hitShare = (unit: number): number => 4096 * 2 ** unit

/** One place of a waveform: a hit, and the line from the place before; all of the line alone where it jumps. */
function add(
  map: Uint16Array,
  fills: Fills | null,
  before: { readonly column: number; readonly row: number } | null,
  column: number,
  row: number,
  unit: number,
): void {
  if (fills === null || before === null || Math.abs(row - before.row) < 2) {
    hit(map, column * rows + row, unit)
    return
  }
  const behind = row > before.row ? row + 1 : row - 1
  join(map, fills, before.column, before.row, column, behind, hitShare(unit))
}

/**
 * `list` holds (first scan, first column, columns) triples. With fills, where a sample lies two rows or more from the one
 * before it, the line to it stands for it; the kernel lets some lines stand for others.
 */
export function persistence(
  map: Uint16Array,
  fills: Fills | null,
  src: Int16Array,
  channels: number,
  channel: number,
  list: Uint32Array,
  scansPerColumn: number,
  unit: number,
  table: Uint8Array,
): void {
  for (let i = 0; i < list.length; i += 3) {
    let at = list[i]! * channels + channel
    let before: { column: number; row: number } | null = null
    for (let column = list[i + 1]!; column < list[i + 1]! + list[i + 2]!; column++)
      for (let scan = 0; scan < scansPerColumn; scan++, at += channels) {
        const row = table[src[at]! + 32768]!
        if (fills === null) hit(map, column * rows + row, unit)
        else {
          add(map, fills, before, column, row, unit)
          before = { column, row }
        }
      }
  }
}

/** The random number behind `state`: Numerical Recipes' generator. */
export function nextRandom(state: number): number {
  return (Math.imul(state, 1664525) + 1013904223) >>> 0
}

/** The finish of MurmurHash3. */
function mixed(state: number): number {
  const first = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35)
  return (second ^ (second >>> 16)) >>> 0
}

/** A whole number from 0 up to below `count`, by the upper bits of a random number. */
const chosen = (random: number, count: number): number => Math.floor(((random >>> 8) * count) / 2 ** 24)

const factors = [0x6255, 0x9e37, 0x3c6f, 0xdaa7, 0x78dd, 0x1715, 0xb54d, 0x5385]

/** One of eight shares 0..32767 of a random number. */
const shareOf = (random: number, lane: number): number => (((random >>> 16) * factors[lane]!) & 0xffff) >> 1

/** A code on the line from a scan to the next one. */
function onLine(src: Int16Array, scan: number, channels: number, channel: number, share: number): number {
  const here = src[scan * channels + channel]!
  const next = src[(scan + 1) * channels + channel]!
  return clamp(q15(next, share) + q15(here, 32767 - share), -32768, 32767)
}

/** `list` as for {@link persistence}. Returns the next state of random choices. */
export function persistenceSparse(
  map: Uint16Array,
  src: Int16Array,
  channels: number,
  channel: number,
  list: Uint32Array,
  scansPerColumn: number,
  clusters: number,
  unit: number,
  table: Uint8Array,
  state: number,
): number {
  let kept = state
  for (let i = 0; i < list.length; i += 3) {
    kept = nextRandom(kept)
    let random = mixed(kept)
    for (let column = 0; column < list[i + 2]!; column++) {
      const first = list[i]! + column * scansPerColumn
      random = nextRandom(random)
      const turn = chosen(random, scansPerColumn)
      for (let k = 0; k < clusters; k++) {
        const begin = Math.floor((scansPerColumn * k) / clusters)
        const stretch = Math.floor((scansPerColumn * (k + 1)) / clusters) - begin
        random = nextRandom(random)
        const place = (turn + begin + (stretch > 8 ? chosen(random, stretch) : 0)) % scansPerColumn
        random = nextRandom(random)
        const whole = Math.min(place, scansPerColumn - 8)
        for (let lane = 0; lane < 8; lane++) {
          const scan = first + (lane >= place - whole ? whole : 0) + lane
          const code = onLine(src, scan, channels, channel, shareOf(random, lane))
          hit(map, (list[i + 1]! + column) * rows + table[code + 32768]!, unit)
        }
      }
    }
  }
  return kept
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

const tapsBefore = 7
const taps = 16

/** What the kernel takes for the code `fraction` (0..65535) 65536ths behind `scan`, by weights of 14 bits behind the point. */
export function sinc(code: (scan: number) => number, scan: number, fraction: number, weights: Int16Array): number {
  let sum = 8192
  for (let k = 0; k < taps; k++) sum += code(scan - tapsBefore + k) * weights[(fraction >> 8) * taps + k]!
  return clamp(sum >> 14, -32768, 32767)
}

/** Whether all second differences of codes from `from` to `to` are at most `most`; differences stay within 16 bits. */
function isSmooth(code: (scan: number) => number, from: number, to: number, most: number): boolean {
  const difference = (scan: number): number => clamp(code(scan + 1) - code(scan), -32768, 32767)
  for (let scan = from + 1; scan < to; scan++)
    if (Math.min(32767, Math.abs(difference(scan) - difference(scan - 1))) > most) return false
  return true
}

/** `list` holds (first scan, phase) pairs. `weights`: by sin(x)/x, but for waveforms that bend no more than `smooth`. */
export function persistenceFine(
  map: Uint16Array,
  fills: Fills | null,
  src: Int16Array,
  channels: number,
  channel: number,
  list: Uint32Array,
  columns: number,
  stepQ16: number,
  sincTable: { readonly weights: Int16Array; readonly smooth: number } | null,
  unit: number,
  table: Uint8Array,
): void {
  const code = (scan: number): number => src[scan * channels + channel]!
  for (let i = 0; i < list.length; i += 2) {
    const first = list[i]!
    const phase = list[i + 1]!
    const scanOf = (column: number): number => first + ((phase + column * stepQ16) >> 16)
    /** Whether nothing bends around the columns `from` to `to`. */
    const isStraightBetween = (from: number, to: number): boolean =>
      sincTable === null ||
      isSmooth(code, scanOf(from) - tapsBefore, scanOf(to) + taps - tapsBefore - 1, sincTable.smooth)
    let before: { column: number; row: number } | null = null
    let isWhole = false
    let isStraight = false
    for (let column = 0; column < columns; column++) {
      if (column % 1024 === 0) isWhole = isStraightBetween(column, Math.min(columns, column + 1024) - 1)
      if (column % 16 === 0)
        isStraight = isWhole || sincTable === null || (column + 16 <= columns && isStraightBetween(column, column + 15))
      const position = phase + column * stepQ16
      const scan = first + (position >> 16)
      const value = isStraight
        ? between(code(scan), code(scan + 1), position & 65535)
        : sinc(code, scan, position & 65535, sincTable?.weights ?? new Int16Array())
      const row = table[value + 32768]!
      add(map, fills, before, column, row, unit)
      before = { column, row }
    }
  }
}

/** One hit for every row from the minimum to the maximum of a column, and between neighbours that do not touch. */
export function persistenceCross(
  map: Uint16Array,
  pairs: Int16Array,
  channels: number,
  channel: number,
  unit: number,
  table: Uint8Array,
): void {
  const columns = pairs.length / 2 / channels
  const crossed = new Set<number>()
  const cross = (column: number, from: number, to: number): void => {
    for (let row = from; row <= to; row++) crossed.add(column * rows + row)
  }
  let before: { low: number; high: number } | null = null
  for (let column = 0; column < columns; column++) {
    const at = (column * channels + channel) * 2
    if (pairs[at]! > pairs[at + 1]!) {
      before = null
      continue
    }
    const low = table[pairs[at]! + 32768]!
    const high = table[pairs[at + 1]! + 32768]!
    cross(column, low, high)
    if (before !== null && low > before.high) {
      const middle = (before.high + low) >> 1
      cross(column - 1, before.high + 1, middle)
      cross(column, middle + 1, low - 1)
    } else if (before !== null && high < before.low) {
      const middle = (before.low + high) >> 1
      cross(column, high + 1, middle)
      cross(column - 1, middle + 1, before.low - 1)
    }
    before = { low, high }
  }
  for (const cell of crossed) hit(map, cell, unit)
}

export function mapFill(map: Uint16Array, fills: Fills): void {
  for (let cell = 0; cell < map.length; cell++)
    map[cell] = Math.min(65_535, map[cell]! + Math.ceil(fills[cell]! / 4096))
  fills.fill(0)
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

export function mapDouble(map: Uint16Array): void {
  for (let cell = 0; cell < map.length; cell++) map[cell] = Math.min(65_535, 2 * map[cell]!)
}
