// The main thread's side of the toucher: how much of the heap shall be backed, and when that is reached.
import { Worker } from 'node:worker_threads'
import { builtFile } from '#main/runtime/worker-file.ts'
import { fail, say } from '#shared/errors.ts'
import { type CoherentHeap, pageBytes } from './coherent-heap.ts'
import type { PrefaultThreadData } from './prefault-thread.ts'

export interface PrefaulterOptions {
  readonly heap: CoherentHeap
  /** Share of one core it may use while it works, at most. Default 0.25. */
  readonly share?: number
}

const defaultShare = 0.25

export class Prefaulter {
  readonly #heap: CoherentHeap
  readonly #worker: Worker
  readonly #exited: Promise<void>
  #isGone = false
  #waiters: (() => void)[] = []

  /** Starts the thread; it sleeps until {@link want} asks for something. @throws EINVAL for a share outside 0 .. 1. */
  constructor(options: PrefaulterOptions) {
    const { heap, share = defaultShare } = options
    if (!(share > 0 && share <= 1))
      fail('EINVAL', say`${share} is not a share of a core; choose more than 0, at most 1.`)
    this.#heap = heap
    heap.touchMark.begin()
    const workerData: PrefaultThreadData = { memory: heap.memory, mark: heap.touchMark.buffer, share }
    this.#worker = new Worker(builtFile('prefault-thread.js'), { workerData, name: 'prefault' })
    this.#worker.on('message', () => this.#wake())
    // Memory that is not touched ahead is only slower: a failure of this thread ends nothing else.
    this.#worker.on('error', () => this.#gone())
    this.#exited = new Promise((resolve) =>
      this.#worker.once('exit', () => {
        this.#gone()
        resolve()
      }),
    )
    // Alone it keeps no process alive.
    this.#worker.unref()
  }

  /** Not all that was asked for is backed yet. */
  get isBusy(): boolean {
    const mark = this.#heap.touchMark
    return !this.#isGone && mark.touchedPages < mark.wantedPages
  }

  /** Nothing is touched any more. */
  get isGone(): boolean {
    return this.#isGone
  }

  /**
   * Asks for the first `bytes` of the heap to be backed (as CoherentHeap.touchedBytes counts). A wish can grow; what is
   * backed stays so. More than the heap has means all of it. The first `urgentBytes` of them (all, unless given) come at
   * its full pace, the others as fast as idle cores allow.
   */
  want(bytes: number, urgentBytes = bytes): void {
    const mark = this.#heap.touchMark
    mark.urgentPages = Math.max(mark.urgentPages, this.#pagesOf(urgentBytes))
    if (this.#pagesOf(bytes) > mark.wantedPages) mark.wantedPages = this.#pagesOf(bytes)
  }

  /** Resolves when everything wanted so far is backed, or when the thread has ended. */
  async reached(): Promise<void> {
    while (this.isBusy) await this.#news()
  }

  /**
   * Waits until the first `bytes` of the heap are backed; the thread does not rest meanwhile. Resolves earlier when
   * `withinMs` is over, after {@link letGo}, or when the thread has ended. What was reached stays so.
   */
  async awaited(bytes: number, withinMs: number): Promise<void> {
    const mark = this.#heap.touchMark
    this.want(bytes)
    mark.awaitedPages = this.#pagesOf(bytes)
    const timer = setTimeout(() => this.letGo(), withinMs)
    while (!this.#isGone && mark.isAwaited) await this.#news()
    clearTimeout(timer)
  }

  /** Nobody waits any more. */
  letGo(): void {
    this.#heap.touchMark.awaitedPages = 0
    this.#wake()
  }

  /** Ends the thread. What is backed stays so. */
  async stop(): Promise<void> {
    this.#heap.touchMark.stop()
    this.#worker.ref()
    await this.#exited
  }

  #pagesOf(bytes: number): number {
    return Math.ceil(Math.min(bytes, this.#heap.buffer.byteLength) / pageBytes)
  }

  /** Resolves when the thread has reached something, or has ended. */
  #news(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiters.push(resolve)
      this.#worker.ref()
    })
  }

  #wake(): void {
    const waiters = this.#waiters
    this.#waiters = []
    if (!this.#isGone) this.#worker.unref()
    for (const wake of waiters) wake()
  }

  #gone(): void {
    this.#isGone = true
    this.#wake()
  }
}
