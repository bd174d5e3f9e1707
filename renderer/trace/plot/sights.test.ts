import { describe, expect, it } from 'vitest'
import { readSights, sightOf, writeSights } from './sights.ts'
import type { TraceRun } from './trace-builder.ts'

const run = (points: readonly (readonly [x: number, low: number, high?: number])[], channel = 0): TraceRun => ({
  channel,
  form: 'line',
  count: points.length,
  columnSeconds: 0,
  samples: new Int32Array(),
  x: Float64Array.from(points, ([x]) => x),
  low: Float32Array.from(points, ([, low]) => low),
  high: Float32Array.from(points, ([, low, high = low]) => high),
})
const window = { startSeconds: 0, endSeconds: 10 }

describe('the sight of a channel', () => {
  it('is in when any part of it is on the screen', () => {
    expect(
      sightOf(
        run([
          [1, 5],
          [2, 3],
        ]),
        window,
      ),
    ).toBe('in')
    expect(sightOf(run([[1, -9, 9]]), window)).toBe('in')
  })

  it('is above or below when none is', () => {
    expect(
      sightOf(
        run([
          [1, 5],
          [2, 7],
        ]),
        window,
      ),
    ).toBe('above')
    expect(
      sightOf(
        run([
          [1, -5],
          [2, -4.1],
        ]),
        window,
      ),
    ).toBe('below')
  })

  it('is in when it jumps over the screen', () => {
    expect(
      sightOf(
        run([
          [1, 5],
          [2, -5],
        ]),
        window,
      ),
    ).toBe('in')
  })

  it('is none without samples', () => {
    expect(sightOf(run([]), window)).toBe('none')
    expect(sightOf(run([[1, Number.NaN]]), window)).toBe('none')
  })

  it('knows the line between two samples of which none is in the window', () => {
    expect(
      sightOf(
        run([
          [-5, 1],
          [15, 1],
        ]),
        window,
      ),
    ).toBe('in')
    expect(
      sightOf(
        run([
          [-5, 1],
          [-1, 1],
        ]),
        window,
      ),
    ).toBe('none')
    expect(
      sightOf(
        run([
          [-5, 0],
          [-1, 6],
          [11, 6],
          [20, 0],
        ]),
        window,
      ),
    ).toBe('above')
  })

  it('is written and read', () => {
    const text = writeSights([run([[1, 0]]), run([[1, 6]], 1)], window)
    expect(text).toBe('0 in, 1 above')
    expect(readSights(text)).toEqual([
      { channel: 0, sight: 'in' },
      { channel: 1, sight: 'above' },
    ])
    expect(readSights('')).toEqual([])
  })
})
