// The sample clock of emulated hardware: what is due comes once, and never holds the event loop for long.
import { describe, expect, it } from 'vitest'
import { Pacer } from './pacer.ts'

/** A sample clock in a time that goes on while its scans are converted: each takes `costMs`. */
class Bench {
  nowMs = 0
  /** Scans converted, all of them one behind the other. */
  converted = 0
  readonly pacer: Pacer
  #next: { readonly dueMs: number; readonly fn: () => void } | null = null

  constructor(costMs: number) {
    this.pacer = new Pacer({
      clock: {
        nowMs: () => this.nowMs,
        unixMs: () => this.nowMs,
        unixMinusNowMs: () => 0,
        timer: (delayMs, fn) => {
          this.#next = { dueMs: this.nowMs + delayMs, fn }
          return { dispose: () => undefined }
        },
      },
      onScans: (count, first) => {
        expect(first).toBe(this.converted)
        this.converted += count
        this.nowMs += count * costMs
      },
      scansToNextEvent: () => 1,
    })
  }

  /** The next turn of the event loop. @returns how long nobody else had one, and how long they had before, ms */
  turn(): { readonly busyMs: number; readonly freeMs: number } {
    const { dueMs, fn } = this.#next!
    const freeMs = Math.max(0, dueMs - this.nowMs)
    this.nowMs += freeMs
    const begin = this.nowMs
    fn()
    return { busyMs: this.nowMs - begin, freeMs }
  }
}

describe('a sample clock', () => {
  it('hands out every scan once, in order', () => {
    const bench = new Bench(0)
    bench.pacer.start(1_000_000)
    for (let i = 1; i <= 50; i++) {
      bench.nowMs += 7
      bench.turn()
      expect(bench.converted).toBe(Math.floor(bench.nowMs * 1000 + 1e-3))
    }
  })

  it('whose scans take more time than there is leaves the others their turns, and slips', () => {
    const bench = new Bench(0.004)
    bench.pacer.start(1_000_000)
    bench.nowMs += 200
    for (let i = 0; i < 200; i++) {
      const { busyMs, freeMs } = bench.turn()
      // The piece that was begun is ended.
      expect(busyMs).toBeLessThan(15)
      if (i > 0) expect(freeMs).toBeGreaterThanOrEqual(2)
    }
    expect(bench.pacer.skippedScans).toBeGreaterThan(0)
    expect(bench.converted + bench.pacer.skippedScans).toBeGreaterThan(bench.nowMs * 1000 - 270_000)
  })

  it('catches up whole when it is asked to', () => {
    const bench = new Bench(0.004)
    bench.pacer.start(100_000)
    bench.nowMs += 200
    bench.pacer.catchUp()
    expect(bench.converted).toBe(20_000)
  })
})
