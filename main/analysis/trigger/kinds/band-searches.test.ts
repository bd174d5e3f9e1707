// Runt, window, slew and dropout: what they find is what a plain walk over the whole stretch says.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { heldOff, plainCrossings, plainSides } from '../../testing/plain-crossings.ts'
import { type Scans, searchRig } from '../../testing/search-rig.ts'
import type { CodeTrigger, CodeTriggerOf } from '../code-trigger.ts'

const found = searchRig()
const common = { mode: 'normal', channel: 1, hysteresis: 5 } as const
const band = { lower: -20, upper: 20 } as const
const onSecond = (codes: readonly number[]): Scans => codes.map((code) => [-7, code])
const signal = fc
  .array(fc.tuple(fc.integer({ min: -45, max: 45 }), fc.integer({ min: 1, max: 6 })), { maxLength: 60 })
  .map((parts) => parts.flatMap(([code, scans]) => Array.from({ length: scans }, (_, k) => code + (k % 3))))

function agrees(trigger: CodeTrigger, byDefinition: (codes: readonly number[]) => readonly number[]): void {
  const stretches = fc.array(signal, { minLength: 1, maxLength: 3 })
  const cuts = fc.array(fc.nat(200), { maxLength: 5 })
  fc.assert(
    fc.property(stretches, cuts, fc.integer({ min: 1, max: 40 }), (parts, cuts, holdoff) => {
      let first = 0
      const wanted = parts.flatMap((codes) => {
        const events = heldOff(byDefinition(codes), holdoff).map((sample) => first + sample)
        first += codes.length
        return events
      })
      expect(found({ trigger, stretches: parts.map(onSecond), cuts, holdoff })).toEqual(wanted)
    }),
    { numRuns: 150 },
  )
}

const lowerOf = (codes: readonly number[]) => plainCrossings(codes, band.lower, 5)
const upperOf = (codes: readonly number[]) => plainCrossings(codes, band.upper, 5)

describe('the runt trigger', () => {
  const runt: CodeTriggerOf<'runt'> = { ...common, ...band, kind: 'runt', polarity: 'positive' }

  it('finds the pulses over the lower level in which the upper one is not met', () => {
    agrees(runt, (codes) => {
      const lower = lowerOf(codes)
      const tops = upperOf(codes).filter(({ isRise }) => isRise)
      return lower.flatMap(({ sample, isRise }, k) => {
        const begin = lower[k - 1]?.sample
        if (isRise || begin === undefined) return []
        return tops.some((top) => top.sample >= begin && top.sample <= sample) ? [] : [sample]
      })
    })
  })

  it('finds those under the upper level the same way', () => {
    agrees({ ...runt, polarity: 'negative' }, (codes) => {
      const upper = upperOf(codes)
      const bottoms = lowerOf(codes).filter(({ isRise }) => !isRise)
      return upper.flatMap(({ sample, isRise }, k) => {
        const begin = upper[k - 1]?.sample
        if (!isRise || begin === undefined) return []
        return bottoms.some((low) => low.sample >= begin && low.sample <= sample) ? [] : [sample]
      })
    })
  })
})

it('the window trigger finds where the signal comes into the band, and where it leaves it', () => {
  for (const direction of ['enter', 'leave'] as const)
    agrees({ ...common, ...band, kind: 'window', direction }, (codes) => {
      const over = plainSides(codes, band.lower, 5)
      const above = plainSides(codes, band.upper, 5)
      const inside = codes.map((_, k) => (over[k] === null || above[k] === null ? null : over[k]! && !above[k]!))
      return inside.flatMap((now, k) => {
        const before = inside[k - 1] ?? null
        return before !== null && now !== null && before !== now && now === (direction === 'enter') ? [k] : []
      })
    })
})

it('the slew trigger finds the ways from level to level by their time', () => {
  for (const slope of ['rising', 'falling'] as const)
    agrees({ ...common, ...band, kind: 'slew', slope, condition: '>', transition: 3, transition2: 9 }, (codes) => {
      const isUp = slope === 'rising'
      const begins = isUp ? lowerOf(codes) : upperOf(codes)
      const ends = (isUp ? upperOf(codes) : lowerOf(codes)).filter(({ isRise }) => isRise === isUp)
      return ends.flatMap(({ sample, instant }) => {
        const begin = begins.findLast((one) => one.sample <= sample)
        // One way has one end.
        const isFirst = !ends.some((one) => begin !== undefined && one.sample >= begin.sample && one.sample < sample)
        return begin?.isRise === isUp && isFirst && instant - begin.instant > 3 ? [sample] : []
      })
    })
})

it('the dropout trigger finds the moment at which no edge has come for the time', () => {
  for (const slope of ['rising', 'either'] as const)
    agrees({ ...common, kind: 'dropout', slope, level: 0, timeout: 9 }, (codes) => {
      const edges = plainCrossings(codes, 0, 5).filter(({ isRise }) => isRise || slope === 'either')
      return edges.flatMap(({ sample }, k) => {
        const next = edges[k + 1]?.sample ?? codes.length
        const over = sample + 9
        return over < next ? [over] : []
      })
    })
})
