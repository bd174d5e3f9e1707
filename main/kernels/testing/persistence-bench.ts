// Maps and their fills for tests of the persistence kernels: between marks, so that a write outside them is seen.
import { expect } from 'vitest'
import { fillPitch } from '../persistence-kernels.ts'
import type { Bench } from './bench-memory.ts'

/** Where things lie, by region. */
const region = { map: 1, list: 3, scale: 4, scratch: 6, fills: 7 } as const

export interface MapBench {
  readonly map: Uint16Array
  /** Address of the fills. */
  readonly fills: number
  readonly list: number
  readonly scale: number
  readonly scratch: number
  /** Adds the fills to the map, and expects nothing outside of both to have been written. */
  finish(): Uint16Array
}

/** A map of `columns` columns whose counts are `initial`, nothing filled, and this list. */
export function openMap(bench: Bench, columns: number, initial: number, list: readonly number[]): MapBench {
  bench.wipe(region.map)
  bench.wipe(region.fills, columns * fillPitch + 128)
  const map = bench.u16(bench.at(region.map) + 64, columns * 256).fill(initial)
  const fills = bench.at(region.fills) + 64
  const filled = bench.u8(fills, columns * fillPitch).fill(0)
  bench.u32(bench.at(region.list), list.length).set(list)
  const isUntouched = (part: Uint8Array | Uint16Array): boolean =>
    bench.untouched(part.byteOffset - 64) && bench.untouched(part.byteOffset + part.byteLength)
  return {
    map,
    fills,
    list: bench.at(region.list),
    scale: bench.at(region.scale),
    scratch: bench.at(region.scratch),
    finish() {
      bench.kernels.mapFill(map.byteOffset, fills, columns)
      expect(isUntouched(map) && isUntouched(filled)).toBe(true)
      // Nothing is left, so that a second time adds nothing.
      expect(filled.every((byte) => byte === 0)).toBe(true)
      return map
    },
  }
}

/** Expects two maps to be the same, cell by cell. */
export function expectSame(map: Uint16Array, wanted: Uint16Array): void {
  const at = Buffer.compare(Buffer.from(map), Buffer.from(wanted)) === 0 ? -1 : map.findIndex((n, k) => n !== wanted[k])
  if (at >= 0)
    expect({ column: at >> 8, row: at & 255, count: map[at] }).toEqual({
      column: at >> 8,
      row: at & 255,
      count: wanted[at],
    })
}
