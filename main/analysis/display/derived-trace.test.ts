// The math trace as frames show it, against the function of every sample: however the blocks are cut, with gaps, at any width of
// a column, of what came before the function and what comes after it.
import { describe, expect, it } from 'vitest'
import type { Frame } from '#shared/frame/frame.ts'
import { decodeDerived, firstDerived, sectionInt16, sectionKind } from '#shared/frame/sections.ts'
import type { FunctionName } from '#shared/kinds/functions.ts'
import type { CodeMath } from '../math/code-math.ts'
import { unitsPerCodeOf } from '../math/evaluator.ts'
import { AnalysisRig, type RigOptions } from '../testing/analysis-rig.ts'

const volts = { unitsPerCode: 1e-3, unitsAtZero: 0 }
const inputs = [
  { scanIndex: 0, ...volts },
  { scanIndex: 1, ...volts },
]
const mathOf = (kind: FunctionName): CodeMath => ({
  settings: { kind, a: 'voltage0', b: 'voltage1' } as CodeMath['settings'],
  inputs: kind === 'invert' || kind === 'absolute' ? inputs.slice(0, 1) : inputs,
})
const sum = mathOf('sum')
const step = unitsPerCodeOf(sum)
/** Twice the step of its channels; halves are rounded upwards. */
const derived = ([a, b]: readonly number[]): number => Math.floor((a! + b! + 1) / 2)

/** Numbers that look random and are always the same. */
function noise(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    return state >> 16
  }
}

interface Played extends RigOptions {
  readonly samples: number
  readonly gapEvery?: number
}

/** Blocks of odd lengths with gaps between some of them. */
function play(rig: AnalysisRig, { samples, gapEvery = 3 }: Played, seed = 1): void {
  const next = noise(seed)
  for (let done = 0, block = 0; done < samples; block++) {
    const scans = Math.min(samples - done, 700 + (Math.abs(next()) % 5000))
    const rows = Array.from({ length: scans }, () => Array.from({ length: rig.channels }, next))
    rig.push(rows, gapEvery > 0 && block % gapEvery === gapEvery - 1 ? 1 + (Math.abs(next()) % 900) : 0)
    done += scans
  }
}

function traceOf(frame: Frame) {
  const codes = frame.sections.find(
    ({ kind, channel }) => channel === firstDerived && (kind === sectionKind.samples || kind === sectionKind.envelope),
  )
  const about = frame.sections.find(({ kind }) => kind === sectionKind.derived)
  if (codes === undefined || about === undefined) return null
  return { codes: sectionInt16(codes), about: decodeDerived(about.data) }
}

/** Lowest and highest of the samples of each column, from all of them. */
function expected(rig: AnalysisRig, frame: Frame, from = 0): number[] {
  const pairs: number[] = []
  for (let column = 0; column < frame.points; column++) {
    let [low, high] = [32767, -32768]
    const first = frame.firstSample + column * frame.scansPerPoint
    for (let sample = Math.max(from, first); sample < first + frame.scansPerPoint; sample++) {
      const scan = rig.model[sample]
      if (scan === undefined) continue
      const code = derived(scan)
      low = Math.min(low, code)
      high = Math.max(high, code)
    }
    pairs.push(low, high)
  }
  return pairs
}

const pastView = { positionSeconds: 0, columns: 100 }

