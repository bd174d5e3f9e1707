// A stable signal stands still on the screen: where the frames that the page gets have the instant of the trigger, against where
// the signal crosses the level in closed form.

import { describe, expect, it } from 'vitest'
import type { Frame } from '#shared/frame/frame.ts'
import { sectionInt16 } from '#shared/frame/sections.ts'
import { seeded } from '#shared/testing/seeded.ts'
import { AnalysisRig } from '../testing/analysis-rig.ts'
import { armedByEdge } from '../testing/armed.ts'
import { normal } from '../testing/signals.ts'
import type { CodeTrigger } from '../trigger/code-trigger.ts'

const common = { mode: 'normal', channel: 0, hysteresis: 200 } as const

/** Frames that hang on a trigger, one of each piece of the stream at most. */
async function frames(trigger: CodeTrigger, code: (sample: number) => number, count: number): Promise<Frame[]> {
  const rig = await AnalysisRig.start({ samplingFrequencyHz: 1e9 })
  rig.host.setTrigger(trigger)
  const view = rig.openView({ secondsPerDiv: 2e-8 })
  const found: Frame[] = []
  const random = seeded(3)
  for (let first = 0, piece = 0; found.length < count && piece < 4 * count; piece++) {
    const scans = 400 + Math.floor(random() * 300)
    const from = first
    rig.pushCodes(Int16Array.from({ length: scans }, (_, k) => Math.round(code(from + k))))
    first += scans
    const frame = await rig.frameIfAny(view)
    if (frame?.anchor === 'trigger') found.push(frame)
  }
  await rig.host.stop()
  return found
}

/** Where the line that is drawn through the samples of a frame rises through the level, next to the trigger's instant. */
function drawnCrossing(frame: Frame, level: number): number {
  const codes = sectionInt16(frame.sections[0]!)
  const crossings = [...codes].flatMap((code, k) => {
    const next = codes[k + 1]
    return next !== undefined && code < level && next >= level
      ? [frame.firstSample + k + (level - code) / (next - code)]
      : []
  })
  const away = (at: number): number => Math.abs(at - frame.triggerSample)
  return crossings.reduce((near, at) => (away(at) < away(near) ? at : near), Number.POSITIVE_INFINITY)
}

const rms = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, one) => sum + one * one, 0) / values.length)

/** 0.8 V in noise of 4 mV RMS, codes: what the converter's first channel has at power-up. */
const [peak, noise] = [26_214, 131]

describe('a triggered sine', () => {
  // Height and noise are those of the gigasample converter at first; a period that is no whole number has other samples every time.
  it.each([
    { period: 100, noise: 0 },
    { period: 100, noise },
    { period: 99.713, noise },
  ])(
    'of 10 MHz at 1 GS/s stands still over 1000 records: $period samples a period, noise of $noise codes',
    async (sine) => {
      const { period } = sine
      const chance = normal(8)
      const phase = 0.37
      const turn = (2 * Math.PI) / period
      const level = 3000
      const taken = await frames(
        { ...common, kind: 'edge', slope: 'rising', level },
        (sample) => peak * Math.sin(turn * sample + phase) + sine.noise * chance(),
        1000,
      )
      expect(taken).toHaveLength(1000)
      const planted = (Math.asin(level / peak) - phase) / turn
      const fromSignal = taken.map(({ triggerSample }) => {
        const periods = Math.round((triggerSample - planted) / period)
        return triggerSample - planted - periods * period
      })
      const fromDrawn = taken.map((frame) => drawnCrossing(frame, level) - frame.triggerSample)
      // The signal against time zero, and the line on the screen against it.
      expect(rms(fromSignal)).toBeLessThan(0.1)
      expect(rms(fromDrawn)).toBeLessThan(0.1)
      if (sine.noise === 0) expect(Math.max(...fromSignal.map(Math.abs))).toBeLessThan(0.01)
    },
  )
})

