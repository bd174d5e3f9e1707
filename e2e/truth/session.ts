// A signal taken through the product's own analysis, as a capture would, and looked at in several ways: each look is a
// frame as it goes to a page, with what the oracle expects of it.

import type { AnalysedView } from '#main/analysis/display/analysed-view.ts'
import { AnalysisRig } from '#main/analysis/testing/analysis-rig.ts'
import { autoTimeoutMs } from '#main/analysis/trigger/acquisition.ts'
import { timeWindow } from '#renderer/scale/axis.ts'
import { decodeFrame } from '#shared/frame/frame.ts'
import { decodePhosphor } from '#shared/frame/phosphor.ts'
import { sectionKind } from '#shared/frame/sections.ts'
import { type LookName, plotSize, screenCodes, type TruthCase } from './looks.ts'
import { type Expected, exactSine, type Moments, Oracle } from './oracle.ts'
import { makeSignal, phaseOf } from './signals.ts'

export interface Look {
  readonly name: LookName
  readonly frame: Uint8Array
  readonly view: AnalysedView
  readonly expected: Expected
  /** Of the columns of its persistence map, over all samples of the newest record; null without one. */
  readonly moments: Moments | null
}

/** Windows that are captured: a whole record before the newest one, and some more. */
const windows = 3.3

const rigs = new Map<number, Promise<AnalysisRig>>()
/** One for each rate: to begin one costs more than to use it. */
async function rigOf(samplingFrequencyHz: number): Promise<AnalysisRig> {
  const known =
    rigs.get(samplingFrequencyHz) ??
    AnalysisRig.start({ samplingFrequencyHz, historyBytes: 64 << 20, heapBytes: 192 << 20 })
  rigs.clear()
  rigs.set(samplingFrequencyHz, known)
  return known
}

/** The looks that were wanted; without those the analysis has nothing for, as in normal mode before the first trigger. */
export async function lookAt(wanted: TruthCase): Promise<Look[]> {
  const { signal, hertz, secondsPerDiv, samplingFrequencyHz, seed } = wanted
  const window = 10 * secondsPerDiv * samplingFrequencyHz
  const cyclesPerSample = hertz / samplingFrequencyHz
  const scans = Math.ceil(Math.max(400, windows * window))
  const codes = makeSignal(signal, { scans, cyclesPerSample, seed })
  const isExact = signal === 'sine' && cyclesPerSample <= 0.25
  const oracle = new Oracle({
    codes,
    samplingFrequencyHz,
    exact: isExact ? exactSine(cyclesPerSample, phaseOf(seed)) : null,
    repeats: signal === 'sine' || signal === 'square' || signal === 'pulse',
  })
  const rig = await rigOf(samplingFrequencyHz)
  rig.beginEpoch()
  rig.host.setRunning(true)
  rig.host.setTrigger({
    kind: 'edge',
    mode: seed % 2 === 0 ? 'auto' : 'normal',
    channel: 0,
    slope: 'rising',
    level: 0,
    hysteresis: 100,
  })
  const base = { secondsPerDiv, positionSeconds: 0, columns: plotSize.width, atSample: null } as const
  const glowing = { ...base, persistence: true, vertical: [{ scanIndex: 0, ...screenCodes }] }
  // What is drawn without persistence must not end the map of the others.
  const bare = rig.openView(base)
  const view = rig.openView(glowing)
  const looks: Look[] = []
  const see = async (name: LookName, settings: AnalysedView): Promise<void> => {
    const from = name === 'bare' ? bare : view
    from.setView(settings)
    let frame = await rig.bytesIfAny(from)
    if (frame === null) {
      // Without a trigger auto mode waits before it shows what there is.
      rig.nowMs += autoTimeoutMs(10 * settings.secondsPerDiv) + 1
      frame = await rig.bytesIfAny(from)
    }
    if (frame !== null && wanted.looks.includes(name)) looks.push(lookOf(name, frame, settings, oracle))
  }
  try {
    const piece = Math.max(64, Math.ceil(window / 8))
    for (let at = 0; at < scans; at += piece) {
      rig.nowMs += (Math.min(piece, scans - at) / samplingFrequencyHz) * 1000
      rig.pushCodes(codes.subarray(at, at + piece))
    }
    await see('live', glowing)
    await see('bare', base)
    rig.host.setRunning(false)
    await see('stopped', glowing)
    await see('closer', { ...glowing, secondsPerDiv: secondsPerDiv / 7 })
    await see('wider', { ...glowing, secondsPerDiv: secondsPerDiv * 5 })
    await see('panned', { ...glowing, positionSeconds: -3.3 * secondsPerDiv })
    await see('scrubbed', { ...glowing, atSample: Math.floor(scans * 0.4) })
  } finally {
    view.dispose()
    bare.dispose()
  }
  return looks
}

function lookOf(name: LookName, bytes: Uint8Array, view: AnalysedView, oracle: Oracle): Look {
  const frame = decodeFrame(bytes)
  const span = timeWindow(view)
  const lastPoint = frame.firstSample + frame.points * frame.scansPerPoint
  // As the page hangs its time axis: on the sample asked for, the trigger, or the newest at the right edge.
  const free = lastPoint - span.endSeconds * frame.samplingFrequencyHz
  const reference =
    frame.anchor === 'past' ? view.atSample! : Number.isFinite(frame.triggerSample) ? frame.triggerSample : free
  const isGlowing = (name === 'live' || name === 'stopped') && Number.isFinite(frame.triggerSample)
  const section = frame.sections.find(({ kind }) => kind === sectionKind.persistence)
  const map = section === undefined ? null : decodePhosphor(section.data)
  const moments = map === null ? null : oracle.moments(reference + map.first, map.step, map.columns)
  return {
    name,
    frame: bytes,
    view,
    moments,
    expected: oracle.expect({ reference, ...span, columns: view.columns }, isGlowing),
  }
}
