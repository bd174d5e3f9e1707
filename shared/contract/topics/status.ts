// Figures of the instrument, who watches, and trouble worth a line.

import { defineTopic, newest, oneByOne, slice } from '../../rpc/topic.ts'
import { inWords, plainSentence, type Sentence } from '../../sentence.ts'
import type { RecordingState } from './recording.ts'
import type { TriggerFigures, TriggerWord } from './trigger.ts'

/** The account of the present epoch, or of the last one while stopped: all of the same stretch of time. */
export interface StreamFigures {
  /** Unix ms of the begin of the epoch, or of the end of a warm-up that went wrong; null before the first. */
  readonly sinceUnixMs: number | null
  /** Scans that arrived. */
  readonly samples: number
  /** Scans that are missing, and in how many gaps. */
  readonly lostSamples: number
  readonly gaps: number
  /** By so much the clock of the samples fell behind. */
  readonly slippedMs: number
  /** When samples were missing last, or the clock fell behind; null when neither was. */
  readonly lastTroubleUnixMs: number | null
  /** What went wrong in the first seconds of the program; null: nothing. */
  readonly warmUp: WarmUp | null
}

/**
 * A program that has just begun is slow: its memory and its code are new to the machine. What goes wrong then is told as
 * such, and when these seconds are over the figures of the stream begin anew.
 */
export interface WarmUp {
  /** The figures of the stream are counted since its end. */
  readonly isOver: boolean
  readonly lostSamples: number
  readonly slippedMs: number
}

/** Small figures for the status bar, about four times a second while they move. */
export interface Stats {
  readonly atUnixMs: number
  /** Unix ms since when no sample was lost and the clock did not fall behind; null while stopped before the first block. */
  readonly gapFreeSinceUnixMs: number | null
  /** The device is on another machine: what is missing is known by the clock only. Absent: every sample that is missing is counted. */
  readonly gapsByClock?: boolean
  /** Since the program began, over all epochs. */
  readonly samples: number
  readonly lostSamples: number
  /** By so much the clock of the samples has fallen behind, because the machine is too slow for the rate, ms. */
  readonly slippedMs: number
  readonly stream: StreamFigures
  /** Achieved, over the last interval. */
  readonly samplesPerSecond: number
  readonly blocksPerSecond: number
  /** Reader wake-ups (the watermark). */
  readonly wakesPerSecond: number
  /** Interrupts by which the device handed samples over: one per scan without DMA, one per block or more with it. */
  readonly interruptsPerSecond: number
  /** Last sample of a block -> tap. */
  readonly latencyMs: { readonly p50: number; readonly p99: number }
  /** Share of wall time the main thread was busy, 0..1. */
  readonly mainThreadBusy: number
  readonly triggerWord: TriggerWord
  /** Of the samples the analysis has come to since the last figures, the share the trigger examined, 0..1; and what it found. */
  readonly examinedShare: number
  /** The share of which nothing was left out: maps of persistence and records have them, too. */
  readonly drawnShare: number
  readonly waveformsPerSecond: number
  readonly triggers: number
  readonly triggerFigures: TriggerFigures
  readonly framesPerSecond: number
  readonly skippedBlocks: number
  readonly rssMiB: number
  /** The recording that is under way, or was the last; null: there was none. */
  readonly recording: RecordingState | null
}

/** Trouble worth a line: what happened, what was done, what the user can do. */
export interface Problem {
  readonly severity: 'info' | 'warning' | 'error'
  readonly message: string
  /** What the message says, where it can be said in another language. */
  readonly sentence?: Sentence
  readonly tip: string | null
  /** The file of the recording that it tells about. */
  readonly recording?: string
}

/** A line that tells what was wrong. */
export function problemOf(sentence: Sentence, tip: string | null): Problem {
  return { severity: 'error', message: inWords(sentence), sentence: plainSentence(sentence), tip }
}

export interface StatusFields {
  /** Who watches now: windows, pages, scripts. They share the instrument; each has a view of its own. */
  readonly viewers: number
}

export const status = defineTopic({
  essential: true,
  events: { stats: newest<Stats>(), problem: oneByOne<Problem>(16) },
  state: slice<StatusFields>(),
})
