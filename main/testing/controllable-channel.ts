// One channel of the controllable DMA controller: what the hardware holds, and the buttons that make it move.
import type { DmaDescriptor, DmaResultCode, DmaSlaveConfig, TransferMetadata } from '#main/dmaengine/index.ts'
import type { BlockMemory } from '#main/iio/index.ts'
import type { ErrnoError } from '#shared/errors.ts'
import type { FakeRuntime } from './fake-runtime.ts'
import { type ChannelCounts, TestChannel, type TestChannelOptions } from './test-channel.ts'

/** What a transfer is to leave in memory. Without `data`, memory stays as it is. */
export interface Completion {
  /** Bytes the hardware writes, from the start of the transfer (input direction). */
  readonly data?: Uint8Array
  /** Position in the stream, for the block's metadata. */
  readonly metadata?: TransferMetadata
}

export class ControllableChannel {
  /** The operations the DMA engine sees. */
  readonly ops: TestChannel
  readonly #runtime: FakeRuntime
  readonly #heap: BlockMemory

  constructor(heap: BlockMemory, options: TestChannelOptions) {
    this.#runtime = options.runtime
    this.#heap = heap
    this.ops = new TestChannel(options)
  }

  /** Transfers in hardware, oldest first. One whose end is only an interrupt away is not among them. */
  get running(): readonly DmaDescriptor[] {
    return this.ops.running
  }

  get counts(): Readonly<ChannelCounts> {
    return this.ops.counts
  }

  /** Last slave configuration, null before the first. */
  get config(): DmaSlaveConfig | null {
    return this.ops.config
  }

  /** The bytes in memory that `transfer` is about: what an output transfer sends. */
  dataOf(transfer: DmaDescriptor): Uint8Array {
    const bytes = new Uint8Array(transfer.length)
    let offset = 0
    for (const { address, length } of transfer.segments) {
      bytes.set(this.#heap.u8(address, length), offset)
      offset += length
    }
    return bytes
  }

  /** The oldest transfer is complete: all its bytes arrived (or were sent). Its interrupt is now pending. */
  complete(completion: Completion = {}): void {
    this.#end(this.#oldest(), 'NOERROR', 0, completion)
  }

  /** The oldest transfer ended early, with `bytes` of it done. Its interrupt is now pending. */
  shortComplete(bytes: number, completion: Completion = {}): void {
    const transfer = this.#oldest()
    this.#end(transfer, 'NOERROR', transfer.length - bytes, completion)
  }

  /** The oldest transfer failed with `bytes` of it done. Its interrupt is now pending. */
  fail(code: DmaResultCode = 'READ_FAILED', bytes = 0, completion: Completion = {}): void {
    const transfer = this.#oldest()
    this.#end(transfer, code, transfer.length - bytes, completion)
  }

  /** A period of the oldest transfer, which is cyclic, is through. Its interrupt is now pending. */
  elapsePeriod(): void {
    const transfer = this.#oldest()
    if (!transfer.isCyclic) throw new Error('the oldest transfer is not cyclic')
    this.#runtime.raiseInterrupt(() => this.ops.periodElapsed(transfer))
  }

  /** From now on the hardware takes no transfer; what it holds stays where it is. */
  stall(): void {
    this.ops.isStalled = true
  }

  /** Ends {@link stall}: issued transfers go to the hardware. */
  unstall(): void {
    this.ops.isStalled = false
    this.ops.startTransfers()
  }

  /** A termination does not finish before {@link releaseStop}: the moment in which an abort can race. */
  holdStop(): void {
    this.ops.holdsStop = true
  }

  releaseStop(): void {
    this.ops.holdsStop = false
    if (this.ops.stopPending) this.ops.finishStop()
  }

  /** The next `count` preparations give null. */
  refusePrepare(count = 1): void {
    this.ops.refusedPrepares = count
  }

  /** The next submit throws `error`. */
  failSubmit(error: ErrnoError): void {
    this.ops.submitError = error
  }

  #oldest(): DmaDescriptor {
    const [transfer] = this.ops.running
    if (transfer === undefined) throw new Error('no transfer is in hardware')
    return transfer
  }

  #end(transfer: DmaDescriptor, code: DmaResultCode, residue: number, { data, metadata }: Completion): void {
    this.ops.running.shift()
    this.ops.ended(transfer)
    this.ops.counts.completed++
    if (data !== undefined) this.#write(transfer, data.subarray(0, transfer.length - residue))
    transfer.metadata = metadata ?? null
    const { cookie } = transfer
    this.#runtime.raiseInterrupt(() => {
      // The channel may have been terminated since, and the descriptor submitted again.
      if (transfer.cookie === cookie) this.ops.complete(transfer, code, residue)
      this.ops.startTransfers()
    })
  }

  #write(transfer: DmaDescriptor, data: Uint8Array): void {
    let offset = 0
    for (const { address, length } of transfer.segments) {
      const part = data.subarray(offset, offset + length)
      this.#heap.u8(address, part.length).set(part)
      offset += part.length
    }
  }
}
