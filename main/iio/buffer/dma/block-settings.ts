// Length and watermark of a queue in block mode: what its blocks hold, and how much has to be done before whoever waits
// for blocks is woken. An application that empties the queue may answer for both itself (queue.reader).
import type { WaitQueue } from '#main/runtime/wait-queue.ts'
import { mostWatermark } from '#shared/buffer/limits.ts'
import { fail, say } from '#shared/errors.ts'
import type { BlockSettings, BufferHost } from '../../buffer.ts'
import type { ScanMask } from '../../scan/scan-mask.ts'
import type { DmaBlock } from './block.ts'
import type { BlockCircuit } from './circuit.ts'

/** What the settings of block mode follow from. */
export interface SettledQueue {
  readonly waitQueue: WaitQueue
  readonly circuit: BlockCircuit
  readonly applicationBlocks: ReadonlySet<DmaBlock>
  /** Whole scans in the completed blocks. */
  readonly outgoingScans: number
  readonly active: boolean
  readonly bytesPerDatum: number
  readonly device: BufferHost | null
  readonly scanMask: ScanMask
  readonly scanTimestamp: boolean
}

export class QueueBlockSettings implements BlockSettings {
  readonly #queue: SettledQueue
  #threshold = 1

  constructor(queue: SettledQueue) {
    this.#queue = queue
  }

  /** Datums. 1, as in the kernel: the first block wakes. */
  get threshold(): number {
    return this.#threshold
  }

  set threshold(datums: number) {
    this.#threshold = datums
    // It may be reached already.
    this.#queue.waitQueue.wake()
  }

  /** Whether so much is done, or nothing more can come. There is a completed block. */
  get isReached(): boolean {
    const { outgoingScans, active, circuit } = this.#queue
    return this.#threshold <= 1 || outgoingScans >= this.#threshold || !active || circuit.inHardware === 0
  }

  readLength(): number {
    return this.#scansOfBlocks().reduce((sum, scans) => sum + scans, 0)
  }

  readWatermark(): number {
    return this.#threshold
  }

  writeWatermark(datums: number): void {
    const scans = this.#scansOfBlocks()
    // Of blocks of different sizes the smallest are counted on: any of them may be the ones that are done.
    const most = scans.length === 0 ? 1 : Math.max(mostWatermark(scans.length, Math.min(...scans)), 1)
    if (datums > most)
      fail('EINVAL', say`A watermark of ${datums} scans can never be reached: all blocks but one hold ${most}.`)
    this.threshold = datums
  }

  #scansOfBlocks(): number[] {
    const { applicationBlocks, bytesPerDatum, device, scanMask, scanTimestamp } = this.#queue
    // Before the first enable: of a scan that it would capture.
    const bytes = Math.max(bytesPerDatum || (device?.layout(scanMask, scanTimestamp).bytes ?? 0), 1)
    return [...applicationBlocks].map((block) => Math.floor(block.size / bytes))
  }
}
