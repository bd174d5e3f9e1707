import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { skew } from './testing/arbitraries.ts'
import { openBench } from './testing/bench-memory.ts'
import * as twins from './twins/persistence.ts'

const benches = [openBench(), openBench(0x8000_0000 + 0x10_0000)]

/** Maps with long empty stretches and all sizes of counts. */
const maps = fc
  .array(
    fc.tuple(
      fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 70 })),
      fc.oneof(fc.constantFrom(1, 2, 3, 65_534, 65_535), fc.integer({ min: 1, max: 65_535 })),
    ),
    { maxLength: 30 },
  )
  .map((stretches) => stretches.flatMap(([empty, count]) => [...new Array<number>(empty).fill(0), count]))

describe.each(['below 2 GiB', 'beyond 2 GiB'])('cells of maps %s', (place) => {
  const bench = benches[place === 'below 2 GiB' ? 0 : 1]!

  /** The map in shared memory, between marks. */
  function put(counts: readonly number[], skew: number): Uint16Array {
    bench.wipe(0, 8192)
    const map = bench.u16(bench.at(0) + 64 + 2 * skew, counts.length)
    map.set(counts)
    return map
  }

  const surroundingsUntouched = ({ byteOffset, byteLength }: Uint16Array | Uint8Array): boolean =>
    bench.untouched(byteOffset - 64) && bench.untouched(byteOffset + byteLength)

  it('have a peak', () => {
    fc.assert(
      fc.property(maps, skew, (counts, skew) => {
        const map = put(counts, skew)
        expect(bench.kernels.mapPeak(map.byteOffset, map.length)).toBe(twins.mapPeak(map))
      }),
      { numRuns: 300 },
    )
  })

  it('fade as the twin’s do', () => {
    fc.assert(
      fc.property(maps, skew, fc.integer({ min: 1, max: 15 }), fc.nat(), (counts, skew, shift, choice) => {
        const bias = choice % 2 ** shift
        const map = put(counts, skew)
        const wanted = Uint16Array.from(counts)
        twins.mapFade(wanted, shift, bias)
        bench.kernels.mapFade(map.byteOffset, map.length, shift, bias)
        expect([...map]).toEqual([...wanted])
        expect(surroundingsUntouched(map)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it('double as the twin’s do', () => {
    fc.assert(
      fc.property(maps, skew, (counts, skew) => {
        const map = put(counts, skew)
        const wanted = Uint16Array.from(counts)
        twins.mapDouble(wanted)
        bench.kernels.mapDouble(map.byteOffset, map.length)
        expect([...map]).toEqual([...wanted])
        expect(surroundingsUntouched(map)).toBe(true)
      }),
      { numRuns: 200 },
    )
  })

  it('move to another map as the twin’s do', () => {
    fc.assert(
      fc.property(maps, maps, skew, skew, (counts, others, skew, otherSkew) => {
        const map = put(counts, skew)
        bench.wipe(1, 8192)
        const from = bench.u16(bench.at(1) + 64 + 2 * otherSkew, counts.length)
        for (let cell = 0; cell < counts.length; cell++) from[cell] = others[cell] ?? 0
        const wanted = Uint16Array.from(counts)
        const left = Uint16Array.from(from)
        twins.mapMove(wanted, left)
        bench.kernels.mapMove(map.byteOffset, from.byteOffset, map.length)
        expect([[...map], [...from]]).toEqual([[...wanted], [...left]])
        expect(surroundingsUntouched(map) && surroundingsUntouched(from)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it('are graded within one of the formula', () => {
    fc.assert(
      fc.property(maps, skew, fc.integer({ min: 1, max: 65_535 }), (counts, skew, other) => {
        const map = put(counts, skew)
        for (const most of [Math.max(1, twins.mapPeak(map)), other]) {
          const wanted = new Uint8Array(counts.length)
          twins.mapGrade(map, most, wanted)
          bench.wipe(1, 8192)
          const grades = bench.u8(bench.at(1) + 64 + skew, counts.length)
          bench.kernels.mapGrade(map.byteOffset, map.length, most, grades.byteOffset)
          grades.forEach((grade, cell) => {
            if (counts[cell] === 0) expect(grade).toBe(0)
            else expect(Math.abs(grade - wanted[cell]!)).toBeLessThanOrEqual(1)
            if (counts[cell]! >= most) expect(grade).toBe(255)
          })
          expect(surroundingsUntouched(grades)).toBe(true)
        }
      }),
      { numRuns: 200 },
    )
  })
})

it('grades never fall with the count, whatever the largest is', () => {
  const { kernels, u16, u8, at } = benches[0]!
  const counts = u16(at(0), 65_536)
  for (let count = 0; count < 65_536; count++) counts[count] = count
  const wanted = new Uint8Array(65_536)
  for (const most of [1, 2, 3, 7, 100, 255, 256, 1000, 32_767, 32_768, 65_535]) {
    const grades = u8(at(1), 65_536)
    kernels.mapGrade(at(0), 65_536, most, at(1))
    twins.mapGrade(counts, most, wanted)
    expect(grades[0]).toBe(0)
    expect(grades[1]).toBeGreaterThan(0)
    let falls = 0
    let off = 0
    for (let count = 1; count < 65_536; count++) {
      if (grades[count]! < grades[count - 1]!) falls++
      if (Math.abs(grades[count]! - wanted[count]!) > 1) off++
    }
    expect([most, falls, off, grades[most]]).toEqual([most, 0, 0, 255])
  }
})
