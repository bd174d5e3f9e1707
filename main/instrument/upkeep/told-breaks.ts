// Breaks in time (the machine slept, the program was stopped, the wall clock was set), told with what they cost the capture.
import type { CaptureHub } from '#main/capture/index.ts'
import type { Clock } from '#main/runtime/clock.ts'
import { lookMs, type TimeBreak, type TimeBreaks } from '#main/runtime/pauses/time-breaks.ts'
import { Rounds } from '#main/runtime/rounds.ts'
import { isUnderWay, type RecordingState } from '#shared/contract/topics/recording.ts'
import type { Problem } from '#shared/contract/topics/status.ts'
import { type Disposable, Emitter, type Event } from '#shared/lifecycle.ts'
import { clockTold, pauseTold } from './break-words.ts'

export interface BreakParts {
  readonly hub: Pick<CaptureHub, 'account' | 'clockSet' | 'flush' | 'format' | 'isRunning' | 'lostSamples' | 'samples'>
  readonly recordings: { readonly state: RecordingState | null }
  readonly clock: Pick<Clock, 'timer'>
  readonly breaks: TimeBreaks
}

/** While nothing is captured there is nothing to lose: each look wakes a processor. */
const restMs = 1000
/** So many looks are waited for samples of behind a pause. */
const mostLooks = 8

interface Counts {
  readonly lostSamples: number
  readonly slippedMs: number
}

export class ToldBreaks implements Disposable {
  readonly #parts: BreakParts
  readonly #onTold = new Emitter<Problem>()
  /** At the last look, before which nothing had happened. */
  #before: Counts
  /** How many are being told: what they cost is not known yet. */
  #untold = 0
  readonly #looking: Rounds
  /** So long after the last look the next one is due, ms. */
  #dueMs = lookMs
  #waiting: Disposable | null = null

  constructor(parts: BreakParts) {
    this.#parts = parts
    this.#before = this.#counts()
    this.#looking = new Rounds({ everyMs: lookMs, restMs }, () => {
      this.look()
      const { isRunning } = parts.hub
      this.#dueMs = isRunning ? lookMs : restMs
      return isRunning
    })
  }

  /** A line for the screen. */
  get onTold(): Event<Problem> {
    return this.#onTold
  }

  dispose(): void {
    this.#looking.dispose()
    this.#waiting?.dispose()
    this.#onTold.dispose()
  }

  /** Looks whether there was one since the last look; it looks by itself, too. */
  look(): void {
    const { breaks, hub } = this.#parts
    for (const one of breaks.look(this.#dueMs))
      if (one.kind === 'clock') {
        hub.clockSet(one.byMs)
        this.#onTold.fire(clockTold(one))
      } else {
        this.#untold++
        void this.#tellPause(one).finally(() => this.#untold--)
      }
    if (this.#untold === 0) this.#before = this.#counts()
  }

  async #tellPause(pause: Exclude<TimeBreak, { kind: 'clock' }>): Promise<void> {
    const { hub, recordings } = this.#parts
    if (!hub.isRunning) return this.#onTold.fire(pauseTold(pause, null))
    const { lostSamples, slippedMs } = this.#before
    const isKnown = await this.#reachBehind()
    const now = this.#counts()
    this.#onTold.fire(
      pauseTold(pause, {
        lostSamples: now.lostSamples - lostSamples,
        behindMs: now.slippedMs - slippedMs,
        isOpen: !isKnown || hub.format?.gapsByClock === true,
        isRecording: isUnderWay(recordings.state),
      }),
    )
  }

  /**
   * A gap is known with the first block behind it, which may take long to fill: blocks are ended short until there is one.
   * @returns whether samples of behind the pause have come
   */
  async #reachBehind(): Promise<boolean> {
    const { hub, clock } = this.#parts
    // A device that cannot be asked says so elsewhere.
    const flush = (): Promise<void> => hub.flush().catch(() => undefined)
    await flush()
    const { samples } = hub
    for (let look = 0; look < mostLooks && hub.isRunning && hub.samples === samples; look++) {
      await new Promise<void>((resolve) => {
        this.#waiting = clock.timer(lookMs, resolve)
      })
      await flush()
    }
    return hub.samples > samples
  }

  #counts(): Counts {
    const { lostSamples, account } = this.#parts.hub
    return { lostSamples, slippedMs: account.slippedMs }
  }
}
