// The small figures of the status bar: differences of counters over the time since the last look.
import type { AnalysisHost } from '#main/analysis/index.ts'
import type { CaptureHub } from '#main/capture/index.ts'
import type { Clock } from '#main/runtime/clock.ts'
import type { Stats } from '#shared/contract/topics/status.ts'
import type { Recordings } from '../recording/recordings.ts'
import { type AnalysisProgress, ExaminedShare } from './examined-share.ts'
import { MainThreadBusy } from './main-thread-busy.ts'
import { type TriggerFigureParts, triggerFigures } from './trigger-figures.ts'

interface Counters {
  readonly atMs: number
  readonly samples: number
  readonly blocks: number
  readonly wakes: number
  readonly interrupts: number
  readonly frames: number
  readonly progress: AnalysisProgress
  readonly drawn: AnalysisProgress
  readonly waveforms: number
}

export interface StatsParts extends Pick<TriggerFigureParts, 'trigger'> {
  readonly hub: CaptureHub
  readonly analysis: AnalysisHost | null
  readonly recordings: Pick<Recordings, 'state'>
  readonly source: { readonly interrupts: number }
  readonly clock: Clock
  /** Frames given to viewers since the start. */
  readonly frames: () => number
}

export class StatsMeter {
  readonly #parts: StatsParts
  readonly #busy = new MainThreadBusy()
  readonly #examined: ExaminedShare
  readonly #drawn: ExaminedShare
  #last: Counters

  constructor(parts: StatsParts) {
    this.#parts = parts
    this.#last = this.#read()
    this.#examined = new ExaminedShare(this.#last.progress)
    this.#drawn = new ExaminedShare(this.#last.drawn)
  }

  /** Figures since the last call. */
  take(): Stats {
    const { hub, analysis, clock } = this.#parts
    const before = this.#last
    const now = this.#read()
    this.#last = now
    const seconds = Math.max((now.atMs - before.atMs) / 1e3, 1e-3)
    const percentiles = (
      hub.account.recentLatency.total > 0 ? hub.account.recentLatency : hub.account.latency
    ).percentiles()
    hub.account.recentLatency.clear()
    const analysed = analysis?.stats()
    return {
      atUnixMs: clock.unixMs(),
      gapFreeSinceUnixMs: hub.account.gapFreeSinceUnixMs,
      samples: hub.samples,
      lostSamples: hub.lostSamples,
      slippedMs: hub.account.slippedMs,
      gapsByClock: hub.format?.gapsByClock === true,
      stream: hub.account.figures,
      samplesPerSecond: (now.samples - before.samples) / seconds,
      blocksPerSecond: (now.blocks - before.blocks) / seconds,
      wakesPerSecond: (now.wakes - before.wakes) / seconds,
      // Another device has another count.
      interruptsPerSecond: (now.interrupts - before.interrupts) / seconds,
      latencyMs: percentiles,
      mainThreadBusy: this.#busy.take(),
      triggerWord: hub.isRunning ? (analysed?.triggerWord ?? 'ready') : 'stop',
      examinedShare: analysed === undefined ? 0 : this.#examined.take(now.progress),
      drawnShare: analysed === undefined ? 0 : this.#drawn.take(now.drawn),
      waveformsPerSecond: (now.waveforms - before.waveforms) / seconds,
      triggers: analysed?.triggers ?? 0,
      triggerFigures: triggerFigures(this.#parts),
      framesPerSecond: (now.frames - before.frames) / seconds,
      skippedBlocks: analysed?.skippedBlocks ?? 0,
      rssMiB: process.memoryUsage.rss() / 2 ** 20,
      recording: this.#parts.recordings.state,
    }
  }

  #read(): Counters {
    const { hub, analysis, source, clock, frames } = this.#parts
    const stats = analysis?.stats()
    const progress = {
      offered: stats?.offeredSamples ?? 0,
      examined: stats?.examinedSamples ?? 0,
      reached: stats?.newestSample ?? 0,
      lost: hub.lostSamples,
    }
    return {
      atMs: clock.nowMs(),
      samples: hub.samples,
      blocks: hub.blocks,
      wakes: hub.wakes,
      interrupts: source.interrupts,
      frames: frames(),
      progress,
      drawn: { ...progress, examined: stats?.drawnSamples ?? 0 },
      waveforms: stats?.waveforms ?? 0,
    }
  }
}
