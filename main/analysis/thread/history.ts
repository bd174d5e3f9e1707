// The host's side of the capture memory: references to the newest blocks, up to a budget of bytes, and how far the
// analyser has been told. Everything before the oldest reference is declared invalid before it is given back.
import type { BlockRef } from '#main/capture/index.ts'
import type { AnnouncedBlocks } from '../stream/announced-blocks.ts'
import type { AnalysisControl } from '../stream/control.ts'
import { readLogBlocks } from './memory-plan.ts'

export class History {
  readonly #control: AnalysisControl
  readonly #announced: AnnouncedBlocks
  /** A ring of references; positions run freely, the capacity is a power of two. */
  #refs: (BlockRef | null)[] = new Array<BlockRef | null>(1024).fill(null)
  #announcedMs = new Float64Array(1024)
  #begin = 0
  #end = 0
  /** Position of the first block the analyser has not been told of. */
  #told = 0
  /** Position of the first block that the analyser may still be reading; those before it are memory. */
  #read = 0
  /** What the analyser noted of blocks it has read, as far as it was looked at. */
  #noted = 0
  #epoch = -1
  #bytes = 0
  #unannounced = 0
  #budgetBytes = 0

  constructor(control: AnalysisControl, announced: AnnouncedBlocks, budgetBytes: number) {
    this.#control = control
    this.#announced = announced
    this.budgetBytes = budgetBytes
  }

  get budgetBytes(): number {
    return this.#budgetBytes
  }

  /** Takes effect with the next block. */
  set budgetBytes(bytes: number) {
    this.#budgetBytes = bytes
    this.#control.budgetBytes = bytes
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    return this.#bytes
  }

  get blocks(): number {
    return this.#end - this.#begin
  }

  /** Blocks given back before the analyser had room for the word of them. */
  get unannouncedBlocks(): number {
    return this.#unannounced
  }

  /** Position one behind the newest block. */
  get end(): number {
    return this.#end
  }

  /** Position of the first block that the analyser may still be reading. */
  get read(): number {
    return this.#read
  }

  /** Position of the first block that the analyser has not been told of. */
  get told(): number {
    return this.#told
  }

  /** First sample held, or null when nothing is. */
  get oldestSample(): number | null {
    return this.#begin === this.#end ? null : this.#at(this.#begin).firstSample
  }

  /** One behind the last sample held, or null. */
  get newestSample(): number | null {
    if (this.#begin === this.#end) return null
    const newest = this.#at(this.#end - 1)
    return newest.firstSample + newest.scans
  }

  /** Keeps the blocks, tells the analyser, and gives the oldest back beyond the budget. */
  add(blocks: readonly BlockRef[], nowMs: number): void {
    for (const block of blocks) {
      block.retain()
      if (this.#end - this.#begin === this.#refs.length) this.#grow()
      const slot = this.#end++ & (this.#refs.length - 1)
      this.#refs[slot] = block
      this.#announcedMs[slot] = nowMs
      this.#bytes += block.capacityBytes
    }
    this.tell()
    this.settleReads()
    this.#releaseDownTo(this.#budgetBytes)
  }

  /** The blocks that the analyser has read by now are memory from when it had read them. */
  settleReads(): void {
    const { blocksRead } = this.#control
    for (let number = Math.max(this.#noted, blocksRead - readLogBlocks); number < blocksRead; number++) {
      const { epoch, end, atMs } = this.#control.readBlock(number)
      if (epoch !== this.#epoch) continue
      for (; this.#read < this.#told; this.#read++) {
        const block = this.#at(this.#read)
        if (block.firstSample + block.scans > end) break
        block.keep(atMs)
      }
    }
    this.#noted = blocksRead
  }

  /** Announces what is not announced yet, as far as the ring has room. */
  tell(): void {
    for (; this.#told < this.#end; this.#told++) {
      const { firstSample, lostBefore, lastSampleMs, address, scans, epoch } = this.#at(this.#told)
      const announcedMs = this.#announcedMs[this.#told & (this.#refs.length - 1)]!
      if (!this.#announced.put({ firstSample, lostBefore, lastSampleMs, announcedMs, address, scans, epoch })) return
    }
  }

  /** The analyser is another one, in memory that was cleared: it has been told of nothing. */
  tellAgain(epoch: number): void {
    this.#control.beginEpoch(epoch)
    this.#control.budgetBytes = this.#budgetBytes
    if (this.#begin < this.#end) this.#control.setOldestValid(this.#at(this.#begin).firstSample)
    this.#told = this.#begin
    this.#epoch = epoch
    this.#noted = 0
  }

  /** Gives about `bytes` back, oldest first. */
  relieve(bytes: number): void {
    this.#releaseDownTo(Math.max(0, this.#bytes - bytes))
  }

  /** Forgets everything: samples of `nextEpoch` follow. */
  clear(nextEpoch: number): void {
    this.#control.beginEpoch(nextEpoch)
    while (this.#begin < this.#end) this.#releaseOldest()
    this.#told = this.#read = this.#end
    this.#epoch = nextEpoch
  }

  #releaseDownTo(bytes: number): void {
    if (this.#bytes <= bytes || this.#begin === this.#end) return
    // One word for all of them, before the first is given back.
    let keep = this.#begin
    for (let left = this.#bytes; left > bytes && keep < this.#end; keep++) left -= this.#at(keep).capacityBytes
    const newest = this.#at(this.#end - 1)
    const oldest = keep < this.#end ? this.#at(keep).firstSample : newest.firstSample + newest.scans
    this.#control.setOldestValid(oldest)
    while (this.#begin < keep) this.#releaseOldest()
  }

  #releaseOldest(): void {
    if (this.#told === this.#begin) {
      this.#told++
      this.#unannounced++
    }
    const slot = this.#begin++ & (this.#refs.length - 1)
    const ref = this.#refs[slot]!
    this.#refs[slot] = null
    this.#bytes -= ref.capacityBytes
    if (this.#begin <= this.#read) ref.forget()
    else {
      this.#read++
      ref.release()
    }
  }

  #at(position: number): BlockRef {
    return this.#refs[position & (this.#refs.length - 1)]!
  }

  #grow(): void {
    const length = this.#refs.length * 2
    const refs = new Array<BlockRef | null>(length).fill(null)
    const announcedMs = new Float64Array(length)
    for (let position = this.#begin; position < this.#end; position++) {
      const from = position & (this.#refs.length - 1)
      refs[position & (length - 1)] = this.#refs[from]!
      announcedMs[position & (length - 1)] = this.#announcedMs[from]!
    }
    this.#refs = refs
    this.#announcedMs = announcedMs
  }
}
