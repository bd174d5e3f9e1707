import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { forEachLineColumn, isDense } from './line-columns.ts'
import type { TraceRun } from './trace-builder.ts'

const line = (points: readonly (readonly [number, number])[]): TraceRun => {
  const y = Float32Array.from(points, ([, value]) => value)
  const x = Float64Array.from(points, ([at]) => at)
  return {
    channel: 0,
    form: 'line',
    count: points.length,
    x,
    low: y,
    high: y,
    columnSeconds: 0,
    samples: new Int32Array(),
  }
}
/** Seconds and divisions are pixels; up is up. */
const projection = { x: (seconds: number) => seconds, y: (divisions: number) => 100 - divisions }
const plot = { left: 0, right: 10 }

function columnsOf(points: readonly (readonly [number, number])[]): number[][] {
  const columns: number[][] = []
  forEachLineColumn(line(points), projection, plot, (...column) => columns.push(column))
  return columns
}

describe('a line of many points', () => {
  it('is one of more points than columns', () => {
    const points = Array.from({ length: 13 }, (_, k) => [k, 0] as const)
    expect(isDense(line(points.slice(0, 12)), plot)).toBe(false)
    expect(isDense(line(points), plot)).toBe(true)
  })

  it('has in each column all it runs through there, between its points too', () => {
    // Up within a column, then down across two of them, then beyond the plot.
    const points = [
      [2.2, 10],
      [2.6, 30],
      [4.6, 10],
      [20, 10],
    ] as const
    expect(columnsOf(points)).toEqual([
      [2, 70, 90],
      [3, 74, 84],
      [4, 84, 90],
      ...[5, 6, 7, 8, 9].map((column) => [column, 90, 90]),
    ])
  })

  it('ends where samples are missing, and what lies beyond the plot is left out', () => {
    const points = [
      [-5, 0],
      [-1, 50],
      [1.5, Number.NaN],
      [3.5, 7],
      [4.5, Number.NaN],
      [12, 1],
    ] as const
    expect(columnsOf(points)).toEqual([[3, 93, 93]])
  })

  it('holds every point, and leaves no hole from one to the next', () => {
    const steps = fc.array(
      fc.tuple(fc.double({ min: 0.001, max: 3, noNaN: true }), fc.double({ min: -50, max: 50, noNaN: true })),
      { minLength: 2, maxLength: 60 },
    )
    fc.assert(
      fc.property(steps, (list) => {
        let at = -2
        const points = list.map(([step, value]) => {
          at += step
          return [at, value] as const
        })
        const columns = new Map(columnsOf(points).map(([column, top, bottom]) => [column!, [top!, bottom!] as const]))
        for (const [px, value] of points) {
          if (px < 0 || px >= 10) continue
          const [top, bottom] = columns.get(Math.floor(px))!
          expect(100 - value).toBeGreaterThanOrEqual(top - 1e-4)
          expect(100 - value).toBeLessThanOrEqual(bottom + 1e-4)
        }
        for (const [column, [top, bottom]] of columns) {
          const next = columns.get(column + 1)
          if (next === undefined) continue
          expect(Math.max(top, next[0])).toBeLessThanOrEqual(Math.min(bottom, next[1]) + 1e-4)
        }
      }),
    )
  })
})
