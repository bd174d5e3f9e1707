// What a hub tells of its stream, as the log knows it.
import type { Seam } from '#shared/contract/topics/seams.ts'
import type { StreamFormat } from '../tap.ts'
import type { StreamAccount } from './stream-account.ts'
import type { StreamLog } from './stream-log.ts'

export class StreamFacts {
  protected readonly log: StreamLog

  constructor(log: StreamLog) {
    this.log = log
  }

  /** Of the present or last epoch; null before the first start. */
  get format(): StreamFormat | null {
    return this.log.format
  }

  get epoch(): number {
    return this.log.epoch
  }

  get seams(): readonly Seam[] {
    return this.log.seams
  }

  /** What came, what is missing, how late it came, and since when all is well. */
  get account(): StreamAccount {
    return this.log.account
  }

  get samples(): number {
    return this.log.account.continuity.samples
  }

  get lostSamples(): number {
    return this.log.account.continuity.lostSamples
  }

  get blocks(): number {
    return this.log.account.continuity.blocks
  }

  /** The wall clock was set forward by so much, ms: what is told of before is told by the clock as it is now. */
  clockSet(byMs: number): void {
    this.log.clockSet(byMs)
  }

  /** Index of the scan expected next, in the present epoch. */
  get nextSample(): number {
    return this.log.nextSample
  }

  /** Bytes of the block size that is being left behind; null: every block that comes has the one in force. */
  get changingFromBytes(): number | null {
    return this.log.changes.changingFromBytes
  }
}
