import { describe, expect, it } from 'vitest'
import { sectionKind } from '#shared/contract/frame.ts'
import { fakeState } from '../testing/fake-values.ts'
import { rawFrame } from '../testing/frames.ts'
import { isSoftware } from './gl-painter.ts'
import { joinColumns } from './join-columns.ts'
import { paintMap } from './map-image.ts'
import { isBlank, placeMaps, TriggerLag } from './phosphor-map.ts'
import { isDark, parseHex, toneGrades, toneStrength, toneTable } from './tone.ts'

const dark = toneTable('#ffd447', '#06080a')
const light = toneTable('#a67c00', '#fbfcfd')
const entry = (table: Uint8ClampedArray, grade: number) => [...table.subarray(4 * grade, 4 * grade + 4)]

describe('tone', () => {
  it('never hit is clear, hit once is visible, and more is stronger', () => {
    for (const table of [dark, light]) {
      expect(entry(table, 0)).toEqual([0, 0, 0, 0])
      expect(table[7]).toBeGreaterThan(30)
      for (let grade = 2; grade < toneGrades; grade++)
        expect(table[4 * grade + 3]).toBeGreaterThanOrEqual(table[4 * grade - 1]!)
      expect(table[4 * 255 + 3]).toBe(255)
    }
  })

  it('follows about the fourth root of the count', () => {
    const most = 1000
    for (const share of [0.1, 0.3, 0.6]) {
      const grade = (255 * Math.log1p(share * most)) / Math.log1p(most)
      expect(Math.abs(toneStrength(grade) - share ** 0.25)).toBeLessThan(0.12)
    }
  })

  it('leans to white where it is hottest, on a dark screen only', () => {
    expect(entry(dark, 100).slice(0, 3)).toEqual([255, 212, 71])
    expect(dark[4 * 255 + 2]).toBeGreaterThan(150)
    expect(entry(light, 255)).toEqual([...parseHex('#a67c00'), 255])
    expect([isDark('#06080a'), isDark('#fff')]).toEqual([true, false])
  })
})

describe('paintMap', () => {
  it('makes of every cell the colour of the table, the highest code on top', () => {
    const columns = 3
    const rows = 8
    const grades = new Uint8Array(columns * rows)
    grades[0 * rows + 0] = 1
    grades[1 * rows + 5] = 128
    grades[2 * rows + 6] = 255
    const pixels = new Uint8ClampedArray(4 * columns * rows)
    expect(paintMap({ columns, rows, grades }, dark, pixels)).toEqual({ first: 1, end: 8 })
    for (let column = 0; column < columns; column++)
      for (let row = 0; row < rows; row++)
        expect(entry(pixels, (rows - 1 - row) * columns + column)).toEqual(entry(dark, grades[column * rows + row]!))
  })

  it('clears what was there before, and does the same with maps that cannot be read by words', () => {
    const grades = Uint8Array.from([0, 0, 7, 0, 0, 9])
    const pixels = new Uint8ClampedArray(24).fill(99)
    expect(paintMap({ columns: 2, rows: 3, grades }, light, pixels)).toEqual({ first: 0, end: 1 })
    expect([0, 1, 2, 3, 4, 5].map((at) => pixels[4 * at + 3] !== 0)).toEqual([true, true, false, false, false, false])
    expect(paintMap({ columns: 2, rows: 3, grades: new Uint8Array(6) }, light, pixels)).toEqual({ first: 0, end: 0 })
    expect(pixels.every((part) => part === 0)).toBe(true)
  })
})

