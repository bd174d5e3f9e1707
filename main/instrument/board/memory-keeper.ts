// Divides the coherent heap between the blocks on their way and the history, as fast as the system gives pages. A page
// costs microseconds when it is first written, ten times what the samples in it take to arrive; so a thread of its own
// writes them first, and history grows into what it has written. What rides out a busy machine comes first: the
// circulation's blocks, then the past.
import type { AnalysisHost } from '#main/analysis/index.ts'
import type { CaptureHub } from '#main/capture/index.ts'
import { type CoherentHeap, commitMemory, type Prefaulter, reservedBytes } from '#main/memory/index.ts'
import type { Deferred } from '#main/runtime/clock.ts'
import { Rounds } from '#main/runtime/rounds.ts'
import { byteRate, type StreamRate } from '#shared/buffer/limits.ts'
import { planBuffer } from '#shared/buffer/plan.ts'

export interface MemoryKeeperOptions {
  readonly heap: CoherentHeap
  /** Backs it. It ends with the keeper. */
  readonly prefaulter: Prefaulter
  readonly hub: Pick<CaptureHub, 'plan' | 'format' | 'wish' | 'limits' | 'blockMemoryBytes'>
  readonly analysis: Pick<AnalysisHost, 'planBytes' | 'limitHistory'> | null
  /** Codes that are made for it of scans that have another form, in memory beside the blocks. */
  readonly display?: { readonly memoryBytes: number } | null
  readonly deferred: Deferred
  /** Most block memory kept for looking back. */
  readonly historyBytes: number
  /** And never more than this much signal, but some blocks in any case; null: no such limit. */
  readonly historySeconds: number | null
  /** Samples are wanted that must not be missed: the analysis must have memory to be late in. Default: none are. */
  readonly isCollecting?: () => boolean
}

/** Bytes touched beyond what is in use, at any rate: more than a fast machine touches between two looks. */
export const aheadBytes = 64 << 20
const lookPace = { everyMs: 50, restMs: 1000 } as const
/** How long the first stream waits for memory it could do without; and how much longer for what rides out a busy machine. */
const patienceMs = { all: 350, early: 250 } as const
/** And how long where samples are collected from its beginning on. */
const collectingPatienceMs = 2500
/** A history this short is kept in any case: the analysis may be late by so much. */
export const leastHistory = { seconds: 0.05, bytes: 8 << 20 }
/**
 * Order: 1. 0.2 s of queued blocks, 2. 0.25 s of history, 3. the rest of the queue, 4. the rest of the history. The first two
 * carry the capture over a busy machine and are urgent; the others take only idle time.
 */
const first = { circulationSeconds: 0.2, historySeconds: 0.25 } as const
/** While samples are collected that must not be missed, so much history comes before the rest of the queue. */
const collectingHistorySeconds = 0.75

const bytesOf = (seconds: number, rate: StreamRate): number => seconds * byteRate(rate)

export class MemoryKeeper {
  readonly #options: MemoryKeeperOptions
  readonly #prefaulter: Prefaulter
  readonly #rounds = new Rounds(lookPace, () => this.#isFilling())
  #allocatedBytes = 0
  #isFirst = true
  #isEnding = false

  constructor(options: MemoryKeeperOptions) {
    this.#options = options
    this.#prefaulter = options.prefaulter
  }

