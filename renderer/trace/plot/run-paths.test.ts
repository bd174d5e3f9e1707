import { describe, expect, it } from 'vitest'
import { pieces } from './run-paths.ts'

const run = (...low: number[]) => ({ count: low.length, low: Float32Array.from(low) })

describe('pieces of a run', () => {
  it('end where nothing was captured', () => {
    const missing = Number.NaN
    expect(pieces(run(1, 2, missing, missing, 3))).toEqual([
      [0, 2],
      [4, 5],
    ])
    expect(pieces(run(missing, 1))).toEqual([[1, 2]])
    expect(pieces(run(missing))).toEqual([])
    expect(pieces(run())).toEqual([])
  })
})