describe('placeMaps', () => {
  const channels = fakeState().channels
  const grades = new Uint8Array(4 * 256).fill(3)
  const frame = rawFrame([1, 2, 3, 4], { triggerSample: 1.5, samplingFrequencyHz: 1000 })
  const withMap = {
    ...frame,
    sections: [...frame.sections, { kind: sectionKind.persistence, channel: 0, rows: 256, data: grades }],
  }
  const window = { startSeconds: -0.002, endSeconds: 0.002 }
  const wide = () => ({ voltsPerDiv: 0.5, offsetVolts: 0 })

  it('stands on the same axes as the line', () => {
    const [map] = placeMaps(withMap, window, channels, wide, 0.5)
    // Sample 0 lies 1.5 ms before the trigger; its column reaches half a sample to either side of it.
    expect(map?.place.left).toBeCloseTo(0)
    expect(map?.place.right).toBeCloseTo(1)
    // +-1 V at 500 mV/div are the middle four of eight divisions.
    expect(map?.place.top).toBeCloseTo(0.25, 3)
    expect(map?.place.bottom).toBeCloseTo(0.75, 3)
  })

  it('leaves it to the line when a map is blank, too coarse, of a hidden channel, or without a trigger', () => {
    expect(placeMaps(withMap, window, channels, () => ({ voltsPerDiv: 0.01, offsetVolts: 0 }), 0)).toEqual([])
    expect(placeMaps(withMap, window, channels.slice(1), wide, 0)).toEqual([])
    expect(placeMaps({ ...withMap, triggerSample: Number.NaN }, window, channels, wide, 0)).toEqual([])
    grades.fill(0)
    expect(placeMaps(withMap, window, channels, wide, 0)).toEqual([])
  })

  it('finds a single hit anywhere', () => {
    const one = new Uint8Array(1024)
    expect(isBlank(one)).toBe(true)
    one[1023] = 1
    expect(isBlank(one)).toBe(false)
    expect(isBlank(one.subarray(1021))).toBe(false)
  })
})

describe('TriggerLag', () => {
  it('is the mean distance between a trigger and the sample after it', () => {
    const lag = new TriggerLag()
    lag.add(Number.NaN)
    expect(lag.samples).toBe(0.5)
    lag.add(99.25)
    expect(lag.samples).toBe(0.75)
    for (let k = 0; k < 200; k++) lag.add(k + 0.6)
    expect(lag.samples).toBeCloseTo(0.4, 2)
  })
})

describe('joinColumns', () => {
  const rows = 16
  const map = (...hits: readonly (readonly [number, number, number])[]) => {
    const grades = new Uint8Array(3 * rows)
    for (const [column, row, grade] of hits) grades[column * rows + row] = grade
    return { columns: 3, rows, grades }
  }
  const at = (joined: { columns: number; grades: Uint8Array }, column: number) =>
    [...joined.grades.subarray(column * rows, (column + 1) * rows).entries()].filter(([, grade]) => grade > 0)

  it('keeps a level a level', () => {
    const joined = joinColumns(map([0, 4, 200], [1, 4, 200], [2, 4, 200]), 4)
    expect(joined.columns).toBe(12)
    for (let column = 0; column < 12; column++) expect(at(joined, column)).toEqual([[4, 200]])
  })

  it('joins a step by a weaker line without a hole', () => {
    const joined = joinColumns(map([0, 2, 200], [1, 2, 200], [2, 12, 200]), 4)
    const seen = new Set<number>()
    for (let column = 6; column < 10; column++) for (const [row] of at(joined, column)) seen.add(row)
    expect([...seen].toSorted((a, b) => a - b)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
    expect(at(joined, 8).every(([, grade]) => grade < 200 && grade > 0)).toBe(true)
  })

  it('draws no line between what is rare and what is frequent', () => {
    const joined = joinColumns(map([0, 2, 250], [1, 2, 250], [1, 12, 15], [2, 2, 250]), 4)
    for (let column = 0; column < 12; column++)
      expect(at(joined, column).every(([row]) => row === 2 || row === 12)).toBe(true)
    expect(at(joined, 6)).toContainEqual([12, 15])
  })

  it('keeps two levels apart, and every hit', () => {
    const both = [0, 1, 2].flatMap((column) => [[column, 3, 255] as const, [column, 9, 20] as const])
    const joined = joinColumns(map(...both), 4)
    for (let column = 0; column < 12; column++)
      expect(at(joined, column)).toEqual([
        [3, 255],
        [9, 20],
      ])
  })
})

describe('renderers', () => {
  it('that compute on the processor are known by name', () => {
    expect(isSoftware('ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero)), SwiftShader driver)')).toBe(true)
    expect(isSoftware('llvmpipe (LLVM 15.0.7, 256 bits)')).toBe(true)
    expect(isSoftware('ANGLE (Intel, Mesa Intel(R) UHD Graphics 620 (KBL GT2), OpenGL 4.6)')).toBe(false)
  })
})
