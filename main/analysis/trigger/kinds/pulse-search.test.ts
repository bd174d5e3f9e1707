import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { heldOff, plainCrossings } from '../../testing/plain-crossings.ts'
import { type Scans, searchRig } from '../../testing/search-rig.ts'
import type { CodeTriggerOf } from '../code-trigger.ts'

const found = searchRig()
const short: CodeTriggerOf<'pulse'> = {
  ...{ kind: 'pulse', mode: 'normal', channel: 1, polarity: 'positive', level: 0, hysteresis: 10 },
  ...{ condition: '<', width: 20, width2: 40 },
}
const onSecond = (codes: readonly number[]): Scans => codes.map((code) => [-7, code])

/** Where pulses end, by the definition, in one stretch. */
function byDefinition(codes: readonly number[], trigger: CodeTriggerOf<'pulse'>): number[] {
  const { level, hysteresis, polarity, condition, width, width2 } = trigger
  const [low, high] = [Math.min(width, width2), Math.max(width, width2)]
  const ends: number[] = []
  const crossings = plainCrossings(codes, level, hysteresis)
  crossings.slice(1).forEach(({ sample, isRise, instant }, k) => {
    const time = instant - crossings[k]!.instant
    const does = {
      ...{ '<': time < width, '>': time > width },
      ...{ inside: time >= low && time <= high, outside: time < low || time > high },
    }
    if (polarity !== (isRise ? 'positive' : 'negative') && does[condition]) ends.push(sample)
  })
  return ends
}

/** Codes that stay for a while on one side, with times around those that are looked for. */
const signal = fc
  .array(fc.tuple(fc.integer({ min: -40, max: 40 }), fc.integer({ min: 1, max: 9 })), { maxLength: 60 })
  .map((parts) => parts.flatMap(([code, scans]) => Array.from({ length: scans }, (_, k) => code + (k % 3))))

describe('PulseSearch', () => {
  it('finds what the definition says, however the stream is cut, and nothing across a gap', () => {
    fc.assert(
      fc.property(
        fc.array(signal, { minLength: 1, maxLength: 3 }),
        fc.record({
          polarity: fc.constantFrom('positive', 'negative', 'either'),
          condition: fc.constantFrom('<', '>', 'inside', 'outside'),
          width: fc.double({ min: 0, max: 30, noNaN: true }),
          width2: fc.double({ min: 0, max: 30, noNaN: true }),
          level: fc.integer({ min: -20, max: 20 }),
          hysteresis: fc.integer({ min: 1, max: 20 }),
        }),
        fc.array(fc.nat(300), { maxLength: 5 }),
        fc.integer({ min: 1, max: 60 }),
        (stretches, values, cuts, holdoff) => {
          const trigger = { ...short, ...values }
          let first = 0
          const wanted = stretches.flatMap((codes) => {
            const events = heldOff(byDefinition(codes, trigger), holdoff).map((sample) => first + sample)
            first += codes.length
            return events
          })
          expect(found({ trigger, stretches: stretches.map(onSecond), cuts, holdoff })).toEqual(wanted)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('finds a planted pulse at every place around the border of a tile, and no other', () => {
    const codes = Array.from({ length: 1200 }, (_, k) => (k % 100 < 50 ? -1000 : 1000))
    expect(found({ trigger: short, stretches: [onSecond(codes)], cuts: [600] })).toEqual([])
    for (let at = 582; at < 618; at++) {
      const planted = Array.from({ length: 1200 }, (_, k) => (k >= at && k < at + 12 ? 1000 : -1000))
      expect(found({ trigger: short, stretches: [onSecond(planted)], cuts: [600] })).toEqual([at + 12])
      expect(found({ trigger: { ...short, condition: '>' }, stretches: [onSecond(planted)], cuts: [600] })).toEqual([])
    }
  })

  it('tells pulses apart by parts of a sample', () => {
    /** A pulse of so many samples from where it meets 0 to where it does again, with edges two samples long. */
    const pulse = (width: number): number[] =>
      Array.from({ length: 60 }, (_, k) => {
        const height = 0.5 + width / 2 - Math.abs(k - 20.25 - width / 2) + 0.5
        return Math.round(2000 * Math.max(0, Math.min(2, height)) - 2000)
      })
    for (const [width, isFound] of [
      [19.9, true],
      [20.1, false],
    ] as const)
      for (const cuts of [[], [20], [21], [22], [40], [41]])
        expect(found({ trigger: short, stretches: [onSecond(pulse(width))], cuts }).length).toBe(isFound ? 1 : 0)
  })
})
