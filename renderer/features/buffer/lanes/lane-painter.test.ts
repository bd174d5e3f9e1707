import { describe, expect, it } from 'vitest'
import type { Palette } from '../../../trace/plot/palette.ts'
import { laneAt, laneNameWidth, lanePitch, laneTop, msAt, paintLanes } from './lane-painter.ts'

describe('places on the lanes', () => {
  it('lead back to lane and time', () => {
    expect(laneAt(laneTop + 2)).toBe('queued')
    expect(laneAt(laneTop + 3 * lanePitch + 6)).toBe('held')
    expect(laneAt(laneTop + 5 * lanePitch)).toBeNull()
    expect(laneAt(0)).toBeNull()
    const window = { startMs: 100, endMs: 200, sharedWithTrace: false }
    expect(msAt(window, { left: 60, right: 160, height: 80 }, 110)).toBe(150)
  })
})

/** A canvas that only writes down what is drawn on it. */
function notedContext() {
  const drawn: string[] = []
  const context = {
    fillText: (text: string) => drawn.push(text),
    fillRect: (left: number, top: number) => drawn.push(`box ${left},${top}`),
    measureText: (text: string) => ({ width: 6 * text.length }),
  }
  const nothing = (): void => undefined
  const canvas = new Proxy(context, {
    get: (target, key) => Reflect.get(target, key) ?? nothing,
    set: () => true,
  })
  return { canvas: canvas as unknown as CanvasRenderingContext2D, drawn }
}

describe('names of the lanes', () => {
  const life = {
    sequence: 1,
    bytes: 8,
    firstSample: 0,
    scans: 4,
    lostBefore: 0,
    heldMs: null,
    readMs: null,
    returnedMs: null,
  }
  const block = { ...life, queuedMs: 0, activeMs: 0, doneMs: 10 }
  const palette = { lanes: {} } as unknown as Palette

  it.each([
    { left: 0, beneath: 'boxes of the whole width' },
    { left: laneNameWidth, beneath: 'none' },
  ])('are seen above the boxes: $beneath', ({ left }) => {
    const { canvas, drawn } = notedContext()
    const window = { startMs: 0, endMs: 10, sharedWithTrace: left === 0 }
    const box = { lane: 'queued', block, startMs: 0, endMs: 10 } as const
    const area = { left, right: 300, height: 80 }
    paintLanes(canvas, { area, window, boxes: [box], marks: [], trace: null, lit: null }, palette)
    const names = ['queued', 'active', 'done', 'held']
    expect(drawn.filter((what) => names.includes(what))).toEqual(names)
    expect(drawn.indexOf(`box ${left},${laneTop}`)).toBeLessThan(drawn.indexOf('queued'))
    // On boxes each has a plate of its own.
    expect(drawn.filter((what) => what.startsWith('box 6,'))).toHaveLength(left === 0 ? 4 : 0)
  })
})
