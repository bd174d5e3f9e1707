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
import type { Searches } from './kinds/searches.ts'
import type { TriggerSearch } from './search/trigger-search.ts'
import type { TriggerEdge } from './trigger-instant.ts'
import type { TriggerLog } from './trigger-log.ts'

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
  readonly leftOut = 'last'
  readonly log: TriggerLog
  readonly #searches: Searches
  /** The one at work. */
  #search: TriggerSearch<TriggerName>
  readonly #reader: ColumnReader
  readonly #figures: Figures
  readonly #clock: Clock
  #format: AnalysedFormat | null = null
  #trigger: CodeTrigger | null = null
  /** What the records that are shown ask for. */
  #recordScans = 1
  #lastMs = 0
  #foundMs = Number.NEGATIVE_INFINITY
  #lookedMs = 0
  #examined = 0
  #found = 0
  /** Of the stream, in which {@link TriggerLog.events} are. */
  #eventSeconds = 0

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
    const { isActive, lines, behind } = this.#search
    return isActive ? { lines, behind: behind ?? 0 } : null
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
    this.#holdOff()
    this.#forget()
  }

  /** A trigger at `sample`, whatever the signal does. */
  force(sample: number): void {
    if (this.#format === null) return
    this.log.force(sample)
    this.#lastMs = this.#clock.nowMs()
  }

  /** Records are so long: events nearer than this to the one before begin none. */
  set holdoffScans(scans: number) {
    this.#recordScans = scans
    this.#holdOff()
  }

  begin(format: AnalysedFormat): void {
    this.#format = format
    this.#search.configure(this.#trigger, format.scanIndexes, format.samplingFrequencyHz)
    this.#holdOff()
    this.#forget()
    this.#lookedMs = this.#lastMs
  }

  restart(): void {
    this.#search.restart()
    this.log.restart()
  }

  take({ address, sample, scans }: Tile): void {
    this.#search.search(address, sample, scans)
  }

  retract(): void {
    this.log.retract()
  }

  /** Another signal: its events are counted anew. */
  seam(): void {
    this.#countAnew()
  }

  passed(stretch: PassedStretch): void {
    if (stretch.isExamined) this.#examinedStretch(stretch)
    // Where nobody looks for triggers none is missed: auto mode goes on waiting for a while, and the last record stays.
    else if (this.#clock.nowMs() - this.#foundMs < awayMs) this.#lastMs = this.#clock.nowMs()
    this.#lookAtSpan(stretch)
  }

  #forget(): void {
    this.log.clear()
    this.#countAnew()
    this.#lastMs = this.#clock.nowMs()
    this.#foundMs = Number.NEGATIVE_INFINITY
  }

  #examinedStretch({ scans, end }: PassedStretch): void {
    if (this.#search.isActive) this.#examined += scans
    const found = this.log.uncertain
    this.log.settle()
    if (found > 0) this.#lastMs = this.#foundMs = this.#clock.nowMs()
    this.#found += found
    this.#figures.set('examinedSamples', this.#examined)
    this.#figures.set('triggers', this.#found)
    this.#tellEvents(this.#search.isActive ? scans : 0, end)
  }

  #countAnew(): void {
    this.log.countAnew()
    this.#eventSeconds = 0
    this.#tellEvents(0)
  }

  /** How many events there were in what was examined. */
  #tellEvents(scans: number, end = 0): void {
    const rate = this.#format?.samplingFrequencyHz ?? 1
    this.#eventSeconds += scans / rate
    this.#figures.set('events', this.log.events)
    this.#figures.set('eventSeconds', this.#eventSeconds)
    this.#figures.set('sinceEventSeconds', this.log.events === 0 ? 0 : (end - this.log.newest) / rate)
    this.#figures.set('shortestEventSeconds', (this.log.distances.shortest ?? 0) / rate)
    this.#figures.set('longestEventSeconds', (this.log.distances.longest ?? 0) / rate)
  }

  /** The log passes over what the trigger and the records ask for; the search need not tell what is too near in any case. */
  #holdOff(): void {
    const { holdoff = 0, holdoffEvents: events = 0 } = this.#trigger ?? {}
    const own = holdoff * (this.#format?.samplingFrequencyHz ?? 1)
    const scans = Math.max(this.#recordScans, own)
    this.log.holdoff = { scans, events }
    const followed = this.log.follower?.holdOff({ scans: own, events }) ?? scans
    this.#search.setHoldoff(events > 0 ? 1 : Math.min(scans, followed))
  }

  /** Now and then: how much hysteresis the signal needs. */
  #lookAtSpan({ oldest, end }: PassedStretch): void {
    const nowMs = this.#clock.nowMs()
    const { isActive, lines } = this.#search
    if (!isActive || this.#format === null || nowMs - this.#lookedMs < spanLook.everyMs) return
    this.#lookedMs = nowMs
    const { samplingFrequencyHz, scanIndexes } = this.#format
    const scans = Math.max(1, Math.min(end - oldest, Math.ceil(spanLook.seconds * samplingFrequencyHz)))
    for (const one of new Set(lines.map(({ channel }) => channel))) {
      const { min, max } = this.#reader.extremes(end - scans, scans, scanIndexes.length, one)
      if (min <= max) this.#search.setSpan(max - min, one)
    }
  }
}
