// A signal taken through the product's own analysis, as a capture would, and looked at in several ways: each look is a
// frame as it goes to a page, with what the oracle expects of it.
import { AnalysisRig } from '#main/capture/analysis/testing/analysis-rig.ts'
import type { AnalysedView } from '#main/capture/analysis/types.ts'
import { timeWindow } from '#renderer/plot/axis.ts'
import { decodeFrame, type Frame, sectionKind } from '#shared/contract/frame.ts'
import { decodePhosphor } from '#shared/contract/phosphor.ts'
import { type Expected, exactSine, type Moments, Oracle } from './oracle.ts'
import { makeSignal, phaseOf, type SignalName } from './signals.ts'

/** How a window is looked at. `live` and `stopped` with persistence, `bare` without. */
export const lookNames = ['live', 'bare', 'stopped', 'closer', 'wider', 'panned', 'scrubbed'] as const
export type LookName = (typeof lookNames)[number]

export interface TruthCase {
  readonly signal: SignalName
  readonly hertz: number
  readonly secondsPerDiv: number
  readonly samplingFrequencyHz: number
  readonly seed: number
  readonly looks: readonly LookName[]
  /** Windows that are captured. Default 3.3. */
  readonly windows?: number
}

export interface Look {
  readonly name: LookName
  readonly frame: Uint8Array
  readonly view: AnalysedView
  readonly expected: Expected
  /** Of the columns of its persistence map, over all samples of the newest record; null without one. */
  readonly moments: Moments | null
}

/** Pixels of the plot that everything is drawn on. */
export const plotSize = { width: 842, height: 500 } as const
/** Codes at the lower and the upper edge of the screen; 1 mV each. */
export const screenCodes = { low: -20_000, high: 20_000 } as const

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

/** @throws when the analysis gives no frame where there should be one */
export async function lookAt(wanted: TruthCase): Promise<Look[]> {
  const { signal, hertz, secondsPerDiv, samplingFrequencyHz, seed } = wanted
  const window = 10 * secondsPerDiv * samplingFrequencyHz
  const cyclesPerSample = hertz / samplingFrequencyHz
  const scans = Math.ceil(Math.max(400, (wanted.windows ?? 3.3) * window))
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
    mode: seed % 2 === 0 ? 'auto' : 'normal',
    scanIndex: 0,
    slope: 'rising',
    level: 0,
    hysteresis: 100,
  })
  const base = { secondsPerDiv, positionSeconds: 0, columns: plotSize.width, atSample: null } as const
  const glowing = { ...base, persistence: true, vertical: [{ scanIndex: 0, ...screenCodes }] }
  const view = rig.openView(glowing)
  const looks: Look[] = []
  let newest: Frame | null = null
  const see = async (name: LookName, settings: AnalysedView): Promise<void> => {
    view.setView(settings)
    const frame = (await rig.bytesIfAny(view)) ?? null
    if (frame === null) return
    newest = decodeFrame(frame)
    if (wanted.looks.includes(name)) looks.push(lookOf(name, frame, settings, oracle))
  }
  try {
    const piece = Math.max(64, Math.ceil(window / 8))
    for (let at = 0; at < scans; at += piece) {
      rig.nowMs += (Math.min(piece, scans - at) / samplingFrequencyHz) * 1000
      rig.pushCodes(codes.subarray(at, at + piece))
    }
    await see('live', glowing)
    await see('bare', base)
    await see('live', glowing)
    rig.host.setRunning(false)
    await see('stopped', glowing)
    await see('closer', { ...glowing, secondsPerDiv: secondsPerDiv / 7 })
    await see('wider', { ...glowing, secondsPerDiv: secondsPerDiv * 5 })
    await see('panned', { ...glowing, positionSeconds: -3.3 * secondsPerDiv })
    const atSample = Math.floor(scans * 0.4)
    await see('scrubbed', { ...glowing, atSample })
  } finally {
    view.dispose()
  }
  if (newest === null) throw new Error(`no frame of ${signal} at ${hertz} Hz, ${secondsPerDiv} s/div`)
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
