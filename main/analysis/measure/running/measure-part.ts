// The measurements as a part of the pass. It does nothing while the samples pass: records are measured between two looks at
// the stream, in the time that is left, and what it does not get to is left out of its share.
import type { Clock } from '#main/runtime/clock.ts'
import type { BlockIndex } from '../../stream/block-index.ts'
import type { AnalysedFormat } from '../../stream/format.ts'
import type { PassedStretch, PassPart } from '../../stream/pass-part.ts'
import { TimeCredit } from '../../stream/time-credit.ts'
import type { Validity } from '../../stream/validity.ts'
import type { RunBench } from '../record/code-run.ts'
import { type ChannelScale, RecordReader } from '../record/record-reader.ts'
import { ChannelMeasurer } from './channel-measurer.ts'
import type { GateTriggers, GateWindow } from './gate.ts'
import { Marker } from './marker.ts'
import { type MeasuredRow, type RowFigures, type RowPlot, RowStatistics } from './measured-row.ts'
import { measureNewest, type NewestFigures } from './newest.ts'

/** Share of the thread's time that measuring may take, and the time it may save up, ms. */
const budget = { share: 0.25, mostMs: 10 } as const
/** While blocks wait, but none for longer than this, it may measure for so long before the next look at the stream, ms. */
const easy = { waitedMs: 12, forMs: 1 } as const
/**
 * While one waits longer, up to so long, the thread draws less than it could: of that time measuring has a share of its own, and saves
 * up so much, ms. (Pictures are left out before that wait gets any longer, see `catch-up.ts`.)
 */
const busy = { waitedMs: 150, share: 0.08, mostMs: 2 } as const
/** Beyond that it measures one record in so many ms, so that there is some news at least. */
const pressedMs = 200
/** What is left when the capture ends is measured within this time, ms. */
const lastMs = 150

export interface MeasurePartOptions {
  readonly bench: RunBench
  readonly blocks: BlockIndex
  readonly validity: Validity
  readonly clock: Clock
  readonly triggers: GateTriggers
}

export class MeasurePart implements PassPart {
  readonly leftOut = 'never'
  /** Where on the record of a frame something is measured. */
  readonly marker: Marker
  readonly #reader: RecordReader
  readonly #validity: Validity
  readonly #clock: Clock
  readonly #triggers: GateTriggers
  #gate: GateWindow | null = null
  #rows: readonly RowStatistics[] = []
  /** One for each channel. */
  #measurers: readonly ChannelMeasurer[] = []
  /** Whose turn it is. */
  #turn = 0
  #format: AnalysedFormat | null = null
  /** The first sample of the present signal, and one behind the newest. */
  #begin = 0
  #end = 0
  readonly #credit = new TimeCredit(budget.share, budget.mostMs)
  readonly #busyCredit = new TimeCredit(busy.share, busy.mostMs)
  #measuredMs = Number.NEGATIVE_INFINITY

