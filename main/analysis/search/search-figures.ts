// What a search tells, in scans.
import type { Between } from './event-list.ts'

export interface SearchFigures {
  readonly epoch: number
  readonly samplingFrequencyHz: number
  /** Samples from `oldest` up to `end` are in memory; `scans` of them are there. */
  readonly oldest: number
  readonly end: number
  readonly scans: number
  /** Of them. */
  readonly searchedScans: number
  /** Events in what was searched, and how many of them are known one by one: the newest. */
  readonly count: number
  readonly listed: number
  /** The capture is stopped, and all there is was searched. */
  readonly isDone: boolean
  /** Of the listed ones; null: no two follow one another. */
  readonly between: Between | null
  /** Sample of the newest event. */
  readonly newest: number | null
  /** How many events lie in each of equal parts of the memory. */
  readonly marks: readonly number[]
}

export interface FoundEvent {
  /** The first sample at which it is so. */
  readonly sample: number
  /** Where the signal meets the level, a part of a sample before it. */
  readonly instant: number
  /** Its place among the events in memory; the oldest is 1. */
  readonly ordinal: number
  /** From the instant of the event before; null: it is not known, or samples are missing between them. */
  readonly scansBefore: number | null
}
