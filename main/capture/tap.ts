// What a consumer of blocks sees. The hub hands every finished block to every tap; the block's memory stays what it is
// until the last reference is given back, and then goes to the hardware again.

/**
 * A reference to one finished block in the coherent heap. It is valid during {@link Tap.onBlocks}; a tap that needs it
 * longer calls `retain` then, and `release` exactly once later. After that the object may describe another block.
 */
export interface BlockRef {
  /** 0, 1, 2, ... within an epoch, in the order of the stream. */
  readonly sequence: number
  /** Grows with every enable; sample indexes restart with it. */
  readonly epoch: number
  /** Address of the first scan in the coherent heap, bytes. */
  readonly address: number
  /** Bytes with data: a whole number of scans, at most {@link capacityBytes}. */
  readonly bytes: number
  /** Memory the block occupies, bytes: what a budget counts. */
  readonly capacityBytes: number
  readonly scans: number
  /** Index of the first scan since the enable. */
  readonly firstSample: number
  /** Scans lost directly before this block. */
  readonly lostBefore: number
  /** Monotonic ms at which the last scan was converted. */
  readonly lastSampleMs: number
  /** By so much the clock of the samples had fallen behind in this epoch when the block was taken, ms. */
  readonly slippedMs: number
  /** Monotonic ms at which the DMA buffer declared the block done. */
  readonly doneMs: number
  /** One more reader holds it. */
  retain(): void
  /** A reader lets go of it. */
  release(): void
  /**
   * One of its readers has read it, and holds it as memory from now on: to look back, not to read on.
   * @param sinceMs monotonic ms at which it had been read
   */
  keep(sinceMs: number): void
  /** Memory lets go of it: for whoever has called {@link keep}, in the place of `release`. */
  forget(): void
  /** Another reader of what memory holds: of a block that nobody may read any more but that is held. `forget` lets go. */
  hold(): void
}

/** The form of a scan, and the clock of the stream: constant within an epoch. */
export interface StreamFormat {
  readonly epoch: number
  readonly bytesPerScan: number
  readonly samplingFrequencyHz: number
  /** Enabled channels in the order of the scan. */
  readonly channels: readonly StreamChannel[]
  /** The time stamp behind them; absent: there is none. */
  readonly timestamp?: StreamTimestamp
  readonly startUnixMs: number
  /** That samples are missing is known by the clock only: their absence proves nothing. Absent: each that is missing is counted. */
  readonly gapsByClock?: true
}

export interface StreamChannel {
  /** IIO channel id, `voltage0`. */
  readonly id: string
  readonly scanIndex: number
  /** Type string, `le:s16/16>>0`. */
  readonly scanType: string
  /** Where its element begins in a scan, bytes. */
  readonly offsetBytes: number
  /** What its values are in: `V`, `m/s²`; empty: plain numbers. By the kind of the channel. */
  readonly unit: string
  /** Thousandths of the unit (mV) per code: (raw + offset) * scale. */
  readonly scaleMillivolts: number
  readonly offsetCodes: number
  /** Units for each volt at the input, part of the scale: of a probe before the channel. Absent: 1. */
  readonly factor?: number
}

/** A signed 64-bit little-endian number of nanoseconds in each scan. */
export interface StreamTimestamp {
  readonly offsetBytes: number
  /** `realtime`, `monotonic`, ... */
  readonly clock: string
}

/** A consumer of blocks. Its methods run on the main thread, inside the reader's wake-up: short and synchronous. */
export interface Tap {
  readonly name: string
  /** A new epoch begins: blocks that follow have this form. */
  onFormat?(format: StreamFormat): void
  /** Finished blocks, oldest first; all that were ready at this wake-up. */
  onBlocks(blocks: readonly BlockRef[]): void
  /** The stream ended. So many scans were sampled behind its last block that no block has: they are lost. */
  onMissing?(scans: number): void
  /**
   * The heap cannot hold the blocks the hardware needs: give back about this many bytes of what is held only for
   * comfort (history), oldest first. A tap that must not lose anything gives nothing.
   */
  relieve?(bytes: number): void
  /** Somebody is about to look at what became of the blocks: `keep` those that have been read by now. */
  settleReads?(): void
}
