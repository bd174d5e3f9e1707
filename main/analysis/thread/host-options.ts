// What the analysis is started with, and what it counts.
import type { CoherentHeap } from '#main/memory/index.ts'
import type { Runtime } from '#main/runtime/clock.ts'
import type { AnalysisStats } from '../stream/figures.ts'
import type { Announcer } from './announcer.ts'

export interface AnalysisOptions {
  readonly heap: CoherentHeap
  readonly kernelModule: WebAssembly.Module
  readonly runtime: Runtime
  /** Block memory to keep for looking back, in bytes; at most 2 GiB. The envelope of it takes 1/32 more, that of a math trace as much, sums of columns 1/34, copies below a bandwidth limit 1/4 and at most 256 MiB. */
  readonly historyBytes: number
  /** Room for segments, in bytes. Default 0: none are kept. */
  readonly segmentBytes?: number
  /** Threads that help with drawing waveforms. Default: what this machine's cores allow. */
  readonly lanes?: number
}

export interface AnalysisHostStats extends AnalysisStats {
  /** Samples (scans) handed over since the start. */
  readonly offeredSamples: number
  readonly historyBlocks: number
  readonly historyBytes: number
  /** First sample in memory; null when there is none. */
  readonly oldestSample: number | null
}

/** @param stats of all threads there were @param offeredSamples since the start */
export function hostStats(stats: AnalysisStats, announcer: Announcer, offeredSamples: number): AnalysisHostStats {
  const { kept, unannouncedBlocks } = announcer
  return {
    ...stats,
    skippedBlocks: stats.skippedBlocks + unannouncedBlocks,
    offeredSamples,
    historyBlocks: kept.blocks,
    historyBytes: kept.bytes,
    oldestSample: kept.oldestSample,
  }
}
