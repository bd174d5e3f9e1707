// The pattern trigger: what it finds in random signals of two channels is what its definition says of the whole stretch, however it is
// cut.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { agrees, found, hysteresis } from '../../testing/agrees.ts'
import { plainSides } from '../../testing/plain-crossings.ts'
import type { Scans } from '../../testing/search-rig.ts'
import type { CodeTriggerOf } from '../code-trigger.ts'

const common = { mode: 'normal', hysteresis } as const
const level = fc.integer({ min: -20, max: 20 })

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
