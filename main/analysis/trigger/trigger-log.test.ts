import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TriggerLog } from './trigger-log.ts'

const logged = (log: TriggerLog): number[] => Array.from({ length: log.count }, (_, k) => log.at(k))

describe('the log of triggers', () => {
  it('holds off by samples and by events, and counts all', () => {
    const steps = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 80 })
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 20 }), fc.nat({ max: 5 }), (steps, scans, events) => {
        const log = new TriggerLog()
        log.holdoff = { scans, events }
        let at = 0
        const samples = steps.map((step) => (at += step))
        for (const sample of samples) log.push(sample)
        // By the definition: a trigger is so far, and so many events, behind the one before.
        const wanted: number[] = []
        samples.forEach((sample, k) => {
          const before = wanted.at(-1)
          const passed = before === undefined ? Number.POSITIVE_INFINITY : k - samples.indexOf(before) - 1
          if (before === undefined || (sample - before >= scans && passed >= events)) wanted.push(sample)
        })
        expect(logged(log)).toEqual(wanted)
        expect([log.events, log.newest]).toEqual([steps.length, samples.at(-1) ?? Number.NEGATIVE_INFINITY])
      }),
    )
  })

  it('has the same of many events at once as of each by itself, and so has who follows it', () => {
    const steps = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 60 })
    const chunks = fc.array(steps, { maxLength: 6 })
    const holdoff = fc.record({ scans: fc.double({ min: 0, max: 20, noNaN: true }), events: fc.nat({ max: 4 }) })
    fc.assert(
      fc.property(chunks, fc.array(holdoff, { minLength: 1, maxLength: 3 }), fc.nat(2), (chunks, holdoffs, place) => {
        const [one, many] = [new TriggerLog(), new TriggerLog()]
        const told: number[][] = [[], []]
        for (const [k, log] of [one, many].entries())
          log.follower = {
            holdOff: () => 1,
            heldUntil: 0,
            event: (sample) => void told[k]!.push(sample),
            events: (offsets, from, until, sample) => {
              for (let at = from; at < until; at++) told[k]!.push(sample + offsets[at]!)
            },
            reckon: () => {},
          }
        let sample = 2 ** 40
        chunks.forEach((steps, k) => {
          one.holdoff = many.holdoff = holdoffs[k % holdoffs.length]!
          let at = 0
          const offsets = steps.map((step) => (at += step))
          for (const offset of offsets) one.push(sample + offset)
          const words = Uint32Array.from([...Array<number>(place).fill(7), ...offsets, 7])
          many.pushAll(words, place, place + offsets.length, sample)
          sample += at
          expect([many.count, many.events, many.newest, many.heldUntil]).toEqual([
            ...[one.count, one.events, one.newest, one.heldUntil],
          ])
        })
        expect(logged(many)).toEqual(logged(one))
        expect(told[1]).toEqual(told[0])
      }),
    )
  })

  it('forgets what is not certain, in the log and in the count', () => {
    const log = new TriggerLog()
    log.push(10)
    log.settle()
    log.push(20)
    log.push(30)
    expect([log.uncertain, log.events]).toEqual([2, 3])
    log.retract()
    expect([logged(log), log.events, log.newest, log.uncertain]).toEqual([[10], 1, 10, 0])
  })

  it('keeps a forced trigger out of the count', () => {
    const log = new TriggerLog()
    log.force(7)
    log.retract()
    expect([logged(log), log.events]).toEqual([[7], 0])
  })

  it('knows the line of each trigger while it is logged', () => {
    const log = new TriggerLog()
    for (let k = 0; k < 70_000; k++) log.push(2 * k, k % 3)
    expect([log.lineAt(2), log.lineAt(139_998), log.lineAt(139_999), log.lineAt(139_996)]).toEqual([null, 0, null, 2])
    expect([log.firstFrom(139_997), log.newestUpTo(139_997), log.newestUpTo(5)]).toEqual([139_998, 139_996, null])
  })
})
