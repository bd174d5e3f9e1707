// A search over the memory, fed with blocks cut anywhere, with gaps between them and old ones that are given back: what it has found
// at any moment is what a search over the whole stream finds, as far as it is in memory.
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaultsOf } from '#shared/kinds/kinds.ts'
import { type TriggerName, triggers } from '#shared/kinds/triggers.ts'
import { AnalysisRig } from '../testing/analysis-rig.ts'
import { type Scans, searchRig } from '../testing/search-rig.ts'
import type { CodeTrigger } from '../trigger/code-trigger.ts'

/** As the rig of the searches: times are scans. */
const samplingFrequencyHz = 1
const fixedHysteresis = [5, 5]
const channel = 0
const levels = { level: 3, lower: -12, upper: 12, armLevel: -6, levelB: 4, levelC: 0, levelD: 0 }
const channels = { channel, armChannel: 1, channelB: 1, channelC: 0, channelD: 1 }
const times = { width: 4.5, width2: 9, transition: 2.5, transition2: 5, timeout: 12, within: 6.25 }
const others = { stateB: 'H', polarity: 'either', direction: 'either', count: 2 }

function triggerOf(kind: TriggerName): CodeTrigger {
  const named = { ...defaultsOf(triggers, kind) } as Record<string, unknown>
  for (const [name, value] of Object.entries({ ...levels, ...channels, ...times, ...others }))
    if (name in named) named[name] = value
  return { ...named, kind, mode: 'auto', hysteresis: 5, fixedHysteresis } as unknown as CodeTrigger
}

const kinds = Object.keys(triggers) as TriggerName[]
const steps = fc
  .array(fc.tuple(fc.integer({ min: -45, max: 45 }), fc.integer({ min: 1, max: 8 })), { minLength: 4, maxLength: 90 })
  .map((parts) => parts.flatMap(([code, scans]) => Array.from({ length: scans }, (_, k) => code + (k % 3))))
const signal = fc
  .tuple(steps, steps)
  .map(([a, b]): Scans => a.slice(0, Math.min(a.length, b.length)).map((code, k) => [code, b[k]!]))
const stretches = fc.array(signal, { minLength: 1, maxLength: 4 })
const plan = fc.record({
  stretches,
  /** Lengths of the blocks, again and again. */
  blocks: fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 6 }),
  /** After so many blocks it is said what is looked for. */
  setAfter: fc.nat(12),
})

const found = searchRig()
let rig: AnalysisRig
beforeAll(async () => {
  // Blocks of a page each: some six of them are kept.
  rig = await AnalysisRig.start({ channels: 2, samplingFrequencyHz, historyBytes: 6 * 4096 })
})
afterAll(() => rig.host.stop())

/** Events in memory by the search over all stretches, one after the other with ten lost samples between them. */
function byWholeStream(trigger: CodeTrigger, parts: readonly Scans[], lost: number): number[] {
  let first = 0
  return parts.flatMap((scans) => {
    const here = found({ trigger, stretches: [scans] }).map((sample) => first + sample)
    first += scans.length + lost
    return here
  })
}

interface Piece {
  readonly scans: Scans
  readonly lost: number
}

function pieces(parts: readonly Scans[], blocks: readonly number[], lost: number): Piece[] {
  let turn = 0
  return parts.flatMap((scans, k) => {
    const cut: Piece[] = []
    for (let at = 0; at < scans.length; ) {
      const length = blocks[turn++ % blocks.length]!
      cut.push({ scans: scans.slice(at, at + length), lost: k > 0 && at === 0 ? lost : 0 })
      at += length
    }
    return cut
  })
}

const samples = async (): Promise<number[]> => (await rig.host.searching.events(0, 0, 1e9)).map(({ sample }) => sample)

describe.each(kinds)('a search for the %s kind', (kind) => {
  it('has found what a search over the whole stream finds of what is in memory', async () => {
    let events = 0
    let evicted = 0
    const trigger = triggerOf(kind)
    await fc.assert(
      fc.asyncProperty(plan, async ({ stretches: parts, blocks, setAfter }) => {
        const lost = 10
        rig.host.searching.set(null)
        rig.beginEpoch()
        let oldestAtSet = 0
        const all = pieces(parts, blocks, lost)
        for (const [k, piece] of all.entries()) {
          if (k === Math.min(setAfter, all.length - 1)) {
            rig.host.searching.set(trigger)
            oldestAtSet = rig.host.stats().oldestSample ?? 0
          }
          rig.push(piece.scans, piece.lost)
        }
        const oldest = rig.host.stats().oldestSample ?? 0
        // What began before the memory did when the search was set cannot be known.
        const whole = rig.model.slice(oldestAtSet)
        const seen = splitAtGaps(whole).flatMap(({ first, scans }) =>
          found({ trigger, stretches: [scans] }).map((sample) => oldestAtSet + first + sample),
        )
        const wanted = seen.filter((sample) => sample >= oldest)
        if (oldestAtSet === 0) expect(seen).toEqual(byWholeStream(trigger, parts, lost))
        events += wanted.length
        evicted += seen.length - wanted.length
        expect(await samples()).toEqual(wanted)
        const figures = await rig.host.searching.figures()
        expect(figures).toMatchObject({ count: wanted.length, listed: wanted.length, oldest })
        expect(figures!.searchedScans).toBe(figures!.scans)
        expect(figures!.marks.reduce((sum, one) => sum + one, 0)).toBe(wanted.length)
      }),
      { numRuns: 250 },
    )
    expect(events).toBeGreaterThan(20)
    expect(evicted).toBeGreaterThan(0)
  })
})

