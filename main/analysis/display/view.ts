// One viewer's view: which stretch of the stream it wants to see now, and whether that is news.

import type { TimeAxis } from '#shared/contract/topics/view.ts'
import { levelScans } from '../envelope/levels.ts'
import type { MarkedRow } from '../measure/running/marker.ts'
import { type MapLayout, mapLayout } from '../persistence/map-layout.ts'
import type { DrawnChannel } from '../persistence/map-painter.ts'
import type { AnalysedFormat } from '../stream/format.ts'
import { mapColumns, maxColumns } from '../stream/limits.ts'
import { type Acquisition, autoTimeoutMs, rollFromSeconds } from '../trigger/acquisition.ts'
import type { CodeTrigger } from '../trigger/code-trigger.ts'
import type { AnalysedView } from './analysed-view.ts'

/** A stretch of the stream, in samples with fractions. */
interface Stretch {
  readonly first: number
  readonly end: number
}

export interface ViewWindow extends Stretch {
  readonly anchor: 'trigger' | 'auto' | 'roll' | 'past'
  /** The sample the window hangs on: the trigger, `atSample`, or the newest when it was chosen. */
  readonly reference: number
  /** What is shown above it of the same record, and the sample at time zero of both; null: nothing. */
  readonly overview: (Stretch & { readonly zero: number }) | null
}

/** How often a view of the past is refreshed while the capture goes on, so that oldest and newest stay true. ms. */
const pastRefreshMs = 250
export const screenDivisions = 10
/**
 * In auto mode so long beyond the time-out a viewer waits for a record where triggers come but none of them can be shown:
 * a thread that is behind finds them in samples that leave the memory before it is done. ms.
 */
const patienceMs = 500
/** A record drawn in fewer columns than this is no picture of it. */
const fewestColumns = 64

interface Shown extends ViewWindow {
  readonly revision: number
  readonly epoch: number
  readonly newest: number
  readonly running: boolean
  readonly atMs: number
}

export class View {
  /** A frame was asked for and not delivered yet. */
  wanted = false
  #settings: AnalysedView
  #revision = 0
  #shown: Shown | null = null
  /** When news of a capture in auto mode was looked for first since the last were delivered. Monotonic ms; null: not yet. */
  #waitingSinceMs: number | null = null

  constructor(settings: AnalysedView) {
    this.#settings = settings
  }

  get settings(): AnalysedView {
    return this.#settings
  }

  set settings(settings: AnalysedView) {
    this.#settings = settings
    this.#revision++
  }

  /** What it shows is to be drawn anew, as if it had been changed. */
  renew(): void {
    this.#revision++
  }

  /** Of the main window, without the overview. */
  get windowSeconds(): number {
    return this.#settings.secondsPerDiv * screenDivisions
  }

  /** From the first to the last sample it shows, the overview included. */
  get spanSeconds(): number {
    return this.#settings.overview === undefined ? this.windowSeconds : this.preSeconds + this.postSeconds
  }

