// Looks for the events of one kind in everything that is in memory: what was there before, piece by piece in order, and what comes.
// It does nothing while the samples pass: its time is between two looks at the stream, and what waits to be examined comes first.
import type { Clock } from '#main/runtime/clock.ts'
import type { TriggerName } from '#shared/kinds/triggers.ts'
import type { ColumnReader } from '../envelope/column-reader.ts'
import type { BlockIndex } from '../stream/block-index.ts'
import type { AnalysedFormat } from '../stream/format.ts'
import type { GapList } from '../stream/gap-list.ts'
import type { PassPart } from '../stream/pass-part.ts'
import { tileBytes } from '../stream/tile.ts'
import type { CodeTrigger } from '../trigger/code-trigger.ts'
import type { Searches } from '../trigger/kinds/searches.ts'
import type { TriggerSearch } from '../trigger/search/trigger-search.ts'
import { interpolateEdge } from '../trigger/trigger-instant.ts'
import { EventList } from './event-list.ts'
import type { FoundEvent, SearchFigures } from './search-figures.ts'
import { SearchTime } from './search-time.ts'
import { Signals } from './signals.ts'

export interface EventSearchOptions {
  readonly buffer: SharedArrayBuffer
  /** Of its own, with the list to put into. */
  readonly searches: (list: EventList) => Searches
  readonly blocks: BlockIndex
  readonly reader: ColumnReader
  readonly clock: Clock
}

/** The stream at one moment. */
export interface SearchedStream {
  /** Samples from `oldest` up to `end` are in memory, but for those that are missing. */
  readonly oldest: number
  readonly end: number
  readonly gaps: GapList
  readonly isRunning: boolean
  /** How long the oldest block waits, ms; 0: there is none. */
  readonly waitedMs: number
  /** The oldest sample whose memory is still its own. */
  readonly validSince: () => number
}

/** How often it is looked what the signal spans, ms. */
const spanEveryMs = 100
/** Marks along the memory. */
export const markColumns = 512

export class EventSearch implements PassPart {
  readonly leftOut = 'never'
  readonly #codes: Int16Array
  readonly #searches: Searches
  readonly #blocks: BlockIndex
  readonly #reader: ColumnReader
  readonly #clock: Clock
  readonly #list = new EventList()
  readonly #signals = new Signals()
  readonly #time: SearchTime
  #search: TriggerSearch<TriggerName>
  #trigger: CodeTrigger | null = null
  #format: AnalysedFormat | null = null
  /** The next sample to be searched, and whether what is known of those before it counts. */
  #next = 0
  #continues = false
  #lookedMs = Number.NEGATIVE_INFINITY
  /** Where the memory ended when it was gone through once more for what had been passed over. */
  #repeatedAt = -1

  constructor({ buffer, searches, blocks, reader, clock }: EventSearchOptions) {
    this.#codes = new Int16Array(buffer)
    this.#searches = searches(this.#list)
    this.#search = this.#searches.choose(null, [], 1)
    this.#blocks = blocks
    this.#reader = reader
    this.#clock = clock
    this.#time = new SearchTime(clock)
  }

  /** Looks for this, anew; null: for nothing. */
  set(trigger: CodeTrigger | null): void {
    this.#trigger = trigger
    this.#configure()
  }

  begin(format: AnalysedFormat): void {
    this.#format = format
    this.#signals.clear()
    this.#configure()
  }

  restart(): void {
    // Where samples are missing the blocks tell.
  }

  take(): void {
    // Its time is between two slices.
  }

  retract(): void {
    // What was given back while it was searched is not counted.
  }

  /** Nothing lasts from one signal into another. */
  seam(sample: number): void {
    this.#signals.begin(sample)
    this.#goBackTo(sample)
    this.#lookedMs = Number.NEGATIVE_INFINITY
  }

  /** Time for a piece has come: there is one, and it may be searched now. */
  isReady(stream: Pick<SearchedStream, 'end' | 'waitedMs' | 'isRunning'>): boolean {
    return this.#search.isActive && this.#next < stream.end && this.#time.has(stream)
  }

