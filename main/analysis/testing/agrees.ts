// Random signals of two channels, in stretches, cut anywhere: whether a search finds in them what its definition says.
import fc from 'fast-check'
import { expect } from 'vitest'
import type { CodeTrigger } from '../trigger/code-trigger.ts'
import { heldOff } from './plain-crossings.ts'
import { type Scans, searchRig } from './search-rig.ts'

export const found = searchRig()
export const hysteresis = 5
const codes = fc
  .array(fc.tuple(fc.integer({ min: -45, max: 45 }), fc.integer({ min: 1, max: 6 })), { minLength: 1, maxLength: 60 })
  .map((parts) => parts.flatMap(([code, scans]) => Array.from({ length: scans }, (_, k) => code + (k % 3))))
const signal = fc
  .tuple(codes, codes)
  .map(([a, b]): Scans => a.slice(0, Math.min(a.length, b.length)).map((code, k) => [code, b[k]!]))

/**
 * What a search finds is what its definition says.
 * @param byDefinition the samples of all events of one stretch, by the codes of its two channels
 */
export function agrees<T extends CodeTrigger>(
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
