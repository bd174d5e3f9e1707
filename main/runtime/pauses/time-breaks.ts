// Where time had a break for this program: the machine slept, the program was stopped, or the wall clock was set. Seen by looking
// again and again at clocks of different kinds: of two looks it is known how far apart they should be on each.
import { monotonicMs } from '../clock.ts'
import { sleptMs } from './sleep.ts'

export type TimeBreak =
  /** The machine slept for so long; `sinceUnixMs` is when it fell asleep, by the clock as it is now. */
  | { readonly kind: 'sleep'; readonly ms: number; readonly sinceUnixMs: number }
  /** Nothing of this program ran for so long: it was stopped, or the machine gave it no time. */
  | { readonly kind: 'standstill'; readonly ms: number; readonly sinceUnixMs: number }
  /** The wall clock was set forward by so much (back: below 0); `atUnixMs` is now, by the clock as it is since. */
  | { readonly kind: 'clock'; readonly byMs: number; readonly atUnixMs: number }

/** The clocks. A test brings its own. */
export interface Clocks {
  /** Monotonic ms; on some systems it stands still while the machine sleeps, on others it goes on. */
  nowMs(): number
  /** Unix ms, as the machine is set. */
  unixMs(): number
  /** How long the machine has slept since some moment, ms, while `nowMs` stood still. */
  sleptMs(): number
  /** Time that all threads of this program have spent computing, ms. */
  busyMs(): number
}

const systemClocks: Clocks = {
  nowMs: monotonicMs,
  unixMs: Date.now,
  sleptMs,
  busyMs: () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1e3
  },
}

/** Look so often, ms; while nothing is captured more seldom will do. */
export const lookMs = 250
/** Shorter ones are no news: a busy machine lets a program wait, and clocks are put right by parts of a second all the time. ms. */
const shortestMs = { sleep: 1000, standstill: 3000, clock: 1000 } as const
/** A program that computed for more than this share of the time did not stand still; it was busy. */
const mostBusy = 0.2

type Reading = { readonly [K in 'now' | 'unix' | 'slept' | 'busy']: number }

export class TimeBreaks {
  readonly #clocks: Clocks
  #last: Reading
  /** The system said that the machine is about to sleep. */
  #sleeps = false

  constructor(clocks: Clocks = systemClocks) {
    this.#clocks = clocks
    this.#last = this.#read()
  }

  /** The system says that the machine is about to sleep: what stands still until the next look is that. */
  sleeps(): void {
    this.#sleeps = true
  }

  /** What happened since the last look. @param dueMs so long after that one this one was due */
  look(dueMs = lookMs): readonly TimeBreak[] {
    const before = this.#last
    const now = this.#read()
    this.#last = now
    const passedMs = now.now - before.now
    const sleptMs = Math.max(0, now.slept - before.slept)
    const jumpMs = now.unix - before.unix - passedMs - sleptMs
    const breaks: TimeBreak[] = []
    // What comes first is told in the time of the clock as it is now, too: nobody knows when it was set.
    if (Math.abs(jumpMs) >= shortestMs.clock) breaks.push({ kind: 'clock', byMs: jumpMs, atUnixMs: now.unix })
    const awayMs = passedMs - dueMs
    const sinceUnixMs = now.unix - passedMs - sleptMs
    const isIdle = now.busy - before.busy < passedMs * mostBusy
    const stoodStill = awayMs >= shortestMs.standstill && isIdle
    if (sleptMs >= shortestMs.sleep) breaks.push({ kind: 'sleep', ms: sleptMs, sinceUnixMs })
    else if (stoodStill) breaks.push({ kind: this.#sleeps ? 'sleep' : 'standstill', ms: awayMs, sinceUnixMs })
    if (breaks.some(({ kind }) => kind === 'sleep')) this.#sleeps = false
    return breaks
  }

  #read(): Reading {
    const { nowMs, unixMs, sleptMs: slept, busyMs } = this.#clocks
    return { now: nowMs(), unix: unixMs(), slept: slept(), busy: busyMs() }
  }
}
