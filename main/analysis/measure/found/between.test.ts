// What compares two channels, against edges at planted instants and a search of all pairs of them.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MeasurementName } from '#shared/kinds/measurements.ts'
import { sampled } from '../../testing/signals.ts'
import { waveOf } from '../../testing/waves.ts'
import { measures } from './measures.ts'

const rate = 1e6
const samples = 3000

/** Volts that go from 0 to 1 and back at each of these instants, in samples, on lines of four samples. */
function steps(at: readonly number[]): (seconds: number) => number {
  return (seconds) => {
    const now = seconds * rate
    const before = at.filter((one) => one + 2 <= now).length
    const near = at[before]
    const share = near === undefined ? 0 : Math.max(0, Math.min(1, 0.5 + (now - near) / 4))
    return before % 2 === 0 ? share : 1 - share
  }
}

/** Instants with so much between each and the next that the levels are there. */
const instants = fc
  .array(fc.double({ min: 12, max: 120, noNaN: true }), { minLength: 8, maxLength: 40 })
  .map((gaps) => gaps.map((_, k) => gaps.slice(0, k + 1).reduce((sum, gap) => sum + gap, 0)))
  .map((all) => all.filter((one) => one < samples - 20))

const found = (name: MeasurementName, first: readonly number[], second: readonly number[]): number[] | string => {
  const values = measures[name](waveOf(sampled(steps(first), { samples })), waveOf(sampled(steps(second), { samples })))
  return typeof values === 'object' ? Array.from(values, (one) => one * rate) : String(values)
}

/** Edges lie within so many samples of where they were planted: the codes have steps of 0.1 mV. */
const slack = 0.003

function same(values: number[] | string, wanted: readonly number[]): void {
  if (wanted.length === 0) expect(values).toBe('noPair')
  else {
    expect(values).toHaveLength(wanted.length)
    const [a, b] = [[...(values as number[])].sort((x, y) => x - y), [...wanted].sort((x, y) => x - y)]
    for (const [k, one] of a.entries()) expect(Math.abs(one - b[k]!)).toBeLessThan(slack)
  }
}

const rising = (at: readonly number[]): number[] => at.filter((_, k) => k % 2 === 0)
const falling = (at: readonly number[]): number[] => at.filter((_, k) => k % 2 === 1)

describe('setup and hold', () => {
  it('are those of every pair of edges with nothing between them', () => {
    fc.assert(
      fc.property(instants, instants, (data, clock) => {
        const all = [...data, ...clock].sort((a, b) => a - b)
        // Two that nearly coincide may be found in either order.
        fc.pre(all.every((one, k) => k === 0 || one - all[k - 1]! > 0.1))
        const rises = rising(clock)
        const between = (from: number, until: number): boolean =>
          [...data, ...rises].some((one) => one > from && one < until)
        const pairs = data.flatMap((change) => rises.map((rise) => [change, rise] as const))
        const setups = pairs.filter(([change, rise]) => change < rise && !between(change, rise))
        const holds = pairs.filter(([change, rise]) => change > rise && !between(rise, change))
        same(
          found('setup', data, clock),
          setups.map(([change, rise]) => rise - change),
        )
        same(
          found('hold', data, clock),
          holds.map(([change, rise]) => change - rise),
        )
      }),
      { numRuns: 60 },
    )
  })

  it('are none where the data never change', () => {
    const wave = waveOf(sampled(() => 1))
    const clock = waveOf(sampled(steps([20, 40, 60, 80]), { samples }))
    expect([measures.setup(wave, clock), measures.hold(wave, clock)]).toEqual(['noAmplitude', 'noAmplitude'])
  })
})

describe('skew', () => {
  it('is that of the rising and of the falling edges, whatever moved which', () => {
    const lag = fc.double({ min: -9, max: 9, noNaN: true })
    fc.assert(
      fc.property(instants, lag, lag, (at, up, down) => {
        const other = at.map((one, k) => one + 10 + (k % 2 === 0 ? up : down))
        const wave = at.map((one) => one + 10)
        fc.pre(other.every((one, k) => k === 0 || one - other[k - 1]! > 8))
        // No edge of the other channel is nearer than the one that was moved.
        const lone = (mine: number[]): boolean => mine.every((one, k) => k === 0 || one - mine[k - 1]! > 2 * 9 + 1)
        fc.pre(lone(rising(wave)) && lone(falling(wave)))
        const wanted = [...rising(wave).map(() => up), ...falling(wave).map(() => down)]
        same(found('skew', wave, other), wanted)
        same(
          found('delay', wave, other),
          rising(wave).map(() => up),
        )
      }),
      { numRuns: 60 },
    )
  })
})
