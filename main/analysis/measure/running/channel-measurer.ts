// Measures one channel, record after record: each begins where the one before it ended, at a rising edge, so that every cycle
// of the stream is in one of them. A thread that cannot keep up leaves out what lies between, and says its share.
import type { AnalysedFormat } from '../../stream/format.ts'
import { pausesOf } from '../found/bursts.ts'
import type { ChannelScale, RecordReader, SignalRecord, Stretch } from '../record/record-reader.ts'
import { Waveform } from '../record/waveform.ts'
import { type GateTriggers, type GateWindow, nextWindow } from './gate.ts'
import type { RowFigures, RowStatistics } from './measured-row.ts'

/** The first record is so long, or as long as this time, if that is shorter. */
const first = { scans: 65_536, seconds: 0.02, leastScans: 256 } as const
/** A record with fewer rising edges is made longer, one with more than so many shorter. */
const rises = { least: 3, most: 256 } as const
/** Where bursts are measured, a record without a whole one is made longer, up to so many samples. */
const longestForBursts = 1 << 20
/** What a gap leaves over is measured from so many samples on. */
const leastPart = 64
/** Later than this, seconds, a record begins anew at the newest samples. */
const lateSeconds = 0.1

/** How far is looked back when the capture has stopped. */
const lookBackScans = 1 << 20

/** Samples of the first record at this rate. */
export function firstScans(samplingFrequencyHz: number): number {
  return Math.max(first.leastScans, Math.min(first.scans, Math.ceil(samplingFrequencyHz * first.seconds)))
}

export class ChannelMeasurer {
  readonly #reader: RecordReader
  readonly #triggers: GateTriggers
  readonly of: ChannelScale
  #rows: readonly RowStatistics[] = []
  /** Those that a record is read of; the first one is its own. */
  #channels: readonly ChannelScale[]
  #format: AnalysedFormat | null = null
  /** Where the next record begins. */
  #from = 0
  /** Samples of the next record, and of the shortest. */
  #scans = 0
  #least = 0
  /** Since the statistics began. */
  #passed = 0
  #measured = 0

  /** Null: all samples are measured. */
  #gate: GateWindow | null = null

  constructor(reader: RecordReader, triggers: GateTriggers, of: ChannelScale) {
    this.#reader = reader
    this.#triggers = triggers
    this.of = of
    this.#channels = [of]
  }