  /** Searches on, as far as time allows. */
  work(stream: SearchedStream): void {
    if (!this.#search.isActive || this.#format === null) return
    const { oldest, end, isRunning } = stream
    this.#list.dropBefore(oldest)
    this.#signals.dropBefore(oldest)
    if (this.#time.isLosing({ ...stream, next: this.#next })) this.#skipTo(end)
    this.#repeat(stream)
    if (this.#next >= end || !this.#time.has(stream)) return
    this.#look(oldest, end)
    this.#time.spend(stream, () => this.#step(stream))
    // A stopped one has nothing more to wait for.
    if (!isRunning) this.#repeat(stream)
  }

  /** What was found so far; null: nothing is looked for. */
  figures({ oldest, end, gaps, isRunning }: SearchedStream): SearchFigures | null {
    if (!this.#search.isActive || this.#format === null) return null
    const list = this.#list
    list.dropBefore(oldest)
    const { epoch, samplingFrequencyHz } = this.#format
    const scans = Math.max(0, end - oldest - gaps.missing(oldest, end))
    return {
      ...{ epoch, samplingFrequencyHz, oldest, end },
      ...{ count: list.count, listed: list.listed, searchedScans: list.searchedScans, scans },
      isDone: !isRunning && this.#next >= end,
      between: list.between(),
      newest: list.listed > 0 ? list.sampleAt(list.end - 1) : null,
      marks: list.density(oldest, Math.max(oldest + 1, end), markColumns),
    }
  }

  /**
   * Listed events one after the other.
   * @param at the first of them is the first one at or behind this sample, and so many `before` it; null: the newest
   */
  events(at: number | null, before: number, most: number): readonly FoundEvent[] {
    const list = this.#list
    const reference = at === null ? list.end - most : list.firstFrom(at)
    const from = Math.max(list.begin, reference - before)
    const found: FoundEvent[] = []
    let instantBefore = from > list.begin ? this.#instantOf(from - 1) : Number.NaN
    for (let number = from; number < Math.min(list.end, from + most); number++) {
      const instant = this.#instantOf(number)
      found.push({
        sample: list.sampleAt(number),
        instant,
        ordinal: list.ordinalOf(number),
        scansBefore: list.follows(number) ? instant - instantBefore : null,
      })
      instantBefore = instant
    }
    return found
  }

  #configure(): void {
    const { scanIndexes = [], samplingFrequencyHz = 1 } = this.#format ?? {}
    this.#search = this.#searches.choose(this.#trigger, scanIndexes, samplingFrequencyHz)
    // Nothing is held off, and nothing may be passed over.
    this.#search.setHoldoff(1)
    this.#lookedMs = Number.NEGATIVE_INFINITY
    this.#anew()
  }

  /** Goes through the whole memory. */
  #anew(): void {
    this.#list.clear()
    this.#next = 0
    this.#continues = false
    this.#repeatedAt = -1
    this.#time.begin()
  }

  #skipTo(end: number): void {
    this.#next = end
    this.#continues = false
    this.#time.begin()
  }

  /** What is found from `sample` on does not count. */
  #goBackTo(sample: number): void {
    if (this.#next <= sample) return
    if (!this.#list.dropFrom(sample)) {
      this.#anew()
      return
    }
    this.#next = sample
    this.#continues = false
  }

  /** When nothing comes any more, what was passed over is searched too. */
  #repeat({ oldest, end, gaps, isRunning, waitedMs }: SearchedStream): void {
    if (isRunning || waitedMs > 0 || this.#next < end || this.#repeatedAt === end) return
    if (this.#list.searchedScans < end - oldest - gaps.missing(oldest, end)) this.#anew()
    this.#repeatedAt = end
  }

  /** Now and then: how far the newest signal reaches. Another measure of noise means other events. */
  #look(oldest: number, end: number): void {
    const nowMs = this.#clock.nowMs()
    const from = Math.max(oldest, this.#signals.newest)
    if (nowMs - this.#lookedMs < spanEveryMs || end <= from) return
    this.#lookedMs = nowMs
    const channels = this.#format!.scanIndexes.length
    let isOther = false
    for (const channel of new Set(this.#search.lines.map((line) => line.channel))) {
      const { min, max } = this.#reader.extremes(from, end - from, channels, channel)
      if (min <= max && this.#signals.see(max - min, channel)) isOther = true
    }
    if (isOther) this.#goBackTo(this.#signals.newest)
  }

  /** Searches the next piece. False: there is none. */
  #step({ end, validSince }: SearchedStream): boolean {
    const blocks = this.#blocks
    const position = blocks.find(this.#next)
    const first = position < blocks.end ? Math.max(this.#next, blocks.firstSample(position)) : end
    if (first >= end) {
      this.#next = Math.max(this.#next, end)
      return false
    }
    if (!this.#continues || first !== this.#next || this.#signals.firstOf(first) === first) this.#beginAt(first)
    const bytesPerScan = 2 * this.#format!.scanIndexes.length
    const blockFirst = blocks.firstSample(position)
    const until = Math.min(blocks.endSample(position), end, this.#signals.endOf(first))
    const scans = Math.min(Math.floor(tileBytes / bytesPerScan), until - first)
    this.#list.beginPiece(first, scans)
    this.#search.search(blocks.address(position) + (first - blockFirst) * bytesPerScan, first, scans)
    this.#next = first + scans
    const valid = validSince()
    if (valid > blockFirst) {
      // The block was given back meanwhile, and what was read may be anything.
      this.#list.dropBefore(valid)
      this.#continues = false
    }
    return true
  }

  #beginAt(sample: number): void {
    for (const { channel } of this.#search.lines) this.#search.setSpan(this.#signals.spanAt(sample, channel), channel)
    this.#search.restart()
    this.#list.separate()
    this.#continues = true
  }

  /** Where the signal meets the level, in samples. */
  #instantOf(number: number): number {
    const { lines, behind = 0 } = this.#search
    const channels = this.#format?.scanIndexes.length ?? 1
    const sample = this.#list.sampleAt(number)
    const line = this.#list.lineAt(number)
    return sample - interpolateEdge(this.#codes, this.#blocks, channels, { lines, behind }, sample, line)
  }
}
