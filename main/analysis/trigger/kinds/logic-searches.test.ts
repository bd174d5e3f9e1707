// Pattern, nth edge, and A then B: what they find in random signals of two channels is what their definitions say of the whole
// stretch, however it is cut.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { heldOff, type PlainCrossing, plainCrossings, plainSides } from '../../testing/plain-crossings.ts'
import { type Scans, searchRig } from '../../testing/search-rig.ts'
import type { CodeTrigger, CodeTriggerOf } from '../code-trigger.ts'

const found = searchRig()
const hysteresis = 5
const common = { mode: 'normal', hysteresis } as const
const codes = fc
  .array(fc.tuple(fc.integer({ min: -45, max: 45 }), fc.integer({ min: 1, max: 6 })), { minLength: 1, maxLength: 60 })
  .map((parts) => parts.flatMap(([code, scans]) => Array.from({ length: scans }, (_, k) => code + (k % 3))))
const signal = fc
  .tuple(codes, codes)
  .map(([a, b]): Scans => a.slice(0, Math.min(a.length, b.length)).map((code, k) => [code, b[k]!]))

function agrees<T extends CodeTrigger>(
  triggers: fc.Arbitrary<T>,
  byDefinition: (trigger: T, channels: readonly [number[], number[]]) => readonly number[],
): void {
  let events = 0
  const stretches = fc.array(signal, { minLength: 1, maxLength: 3 })
  const cuts = fc.oneof(fc.array(fc.nat(200), { maxLength: 5 }), fc.constant(Array.from({ length: 360 }, (_, k) => k)))
  const holdoffs = fc.record({ holdoff: fc.integer({ min: 1, max: 30 }) })
  fc.assert(
    fc.property(triggers, stretches, cuts, holdoffs, (trigger, parts, cuts, { holdoff }) => {
      let first = 0
      const wanted = parts.flatMap((scans) => {
        const here = byDefinition(trigger, [scans.map(([a]) => a), scans.map(([, b]) => b)])
        const from = first
        first += scans.length
        return heldOff(here, holdoff).map((sample) => from + sample)
      })
      events += wanted.length
      expect(found({ trigger, stretches: parts, cuts, holdoff })).toEqual(wanted)
    }),
    { numRuns: 300 },
  )
  // A signal in which nothing is found shows nothing.
  expect(events).toBeGreaterThan(30)
}

const slope = fc.constantFrom('rising' as const, 'falling' as const, 'either' as const)
const level = fc.integer({ min: -20, max: 20 })
const channel = fc.constantFrom(0, 1)

describe('the pattern trigger', () => {
  const state = fc.constantFrom('H' as const, 'L' as const, 'X' as const)
  const unused = { channelC: 0, stateC: 'X', levelC: 0, channelD: 1, stateD: 'X', levelD: 0 } as const
  const pattern = fc.record({ state, level, stateB: state, levelB: level })

  function byDefinition(trigger: CodeTriggerOf<'pattern'>, channels: readonly [number[], number[]]): number[] {
    const inputs = [
      [trigger.channel, trigger.state, trigger.level],
      [trigger.channelB, trigger.stateB, trigger.levelB],
      [trigger.channelC, trigger.stateC, trigger.levelC],
    ] as const
    const used = inputs.filter(([, state]) => state !== 'X')
    const sides = used.map(([index, , at]) => plainSides(channels[index as 0 | 1], at, hysteresis))
    // Null: nobody knows, because none is known to be otherwise.
    const met = channels[0].map((_, k): boolean | null => {
      const each = used.map(([, state], n) => (sides[n]![k] === null ? null : sides[n]![k] === (state === 'H')))
      return each.includes(false) ? false : each.includes(null) ? null : true
    })
    return met.flatMap((now, k) => (now === true && met[k - 1] === false ? [k] : []))
  }

  it('finds where the last of the channels comes to be as it is wanted', () => {
    const triggers = pattern.map(
      (values): CodeTriggerOf<'pattern'> => ({
        ...{ ...common, ...unused, kind: 'pattern', channel: 0, channelB: 1 },
        ...values,
      }),
    )
    agrees(triggers, byDefinition)
  })

  it('takes a channel twice, at two levels, and one twice at the same', () => {
    const base = { ...common, ...unused, kind: 'pattern', channel: 0, state: 'H', level: -20, channelB: 0 } as const
    agrees(fc.constant<CodeTriggerOf<'pattern'>>({ ...base, stateB: 'L', levelB: 20 }), byDefinition)
    agrees(
      fc.constant<CodeTriggerOf<'pattern'>>({ ...base, stateB: 'H', levelB: -20, channelC: 1, stateC: 'L' }),
      byDefinition,
    )
    const never: CodeTriggerOf<'pattern'> = { ...base, stateB: 'L', levelB: -20 }
    const wave: Scans = Array.from({ length: 100 }, (_, k) => [k % 10 < 5 ? -40 : 40, 0])
    expect(found({ trigger: never, stretches: [wave] })).toEqual([])
  })
})

/** Of two crossings at one sample, the instants say which came first. At two samples they may be one instant: that of the sample between. */
const isBefore = (one: PlainCrossing, other: PlainCrossing): boolean =>
  one.sample === other.sample ? one.instant < other.instant : one.sample < other.sample

function edgesOf(trigger: CodeTriggerOf<'nth' | 'sequence'>, channels: readonly [number[], number[]]) {
  const of = (index: number, at: number, wanted: string): PlainCrossing[] =>
    plainCrossings(channels[index as 0 | 1], at, fitted).filter(
      ({ isRise }) => wanted === 'either' || isRise === (wanted === 'rising'),
    )
  // Two levels of one channel keep clear of one another.
  const apart = Math.floor(Math.abs(trigger.level - trigger.armLevel) / 2)
  const isShared = trigger.channel === trigger.armChannel && trigger.level !== trigger.armLevel
  const fitted = isShared ? Math.max(1, Math.min(hysteresis, apart)) : hysteresis
  const arms = of(trigger.armChannel, trigger.armLevel, trigger.armSlope)
  return of(trigger.channel, trigger.level, trigger.slope).map((edge, k, all) => {
    const arm = arms.findLast((one) => isBefore(one, edge))
    const since = arm === undefined ? 0 : all.slice(0, k + 1).filter((one) => isBefore(arm, one)).length
    return { edge, arm, since }
  })
}

const armed = fc.record({ channel, slope, level, armChannel: channel, armSlope: slope, armLevel: level })

it('the nth trigger finds the edge that is the nth behind the newest one that arms', () => {
  const triggers = fc
    .tuple(armed, fc.integer({ min: 1, max: 3 }))
    .map(([values, count]): CodeTriggerOf<'nth'> => ({ ...common, ...values, kind: 'nth', count }))
  agrees(triggers, (trigger, channels) =>
    edgesOf(trigger, channels).flatMap(({ edge, since }) => (since === trigger.count ? [edge.sample] : [])),
  )
})

it('A then B finds the first edge behind one that arms, within the time', () => {
  // No two instants are just so far apart.
  const triggers = fc
    .tuple(armed, fc.constantFrom(2.012_345, 9.012_345, 100))
    .map(([values, within]): CodeTriggerOf<'sequence'> => ({ ...common, ...values, kind: 'sequence', within }))
  agrees(triggers, (trigger, channels) =>
    edgesOf(trigger, channels).flatMap(({ edge, arm, since }) =>
      arm !== undefined && since === 1 && edge.instant - arm.instant <= trigger.within ? [edge.sample] : [],
    ),
  )
})