  /**
   * Takes what a stream at this rate needs for its first moments from the system, before it begins. The first stream waits for
   * what it would like too, a moment, and a little longer for what rides out a busy machine: the toucher's thread has nothing else to
   * do then, and this one serves a page.
   * @param changesBytes blocks of other sizes will come: so much in any case
   */
  async prepare(rate: StreamRate, changesBytes = 0): Promise<void> {
    const { heap, hub, deferred } = this.#options
    const { blockBytes, blockCount, leastCount } = planBuffer(hub.wish, rate, hub.limits)
    const history = this.#leastHistoryBytes(rate)
    const beside = heap.buffer.byteLength - heap.capacityBytes + this.#besideBytes
    const commit = (bytes: number, withinMs?: number): Promise<void> =>
      commitMemory(heap, beside + bytes, deferred, withinMs, () => !this.#isEnding)
    const least = Math.max(changesBytes, leastCount * blockBytes + history)
    const early = Math.min(blockCount * blockBytes, bytesOf(first.circulationSeconds, rate)) + history
    if (this.#isFirst) {
      this.#isFirst = false
      await this.#prefaulter.awaited(beside + Math.max(least, blockCount * blockBytes + history), patienceMs.all)
      await this.#prefaulter.awaited(beside + Math.max(least, early), patienceMs.early)
    }
    await commit(least)
    const collected = bytesOf(first.circulationSeconds, rate) + this.#firstHistoryBytes(rate)
    if (this.#isCollecting) await commit(collected, collectingPatienceMs)
    this.look()
    this.stir()
  }

  /** What is captured has changed: what it needs is looked at soon. */
  stir(): void {
    this.#rounds.stir()
  }

  /** Adjusts the history to the memory that is ready now, and asks for more. */
  look(): void {
    const { heap, hub, analysis } = this.#options
    const { plan, format } = hub
    const urgent = format === null ? 0 : bytesOf(first.circulationSeconds, format) + this.#firstHistoryBytes(format)
    this.#prefaulter.want(heap.allocatedBytes + aheadBytes, this.#besideBytes + urgent)
    if (analysis === null || plan === null || format === null) return
    const ready = Math.min(heap.touchedBytes, this.#ownBytes) - this.#besideBytes
    const early = Math.min(ready - bytesOf(first.circulationSeconds, format), this.#firstHistoryBytes(format))
    const spare = Math.max(early, ready - plan.blockBytes * plan.blockCount)
    const least = this.#leastHistoryBytes(format)
    analysis.limitHistory(Math.max(least, Math.min(spare, this.#wantedHistoryBytes(format))))
  }

  /** The end has come: no stream that begins now needs memory ahead. */
  hurry(): void {
    this.#isEnding = true
    this.#prefaulter.letGo()
  }

  /** Ends the thread. */
  async stop(): Promise<void> {
    this.#rounds.dispose()
    await this.#prefaulter.stop()
  }

  /** Looks; whether memory is still taken, from the system or of the heap. */
  #isFilling(): boolean {
    this.look()
    const { allocatedBytes } = this.#options.heap
    const isGrowing = allocatedBytes !== this.#allocatedBytes
    this.#allocatedBytes = allocatedBytes
    return isGrowing || this.#prefaulter.isBusy
  }

  /** Whether there is a block's memory that is ready, and not reserved for others. */
  hasRoom(bytes: number): boolean {
    const { heap } = this.#options
    const atStart = heap.allocatedBytes - heap.allocatedAtEndBytes
    return atStart + bytes <= this.#ownBytes && heap.hasTouched(bytes)
  }

  /** What recordings may hold until it is written: half of all, or all but what the capture needs where that is more. Bytes. */
  get spareBytes(): number {
    const { plan, format } = this.#options.hub
    const own = this.#ownBytes - this.#besideBytes
    const needed =
      plan === null || format === null ? 0 : plan.blockBytes * plan.blockCount + this.#leastHistoryBytes(format)
    return Math.max(own / 2, own - needed)
  }

  /** What blocks, history, and what is beside them at the start of the heap may take together. */
  get #ownBytes(): number {
    const { capacityBytes, allocatedAtEndBytes } = this.#options.heap
    return capacityBytes - allocatedAtEndBytes - reservedBytes(capacityBytes)
  }

  /** What is in use at the start of the heap, beside blocks and their codes. */
  get #besideBytes(): number {
    const { heap, hub, display } = this.#options
    return heap.allocatedBytes - heap.allocatedAtEndBytes - hub.blockMemoryBytes - (display?.memoryBytes ?? 0)
  }

  get #isCollecting(): boolean {
    return this.#options.isCollecting?.() ?? false
  }

  /** History that comes before the rest of the queue. */
  #firstHistoryBytes(rate: StreamRate): number {
    const seconds = this.#isCollecting ? collectingHistorySeconds : first.historySeconds
    return Math.min(
      bytesOf(seconds, rate),
      Math.max(this.#wantedHistoryBytes(rate), bytesOf(first.historySeconds, rate)),
    )
  }

  #wantedHistoryBytes(rate: StreamRate): number {
    const { historyBytes, historySeconds } = this.#options
    return historySeconds === null ? historyBytes : Math.min(historyBytes, bytesOf(historySeconds, rate))
  }

  #leastHistoryBytes(rate: StreamRate): number {
    const seconds = Math.min(leastHistory.seconds, this.#options.historySeconds ?? Number.POSITIVE_INFINITY)
    return Math.min(Math.max(bytesOf(seconds, rate), leastHistory.bytes), this.#options.historyBytes)
  }
}