  /** What is measured of the channel from the next record on. */
  setRows(rows: readonly RowStatistics[]): void {
    this.#rows = rows
    this.#channels = [this.of, ...rows.flatMap(({ row }) => (row.to === null ? [] : [row.to]))]
    if (this.#format !== null) this.#beginRows(this.#format)
  }

  /** What is measured from the next record on is only what lies in this window. */
  setGate(gate: GateWindow | null): void {
    this.#gate = gate
  }

  /** @param from the first sample that counts */
  begin(format: AnalysedFormat, from: number): void {
    const { samplingFrequencyHz } = format
    this.#format = format
    this.#least = Math.min(firstScans(samplingFrequencyHz), this.#reader.longest(format))
    this.#scans = this.#least
    this.#startAt(from)
    this.#beginRows(format)
  }

  /** The statistics begin anew with sample `from`. */
  reset(from: number): void {
    for (const row of this.#rows) row.reset()
    this.#passed = this.#measured = 0
    if (this.#format !== null) this.begin(this.#format, from)
  }

  passed(scans: number): void {
    this.#passed += scans
  }

  /** Nothing was measured yet and nothing more comes: the newest samples are what there is. */
  lookBack(oldest: number, end: number): void {
    if (this.#measured > 0 || this.#format === null) return
    if (this.#gate !== null) {
      this.#startAt(oldest)
      return
    }
    this.#scans = Math.min(lookBackScans, this.#reader.longest(this.#format))
    this.#startAt(Math.max(oldest, end - this.#scans))
    this.#passed = Math.max(this.#passed, end - this.#from)
  }

  figures(): RowFigures[] {
    const share = this.#passed === 0 ? 0 : Math.min(1, this.#measured / this.#passed)
    return this.#rows.map((row) => row.figures(share))
  }

  get rows(): readonly RowStatistics[] {
    return this.#rows
  }

  /**
   * Measures the next record, if it is there.
   * @param oldest samples from here up to `end` are in memory
   * @param isLast nothing comes behind `end`: what there is, is measured
   * @returns whether there may be another one
   */
  step(oldest: number, end: number, isLast: boolean): boolean {
    const format = this.#format
    if (format === null || !format.scanIndexes.includes(this.of.scanIndex)) return false
    if (this.#gate !== null) return this.#stepGated(this.#gate, format, Math.max(oldest, this.#from), end)
    const late = lateSeconds * format.samplingFrequencyHz + 2 * this.#scans
    if (!isLast && end - this.#from > late) this.#startAt(end - this.#scans)
    if (oldest > this.#from) this.#startAt(oldest)
    const stretch = this.#reader.stretchFrom(this.#from, end, this.#scans)
    if (stretch === null) return false
    if (stretch.first > this.#from) this.#startAt(stretch.first)
    const isWhole = stretch.end - stretch.first >= this.#scans
    const isCut = !isWhole && stretch.end < end
    if (!isWhole && !isCut && !isLast) return false
    if (isWhole || stretch.end - stretch.first >= leastPart) {
      // What was given back meanwhile is passed over with the next look at what is there.
      const record = this.#reader.read(stretch, format, this.#channels)
      if (record === null) return true
      const wave = new Waveform(record.get(this.of.scanIndex)!)
      if (isWhole) return this.#takeWhole(stretch, format, record, wave)
      this.#take(stretch, record, wave, true)
    }
    this.#startAt(stretch.end)
    return isCut || isWhole
  }

  /** Measures the next window of the gate, each for itself. @param from the oldest sample that may be in it */
  #stepGated(gate: GateWindow, format: AnalysedFormat, from: number, end: number): boolean {
    const isLate = end - from > lateSeconds * format.samplingFrequencyHz
    const most = this.#reader.longest(format)
    const window = nextWindow(gate, this.#triggers, format, { from, end, isLate, most })
    if (window === null) return false
    const stretch = this.#reader.stretchFrom(window.first, window.end, most)
    this.#startAt(window.end)
    if (stretch === null || stretch.first > window.first || stretch.end < window.end) return true
    const record = this.#reader.read(stretch, format, this.#channels)
    if (record !== null) this.#take(stretch, record, new Waveform(record.get(this.of.scanIndex)!), false)
    return true
  }

  #beginRows({ scanIndexes }: AnalysedFormat): void {
    for (const one of this.#rows)
      one.begin([one.row.of, one.row.to ?? one.row.of].every(({ scanIndex }) => scanIndexes.includes(scanIndex)))
  }

  #startAt(sample: number): void {
    this.#from = sample
  }

  #takeWhole(stretch: Stretch, format: AnalysedFormat, record: SignalRecord, wave: Waveform): boolean {
    const { edges } = wave
    const risen = typeof edges === 'string' ? 0 : wave.rises.length
    const pauses = this.#hasBursts ? pausesOf(wave) : []
    if (typeof edges !== 'string' && this.#isTooShort(format, risen, pauses.length)) {
      this.#scans *= 2
      for (const row of this.#rows) if (row.row.to === null) row.glance(wave, wave)
      return true
    }
    if (typeof edges === 'string' || risen < 2) {
      this.#take(stretch, record, wave, false)
      this.#startAt(stretch.end)
      return true
    }
    // The next record begins with the last rising edge, or, to have the burst behind the last pause, with the one before that.
    const closing = pauses.length > 1 ? pauses.at(-1)! : risen - 1
    const last = (edges.risesFirst ? 0 : 1) + 2 * closing
    this.#take(stretch, record, wave.closed(last + 1), false)
    const next = stretch.first + lowestBefore(wave, edges.at, last)
    this.#measured -= stretch.end - next
    this.#startAt(next)
    if (!this.#hasBursts && risen > rises.most && this.#scans >= 2 * this.#least) this.#scans /= 2
    return true
  }

  get #hasBursts(): boolean {
    return this.#rows.some(({ row }) => row.name === 'burstWidth')
  }

  #isTooShort(format: AnalysedFormat, risen: number, pauses: number): boolean {
    const longer = 2 * this.#scans
    if (longer > this.#reader.longest(format)) return false
    return risen < rises.least || (this.#hasBursts && pauses < 2 && longer <= longestForBursts)
  }

  /** Measures what was read. @param own the record of this channel */
  #take(stretch: Stretch, record: SignalRecord, own: Waveform, isPart: boolean): void {
    const waves = new Map<number, Waveform | null>([[this.of.scanIndex, own]])
    const waveOf = (scale: ChannelScale): Waveform | null => {
      const known = waves.get(scale.scanIndex)
      if (known !== undefined) return known
      const signal = record.get(scale.scanIndex)
      const wave = signal === undefined ? null : new Waveform(signal)
      waves.set(scale.scanIndex, wave)
      return wave
    }
    const atSeconds = stretch.first / own.signal.sampleRateHz
    for (const row of this.#rows) {
      const wave = waveOf(row.row.of)
      const other = row.row.to === null ? wave : waveOf(row.row.to)
      if (wave !== null && other !== null) row.take(wave, other, isPart, atSeconds)
    }
    this.#measured += stretch.end - stretch.first
  }
}

/** The lowest sample between the rising edge with this number and the falling one before it. */
function lowestBefore({ signal: { run } }: Waveform, at: Float64Array, rise: number): number {
  let lowest = Math.ceil(at[rise - 1]!)
  for (let sample = lowest; sample < at[rise]!; sample++) if (run.at(sample) < run.at(lowest)) lowest = sample
  return lowest
}