  constructor({ bench, blocks, validity, clock, triggers }: MeasurePartOptions) {
    this.#reader = new RecordReader(bench, blocks, validity)
    this.marker = new Marker(this.#reader, () => this.#rows.map(({ row }) => row))
    this.#validity = validity
    this.#clock = clock
    this.#triggers = triggers
  }

  /**
   * What is measured from now on, in order. Of a row that was there before, the statistics go on.
   * @param gate what is measured is only what lies in this window; through another one the statistics begin anew
   */
  set(wanted: readonly MeasuredRow[], gate: GateWindow | null = null): void {
    this.#setRows(wanted)
    const isSame = gate?.preSeconds === this.#gate?.preSeconds && gate?.postSeconds === this.#gate?.postSeconds
    this.#gate = gate
    for (const one of this.#measurers) one.setGate(gate)
    if (!isSame) this.reset()
  }

  #setRows(wanted: readonly MeasuredRow[]): void {
    const before = new Map(this.#rows.map((row) => [JSON.stringify(row.row), row]))
    const keys = wanted.map((row) => JSON.stringify(row))
    if (keys.join() === [...before.keys()].join()) return
    this.#rows = wanted.map((row, k) => before.get(keys[k]!) ?? new RowStatistics(row))
    const channels = new Map(wanted.map(({ of }) => [JSON.stringify(of), of]))
    this.#measurers = [...channels].map(([channel, of]) => {
      const rows = this.#rows.filter(({ row }) => JSON.stringify(row.of) === channel)
      const known = this.#measurers.find((one) => JSON.stringify(one.of) === channel)
      const measurer = known ?? new ChannelMeasurer(this.#reader, this.#triggers, of)
      measurer.setRows(rows)
      if (known === undefined && this.#format !== null) measurer.begin(this.#format, this.#end)
      return measurer
    })
  }

  /** The statistics begin anew. */
  reset(): void {
    for (const one of this.#measurers) one.reset(this.#end)
  }

  begin(format: AnalysedFormat): void {
    const { samplingFrequencyHz, scanIndexes } = this.#format ?? format
    const isSame =
      samplingFrequencyHz === format.samplingFrequencyHz && scanIndexes.join() === format.scanIndexes.join()
    this.#format = format
    this.#begin = this.#end = 0
    this.#measuredMs = this.#clock.nowMs()
    for (const one of this.#measurers) {
      if (!isSame) one.reset(0)
      one.begin(format, 0)
    }
  }

  restart(): void {
    // A record ends where samples are missing: the blocks tell.
  }

  take(): void {
    // Its time is between two slices.
  }

  retract(): void {
    // A record that was given back while it was read is not measured.
  }

  passed({ scans, end }: PassedStretch): void {
    this.#end = end
    for (const one of this.#measurers) one.passed(scans)
  }

  /** Another signal has statistics of its own. */
  seam(): void {
    this.#begin = this.#end
    this.reset()
  }

  /**
   * Measures what is there, as far as time allows: the samples that wait to be examined come first.
   * @param waitedMs how long the oldest block waits; 0: there is none
   */
  work(waitedMs: number): void {
    if (this.#measurers.length === 0 || this.#format === null) return
    const nowMs = this.#clock.nowMs()
    this.#credit.renew(nowMs)
    this.#busyCredit.renew(nowMs)
    const isDue = nowMs - this.#measuredMs >= pressedMs
    const mostMs = isDue ? Math.max(0, this.#allowedMs(waitedMs)) : this.#allowedMs(waitedMs)
    if (mostMs <= 0 && !isDue) return
    this.#measuredMs = nowMs
    this.#round(false, mostMs)
    const tookMs = this.#clock.nowMs() - nowMs
    this.#credit.spend(tookMs)
    this.#busyCredit.spend(tookMs)
  }

  /** How long it may measure now while a block waits for so long, ms. */
  #allowedMs(waitedMs: number): number {
    if (waitedMs > busy.waitedMs) return 0
    if (waitedMs > easy.waitedMs) return Math.min(easy.forMs, this.#busyCredit.leftMs)
    return waitedMs === 0 ? this.#credit.leftMs : Math.min(easy.forMs, this.#credit.leftMs)
  }

  /** Measures what is left, as far as it can in a moment: nothing comes behind it. */
  takeRest(): void {
    if (this.#format === null) return
    const oldest = Math.max(this.#begin, this.#validity.oldestValid(this.#format.epoch))
    for (const one of this.#measurers) one.lookBack(oldest, this.#end)
    this.#round(true, lastMs)
  }

  /** All measurements of these channels, from the newest record. @param since nothing before this sample counts */
  newest(channels: readonly ChannelScale[], since: number): NewestFigures[] {
    if (this.#format === null) return []
    const oldest = Math.max(since, this.#validity.oldestValid(this.#format.epoch))
    return measureNewest(this.#reader, this.#format, channels, oldest, this.#end)
  }

  /** In the order of the rows. */
  figures(): RowFigures[] {
    const found = new Map(
      this.#measurers.flatMap((one) => {
        const figures = one.figures()
        return one.rows.map((row, k) => [row, figures[k]!] as const)
      }),
    )
    return this.#rows.map((row) => found.get(row)!)
  }

  /** All values of a row, by its place; null: there is no such row. */
  plot(row: number): RowPlot | null {
    return this.#rows[row]?.plot ?? null
  }

  /** A record of each channel in turn, until there is none or the time is over. */
  #round(isLast: boolean, forMs: number): void {
    const until = this.#clock.nowMs() + forMs
    const oldest = this.#validity.oldestValid(this.#format!.epoch)
    if (!Number.isFinite(oldest)) return
    let idle = 0
    while (idle < this.#measurers.length) {
      this.#turn = (this.#turn + 1) % this.#measurers.length
      idle = this.#measurers[this.#turn]!.step(oldest, this.#end, isLast) ? 0 : idle + 1
      if (this.#clock.nowMs() > until) return
    }
  }
}