describe('a search', () => {
  const edge = { ...triggerOf('edge'), level: 0 } as CodeTrigger
  /** Rising edges half way between two samples, ten apart. */
  const square = (periods: number, high = 40): Scans =>
    Array.from({ length: 10 * periods }, (_, k) => [k % 10 < 5 ? -high : high, 0])

  it('says where the signal meets the level, between two samples, and how far it is from one to the next', async () => {
    rig.beginEpoch()
    rig.host.searching.set(edge)
    rig.push(square(4))
    rig.push(square(2), 100)
    const events = await rig.host.searching.events(10, 1, 4)
    expect(events.map(({ sample, ordinal }) => [sample, ordinal])).toEqual([
      [5, 1],
      [15, 2],
      [25, 3],
      [35, 4],
    ])
    for (const { sample, instant } of events) expect(instant).toBeCloseTo(sample - 0.5, 1)
    const all = await rig.host.searching.events(null, 0, 6)
    // Nobody knows what was before the first one, nor in the gap.
    expect(all.map(({ scansBefore }) => scansBefore)).toEqual([null, 10, 10, 10, null, 10])
    expect((await rig.host.searching.figures())!.between).toEqual({ longest: 10, shortest: 10, longestAt: 15 })
  })

  it('finds nothing from one signal into another, told in time or late', async () => {
    const trigger = { ...triggerOf('pulse'), level: 0, condition: '<', width: 20 } as CodeTrigger
    const [low, high]: [Scans, Scans] = [square(1).slice(0, 5), square(1).slice(5)]
    for (const isLate of [false, true]) {
      rig.beginEpoch()
      rig.host.searching.set(trigger)
      rig.push([...low, ...high])
      if (!isLate) rig.host.markSeam(rig.model.length === 10 ? rig.lent.at(-1)!.epoch : -1, 10)
      rig.push([...low, ...high, ...low])
      if (isLate) rig.host.markSeam(rig.lent.at(-1)!.epoch, 10)
      rig.push(high)
      // The pulse that ends at sample 10 ends with the signal, and the next one has no begin that is known.
      expect(await samples()).toEqual([20, 25])
    }
  })

  it('fits its hysteresis to each signal', async () => {
    const { fixedHysteresis: _, ...automatic } = { ...edge, hysteresis: 1024 } as CodeTrigger & object
    rig.beginEpoch()
    rig.host.searching.set(automatic as CodeTrigger)
    rig.push(square(3, 400))
    expect(await samples()).toEqual([5, 15, 25])
    // Waves that would have been an event before are noise beside a larger signal.
    rig.nowMs += 200
    rig.push(square(2, 20_000))
    expect(await samples()).toEqual([35, 45])
    rig.nowMs += 200
    rig.host.markSeam(rig.lent.at(-1)!.epoch, 50)
    rig.push(square(2, 400))
    expect(await samples()).toEqual([35, 45, 55, 65])
  })

  it('that came too late for some of it goes through all of it when the capture has stopped', async () => {
    rig.beginEpoch()
    rig.host.searching.set(edge)
    rig.push(square(20))
    rig.isHeld = true
    rig.push(square(20))
    // The rig's clock stands still while the thread works: it is late by what waits, and nothing is searched.
    rig.nowMs += 400
    rig.isHeld = false
    rig.host.setRunning(false)
    rig.run()
    const figures = await rig.host.searching.figures()
    expect(figures).toMatchObject({ count: 40, isDone: true })
    expect(figures!.searchedScans).toBe(figures!.scans)
    rig.host.setRunning(true)
  })

  it('begins anew with another one, and ends', async () => {
    rig.beginEpoch()
    rig.push(square(5))
    rig.host.searching.set(edge)
    expect(await samples()).toHaveLength(5)
    rig.host.searching.set({ ...edge, slope: 'falling' } as CodeTrigger)
    expect(await samples()).toEqual([10, 20, 30, 40])
    rig.host.searching.set(null)
    expect(await rig.host.searching.figures()).toBeNull()
    expect(await samples()).toEqual([])
  })
})

function splitAtGaps(model: readonly (readonly number[] | undefined)[]): { first: number; scans: Scans }[] {
  const runs: { first: number; scans: (readonly [number, number])[] }[] = []
  let isOpen = false
  for (let k = 0; k < model.length; k++) {
    const scan = model[k]
    if (scan === undefined) {
      isOpen = false
      continue
    }
    if (!isOpen) runs.push({ first: k, scans: [] })
    isOpen = true
    runs.at(-1)!.scans.push(scan as readonly [number, number])
  }
  return runs
}
