// How far the heap is backed by real pages. The system gives a page when it is first written, and that costs several
// microseconds: far too slow for whoever has samples to write. So somebody else writes every page first, in order of
// address, and this mark says how far that got. Words in shared memory of their own; both threads construct one.

const word = {
  touchedPages: 0,
  wantedPages: 1,
  bell: 2,
  isStopping: 3,
  urgentPages: 4,
  awaitedPages: 5,
  wasAwaited: 6,
} as const
export const touchMarkBytes = 64

export class TouchMark {
  readonly buffer: SharedArrayBuffer
  readonly #words: Int32Array<SharedArrayBuffer>

  constructor(buffer: SharedArrayBuffer = new SharedArrayBuffer(touchMarkBytes)) {
    this.buffer = buffer
    this.#words = new Int32Array(buffer)
  }

  /** Every page below this number is backed. */
  get touchedPages(): number {
    return Atomics.load(this.#words, word.touchedPages)
  }

  /** Whoever touched the pages up to `pages` says so; two may touch at once, and the mark never goes back. */
  advance(pages: number): void {
    let seen = this.touchedPages
    while (pages > seen) {
      const found = Atomics.compareExchange(this.#words, word.touchedPages, seen, pages)
      if (found === seen) return
      seen = found
    }
  }

  /** How far the toucher shall go. Written by the main thread. */
  get wantedPages(): number {
    return Atomics.load(this.#words, word.wantedPages)
  }

  set wantedPages(pages: number) {
    Atomics.store(this.#words, word.wantedPages, pages)
    this.#ring()
  }

  /** Below this page the toucher goes at its full pace, beyond it only where cores are idle. Written by the main thread. */
  get urgentPages(): number {
    return Atomics.load(this.#words, word.urgentPages)
  }

  set urgentPages(pages: number) {
    Atomics.store(this.#words, word.urgentPages, pages)
  }

  get isUrgent(): boolean {
    return this.touchedPages < this.urgentPages
  }

  /** Below this page somebody waits for every page: the toucher does not rest. Written by the main thread. */
  get awaitedPages(): number {
    return Atomics.load(this.#words, word.awaitedPages)
  }

  set awaitedPages(pages: number) {
    Atomics.store(this.#words, word.awaitedPages, pages)
    if (pages > 0) Atomics.store(this.#words, word.wasAwaited, 1)
    this.#ring()
  }

  get isAwaited(): boolean {
    return this.touchedPages < this.awaitedPages
  }

  /** Somebody has waited, now or before: what comes after that is in nobody's way. */
  get wasAwaited(): boolean {
    return Atomics.load(this.#words, word.wasAwaited) !== 0
  }

  get isStopping(): boolean {
    return Atomics.load(this.#words, word.isStopping) !== 0
  }

  /** A new toucher is about to run. */
  begin(): void {
    Atomics.store(this.#words, word.isStopping, 0)
  }

  stop(): void {
    Atomics.store(this.#words, word.isStopping, 1)
    this.#ring()
  }

  /** The toucher sleeps until it has something to do, then for `restMs` more unless it is to stop or is awaited. Not on the main thread. */
  waitForWork(restMs: number): void {
    const deadline = performance.now() + restMs
    for (;;) {
      const seen = Atomics.load(this.#words, word.bell)
      if (this.isStopping) return
      const leftMs = deadline - performance.now()
      const hasWork = this.touchedPages < this.wantedPages
      if (hasWork && (leftMs <= 0 || this.isAwaited)) return
      Atomics.wait(this.#words, word.bell, seen, hasWork ? leftMs : Number.POSITIVE_INFINITY)
    }
  }

  #ring(): void {
    Atomics.add(this.#words, word.bell, 1)
    Atomics.notify(this.#words, word.bell)
  }
}

/**
 * Writes to the next pages of the memory without changing what is in them, up to `atMost` pages and page `until`, and
 * moves the mark. Safe while others use the memory: the write is atomic, and puts a zero where a zero is. (An addition of
 * zero reads first: the system then maps the page twice, at twice the cost and more.)
 * @returns pages that were touched; 0 when there is nothing to do
 */
export function touchAhead(
  words: Int32Array<SharedArrayBuffer>,
  mark: TouchMark,
  atMost: number,
  until = mark.wantedPages,
): number {
  const wordsPerPage = 1024
  const first = mark.touchedPages
  const end = Math.min(until, first + atMost, words.length / wordsPerPage)
  for (let page = first; page < end; page++) Atomics.compareExchange(words, page * wordsPerPage, 0, 0)
  mark.advance(end)
  return Math.max(0, end - first)
}
