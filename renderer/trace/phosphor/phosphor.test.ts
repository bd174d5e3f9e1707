import { describe, expect, it } from 'vitest'
import { encodePhosphor, type PhosphorMap } from '#shared/frame/phosphor.ts'
import { sectionKind } from '#shared/frame/sections.ts'
import { fakeState } from '#shared/testing/fake-values.ts'
import { rawFrame } from '../../testing/frames.ts'
import { isSoftware } from './gl-painter.ts'
import { fullGrid, noRows, paintMap } from './map-image.ts'
import { placeMaps } from './phosphor-map.ts'
import { isDark, parseHex, toneGrades, toneStrength, toneTable } from './tone.ts'

const dark = toneTable('#ffd447', '#06080a')
const light = toneTable('#8f6900', '#fbfcfd')
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
    expect(entry(light, 255)).toEqual([...parseHex('#8f6900'), 255])
    expect([isDark('#06080a'), isDark('#fff')]).toEqual([true, false])
  })
})

/** A map whose grades are given cell by cell: [column, row, grade]. */
function mapOf(columns: number, rows: number, cells: readonly (readonly [number, number, number])[]): PhosphorMap {
  const spans = new Uint16Array(2 * columns)
  const grades: number[] = []
  for (let column = 0; column < columns; column++) {
    const own = cells.filter(([at]) => at === column).map(([, row]) => row)
    if (own.length === 0) continue
    const low = Math.min(...own)
    spans[2 * column] = low
    spans[2 * column + 1] = Math.max(...own) - low + 1
    for (let row = low; row <= Math.max(...own); row++)
      grades.push(cells.find(([at, height]) => at === column && height === row)?.[2] ?? 0)
  }
  const axes = { first: -1.5, step: 1, lowCode: -32768, codesPerRow: 65536 / rows, countedShare: 1 }
  return { ...axes, columns, rows, spans, grades: Uint8Array.from(grades) }
}

describe('paintMap', () => {
  const cells = [
    [0, 0, 1],
    [1, 3, 7],
    [1, 5, 128],
    [2, 6, 255],
  ] as const
  const rows = 8

  it('makes of every cell the colour of the table, the highest code on top', () => {
    const map = mapOf(4, rows, cells)
    const pixels = new Uint8ClampedArray(4 * 4 * rows)
    expect(paintMap(map, dark, pixels, noRows)).toEqual({ first: 1, end: 8 })
    for (let column = 0; column < 4; column++)
      for (let row = 0; row < rows; row++) {
        const grade = cells.find(([at, height]) => at === column && height === row)?.[2] ?? 0
        expect(entry(pixels, (rows - 1 - row) * 4 + column)).toEqual(entry(dark, grade))
      }
  })

  it('clears what was there before', () => {
    const pixels = new Uint8ClampedArray(4 * 4 * rows)
    const used = paintMap(mapOf(4, rows, cells), light, pixels, noRows)
    const next = paintMap(mapOf(4, rows, [[3, 4, 9]]), light, pixels, used)
    expect(next).toEqual({ first: 3, end: 4 })
    const lit = [...pixels.keys()].filter((at) => at % 4 === 3 && pixels[at]! > 0)
    expect(lit).toEqual([4 * (3 * 4 + 3) + 3])
    expect(paintMap(mapOf(4, rows, []), light, pixels, next)).toEqual(noRows)
    expect(pixels.every((part) => part === 0)).toBe(true)
  })

  it('has the same cells as a full grid', () => {
    const grid = fullGrid(mapOf(4, rows, cells))
    expect([...grid.entries()].filter(([, grade]) => grade > 0)).toEqual(
      cells.map(([column, row, grade]) => [column * rows + row, grade]),
    )
  })
})

describe('placeMaps', () => {
  const channels = fakeState().channels
  const line = rawFrame([1, 2, 3, 4], { triggerSample: 1.5, samplingFrequencyHz: 1000 })
  const withMap = (map: PhosphorMap) => ({
    ...line,
    sections: [...line.sections, { kind: sectionKind.persistence, channel: 0, data: encodePhosphor(map) }],
  })
  const window = { startSeconds: -0.002, endSeconds: 0.002 }
  const scale = { voltsPerDiv: 0.5, offsetVolts: 0 }
  const wide = () => scale
  /** On the screen's own rows: +-2 V, where +-1 V are the converter's. */
  const onScreen = { lowCode: -65_536, codesPerRow: 512, first: -2 }
  const shown = { ...mapOf(4, 256, [[1, 9, 3]]), ...onScreen }

  it('stands on the same axes as the line', () => {
    const [placed] = placeMaps(withMap({ ...shown, first: -1.5 }), window, channels, wide)
    // From 1.5 samples before the trigger to 2.5 behind it, of two to either side.
    expect(placed?.place.left).toBeCloseTo(0.125)
    expect(placed?.place.right).toBeCloseTo(1.125)
    expect(placed?.place.top).toBeCloseTo(0, 3)
    expect(placed?.place.bottom).toBeCloseTo(1, 3)
  })

  it('leaves it to the line when a map is dark, or of a channel that is hidden', () => {
    expect(placeMaps(withMap({ ...mapOf(4, 256, []), ...onScreen }), window, channels, wide)).toEqual([])
    expect(placeMaps(withMap(shown), window, channels.slice(1), wide)).toEqual([])
    expect(placeMaps(line, window, channels, wide)).toEqual([])
  })

  it('leaves it to the line when a map was made for another window or another scale', () => {
    const columns = 800
    const fine = { ...mapOf(columns, 256, [[1, 9, 3]]), ...onScreen, step: 4 / columns }
    const isShown = (at: typeof window, view = scale): boolean =>
      placeMaps(withMap(fine), at, channels, () => view).length > 0
    expect(isShown(window)).toBe(true)
    // Zoomed in, zoomed out, panned, and what a change of the grid by a column or two makes.
    expect(isShown({ startSeconds: -0.0002, endSeconds: 0.0002 })).toBe(false)
    expect(isShown({ startSeconds: -0.0022, endSeconds: 0.0022 })).toBe(false)
    expect(isShown({ startSeconds: -0.0019, endSeconds: 0.0021 })).toBe(false)
    expect(isShown({ startSeconds: -0.001995, endSeconds: 0.002005 })).toBe(true)
    expect(isShown(window, { voltsPerDiv: 0.2, offsetVolts: 0 })).toBe(false)
    expect(isShown(window, { voltsPerDiv: 0.5, offsetVolts: 0.25 })).toBe(false)
  })
})

describe('renderers', () => {
  it('that compute on the processor are known by name', () => {
    expect(isSoftware('ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero)), SwiftShader driver)')).toBe(true)
    expect(isSoftware('llvmpipe (LLVM 15.0.7, 256 bits)')).toBe(true)
    expect(isSoftware('ANGLE (Intel, Mesa Intel(R) UHD Graphics 620 (KBL GT2), OpenGL 4.6)')).toBe(false)
  })
})