  /**
   * Seconds needed before and after the trigger, for the overview too; negative when all of it lies on the other side.
   */
  get preSeconds(): number {
    return Math.max(...this.#axes.map(secondsBefore))
  }

  get postSeconds(): number {
    return Math.max(...this.#axes.map(secondsAfter))
  }

  /** What of the stream its main window shows around a trigger, in scans from it. */
  recordWindow(rate: number): { readonly from: number; readonly until: number } {
    return { from: -secondsBefore(this.#settings) * rate, until: secondsAfter(this.#settings) * rate }
  }

  /** Columns of its frames, at most. */
  get columns(): number {
    return Math.min(this.#settings.columns, maxColumns)
  }

  get persistence(): boolean {
    return this.#settings.persistence ?? false
  }

  get marked(): MarkedRow | null {
    return this.#settings.marked ?? null
  }

  /** Where the columns of its persistence maps lie, of so many channels. */
  mapLayout(rate: number, channels: number): MapLayout {
    const { from, until } = this.recordWindow(rate)
    return mapLayout(from, until, this.columns, mapColumns(channels))
  }

  /** All channels of the stream, each with the codes this view shows of it. */
  drawnChannels({ scanIndexes }: AnalysedFormat): DrawnChannel[] {
    return scanIndexes.map((scanIndex, place) => {
      const range = this.#settings.vertical?.find((one) => one.scanIndex === scanIndex)
      return { place, range: range === undefined ? null : { low: range.low, high: range.high } }
    })
  }

  /** Whether it shows the newest samples as they come, without a trigger. */
  isRolling(mode: CodeTrigger['mode']): boolean {
    return mode === 'auto' && this.spanSeconds > rollFromSeconds
  }

  /** The window to show now, or null when there is nothing new. */
  choose(now: Acquisition): ViewWindow | null {
    if (now.newest <= now.begin) return null
    // Where nothing runs, or a trigger is waited for in any case, it is no waiting.
    if (!now.running || (now.trigger?.mode ?? 'auto') !== 'auto') this.#waitingSinceMs = null
    else this.#waitingSinceMs ??= now.nowMs
    const shown = this.#shown?.epoch === now.format.epoch ? this.#shown : null
    const redraw = shown === null || shown.revision !== this.#revision || shown.running !== now.running
    const window = this.#window(now, shown, redraw)
    if (window === null || redraw) return window
    if (window.anchor !== shown.anchor || window.reference !== shown.reference) return window
    if (window.anchor !== 'past') return null
    // The past is news when more of the window has been captured; and now and then, to keep its ends true.
    const end = Math.max(window.end, window.overview?.end ?? window.end)
    const grew = now.newest > shown.newest && end > shown.newest
    const old = now.running && now.nowMs - shown.atMs >= pastRefreshMs
    return grew || old ? window : null
  }

  /** The window was drawn. */
  delivered(window: ViewWindow, now: Acquisition): void {
    this.wanted = false
    this.#waitingSinceMs = null
    this.#shown = {
      ...window,
      revision: this.#revision,
      epoch: now.format.epoch,
      newest: now.newest,
      running: now.running,
      atMs: now.nowMs,
    }
  }

  /** Monotonic ms at which the view may have news without any new block, for the sleep in between. */
  get dueMs(): number {
    return this.#shown === null ? Number.POSITIVE_INFINITY : this.#shown.atMs + pastRefreshMs
  }

  #window(now: Acquisition, shown: Shown | null, redraw: boolean): ViewWindow | null {
    const rate = now.format.samplingFrequencyHz
    const { atSample } = this.#settings
    if (atSample !== null) return this.#around('past', atSample, rate)
    const mode = now.trigger?.mode ?? 'auto'
    if (this.isRolling(mode)) return this.#upTo('roll', now.newest, rate)
    const trigger = this.#newestTrigger(now, rate)
    if (!now.running) return this.#lastRecord(now, trigger, shown, rate)
    const timeoutMs = autoTimeoutMs(this.spanSeconds)
    const isTriggered = mode !== 'auto' || now.nowMs - now.lastTriggerMs < timeoutMs
    if (isTriggered && trigger !== null) return this.#around('trigger', trigger, rate)
    const recent = isTriggered && now.nowMs - (this.#waitingSinceMs ?? now.nowMs) < timeoutMs + patienceMs
    // A record is under way: until it is complete the one before it stays, also under a changed view.
    // It stays as it was drawn, too, when its samples have left the memory.
    if (recent && shown?.anchor === 'trigger' && (!redraw || shown.reference >= this.#oldestLegible(now)))
      return this.#around('trigger', shown.reference, rate)
    // To be drawn anew it would have to be there: in auto mode what there is now is better than an empty screen.
    if (recent && (mode !== 'auto' || shown?.anchor !== 'trigger')) return null
    const whole = now.newest - now.begin >= this.spanSeconds * rate
    return whole ? this.#upTo('auto', now.newest, rate) : null
  }

  #newestTrigger(now: Acquisition, rate: number): number | null {
    if (now.single !== undefined) return now.single
    const post = Math.max(0, this.postSeconds * rate)
    const trigger = now.triggers.newestUpTo(Math.floor(now.newest - post) - 1)
    return trigger !== null && trigger >= this.#oldestLegible(now) ? trigger : null
  }

  /** The oldest sample that memory still shows finely enough for the longest window, by itself or in an envelope. */
  #oldestLegible({ oldest, levelOldest, format }: Acquisition): number {
    const widest = (this.spanSeconds * format.samplingFrequencyHz) / fewestColumns
    return Math.min(oldest, ...levelOldest.filter((_, level) => levelScans[level]! <= widest))
  }

  /**
   * Stopped: what was shown last stays, however the view changes; a new viewer gets the newest record there is. So does one
   * whose record had left the memory before the stop, once it asks for another view of it.
   */
  #lastRecord(now: Acquisition, trigger: number | null, shown: Shown | null, rate: number): ViewWindow | null {
    if (now.single != null) return this.#around('trigger', now.single, rate)
    const isGone = shown?.running === true && shown.reference < this.#oldestLegible(now)
    if (isGone && shown.revision === this.#revision) return null
    if (shown?.anchor === 'trigger' && !isGone) return this.#around('trigger', shown.reference, rate)
    if (shown?.anchor === 'auto' && !isGone) return this.#upTo('auto', shown.reference, rate)
    return trigger !== null ? this.#around('trigger', trigger, rate) : this.#upTo('auto', now.newest, rate)
  }

  #around(anchor: ViewWindow['anchor'], reference: number, rate: number): ViewWindow {
    return {
      anchor,
      reference,
      ...stretchOf(this.#settings, reference, rate),
      overview: this.#overview(reference, rate),
    }
  }

  #upTo(anchor: ViewWindow['anchor'], newest: number, rate: number): ViewWindow {
    // With an overview what ends last ends at the newest sample, and the other lies where it lies around a trigger.
    const end = newest - (this.postSeconds - secondsAfter(this.#settings)) * rate
    const overview = this.#overview(newest - this.postSeconds * rate, rate)
    return { anchor, reference: newest, first: end - this.windowSeconds * rate, end, overview }
  }

  #overview(zero: number, rate: number): ViewWindow['overview'] {
    const { overview } = this.#settings
    return overview === undefined ? null : { zero, ...stretchOf(overview, zero, rate) }
  }

  get #axes(): readonly TimeAxis[] {
    const { overview } = this.#settings
    return overview === undefined ? [this.#settings] : [this.#settings, overview]
  }
}

const secondsBefore = ({ secondsPerDiv, positionSeconds }: TimeAxis): number =>
  (secondsPerDiv * screenDivisions) / 2 - positionSeconds

const secondsAfter = ({ secondsPerDiv, positionSeconds }: TimeAxis): number =>
  (secondsPerDiv * screenDivisions) / 2 + positionSeconds

/** What lies on a time axis of which zero is at a sample. */
function stretchOf(axis: TimeAxis, zero: number, rate: number): Stretch {
  return { first: zero - secondsBefore(axis) * rate, end: zero + secondsAfter(axis) * rate }
}
