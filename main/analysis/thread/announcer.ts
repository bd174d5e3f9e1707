// Tells the analyser of the blocks that are kept, and what of them is gone: everything before the oldest block is declared
// invalid before its memory is given back.
import { type BlockRef, KeptBlocks } from '#main/capture/index.ts'
import type { ReadLog } from '../stream/read-log.ts'
import type { Validity } from '../stream/validity.ts'
import type { AnnouncedBlocks } from './announced-blocks.ts'

export class Announcer {
  readonly #validity: Validity
  readonly #announced: AnnouncedBlocks
  readonly #readLog: ReadLog
  readonly #kept: KeptBlocks
  /** Position of the first block the analyser has not been told of. */
  #told = 0
  /** What the analyser noted of blocks it has read, as far as it was looked at. */
  #noted = 0
  #epoch = -1
  #unannounced = 0

  constructor(validity: Validity, announced: AnnouncedBlocks, readLog: ReadLog, budgetBytes: number) {
    this.#validity = validity
    this.#announced = announced
    this.#readLog = readLog
    this.#kept = new KeptBlocks(budgetBytes, (oldest) => validity.setOldestValid(oldest))
    validity.budgetBytes = budgetBytes
  }

  /** Takes effect with the next block. */
  set budgetBytes(bytes: number) {
    this.#kept.budgetBytes = bytes
    this.#validity.budgetBytes = bytes
  }

  /** What is kept. */
  get kept(): KeptBlocks {
    return this.#kept
  }

  /** Blocks released before they could be announced: the ring was full. */
  get unannouncedBlocks(): number {
    return this.#unannounced
  }

  /** Position of the first block that the analyser has not been told of. */
  get told(): number {
    return this.#told
  }

  /** Keeps the blocks, tells the analyser, and gives the oldest back beyond the budget. */
  add(blocks: readonly BlockRef[], nowMs: number): void {
    this.#kept.add(blocks, nowMs)
    this.tell()
    this.settleReads()
    this.#kept.trim()
    this.#countUntold()
  }

  /** The blocks that the analyser has read by now are memory from when it had read them. */
  settleReads(): void {
    const { count } = this.#readLog
    for (let number = Math.max(this.#noted, this.#readLog.oldest(count)); number < count; number++) {
      const { epoch, end, atMs } = this.#readLog.at(number)
      if (epoch === this.#epoch) this.#kept.noteRead(end, atMs)
    }
    this.#noted = count
  }

  /** Announces what is not announced yet, as far as the ring has room. */
  tell(): void {
    for (; this.#told < this.#kept.end; this.#told++) {
      const { firstSample, lostBefore, lastSampleMs, address, scans, epoch } = this.#kept.at(this.#told)
      const announcedMs = this.#kept.addedMs(this.#told)
      if (!this.#announced.put({ firstSample, lostBefore, lastSampleMs, announcedMs, address, scans, epoch })) return
    }
  }

  /**
   * The analyser is another one, in memory that was cleared: it has been told of nothing. What the one before had read it
   * reads again, as memory.
   */
  tellAgain(epoch: number): void {
    this.#validity.beginEpoch(epoch)
    this.#validity.budgetBytes = this.#kept.budgetBytes
    const { oldestSample } = this.#kept
    if (oldestSample !== null) this.#validity.setOldestValid(oldestSample)
    this.#told = this.#kept.begin
    this.#epoch = epoch
    this.#noted = 0
  }

  /** Gives about `bytes` back, oldest first. */
  reclaim(bytes: number): void {
    this.#kept.reclaim(bytes)
    this.#countUntold()
  }

  /** Forgets everything: samples of `nextEpoch` follow. */
  clear(nextEpoch: number): void {
    this.#validity.beginEpoch(nextEpoch)
    this.#kept.clear()
    this.#countUntold()
    this.#epoch = nextEpoch
  }

  #countUntold(): void {
    this.#unannounced += Math.max(0, this.#kept.begin - this.#told)
    this.#told = Math.max(this.#told, this.#kept.begin)
  }
}
