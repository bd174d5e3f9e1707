import { afterEach, describe, expect, it } from 'vitest'
import type { StreamFormat } from '#main/capture/index.ts'
import { CoherentHeap, Prefaulter, pageBytes } from '#main/memory/index.ts'
import { realRuntime } from '#main/runtime/clock.ts'
import type { BufferWish } from '#shared/buffer/limits.ts'
import type { BufferPlan } from '#shared/buffer/plan.ts'
import type { BufferLimits } from '#shared/contract/topics/buffer.ts'
import { MemoryKeeper } from './memory-keeper.ts'

const mebibyte = 1 << 20
const limits: BufferLimits = {
  minBlockBytes: 64,
  maxBlockBytes: 4 * mebibyte,
  alignBytes: 8,
  minBlocks: 2,
  maxBlocks: 4095,
  circulationBytes: 64 * mebibyte,
}
const wish: BufferWish = { blockBytes: 'auto', blockCount: 'auto', watermark: 'auto' }
/** 100 MB/s: 0.05 s are 5 MB, 0.4 s are 40 MB. */
const rate = { bytesPerScan: 2, samplingFrequencyHz: 50e6 }

/** A hub and an analysis that only say what they are asked, and note what they are told. */
class Bench {
  readonly heap = new CoherentHeap({ bytes: 256 * mebibyte })
  readonly limited: number[] = []
  readonly hub = {
    wish,
    limits,
    plan: null as BufferPlan | null,
    format: null as StreamFormat | null,
    blockMemoryBytes: 0,
  }
  readonly analysis = { planBytes: 0, limitHistory: (bytes: number) => void this.limited.push(bytes) }

  keeper(historySeconds: number | null = null, isCollecting = false): MemoryKeeper {
    return new MemoryKeeper({
      heap: this.heap,
      prefaulter: new Prefaulter({ heap: this.heap }),
      hub: this.hub,
      analysis: this.analysis,
      deferred: realRuntime.deferred,
      historyBytes: 128 * mebibyte,
      historySeconds,
      isCollecting: () => isCollecting,
    })
  }

  /** As while capturing with 40 blocks of 1 MiB wanted, `ready` bytes being backed. */
  capture(ready: number): void {
    this.hub.plan = {
      blockBytes: mebibyte,
      blockCount: 40,
      leastCount: 5,
      watermark: 1,
      scansPerBlock: 1,
      rideOutSeconds: 1,
    }
    this.hub.format = { ...rate, epoch: 1, channels: [], startUnixMs: 0 }
    this.heap.touchMark.advance(ready / pageBytes)
  }
}

let keeper: MemoryKeeper | null = null
afterEach(() => keeper?.stop())

describe('MemoryKeeper', () => {
  it('has the least of a stream ready before it begins, and all of it once in its life', async () => {
    const bench = new Bench()
    keeper = bench.keeper()
    await keeper.prepare(rate)
    const first = bench.heap.touchedBytes
    expect(first).toBeGreaterThan(13e6)
    // Twice the rate: only the least is waited for.
    const faster = { ...rate, samplingFrequencyHz: 500e6 }
    await keeper.prepare(faster)
    expect(bench.heap.touchedBytes).toBeGreaterThan(100e6)
  })

  it('serves the circulation, a little history, all of the circulation, and then history up to the wish', () => {
    const bench = new Bench()
    keeper = bench.keeper()
    for (const ready of [16, 32, 50, 100, 256]) {
      bench.capture(ready * mebibyte)
      keeper.look()
    }
    const least = 8 * mebibyte
    const beyondFirstBlocks = 32 * mebibyte - 0.2 * 100e6
    const shortHistory = 0.25 * 100e6
    expect(bench.limited).toEqual([least, beyondFirstBlocks, shortHistory, 60 * mebibyte, 128 * mebibyte])
  })

  it('has more history for samples that must not be missed, before the first stream and ahead of the queue', async () => {
    const bench = new Bench()
    keeper = bench.keeper(null, true)
    await keeper.prepare(rate)
    expect(bench.heap.touchedBytes).toBeGreaterThan(0.95 * 100e6)
    bench.capture(100 * mebibyte)
    keeper.look()
    expect(bench.limited.at(-1)).toBe(0.75 * 100e6)
    await keeper.stop()
    keeper = bench.keeper(0.3, true)
    keeper.look()
    expect(bench.limited.at(-1)).toBe(0.3 * 100e6)
  })

  it('keeps no more than so many seconds, and what is in use beside blocks is not counted on', () => {
    const bench = new Bench()
    const beside = 10 * mebibyte
    bench.heap.alloc(beside)
    keeper = bench.keeper(0.2)
    bench.capture(256 * mebibyte)
    keeper.look()
    expect(bench.limited).toEqual([0.2 * 100e6])
    const other = new Bench()
    other.heap.alloc(beside)
    const second = other.keeper()
    other.capture(110 * mebibyte)
    second.look()
    expect(other.limited.at(-1)).toBe(60 * mebibyte)
    return second.stop()
  })

  it('hurries for what rides out a busy machine, and for nothing else', () => {
    const bench = new Bench()
    bench.heap.alloc(10 * mebibyte)
    keeper = bench.keeper()
    keeper.look()
    expect(bench.heap.touchMark.urgentPages * pageBytes).toBe(10 * mebibyte)
    bench.capture(16 * mebibyte)
    keeper.look()
    const urgent = bench.heap.touchMark.urgentPages * pageBytes
    expect(urgent).toBeGreaterThanOrEqual(10 * mebibyte + 0.45 * 100e6)
    expect(urgent).toBeLessThan(10 * mebibyte + 0.45 * 100e6 + pageBytes)
  })

  it('asks for pages ahead of what is in use', async () => {
    const bench = new Bench()
    keeper = bench.keeper()
    bench.heap.alloc(16 * mebibyte)
    keeper.look()
    expect(bench.heap.touchMark.wantedPages * pageBytes).toBe(80 * mebibyte)
    await keeper.stop()
    keeper = null
  })
})