describe('the math trace', () => {
  it.each([1, 2])('has the exact lowest and highest value of each column, at %i channels more', async (more) => {
    const rig = await AnalysisRig.start({ channels: 1 + more })
    rig.host.setMath(sum)
    const played = { samples: 60_000 }
    play(rig, played)
    rig.nowMs += 100
    // From 12 samples a column on, 100, 256, more than 4,096, and widths between, on the grid of the pyramid and off it.
    for (const secondsPerDiv of [1.2e-4, 1e-3, 2.56e-3, 5e-3, 6.1e-3, 0.0407]) {
      const view = rig.openView({ ...pastView, secondsPerDiv, atSample: 31_234 })
      const frame = await rig.frame(view)
      const trace = traceOf(frame)!
      expect(frame.form).toBe('envelope')
      expect([...trace.codes]).toEqual(expected(rig, frame))
      expect(trace.about).toEqual({ unitsPerCode: step, share: 1 })
      view.dispose()
    }
  })

  it('is not made of the envelopes of its channels', async () => {
    const rig = await AnalysisRig.start({ channels: 2 })
    rig.host.setMath(mathOf('difference'))
    // A channel taken from its copy is 0 everywhere, though both swing through the whole range in every column.
    const next = noise(7)
    for (let block = 0; block < 20; block++)
      rig.push(Array.from({ length: 2000 }, () => Array(2).fill(next()) as number[]))
    rig.nowMs += 100
    const frame = await rig.frame(rig.openView({ ...pastView, secondsPerDiv: 4e-3, atSample: 20_000 }))
    const own = frame.sections.find(({ channel, kind }) => channel === 0 && kind === sectionKind.envelope)!
    expect(Math.max(...sectionInt16(own))).toBeGreaterThan(30_000)
    expect(new Set(traceOf(frame)!.codes)).toEqual(new Set([0]))
  })

  it('is shown sample by sample', async () => {
    const rig = await AnalysisRig.start({ channels: 3 })
    rig.host.setMath(sum)
    play(rig, { samples: 20_000, gapEvery: 0 })
    const frame = await rig.frame(rig.openView({ ...pastView, secondsPerDiv: 2e-5, atSample: 9_876 }))
    const trace = traceOf(frame)!
    expect(frame.form).toBe('raw')
    const scans = rig.model.slice(frame.firstSample, frame.firstSample + frame.points)
    expect([...trace.codes]).toEqual(scans.map((scan) => derived(scan!)))
    expect(trace.about.share).toBe(1)
  })

  it('that is chosen later is evaluated of what is in memory, and a stopped view shows it', async () => {
    const rig = await AnalysisRig.start({ channels: 2 })
    const view = rig.openView({ ...pastView, secondsPerDiv: 0.0407, atSample: 31_234 })
    play(rig, { samples: 60_000 })
    rig.host.setRunning(false)
    expect(traceOf(await rig.frame(view))).toBeNull()
    expect(await rig.frameIfAny(view)).toBeNull()
    rig.host.setMath(sum)
    rig.run()
    const frame = await rig.frame(view)
    expect([...traceOf(frame)!.codes]).toEqual(expected(rig, frame))
    expect(traceOf(frame)!.about.share).toBe(1)
    rig.host.setMath(null)
    expect(traceOf(await rig.frame(view))).toBeNull()
  })

  it('goes on with the stream after that, and begins anew with another epoch', async () => {
    const rig = await AnalysisRig.start({ channels: 2 })
    play(rig, { samples: 30_000 })
    rig.host.setMath(sum)
    rig.run()
    play(rig, { samples: 30_000 }, 5)
    const view = rig.openView({ ...pastView, secondsPerDiv: 0.0407, atSample: 31_234 })
    const frame = await rig.frame(view)
    expect([...traceOf(frame)!.codes]).toEqual(expected(rig, frame))
    rig.beginEpoch()
    play(rig, { samples: 40_000 }, 9)
    const again = await rig.frame(view)
    expect(again.epoch).toBe(2)
    expect([...traceOf(again)!.codes]).toEqual(expected(rig, again))
  })

  it('is not there while one of its channels is not', async () => {
    const rig = await AnalysisRig.start({ channels: 1 })
    rig.host.setMath(sum)
    play(rig, { samples: 10_000 })
    const view = rig.openView({ ...pastView, secondsPerDiv: 1e-3, atSample: 5_000 })
    expect(traceOf(await rig.frame(view))).toBeNull()
  })

  it('says over which share of the samples it was evaluated when the thread was late', async () => {
    const rig = await AnalysisRig.start({ channels: 2 })
    rig.host.setMath(sum)
    play(rig, { samples: 16_384, gapEvery: 0 })
    rig.isHeld = true
    play(rig, { samples: 16_384, gapEvery: 0 }, 3)
    // They have waited for so long that only the envelope of the channels is made of them.
    rig.nowMs += 1000
    rig.isHeld = false
    rig.run()
    const leftOut = { from: 16_384, until: rig.model.length }
    play(rig, { samples: 16_384, gapEvery: 0 }, 4)
    const view = rig.openView({ ...pastView, secondsPerDiv: 0.0407 * 4, atSample: 20_000, columns: 10 })
    const frame = await rig.frame(view)
    const share = 1 - (leftOut.until - leftOut.from) / rig.model.length
    expect(traceOf(frame)!.about.share).toBeCloseTo(share, 3)
    // A closer view is made of the samples themselves, which are there.
    const close = await rig.frame(rig.openView({ ...pastView, secondsPerDiv: 1e-3, atSample: 20_000 }))
    expect(traceOf(close)!.about.share).toBe(1)
    expect([...traceOf(close)!.codes]).toEqual(expected(rig, close))
  })

  it('outlives the memory of its samples', async () => {
    const rig = await AnalysisRig.start({ channels: 2, historyBytes: 64 * 1024 })
    rig.host.setMath(sum)
    play(rig, { samples: 400_000 })
    const view = rig.openView({ ...pastView, secondsPerDiv: 0.04096, columns: 11, atSample: 204_800 })
    const frame = await rig.frame(view)
    expect(frame.oldestSample).toBeGreaterThan(350_000)
    expect(frame.firstSample + frame.points * frame.scansPerPoint).toBeGreaterThan(400_000)
    const trace = [...traceOf(frame)!.codes]
    const exact = expected(rig, frame)
    // The last column may end among samples of the newest, unfinished columns.
    expect(trace.slice(0, -2)).toEqual(exact.slice(0, -2))
  })
})
