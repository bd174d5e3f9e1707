// The events that a search has found in what is in memory: how many in all, exactly, and the newest of them one by one. Of more
// events than the list takes, only the pieces they lie in are known of the older ones.
import type { EventSink } from '../trigger/search/trigger-search.ts'
import { Cells } from './cells.ts'

/** Events that are known one by one, at most. */
export const mostListed = 1 << 18

/** Beside the line: nobody knows what was between the event before and this one. */
const apart = 0x80

/** Scans between two events, one after the other. */
export interface Between {
  readonly longest: number
  readonly shortest: number
  /** Sample of the event at the end of the longest. */
  readonly longestAt: number
}

export class EventList implements EventSink {
  readonly #samples = new Float64Array(mostListed)
  readonly #lines = new Uint8Array(mostListed)
  readonly #cells = new Cells()
  /** Numbers of the oldest event that is listed, and one behind the newest. They run freely. */
  #begin = 0
  #end = 0
  #isApart = true

  /** Nothing is held off. */
  readonly heldUntil = Number.NEGATIVE_INFINITY

  reckon(): void {
    throw new Error('a search tells its events one by one')
  }

  /** Events in what was searched. */
  get count(): number {
    return this.#cells.events
  }

  /** Scans in memory that were searched. */
  get searchedScans(): number {
    return this.#cells.scans
  }

  /** Of {@link count}, those that are known one by one: the newest. */
  get listed(): number {
    return this.#end - this.#begin
  }

  clear(): void {
    this.#begin = this.#end = 0
    this.#cells.clear()
    this.separate()
  }

  /** What comes does not follow what was before. */
  separate(): void {
    this.#isApart = true
  }

  /** From here on events of this piece are told. It lies behind all others, in one block. */
  beginPiece(first: number, scans: number): void {
    this.#cells.push(first, scans)
  }

  push(sample: number, line = 0): void {
    if (this.#end - this.#begin === mostListed) this.#begin++
    const slot = this.#end++ % mostListed
    this.#samples[slot] = sample
    this.#lines[slot] = this.#isApart ? line | apart : line
    this.#isApart = false
    this.#cells.count()
  }

  pushAll(offsets: Uint32Array, from: number, until: number, sample: number): void {
    for (let k = from; k < until; k++) this.push(sample + offsets[k]!)
  }

  /** Forgets what lies in blocks before `sample`, the first one of a block. */
  dropBefore(sample: number): void {
    this.#cells.dropBefore(sample)
    while (this.#begin < this.#end && this.sampleAt(this.#begin) < sample) this.#begin++
  }

  /**
   * Forgets everything from `sample` on.
   * @returns false: how much is before it in its piece is not known, because its events are not listed any more
   */
  dropFrom(sample: number): boolean {
    if (this.#cells.oldest >= sample) {
      this.clear()
      return true
    }
    const isWhole = this.listed === this.count
    while (this.#cells.newest >= sample) this.#cells.pop()
    while (this.#begin < this.#end && this.sampleAt(this.#end - 1) >= sample) this.#end--
    const first = this.#cells.newest
    const isKnown = isWhole || (this.listed > 0 && this.sampleAt(this.#begin) < first)
    this.#cells.cut(sample, this.#end - this.firstFrom(first))
    this.separate()
    return isKnown
  }

  /** Number of the oldest event that is listed. */
  get begin(): number {
    return this.#begin
  }

  /** One behind the number of the newest event. */
  get end(): number {
    return this.#end
  }

  sampleAt(number: number): number {
    return this.#samples[number % mostListed]!
  }

  /** The search's line at which it is interpolated. */
  lineAt(number: number): number {
    return this.#lines[number % mostListed]! & ~apart
  }

  /** Whether it is known that there was no event between the one before and this one, and that one is listed. */
  follows(number: number): boolean {
    return number > this.#begin && (this.#lines[number % mostListed]! & apart) === 0
  }

  /** Which event of those in memory it is: 1 is the oldest. */
  ordinalOf(number: number): number {
    return this.count - (this.#end - number) + 1
  }

  /** Number of the first listed event at or behind `sample`; {@link end}: there is none. */
  firstFrom(sample: number): number {
    let low = this.#begin
    let high = this.#end
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      if (this.sampleAt(middle) < sample) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Of the listed events; null: no two follow one another. */
  between(): Between | null {
    let [longest, shortest, longestAt] = [0, Number.POSITIVE_INFINITY, 0]
    for (let number = this.#begin + 1; number < this.#end; number++) {
      if (!this.follows(number)) continue
      const scans = this.sampleAt(number) - this.sampleAt(number - 1)
      if (scans > longest) {
        longest = scans
        longestAt = this.sampleAt(number)
      }
      shortest = Math.min(shortest, scans)
    }
    return longest > 0 ? { longest, shortest, longestAt } : null
  }

  /** How many events lie in each of so many equal parts of the samples from `first` up to `end`. */
  density(first: number, end: number, columns: number): number[] {
    const counts = new Array<number>(columns).fill(0)
    const add = (sample: number, events: number): void => {
      const column = Math.floor(((sample - first) / (end - first)) * columns)
      if (column >= 0 && column < columns) counts[column]! += events
    }
    if (this.listed === this.count)
      for (let number = this.#begin; number < this.#end; number++) add(this.sampleAt(number), 1)
    else this.#cells.visit((begin, scans, events) => add(begin + scans / 2, events))
    return counts
  }
}
