// Writers, one after the other, into a ring: the work of a feed's thread. It runs in any thread.
import type { StreamPhase } from '#shared/streams/stream-state.ts'
import { type FeedStatus, noStatus } from './feed-status.ts'
import type { RingFiller } from './ring-filler.ts'
import type { SampleRing } from './sample-ring.ts'

/** A writer: its bytes, until it ends. It throws what broke it. */
export type Writer = AsyncIterable<Uint8Array>

/** Where writers come from. */
export interface Supply {
  /** There is one writer, and no other. */
  readonly isOnce: boolean
  /** Each writer is there at once when the one before has ended. */
  readonly isAtOnce?: true
  /** A descriptor that stays open as long as the supply is there; who ends the thread closes it. */
  readonly held?: number
  /** The next one; null: there will be none. Waits for it. */
  next(tell: (cause: string) => void): Promise<Writer | null>
}

/** A writer that gives nothing for so long has stalled; one that is not taken from for so long is held. ms */
const stalledAfterMs = 1000
const heldAfterMs = 200
/** An empty ring into which nothing has come for so long is dry, ms. */
const dryAfterMs = 200
/** How far it is is told so often, ms. */
export const toldEveryMs = 250

export class Feed {
  readonly #ring: SampleRing
  readonly #filler: RingFiller
  readonly #tell: (status: FeedStatus) => void
  #told: FeedStatus = noStatus
  #phase: StreamPhase = 'connecting'
  #cause: string | null = null
  #bytes = 0
  #writers = 0
  #leftOverBytes = 0
  #arrivedMs = 0

  constructor(ring: SampleRing, filler: RingFiller, tell: (status: FeedStatus) => void) {
    this.#ring = ring
    this.#filler = filler
    this.#tell = tell
  }

  /** Until the supply ends. Whoever runs it calls {@link look} every {@link toldEveryMs}. */
  async run(supply: Supply): Promise<void> {
    for (;;) {
      const writer = await supply.next((cause) => {
        this.#cause = cause
        this.look()
      })
      if (writer === null) break
      await this.#pump(writer)
      if (supply.isOnce) break
      if (supply.isAtOnce === true) continue
      this.#phase = 'waiting'
      this.look()
    }
    this.#phase = 'ended'
    this.look()
  }

  /** Looks at how it stands, and tells what has changed. */
  look(): void {
    const now = this.#status()
    if (JSON.stringify(now) === JSON.stringify(this.#told)) return
    this.#told = now
    this.#tell(now)
  }

  get isDrained(): boolean {
    return this.#told.isDrained
  }

  async #pump(writer: Writer): Promise<void> {
    let isThere = false
    try {
      for await (const bytes of writer) {
        if (!isThere) this.#begin()
        isThere = true
        this.#arrivedMs = performance.now()
        this.#bytes += bytes.length
        await this.#filler.take(bytes)
      }
    } catch (thrown) {
      const reason = thrown instanceof Error ? thrown.message : String(thrown)
      this.#cause = `The writer broke off: ${reason.replace(/\.$/, '')}.`
    }
    this.#leftOverBytes += this.#filler.end()
  }

  #begin(): void {
    this.#writers++
    this.#cause = null
    this.#arrivedMs = performance.now()
    if (this.#phase === 'flowing') return
    this.#phase = 'flowing'
    this.look()
  }

  #status(): FeedStatus {
    const { scans, clipped, invalid, heldSinceMs } = this.#filler
    const nowMs = performance.now()
    const isHeld = heldSinceMs !== null && nowMs - heldSinceMs > heldAfterMs
    const isStalled = heldSinceMs === null && nowMs - this.#arrivedMs > stalledAfterMs
    const flowing = isHeld ? 'held' : isStalled ? 'stalled' : 'flowing'
    return {
      phase: this.#phase === 'flowing' ? flowing : this.#phase,
      cause: this.#cause,
      bytes: this.#bytes,
      scans,
      writers: this.#writers,
      leftOverBytes: this.#leftOverBytes,
      clipped,
      invalid,
      isDry: scans > 0 && this.#ring.available === 0 && nowMs - this.#arrivedMs > dryAfterMs,
      isDrained: this.#phase === 'ended' && this.#ring.available === 0,
    }
  }
}
