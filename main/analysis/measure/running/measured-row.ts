// One measurement that goes on: what it is of, and what came of it so far.
import type { MeasurementName, NoResult } from '#shared/kinds/measurements.ts'
import { measures } from '../found/measures.ts'
import type { ChannelScale } from '../record/record-reader.ts'
import type { Waveform } from '../record/waveform.ts'
import { Histogram, type HistogramFigures } from './histogram.ts'
import { Statistics, type StatisticsFigures } from './statistics.ts'
import { Trend, type TrendFigures } from './trend.ts'

/** What is measured. */
export interface MeasuredRow {
  readonly name: MeasurementName
  readonly of: ChannelScale
  /** The channel it is compared with; null: the measurement is of one channel. */
  readonly to: ChannelScale | null
}

export interface RowFigures {
  readonly figures: StatisticsFigures
  /** Why the newest record has no result; null: it has, and the newest value is that of its last cycle. */
  readonly reason: NoResult | null
  /** Of the stream since the statistics began, 0..1: what was measured. */
  readonly share: number
}

/** All values since the statistics began. */
export interface RowPlot {
  readonly trend: TrendFigures
  /** Null: there is no value yet. */
  readonly histogram: HistogramFigures | null
}

export class RowStatistics {
  readonly row: MeasuredRow
  #trend = new Trend()
  #histogram = new Histogram()
  #statistics = new Statistics()
  #reason: NoResult | null = 'notYet'

  constructor(row: MeasuredRow) {
    this.row = row
  }

  reset(): void {
    this.#statistics = new Statistics()
    this.#trend = new Trend()
    this.#histogram = new Histogram()
    this.#reason = 'notYet'
  }

  /** @param isCaptured whether the channels are in the scan */
  begin(isCaptured: boolean): void {
    if (!isCaptured) this.#reason = 'notCaptured'
    else if (this.#reason === 'notCaptured') this.#reason = 'notYet'
  }

  /**
   * @param isPart of a record that ended too early: what it does not have tells nothing, unless it is all there is
   * @param atSeconds when the record was, in the time of the stream
   */
  take(wave: Waveform, other: Waveform, isPart: boolean, atSeconds: number): void {
    const found = measures[this.row.name](wave, other)
    if (typeof found === 'string') {
      if (!isPart || this.#reason === 'notYet') this.#reason = found
      return
    }
    this.#reason = null
    this.#add(typeof found === 'number' ? Float64Array.of(found) : found, atSeconds)
  }

  /** What a record that is not complete yet tells: the reason, while nothing else is known. */
  glance(wave: Waveform, other: Waveform): void {
    if (this.#reason !== 'notYet') return
    const found = measures[this.row.name](wave, other)
    if (typeof found === 'string') this.#reason = found
  }

  get plot(): RowPlot {
    return { trend: this.#trend.figures, histogram: this.#histogram.figures }
  }

  #add(found: Float64Array, atSeconds: number): void {
    // No measurement is meant to be without end; one would be for good in the mean and in the range of the histogram.
    const values = found.every(Number.isFinite) ? found : found.filter(Number.isFinite)
    this.#statistics.add(values)
    this.#trend.add(values, atSeconds)
    this.#histogram.add(values)
  }

  figures(share: number): RowFigures {
    return { figures: this.#statistics.figures, reason: this.#reason, share }
  }
}
