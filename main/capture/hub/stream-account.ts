// The account of a capture: what has come, what is missing, how late it came, and since when all is well. It takes in
// each block once, and writes into the block what the taps want to know of it.
import type { Clock } from '#main/runtime/clock.ts'
import type { StreamFigures, WarmUp } from '#shared/contract/topics/status.ts'
import type { StreamFormat } from '../tap.ts'
import { Continuity } from './continuity.ts'
import type { HubBlock } from './hub-block.ts'
import { LatencyHistogram } from './latency-histogram.ts'

/** A slip that follows another within this time belongs to it, ms: a machine that is too slow slips all the time. */
const oneSlipMs = 2000
/** So much of the first stream is the warm-up of the program, ms of signal. */
const warmUpMs = 3000
/** Less is no slip, ms: rounding. */
const leastSlipMs = 1e-3

export class StreamAccount {
  readonly continuity = new Continuity()
  /** Last sample of a block -> taps, ms: since the beginning, and since the owner last cleared it. */
  readonly latency = new LatencyHistogram()
  readonly recentLatency = new LatencyHistogram()
  /** Unix ms since when nothing was lost and the clock of the samples was right; null before the first stream. */
  gapFreeSinceUnixMs: number | null = null
  /** Number of the next block in the epoch. */
  sequence = 0
  readonly #clock: Pick<Clock, 'unixMs'>
  #sinceUnixMs: number | null = null
  /** Signal covered in earlier epochs, and in this one since its first scan, ms. */
  #streamedMs = 0
  #epochMs = 0
  #firstScanMs = 0
  /** How far the clock of the samples has fallen behind: in earlier epochs, and in this one, ms. */
  #slippedBeforeMs = 0
  #slippedMs = 0
  #lastSlipMs = Number.NEGATIVE_INFINITY
  /** Slip of this epoch that counts no more, ms. */
  #warmUpSlippedMs = 0
  #isWarm = false
  #warmUp: WarmUp | null = null

  constructor(clock: Pick<Clock, 'unixMs'>) {
    this.#clock = clock
  }

  /** Seconds of signal covered by the blocks so far, by the converter's clock, over all epochs. */
  get streamedSeconds(): number {
    return (this.#streamedMs + this.#epochMs) / 1e3
  }

  /** By so much the clock of the samples has fallen behind, over all epochs, ms. */
  get slippedMs(): number {
    return this.#slippedBeforeMs + this.#slippedMs
  }

  /** Of the present epoch, or of the last one while stopped, since its begin or the end of its warm-up. */
  get figures(): StreamFigures {
    const { gaps, ...counts } = this.continuity.epoch
    const slippedMs = this.#slippedMs - this.#warmUpSlippedMs
    const isWell = gaps === 0 && slippedMs === 0
    const inWarmUp = this.#isWarm || isWell ? null : { isOver: false, lostSamples: counts.lostSamples, slippedMs }
    return {
      sinceUnixMs: this.#sinceUnixMs,
      ...counts,
      gaps,
      slippedMs,
      lastTroubleUnixMs: isWell ? null : this.gapFreeSinceUnixMs,
      warmUp: inWarmUp ?? this.#warmUp,
    }
  }

  beginEpoch(startUnixMs: number): void {
    // Another stream counts from its own begin.
    this.#isWarm = this.#sinceUnixMs !== null
    this.#warmUp = null
    this.#warmUpSlippedMs = 0
    this.#sinceUnixMs = startUnixMs
    this.gapFreeSinceUnixMs = startUnixMs
    this.sequence = 0
    this.#streamedMs += this.#epochMs
    this.#epochMs = 0
    this.#slippedBeforeMs += this.#slippedMs
    this.#slippedMs = 0
    this.#lastSlipMs = Number.NEGATIVE_INFINITY
    this.continuity.beginEpoch()
  }

  /**
   * The clock of the samples has fallen behind by `slippedMs` in this epoch. Returns by how much more than was known,
   * when that is news: 0 while it goes on slipping.
   */
  slipped(slippedMs: number, nowMs: number): number {
    const byMs = slippedMs - this.#slippedMs
    if (byMs < leastSlipMs) return 0
    this.#slippedMs = slippedMs
    this.gapFreeSinceUnixMs = this.#clock.unixMs()
    const isNews = nowMs - this.#lastSlipMs > oneSlipMs
    this.#lastSlipMs = nowMs
    return isNews ? byMs : 0
  }

  /**
   * Takes a block in. Returns how many scans are missing before it.
   * @throws EIO when it begins before the end of the one before it
   */
  take(block: HubBlock, format: StreamFormat, nowMs: number): number {
    const { bytesUsed, metadata } = block.block
    const { bytesPerScan, samplingFrequencyHz, epoch } = format
    const scans = Math.floor(bytesUsed / bytesPerScan)
    const lost = this.continuity.add(metadata.firstSample, scans)
    if (this.sequence === 0) this.#firstScanMs = metadata.lastSampleMs - (scans / samplingFrequencyHz) * 1e3
    this.#epochMs = metadata.lastSampleMs - this.#firstScanMs
    block.epoch = epoch
    block.sequence = this.sequence++
    block.bytes = scans * bytesPerScan
    block.scans = scans
    block.firstSample = metadata.firstSample
    block.lostBefore = lost
    block.lastSampleMs = metadata.lastSampleMs
    block.slippedMs = this.#slippedMs
    const latencyMs = nowMs - metadata.lastSampleMs
    this.latency.add(latencyMs)
    this.recentLatency.add(latencyMs)
    if (lost > 0) this.gapFreeSinceUnixMs = this.#clock.unixMs()
    if (!this.#isWarm && this.#epochMs >= warmUpMs) this.#endWarmUp()
    return lost
  }

  /** The stream ended, and so many scans behind its last block were sampled that are in none. */
  missing(scans: number): void {
    this.continuity.missing(scans)
    this.gapFreeSinceUnixMs = this.#clock.unixMs()
  }

  /** The wall clock was set forward by so much: times of before are told by the clock as it is now. */
  clockSet(byMs: number): void {
    if (this.gapFreeSinceUnixMs !== null) this.gapFreeSinceUnixMs += byMs
    if (this.#sinceUnixMs !== null) this.#sinceUnixMs += byMs
  }

  #endWarmUp(): void {
    const { warmUp } = this.figures
    this.#isWarm = true
    if (warmUp === null) return
    this.#warmUp = { ...warmUp, isOver: true }
    this.#warmUpSlippedMs = this.#slippedMs
    this.continuity.countAnew()
    this.#sinceUnixMs = this.#clock.unixMs()
  }
}
