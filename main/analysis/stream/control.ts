// The words both threads look at without asking: which samples are still in memory, whether the analyser sleeps, and
// what it has done so far.
import type { TriggerWord } from '#shared/contract/instrument.ts'
import { type MemoryPlan, readLogBlocks, readLogWords, statWord } from '../thread/memory-plan.ts'
import { triggerWords } from '../thread/types.ts'

/** What the analyser has done in the present epoch (skipped blocks and busy time: since it was started). */
export interface AnalysisStats {
  /** Samples (scans) whose every value went through the trigger. */
  readonly examinedSamples: number
  readonly triggers: number
  /** Complete records: a trigger with every sample of its window. */
  readonly waveforms: number
  /** Blocks left out of the trigger search because the thread was behind. */
  readonly skippedBlocks: number
  readonly triggerWord: TriggerWord
  /** One behind the newest sample the analyser has taken in. */
  readonly newestSample: number
  /** Milliseconds the thread was not asleep. */
  readonly busyMs: number
}

export const noStats: AnalysisStats = {
  examinedSamples: 0,
  triggers: 0,
  waveforms: 0,
  skippedBlocks: 0,
  triggerWord: 'stop',
  newestSample: 0,
  busyMs: 0,
}

/** What two analysers, one after the other, have done. */
export function sumOfStats(before: AnalysisStats, now: AnalysisStats): AnalysisStats {
  return {
    examinedSamples: before.examinedSamples + now.examinedSamples,
    triggers: before.triggers + now.triggers,
    waveforms: before.waveforms + now.waveforms,
    skippedBlocks: before.skippedBlocks + now.skippedBlocks,
    triggerWord: now.triggerWord,
    newestSample: now.newestSample,
    busyMs: before.busyMs + now.busyMs,
  }
}

export class AnalysisControl {
  readonly #words: Int32Array
  readonly #longs: BigInt64Array
  readonly #stats: Float64Array
  readonly #sleeping: number
  readonly #validEpoch: number
  readonly #oldestValid: number
  readonly #budget: Float64Array
  readonly #blocksRead: number
  readonly #readLog: Float64Array

  constructor(buffer: SharedArrayBuffer, plan: MemoryPlan) {
    this.#words = new Int32Array(buffer)
    this.#longs = new BigInt64Array(buffer)
    this.#stats = new Float64Array(buffer, plan.stats, Object.keys(statWord).length)
    this.#sleeping = plan.sleeping / 4
    this.#validEpoch = plan.validEpoch / 4
    this.#oldestValid = plan.oldestValid / 8
    this.#budget = new Float64Array(buffer, plan.budget, 1)
    this.#blocksRead = plan.blocksRead / 4
    this.#readLog = new Float64Array(buffer, plan.readLog, readLogBlocks * readLogWords)
  }

  /** Host: nothing of an earlier epoch is valid from now on. Before those blocks are released. */
  beginEpoch(epoch: number): void {
    Atomics.store(this.#words, this.#validEpoch, epoch)
    Atomics.store(this.#longs, this.#oldestValid, 0n)
  }

  /** Host: samples before `sample` may be overwritten from now on. Before the blocks that hold them are released. */
  setOldestValid(sample: number): void {
    Atomics.store(this.#longs, this.#oldestValid, BigInt(sample))
  }

  /**
   * Analyser: the oldest sample of `epoch` still in memory, Infinity when none is. Called after reading raw samples, it
   * tells whether they were whole: the read-modify-write keeps the reads before it.
   */
  oldestValid(epoch: number): number {
    if (Atomics.add(this.#words, this.#validEpoch, 0) !== epoch) return Number.POSITIVE_INFINITY
    return Number(Atomics.load(this.#longs, this.#oldestValid))
  }

  /** Host: so much block memory is kept from now on, bytes. */
  set budgetBytes(bytes: number) {
    this.#budget[0] = bytes
  }

  /** Analyser: what it may be late by, in bytes of the stream. */
  get budgetBytes(): number {
    return this.#budget[0]!
  }

  /** Analyser: about to sleep, or awake again. Look for work once more between this and the sleep. */
  set sleeping(asleep: boolean) {
    Atomics.store(this.#words, this.#sleeping, asleep ? 1 : 0)
  }

  /** Host: whether new blocks need the bell. */
  get sleeping(): boolean {
    return Atomics.load(this.#words, this.#sleeping) === 1
  }

  /** Analyser: it has read the block that ends before `end`, and looks at it as memory from now on. */
  noteRead(epoch: number, end: number, atMs: number): void {
    const count = Atomics.load(this.#words, this.#blocksRead)
    const at = ((count >>> 0) % readLogBlocks) * readLogWords
    this.#readLog[at] = epoch
    this.#readLog[at + 1] = end
    this.#readLog[at + 2] = atMs
    Atomics.store(this.#words, this.#blocksRead, count + 1)
  }

  /** Host: blocks the analyser has read since it was started. */
  get blocksRead(): number {
    return Atomics.load(this.#words, this.#blocksRead) >>> 0
  }

  /** Host: what was noted of a block by its number. Of one that is too long ago it is what was noted of a later one. */
  readBlock(number: number): { readonly epoch: number; readonly end: number; readonly atMs: number } {
    const at = (number % readLogBlocks) * readLogWords
    return { epoch: this.#readLog[at]!, end: this.#readLog[at + 1]!, atMs: this.#readLog[at + 2]! }
  }

  setStat(word: keyof typeof statWord, value: number): void {
    this.#stats[statWord[word]] = value
  }

  /** Host: the analyser that counted is gone. */
  clearStats(): void {
    this.#stats.fill(0)
  }

  stats(): AnalysisStats {
    const value = (word: keyof typeof statWord): number => this.#stats[statWord[word]]!
    return {
      examinedSamples: value('examinedSamples'),
      triggers: value('triggers'),
      waveforms: value('waveforms'),
      skippedBlocks: value('skippedBlocks'),
      triggerWord: triggerWords[value('triggerWord')] ?? 'stop',
      newestSample: value('newestSample'),
      busyMs: value('busyMs'),
    }
  }
}
