// The newest blocks of a stream, held for looking back: references to them, up to a budget of bytes.
import type { BlockRef } from '../tap.ts'

/** Told before the first block is given back: samples before `oldest` may be overwritten from then on. */
export type BeforeRelease = (oldest: number) => void

export class KeptBlocks {
  readonly #beforeRelease: BeforeRelease
  /** A ring of references; positions run freely, the capacity is a power of two. */
  #refs: (BlockRef | null)[] = new Array<BlockRef | null>(1024).fill(null)
  #addedMs = new Float64Array(1024)
  #begin = 0
  #end = 0
  /** Position of the first block that its reader may still be reading; those before it are memory. */
  #read = 0
  #bytes = 0
  /** Bytes to keep, at most; what is beyond goes with the next {@link trim}. */
  budgetBytes: number

  constructor(budgetBytes: number, beforeRelease: BeforeRelease) {
    this.budgetBytes = budgetBytes
    this.#beforeRelease = beforeRelease
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    return this.#bytes
  }

  get blocks(): number {
    return this.#end - this.#begin
  }

  /** Position of the oldest block, and one behind the newest. Positions count all blocks there ever were. */
  get begin(): number {
    return this.#begin
  }

  get end(): number {
    return this.#end
  }

  /** First sample held, or null when nothing is. */
  get oldestSample(): number | null {
    return this.#begin === this.#end ? null : this.at(this.#begin).firstSample
  }

  /** The block at a position from `begin` up to `end`. */
  at(position: number): BlockRef {
    return this.#refs[position & (this.#refs.length - 1)]!
  }

  /** When it was added, monotonic ms. */
  addedMs(position: number): number {
    return this.#addedMs[position & (this.#refs.length - 1)]!
  }

  /** Keeps the blocks, which follow those that are there. */
  add(blocks: readonly BlockRef[], nowMs: number): void {
    for (const block of blocks) {
      block.retain()
      if (this.#end - this.#begin === this.#refs.length) this.#grow()
      const slot = this.#end++ & (this.#refs.length - 1)
      this.#refs[slot] = block
      this.#addedMs[slot] = nowMs
      this.#bytes += block.capacityBytes
    }
  }

  /** The reader is through with the blocks up to the one that ends before sample `end`: memory since `atMs`. */
  noteRead(end: number, atMs: number): void {
    for (; this.#read < this.#end; this.#read++) {
      const block = this.at(this.#read)
      if (block.firstSample + block.scans > end) break
      block.keep(atMs)
    }
  }

  /** Gives the oldest back that are beyond the budget. */
  trim(): void {
    this.#releaseDownTo(this.budgetBytes)
  }

  /** Gives about `bytes` back, oldest first. */
  reclaim(bytes: number): void {
    this.#releaseDownTo(Math.max(0, this.#bytes - bytes))
  }

  /** Gives everything back, without a word before. */
  clear(): void {
    while (this.#begin < this.#end) this.#releaseOldest()
  }

  #releaseDownTo(bytes: number): void {
    if (this.#bytes <= bytes || this.#begin === this.#end) return
    // One word for all of them, before the first is given back.
    let keep = this.#begin
    for (let left = this.#bytes; left > bytes && keep < this.#end; keep++) left -= this.at(keep).capacityBytes
    const newest = this.at(this.#end - 1)
    this.#beforeRelease(keep < this.#end ? this.at(keep).firstSample : newest.firstSample + newest.scans)
    while (this.#begin < keep) this.#releaseOldest()
  }

  #releaseOldest(): void {
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

  #grow(): void {
    const length = this.#refs.length * 2
    const refs = new Array<BlockRef | null>(length).fill(null)
    const addedMs = new Float64Array(length)
    for (let position = this.#begin; position < this.#end; position++) {
      refs[position & (length - 1)] = this.at(position)
      addedMs[position & (length - 1)] = this.addedMs(position)
    }
    this.#refs = refs
    this.#addedMs = addedMs
  }
}
