// What the analysis has done so far, in shared memory: written by the thread, read by the host at any moment.
import type { TriggerWord } from '#shared/contract/topics/trigger.ts'
import type { MemoryLayout } from './memory-layout.ts'

/** What the analyser has done since it was started; `newestSample`, `triggerWord` and the events are of the present epoch. */
export interface AnalysisStats {
  /** Samples (scans) whose every value went through the trigger. */
  readonly examinedSamples: number
  /** Samples (scans) of which nothing was left out: the pictures that are made of every sample have them, too. */
  readonly drawnSamples: number
  readonly triggers: number
  /** Events of the trigger in force, held off or not, since it was set or its signal changed. */
  readonly events: number
  /** Seconds of the stream that were searched for them. */
  readonly eventSeconds: number
  /** Seconds of the stream since the newest of them. */
  readonly sinceEventSeconds: number
  /** Between two of them without another one between; 0: not known. */
  readonly shortestEventSeconds: number
  readonly longestEventSeconds: number
  /** Complete records: a trigger with every sample of its window. */
  readonly waveforms: number
  /** Blocks left out of the trigger search because the thread was behind. */
  readonly skippedBlocks: number
  readonly triggerWord: TriggerWord
  /** One behind the newest sample the analyser has taken in. */
  readonly newestSample: number
  /** Milliseconds the thread was not asleep. */
  readonly busyMs: number
}

export const noStats: AnalysisStats = {
  examinedSamples: 0,
  drawnSamples: 0,
  triggers: 0,
  events: 0,
  eventSeconds: 0,
  sinceEventSeconds: 0,
  shortestEventSeconds: 0,
  longestEventSeconds: 0,
  waveforms: 0,
  skippedBlocks: 0,
  triggerWord: 'stop',
  newestSample: 0,
  busyMs: 0,
}

/** What two analysers, one after the other, have done. */
export function sumOfStats(before: AnalysisStats, now: AnalysisStats): AnalysisStats {
  return {
    examinedSamples: before.examinedSamples + now.examinedSamples,
    drawnSamples: before.drawnSamples + now.drawnSamples,
    triggers: before.triggers + now.triggers,
    events: now.events,
    eventSeconds: now.eventSeconds,
    sinceEventSeconds: now.sinceEventSeconds,
    shortestEventSeconds: now.shortestEventSeconds,
    longestEventSeconds: now.longestEventSeconds,
    waveforms: before.waveforms + now.waveforms,
    skippedBlocks: before.skippedBlocks + now.skippedBlocks,
    triggerWord: now.triggerWord,
    newestSample: now.newestSample,
    busyMs: before.busyMs + now.busyMs,
  }
}

/** The figures, by their place: float64 words. */
const names = [
  'examinedSamples',
  'drawnSamples',
  'triggers',
  'events',
  'eventSeconds',
  'sinceEventSeconds',
  'shortestEventSeconds',
  'longestEventSeconds',
  'waveforms',
  'skippedBlocks',
  'triggerWord',
  'newestSample',
  'busyMs',
] as const satisfies readonly (keyof AnalysisStats)[]
type FigureName = (typeof names)[number]

/** Words of the trigger state, by the number that stands for them. */
const triggerWords: readonly TriggerWord[] = ['stop', 'ready', 'armed', 'trigd', 'auto', 'roll', 'warming']

/** Takes the memory of the figures; returns its address. */
export function claimFigures(layout: MemoryLayout): number {
  return layout.takeZeroed(names.length * 8)
}

export class Figures {
  readonly #values: Float64Array

  constructor(buffer: SharedArrayBuffer, address: number) {
    this.#values = new Float64Array(buffer, address, names.length)
  }

  /** Analyser. */
  set(name: Exclude<FigureName, 'triggerWord'>, value: number): void {
    this.#values[names.indexOf(name)] = value
  }

  /** Analyser. */
  set triggerWord(word: TriggerWord) {
    this.#values[names.indexOf('triggerWord')] = triggerWords.indexOf(word)
  }

  /** Host: the analyser that counted is gone. */
  clear(): void {
    this.#values.fill(0)
  }

  stats(): AnalysisStats {
    const value = (name: FigureName): number => this.#values[names.indexOf(name)]!
    return {
      examinedSamples: value('examinedSamples'),
      drawnSamples: value('drawnSamples'),
      triggers: value('triggers'),
      events: value('events'),
      eventSeconds: value('eventSeconds'),
      sinceEventSeconds: value('sinceEventSeconds'),
      shortestEventSeconds: value('shortestEventSeconds'),
      longestEventSeconds: value('longestEventSeconds'),
      waveforms: value('waveforms'),
      skippedBlocks: value('skippedBlocks'),
      triggerWord: triggerWords[value('triggerWord')] ?? 'stop',
      newestSample: value('newestSample'),
      busyMs: value('busyMs'),
    }
  }
}
