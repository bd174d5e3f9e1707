// Which painter has the canvas, and what becomes of the picture when the graphics lose it.
import { expect, it } from 'vitest'
import type { Palette } from '../plot/palette.ts'
import type { PhosphorPainter } from './painter.ts'
import type { PlacedMap } from './phosphor-map.ts'
import { type OpenPainter, PhosphorScreen } from './phosphor-screen.ts'

const palette = { channels: ['#ffd447'], screen: '#06080a' } as unknown as Palette
const map = { channel: 0, map: {}, place: { left: 0, right: 1, top: 0, bottom: 1 } } as unknown as PlacedMap

/** Notes what it paints, and whether it was given up. */
function painter(kind: PhosphorPainter['kind']) {
  const seen = { painted: [] as (readonly PlacedMap[])[], isDisposed: false, canvas: null as HTMLCanvasElement | null }
  const open: OpenPainter = (canvas) => {
    seen.canvas = canvas
    return { kind, paint: (maps) => void seen.painted.push(maps), dispose: () => (seen.isDisposed = true) }
  }
  return { seen, open }
}

it('paints without the graphics card, at the same size, from the moment its context is lost, and tells it once', () => {
  const host = document.createElement('div')
  const [card, processor] = [painter('webgl2'), painter('2d')]
  const screen = new PhosphorScreen(host, palette, [card.open, processor.open])
  let told = 0
  screen.onContextLost = () => void told++
  screen.resize(640, 400)
  screen.draw([map], 0, false)
  expect([screen.kind, card.seen.painted.at(-1)]).toEqual(['webgl2', [map]])
  const lost = card.seen.canvas!
  lost.dispatchEvent(new Event('webglcontextlost'))
  expect([screen.kind, told, card.seen.isDisposed]).toEqual(['2d', 1, true])
  // What was on the screen is there again, before anything new comes.
  expect(processor.seen.painted).toEqual([[map]])
  expect([...host.querySelectorAll('canvas')]).toEqual([processor.seen.canvas])
  expect([processor.seen.canvas!.width, processor.seen.canvas!.height]).toEqual([640, 400])
  lost.dispatchEvent(new Event('webglcontextlost'))
  expect(told).toBe(1)
})

it('takes the first painter that can be had', () => {
  const processor = painter('2d')
  expect(new PhosphorScreen(document.createElement('div'), palette, [() => null, processor.open]).kind).toBe('2d')
})
