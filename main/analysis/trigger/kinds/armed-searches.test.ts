// Nth edge, and A then B: what they find in random signals of two channels is what their definitions say of the whole stretch, however
// it is cut, whatever kind of event arms and follows.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { agrees, found, hysteresis } from '../../testing/agrees.ts'
import { armedByEdge } from '../../testing/armed.ts'
import { type PlainCrossing, plainCrossings } from '../../testing/plain-crossings.ts'
import type { CodeTrigger, CodeTriggerOf } from '../code-trigger.ts'

const common = { mode: 'normal', hysteresis } as const
const slope = fc.constantFrom('rising' as const, 'falling' as const, 'either' as const)
const level = fc.integer({ min: -20, max: 20 })
const channel = fc.constantFrom(0, 1)

/** Of two crossings at one sample, the instants say which came first. At two samples they may be one instant: that of the sample between. */
const isBefore = (one: PlainCrossing, other: PlainCrossing): boolean =>
  one.sample === other.sample ? one.instant < other.instant : one.sample < other.sample

function edgesOf(trigger: CodeTriggerOf<'nth' | 'sequence'>, channels: readonly [number[], number[]]) {
  const of = (index: number, at: number, wanted: string): PlainCrossing[] =>
    plainCrossings(channels[index as 0 | 1], at, hysteresis).filter(
      ({ isRise }) => wanted === 'either' || isRise === (wanted === 'rising'),
    )
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
    .map(([values, count]): CodeTriggerOf<'nth'> => ({ ...common, ...armedByEdge, ...values, kind: 'nth', count }))
  agrees(triggers, (trigger, channels) =>
    edgesOf(trigger, channels).flatMap(({ edge, since }) => (since === trigger.count ? [edge.sample] : [])),
  )
})

it('A then B finds the first edge behind one that arms, within the time', () => {
  // No two instants are just so far apart.
  const triggers = fc.tuple(armed, fc.constantFrom(2.012_345, 9.012_345, 100)).map(
    ([values, within]): CodeTriggerOf<'sequence'> => ({
      ...common,
      ...armedByEdge,
      ...values,
      kind: 'sequence',
      within,
    }),
  )
  agrees(triggers, (trigger, channels) =>
    edgesOf(trigger, channels).flatMap(({ edge, arm, since }) =>
      arm !== undefined && since === 1 && edge.instant - arm.instant <= trigger.within ? [edge.sample] : [],
    ),
  )
})

describe('with events of any kind', () => {
  type Kind = CodeTriggerOf<'sequence'>['event']
  const kind = fc.constantFrom<Kind>('edge', 'pulse', 'runt', 'window', 'slew', 'dropout')
  const polarity = fc.constantFrom('positive' as const, 'negative' as const, 'either' as const)
  const direction = fc.constantFrom('enter' as const, 'leave' as const, 'either' as const)
  const condition = fc.constantFrom('<' as const, '>' as const, 'inside' as const)
  const time = fc.constantFrom(1.512_345, 4.512_345, 12.512_345)
  /** What an event is set by, whatever its kind. */
  const values = fc.record({
    ...{ kind, channel, slope, polarity, direction, level, condition },
    ...{ lower: fc.integer({ min: -25, max: -6 }), upper: fc.integer({ min: 6, max: 25 }) },
    ...{ width: time, width2: time, transition: time, transition2: time, timeout: fc.integer({ min: 2, max: 20 }) },
  })
  type Values = typeof values extends fc.Arbitrary<infer V> ? V : never
  const arming = (one: Values): object =>
    Object.fromEntries(
      Object.entries(one).map(([name, value]) => [`arm${name[0]!.toUpperCase()}${name.slice(1)}`, value]),
    )

  /** An event by the search of its own kind, and when it was: where the line through two samples meets the level that is met. */
  function eventsOf(
    one: Values,
    channels: readonly [number[], number[]],
  ): readonly { sample: number; instant: number }[] {
    const codes = channels[one.channel as 0 | 1]
    // An edge as an event is a crossing, also one that turned back: no kernel of the edge trigger is asked.
    if (one.kind === 'edge')
      return plainCrossings(codes, one.level, hysteresis).filter(
        ({ isRise }) => one.slope === 'either' || isRise === (one.slope === 'rising'),
      )
    const stretches = [channels[0].map((code, k) => [code, channels[1][k]!] as const)]
    const levels = one.kind === 'pulse' ? [one.level] : [one.lower, one.upper]
    return found({ trigger: { ...common, ...one } as unknown as CodeTrigger, stretches }).map((sample) => {
      const [last, code] = [codes[sample - 1]!, codes[sample]!]
      const met = levels.filter((at) => (last - at) * (code - at) <= 0 && last !== code)
      // A rise through two levels arrives at the upper one.
      const isRise = code > last
      const at = isRise ? met.at(-1) : met[0]
      const isCrossing = one.kind !== 'dropout' && at !== undefined
      return { sample, instant: isCrossing ? sample - (code - at) / (code - last) : sample }
    })
  }

  it('A then B finds the first event behind one that arms, within the time', () => {
    const triggers = fc
      .tuple(values, values, fc.constantFrom(2.012_345, 9.012_345, 100))
      .map(([one, other, within]) => ({
        ...{ ...common, ...one, ...arming(other), kind: 'sequence' as const, event: one.kind, within },
        ...{ one, other },
      })) as unknown as fc.Arbitrary<CodeTriggerOf<'sequence'> & { one: Values; other: Values }>
    agrees(triggers, ({ one, other, within }, channels) => {
      const arms = eventsOf(other, channels)
      let used = -1
      return eventsOf(one, channels).flatMap((event) => {
        const at = arms.findLastIndex((arm) =>
          arm.sample === event.sample ? arm.instant < event.instant : arm.sample < event.sample,
        )
        if (at <= used) return []
        used = at
        return event.instant - arms[at]!.instant <= within ? [event.sample] : []
      })
    })
  })

  it('the nth trigger counts edges from the newest event that arms', () => {
    const triggers = fc.tuple(armed, values, fc.integer({ min: 1, max: 3 })).map(([own, other, count]) => ({
      ...{ ...common, ...armedByEdge, ...own, ...arming(other), kind: 'nth' as const, count },
      ...{ one: { ...own, kind: 'edge' as const }, other },
    })) as unknown as fc.Arbitrary<CodeTriggerOf<'nth'> & { one: Values; other: Values }>
    agrees(triggers, ({ one, other, count }, channels) => {
      const arms = eventsOf(other, channels)
      let [newest, left] = [-1, 0]
      return eventsOf(one, channels).flatMap((event) => {
        const at = arms.findLastIndex((arm) =>
          arm.sample === event.sample ? arm.instant < event.instant : arm.sample < event.sample,
        )
        if (at > newest) [newest, left] = [at, count]
        return left > 0 && --left === 0 ? [event.sample] : []
      })
    })
  })
})

it('an event that arms is not before itself', () => {
  const wave = Array.from({ length: 100 }, (_, k) => [k % 10 < 5 ? -40 : 40, 0] as const)
  const trigger: CodeTrigger = { ...common, ...armedByEdge, kind: 'sequence', channel: 0, within: 10 }
  // Each edge is the one behind the edge before it.
  expect(found({ trigger, stretches: [wave] })).toEqual([15, 25, 35, 45, 55, 65, 75, 85, 95])
  expect(found({ trigger: { ...trigger, within: 9.9 }, stretches: [wave] })).toEqual([])
})
