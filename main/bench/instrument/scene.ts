// An instrument for a benchmark: in this process, so that its main thread is this one.
import { createInstrument, type Instrument, type InstrumentOptions } from '#main/instrument/index.ts'

export interface Scene {
  readonly samplingFrequencyHz: number
  /** Channels that capture: 1 or 2. */
  readonly channels: 1 | 2
  readonly blockBytes?: number
  /** Default true. */
  readonly analysis?: boolean
}

/** As a run without a screen has it: enough for the analysis to be late. */
const shortHistory = { historyBytes: 96 << 20, historySeconds: 0.1 }

/** Not capturing yet. The signal is a 1 MHz sine with noise, the trigger on its rising edge. */
export function openInstrument(scene: Scene, more: Partial<InstrumentOptions> = {}): Promise<Instrument> {
  return createInstrument({
    front: 'headless',
    run: false,
    ...shortHistory,
    ...(scene.analysis === undefined ? {} : { analysis: scene.analysis }),
    set: [
      { path: 'sampling_frequency', value: String(scene.samplingFrequencyHz) },
      { path: 'voltage1/en', value: scene.channels === 2 ? '1' : '0' },
      ...(scene.blockBytes === undefined ? [] : [{ path: 'blockBytes', value: String(scene.blockBytes) }]),
    ],
    ...more,
  })
}

export const wait = (seconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, seconds * 1e3))

/** What a capture did over a stretch of wall time. */
export interface Stretch {
  readonly seconds: number
  /** Scans per second that reached the taps. */
  readonly scansPerSecond: number
  readonly lostSamples: number
  /** Share of the scans that the trigger examined. */
  readonly examinedShare: number
  /** Share of the scans of which nothing was left out, pictures neither. */
  readonly drawnShare: number
  readonly triggersPerSecond: number
  readonly waveformsPerSecond: number
  readonly mainThreadBusy: number
}

/** Looks at a running capture for so many seconds. */
export async function watch(instrument: Instrument, seconds: number): Promise<Stretch> {
  const { hub, analysis } = instrument.parts
  const read = () => {
    const stats = analysis?.stats()
    return {
      atMs: performance.now(),
      samples: hub.samples,
      lost: hub.lostSamples,
      offered: stats?.offeredSamples ?? 0,
      examined: stats?.examinedSamples ?? 0,
      drawn: stats?.drawnSamples ?? 0,
      triggers: stats?.triggers ?? 0,
      waveforms: stats?.waveforms ?? 0,
    }
  }
  const busy = performance.eventLoopUtilization()
  const before = read()
  await wait(seconds)
  const after = read()
  const { utilization } = performance.eventLoopUtilization(busy)
  const passed = (after.atMs - before.atMs) / 1e3
  const offered = after.offered - before.offered
  const shareOf = (samples: number): number => (offered === 0 ? 0 : Math.min(samples / offered, 1))
  return {
    seconds: passed,
    scansPerSecond: (after.samples - before.samples) / passed,
    lostSamples: after.lost - before.lost,
    examinedShare: shareOf(after.examined - before.examined),
    drawnShare: shareOf(after.drawn - before.drawn),
    triggersPerSecond: (after.triggers - before.triggers) / passed,
    waveformsPerSecond: (after.waveforms - before.waveforms) / passed,
    mainThreadBusy: utilization,
  }
}