/** A sine of 37.3 samples whose height goes up and down: band-limited, with runts, and edges of many slopes. */
const turns = { quick: (2 * Math.PI) / 37.3, slow: (2 * Math.PI) / 1711 } as const
const ideal = (t: number): number => (6000 + 5000 * Math.sin(turns.slow * t)) * Math.sin(turns.quick * t)
const slopeOf = (t: number): number => (ideal(t + 1e-3) - ideal(t - 1e-3)) / 2e-3

/** Where the ideal signal meets a level nearest to `near`, within a sample or two; by halving. Null: nowhere. */
function idealCrossing(level: number, rises: boolean, near: number): number | null {
  const isBelow = (t: number): boolean => ideal(t) < level === rises
  for (let from = near - 1.5; from < near + 1.5; from += 0.125) {
    if (!isBelow(from) || isBelow(from + 0.125)) continue
    let [low, high] = [from, from + 0.125]
    for (let k = 0; k < 40; k++) {
      const middle = (low + high) / 2
      if (isBelow(middle)) low = middle
      else high = middle
    }
    return low
  }
  return null
}

const edge = { slope: 'rising', level: 1000 } as const
const levels = { lower: 2500, upper: 7000 } as const
const arm = { ...armedByEdge, armLevel: -3000 } as const
/** Where the instant of each kind is: a level, and whether the signal rises through it. */
const kinds: { name: string; trigger: CodeTrigger; at: readonly (readonly [level: number, rises: boolean])[] }[] = [
  { name: 'edge', trigger: { ...common, kind: 'edge', ...edge }, at: [[1000, true]] },
  {
    name: 'edge of either slope',
    trigger: { ...common, kind: 'edge', ...edge, slope: 'either' },
    at: [
      [1000, true],
      [1000, false],
    ],
  },
  {
    name: 'end of a pulse',
    trigger: { ...common, kind: 'pulse', polarity: 'positive', level: 1000, condition: '>', width: 5e-9, width2: 0 },
    at: [[1000, false]],
  },
  { name: 'end of a runt', trigger: { ...common, kind: 'runt', polarity: 'positive', ...levels }, at: [[2500, false]] },
  {
    name: 'window that is entered',
    trigger: { ...common, kind: 'window', direction: 'enter', ...levels },
    at: [
      [7000, false],
      [2500, true],
    ],
  },
  {
    name: 'window that is left',
    trigger: { ...common, kind: 'window', direction: 'leave', ...levels },
    at: [
      [7000, true],
      [2500, false],
    ],
  },
  {
    name: 'slew rate',
    trigger: {
      ...{ ...common, kind: 'slew', slope: 'rising', ...levels },
      ...{ condition: '>', transition: 1e-9, transition2: 0 },
    },
    at: [[7000, true]],
  },
  { name: 'nth edge', trigger: { ...common, ...arm, kind: 'nth', ...edge, count: 2 }, at: [[1000, true]] },
  { name: 'A then B', trigger: { ...common, ...arm, kind: 'sequence', ...edge, within: 1e-6 }, at: [[1000, true]] },
]

describe('the instant of a trigger', () => {
  it.each(kinds)('is that of the signal to 0.05 samples: $name', async ({ trigger, at }) => {
    const taken = await frames(trigger, ideal, 150)
    let judged = 0
    for (const { triggerSample } of taken) {
      // A signal that turns within the hysteresis is over at a sample, not at a crossing of the level.
      if (Number.isInteger(triggerSample)) continue
      const crossings = at.flatMap(([level, rises]) => idealCrossing(level, rises, triggerSample) ?? [])
      const away = Math.min(...crossings.map((one) => Math.abs(one - triggerSample)))
      // Where the signal only just reaches the level, a code more or less moves the crossing by much.
      if (crossings.some((one) => Math.abs(slopeOf(one)) < 60)) continue
      expect(away, `at ${triggerSample}`).toBeLessThan(0.05)
      judged++
    }
    expect(judged).toBeGreaterThan(Math.max(40, 0.7 * taken.length))
  })
})
