// The two painters have one look: the same maps, painted by both, pixel by pixel. Runs in a real browser.
import { describe, expect, it } from 'vitest'
import type { PhosphorMap } from '#shared/frame/phosphor.ts'
import { FlatPainter } from './flat-painter.ts'
import { GlPainter } from './gl-painter.ts'
import type { PhosphorPainter } from './painter.ts'
import type { PlacedMap } from './phosphor-map.ts'
import { type ToneTable, toneTable } from './tone.ts'

const size = { width: 840, height: 600 }
const rows = 256
/** What of 255 nobody tells apart. */
const alike = 8
/** Of the lit parts so many may differ by more. */
const usuallyOff = 0.01
/** A canvas without a graphics card mixes neighbours in sixteenths, which shows where cells are stretched over pixels. */
const stretchedOff = 0.05
const tones: readonly ToneTable[] = [toneTable('#ffd447', '#06080a'), toneTable('#3fd7e0', '#06080a')]

function canvasOf(): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  Object.assign(canvas, size)
  document.body.append(canvas)
  return canvas
}

/** A band of noise around a sine, as one of many waveforms leaves it. */
function sineMap(columns: number, phase: number): PhosphorMap {
  const spans = new Uint16Array(2 * columns)
  const grades: number[] = []
  for (let column = 0; column < columns; column++) {
    const middle = Math.round(rows / 2 + 90 * Math.sin((2 * Math.PI * 3 * column) / columns + phase))
    spans[2 * column] = middle - 9
    spans[2 * column + 1] = 19
    for (let off = -9; off <= 9; off++) grades.push(Math.round(255 * Math.exp(-(off * off) / 16)))
  }
  const axes = { first: 0, step: 1, lowCode: -32768, codesPerRow: 256, countedShare: 1 }
  return { ...axes, columns, rows, spans, grades: Uint8Array.from(grades) }
}

/** What is on a canvas, RGBA as one sees it over black. */
function pixelsOf(canvas: HTMLCanvasElement): Uint8ClampedArray {
  const copy = document.createElement('canvas')
  Object.assign(copy, size)
  const context = copy.getContext('2d')!
  context.fillStyle = '#000'
  context.fillRect(0, 0, size.width, size.height)
  context.drawImage(canvas, 0, 0)
  return context.getImageData(0, 0, size.width, size.height).data
}

function painted(
  open: (canvas: HTMLCanvasElement) => PhosphorPainter | null,
  pictures: readonly (readonly PlacedMap[])[],
): Uint8ClampedArray {
  const canvas = canvasOf()
  const painter = open(canvas)
  if (painter === null) throw new Error('this browser has no such canvas')
  for (const picture of pictures) painter.paint(picture, (channel) => tones[channel]!)
  const pixels = pixelsOf(canvas)
  painter.dispose()
  canvas.remove()
  return pixels
}

const whole = { left: 0, right: 1, top: 0, bottom: 1 }
const first: PlacedMap = { channel: 0, map: sineMap(420, 0), place: whole }
interface Scene {
  readonly name: string
  readonly pictures: readonly (readonly PlacedMap[])[]
  readonly mostOff?: number
}

const scenes: readonly Scene[] = [
  { name: 'a map of the whole screen', pictures: [[first]] },
  {
    name: 'one map above another, shifted and stretched',
    pictures: [
      [first, { channel: 1, map: sineMap(1000, 1), place: { left: -0.1, right: 0.8, top: 0.3, bottom: 1.2 } }],
    ],
  },
  {
    name: 'a map of a channel that is turned over, in a part of the screen',
    pictures: [[{ ...first, map: sineMap(840, 1), place: { left: 0, right: 1, top: 0.9, bottom: -0.1 } }]],
  },
  { name: 'a map in place of another one', pictures: [[first], [{ ...first, map: sineMap(420, 2) }]] },
  {
    name: 'a map of fewer columns, after one of more',
    pictures: [[first], [{ ...first, map: sineMap(200, 0.5) }]],
    mostOff: stretchedOff,
  },
]

describe('the painters', () => {
  it.each(scenes)('paint alike: $name', ({ pictures, mostOff = usuallyOff }) => {
    const gl = painted((canvas) => GlPainter.open(canvas, true), pictures)
    const flat = painted(FlatPainter.open, pictures)
    let lit = 0
    let off = 0
    let worst = 0
    for (let at = 0; at < gl.length; at++) {
      if (at % 4 === 3) continue
      const difference = Math.abs(gl[at]! - flat[at]!)
      if (gl[at]! > 8 || flat[at]! > 8) lit++
      if (difference > alike) off++
      worst = Math.max(worst, difference)
    }
    expect(lit).toBeGreaterThan(10_000)
    expect({ off: off / lit < mostOff, worst: worst < 64 }).toEqual({ off: true, worst: true })
  })

  it('leave nothing when there is nothing to paint', () => {
    for (const open of [(canvas: HTMLCanvasElement) => GlPainter.open(canvas, true), FlatPainter.open]) {
      const pixels = painted(open, [[first], []])
      expect(pixels.some((value, at) => at % 4 !== 3 && value > 0)).toBe(false)
    }
  })
})
