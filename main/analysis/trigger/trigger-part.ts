// The trigger as a part of the pass: looks for its events in every tile, keeps the account of what was examined and found, and
// fits its hysteresis to what the signal spans.
import type { Clock } from '#main/runtime/clock.ts'
import type { TriggerName } from '#shared/kinds/triggers.ts'
import type { ColumnReader } from '../envelope/column-reader.ts'
import type { Figures } from '../stream/figures.ts'
import type { AnalysedFormat } from '../stream/format.ts'
import type { PassedStretch, PassPart } from '../stream/pass-part.ts'
import type { Tile } from '../stream/tile.ts'
import type { CodeTrigger } from './code-trigger.ts'
import type { Searches } from './searches.ts'
import type { TriggerEdge } from './trigger-instant.ts'
import type { TriggerLog } from './trigger-log.ts'
import type { TriggerSearch } from './trigger-search.ts'

/** A thread that has caught up for so long without a look at the triggers knows nothing of them any more. */
const awayMs = 1000
/** How often it is looked what the trigger's channel spans (ms), and how far back. */
const spanLook = { everyMs: 100, seconds: 2 } as const

export interface TriggerPartOptions {
  readonly searches: Searches
  /** Where they put what it finds. */
  readonly log: TriggerLog
  readonly reader: ColumnReader
  readonly figures: Figures
  readonly clock: Clock
}

export class TriggerPart implements PassPart {
  readonly mayBeLeftOut = true
  readonly log: TriggerLog
  readonly #searches: Searches
  /** The one at work. */
  #search: TriggerSearch<TriggerName>
  readonly #reader: ColumnReader
  readonly #figures: Figures
  readonly #clock: Clock
  #format: AnalysedFormat | null = null
  #trigger: CodeTrigger | null = null
  #holdoffScans = 1
  /** Triggers in the log that are certain: those behind them were found in the stretch under way. */
  #certain = 0
  #lastMs = 0
  #foundMs = Number.NEGATIVE_INFINITY
  #lookedMs = 0
  #examined = 0
  #found = 0

  constructor({ searches, log, reader, figures, clock }: TriggerPartOptions) {
    this.#searches = searches
    this.#search = searches.choose(null, [], 1)
    this.log = log
    this.#reader = reader
    this.#figures = figures
    this.#clock = clock
  }

  get trigger(): CodeTrigger | null {
    return this.#trigger
  }

  /** Where a trigger instant is interpolated; null when there is no trigger or its channel is not in the scan. */
  get edge(): TriggerEdge | null {
    const { isActive, channel, level, levels, behind } = this.#search
    return isActive ? { channel, levels: levels ?? [level], behind: behind ?? 0 } : null
  }

  /** When the newest trigger was found, or the stream began. Monotonic ms. */
  get lastMs(): number {
    return this.#lastMs
  }

  /** Looks for another trigger from the next sample on. */
  set(trigger: CodeTrigger): void {
    this.#trigger = trigger
    this.#search = this.#searches.choose(
      trigger,
      this.#format?.scanIndexes ?? [],
      this.#format?.samplingFrequencyHz ?? 1,
    )
    this.#search.setHoldoff(this.#holdoffScans)
    this.#forget()
  }

  /** A trigger at `sample`, whatever the signal does. */
  force(sample: number): void {
    if (this.#format === null) return
    this.log.push(sample)
    this.#certain = this.log.count
    this.#lastMs = this.#clock.nowMs()
  }

  /** Events nearer than this to the one before are passed over. */
  set holdoffScans(scans: number) {
    this.#holdoffScans = scans
    this.#search.setHoldoff(scans)
  }

  begin(format: AnalysedFormat): void {
    this.#format = format
    this.#search.configure(this.#trigger, format.scanIndexes, format.samplingFrequencyHz)
    this.#forget()
    this.#lookedMs = this.#lastMs
  }

  restart(): void {
    this.#search.restart()
  }

  take({ address, sample, scans }: Tile): void {
    this.#search.search(address, sample, scans)
  }

  retract(): void {
    this.log.truncate(this.#certain)
  }

  passed(stretch: PassedStretch): void {
    if (stretch.isExamined) this.#examinedStretch(stretch.scans)
    // Where nobody looks for triggers none is missed: auto mode goes on waiting for a while, and the last record stays.
    else if (this.#clock.nowMs() - this.#foundMs < awayMs) this.#lastMs = this.#clock.nowMs()
    this.#lookAtSpan(stretch)
  }

  #forget(): void {
    this.log.clear()
    this.#certain = 0
    this.#lastMs = this.#clock.nowMs()
    this.#foundMs = Number.NEGATIVE_INFINITY
  }

  #examinedStretch(scans: number): void {
    if (this.#search.isActive) this.#examined += scans
    const found = this.log.count - this.#certain
    this.#certain = this.log.count
    if (found > 0) this.#lastMs = this.#foundMs = this.#clock.nowMs()
    this.#found += found
    this.#figures.set('examinedSamples', this.#examined)
    this.#figures.set('triggers', this.#found)
  }

  /** Now and then: how much hysteresis the signal needs. */
  #lookAtSpan({ oldest, end }: PassedStretch): void {
    const nowMs = this.#clock.nowMs()
    const { isActive, channel, channels } = this.#search
    if (!isActive || this.#format === null || nowMs - this.#lookedMs < spanLook.everyMs) return
    this.#lookedMs = nowMs
    const { samplingFrequencyHz, scanIndexes } = this.#format
    const scans = Math.max(1, Math.min(end - oldest, Math.ceil(spanLook.seconds * samplingFrequencyHz)))
    for (const one of new Set(channels ?? [channel])) {
      const { min, max } = this.#reader.extremes(end - scans, scans, scanIndexes.length, one)
      if (min <= max) this.#search.setSpan(max - min, one)
    }
  }
}
