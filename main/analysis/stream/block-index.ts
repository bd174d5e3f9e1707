// The blocks in memory, by sample: a ring of plain columns that grows when it must. The analyser looks raw samples up
// here; the memory itself belongs to the host, which says through the shared word what is still valid.

export interface IndexedBlock {
  firstSample: number
  /** Scans lost directly before the block. */
  lostBefore: number
  /** Monotonic ms of its last scan. */
  lastSampleMs: number
  /** Monotonic ms at which the host announced it. */
  announcedMs: number
  address: number
  scans: number
}

/** Scans that are in memory, one after the other: `scans` from `sample` on are at `address`. */
export type RunVisitor = (address: number, sample: number, scans: number) => void

export class BlockIndex {
  #capacity = 1024
  #first = new Float64Array(this.#capacity)
  #lost = new Float64Array(this.#capacity)
  #lastMs = new Float64Array(this.#capacity)
  #announcedMs = new Float64Array(this.#capacity)
  #address = new Float64Array(this.#capacity)
  #scans = new Float64Array(this.#capacity)
  /** Positions run freely; the slot is the position modulo the capacity, a power of two. */
  #begin = 0
  #end = 0

  /** Position of the oldest block, and one behind the newest. */
  get begin(): number {
    return this.#begin
  }

  get end(): number {
    return this.#end
  }

  clear(): void {
    this.#begin = this.#end = 0
  }

  push(block: IndexedBlock): void {
    if (this.#end - this.#begin === this.#capacity) this.#grow()
    const slot = this.#end++ & (this.#capacity - 1)
    this.#first[slot] = block.firstSample
    this.#lost[slot] = block.lostBefore
    this.#lastMs[slot] = block.lastSampleMs
    this.#announcedMs[slot] = block.announcedMs
    this.#address[slot] = block.address
    this.#scans[slot] = block.scans
  }

  /** Forgets the blocks that begin before `sample`. */
  dropBefore(sample: number): void {
    while (this.#begin < this.#end && this.firstSample(this.#begin) < sample) this.#begin++
  }

  firstSample(position: number): number {
    return this.#first[position & (this.#capacity - 1)]!
  }

  lostBefore(position: number): number {
    return this.#lost[position & (this.#capacity - 1)]!
  }

  lastSampleMs(position: number): number {
    return this.#lastMs[position & (this.#capacity - 1)]!
  }

  announcedMs(position: number): number {
    return this.#announcedMs[position & (this.#capacity - 1)]!
  }

  address(position: number): number {
    return this.#address[position & (this.#capacity - 1)]!
  }

  scans(position: number): number {
    return this.#scans[position & (this.#capacity - 1)]!
  }

  /** All that is known of a block. */
  block(position: number): IndexedBlock {
    return {
      firstSample: this.firstSample(position),
      lostBefore: this.lostBefore(position),
      lastSampleMs: this.lastSampleMs(position),
      announcedMs: this.announcedMs(position),
      address: this.address(position),
      scans: this.scans(position),
    }
  }

  /** One behind the last sample of the block. */
  endSample(position: number): number {
    return this.firstSample(position) + this.scans(position)
  }

  /** The samples of a block are read elsewhere from now on. */
  move(position: number, address: number): void {
    this.#address[position & (this.#capacity - 1)] = address
  }

  /** Nobody finds the samples of a block any more. */
  hide(position: number): void {
    this.#scans[position & (this.#capacity - 1)] = 0
  }

  /** Position of the block that holds `sample`, else of the first one behind it; `end` when there is none. */
  find(sample: number): number {
    let low = this.#begin
    let high = this.#end
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      if (this.endSample(middle) <= sample) low = middle + 1
      else high = middle
    }
    while (low < this.#end && this.scans(low) === 0) low++
    return low
  }

  /** Whether the block at `position` is there and holds all samples from `first` up to `end`. */
  holds(position: number, first: number, end: number): boolean {
    if (position < this.#begin || position >= this.#end) return false
    return this.firstSample(position) <= first && end <= this.endSample(position)
  }

  /** Visits what is in memory of the samples from `first` up to `end`, in order. */
  forEachRun(first: number, end: number, bytesPerScan: number, visit: RunVisitor): void {
    for (let position = this.find(first); position < this.#end; position++) {
      const begin = this.firstSample(position)
      if (begin >= end) return
      const from = Math.max(first, begin)
      const until = Math.min(end, begin + this.scans(position))
      if (until > from) visit(this.address(position) + (from - begin) * bytesPerScan, from, until - from)
    }
  }

  #grow(): void {
    const oldMask = this.#capacity - 1
    this.#capacity *= 2
    const widen = (column: Float64Array): Float64Array<ArrayBuffer> => {
      const wider = new Float64Array(this.#capacity)
      for (let position = this.#begin; position < this.#end; position++)
        wider[position & (this.#capacity - 1)] = column[position & oldMask]!
      return wider
    }
    this.#first = widen(this.#first)
    this.#lost = widen(this.#lost)
    this.#lastMs = widen(this.#lastMs)
    this.#announcedMs = widen(this.#announcedMs)
    this.#address = widen(this.#address)
    this.#scans = widen(this.#scans)
  }
}
