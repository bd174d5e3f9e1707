// The DMAengine binding: turns a block into a DMA descriptor, and a completed descriptor into a done block. No driver
// code runs per block.
import type { DmaChannel, DmaEngine, DmaResult } from '#main/dmaengine/index.ts'
import { defaultMaxSegmentBytes } from '#main/dmaengine/index.ts'
import { fail } from '#shared/errors.ts'
import { constantAttribute } from '../../attribute.ts'
import type { DmaBlock } from '../dma/block.ts'
import { BlockList } from '../dma/block-list.ts'
import { DmaBufferQueue } from '../dma/queue.ts'
import type { DmaBufferOps, DmaBufferQueueOptions } from '../dma/types.ts'
import { type BindingLimits, bindingLimits } from './limits.ts'

export interface DmaengineBufferOptions extends Omit<DmaBufferQueueOptions, 'ops'> {
  readonly engine: DmaEngine
  readonly channel: DmaChannel
  /** The channel is the caller's: it is not released with the buffer. */
  readonly ownsChannel?: boolean
}

export class DmaengineBuffer extends DmaBufferQueue {
  readonly channel: DmaChannel
  readonly #engine: DmaEngine
  readonly #ownsChannel: boolean
  readonly #limits: BindingLimits
  readonly #inFlight = new BlockList('in-flight')

  /** @throws EINVAL / ENXIO when the channel has no capabilities a buffer could use. */
  constructor(options: DmaengineBufferOptions) {
    super({ ...options, ops: bindingOps })
    this.#engine = options.engine
    this.channel = options.channel
    this.#ownsChannel = options.ownsChannel ?? true
    this.#limits = bindingLimits(
      options.engine.getSlaveCaps(options.channel),
      options.channel.device.maxSegmentBytes ?? defaultMaxSegmentBytes,
    )
    this.attributes = { length_align_bytes: constantAttribute(this.lengthAlignBytes) }
  }

  override get lengthAlignBytes(): number {
    return this.#limits.alignBytes
  }

  override get maxBlockBytes(): number {
    return this.#limits.maxBytes
  }

  /** Blocks hardware has now. */
  get inFlightCount(): number {
    return this.#inFlight.length
  }

  /** @throws ENOMEM no descriptor; EINVAL output length 0 or too large; what the channel's submit throws. */
  submitBlock(block: DmaBlock): void {
    if (this.direction === 'in') {
      const length = Math.min(block.size, this.#limits.maxBytes)
      block.bytesUsed = length - (length % this.#limits.alignBytes)
    } else if (block.bytesUsed === 0 || block.bytesUsed > this.#limits.maxBytes)
      fail('EINVAL', `a transfer of ${block.bytesUsed} bytes is not within 1 .. ${this.#limits.maxBytes}`)
    const descriptor = this.#prepare(block) ?? fail('ENOMEM', `no DMA descriptor for ${block.bytesUsed} bytes`)
    if (!block.cyclic) {
      block.completion ??= (result) => this.#complete(block, result)
      descriptor.callbackResult = block.completion
    }
    descriptor.submit()
    // Listed before it is issued: completion may come at once.
    this.#inFlight.append(block)
    this.channel.issuePending()
  }

  #prepare(block: DmaBlock) {
    const { address, bytesUsed } = block
    const direction = this.direction === 'in' ? 'dev-to-mem' : 'mem-to-dev'
    // One period without a callback: the hardware repeats it by itself, and nothing completes before the abort.
    if (block.cyclic) return this.channel.prepDmaCyclic(address, bytesUsed, bytesUsed, direction, { interrupt: false })
    return this.channel.prepSlaveSingle(address, bytesUsed, direction)
  }

  /** The result code is not looked at: a failed transfer is delivered with what arrived. It is counted, though. */
  #complete(block: DmaBlock, { result, residue, metadata }: DmaResult): void {
    this.#inFlight.remove(block)
    if (result !== 'NOERROR') this.failedTransfers++
    block.bytesUsed -= residue
    block.metadata.firstSample = metadata?.firstSample ?? 0
    block.metadata.lostBefore = metadata?.lostBefore ?? 0
    block.metadata.lastSampleMs = metadata?.lastSampleMs ?? 0
    block.metadata.writtenMs = metadata?.writtenMs ?? 0
    this.blockDone(block)
  }

  /** Stops the channel, waits for running callbacks, and hands back what is left. */
  async abortTransfers(): Promise<void> {
    await this.channel.terminateSync()
    this.abortList(this.#inFlight)
  }

  /** Queue exit, channel release, and the creator's reference: the device is going away. */
  async free(): Promise<void> {
    this.exit()
    if (this.#inFlight.length > 0) await this.abortTransfers()
    if (this.#ownsChannel) await this.#engine.releaseChannel(this.channel)
    this.put()
  }
}

const bindingOps: DmaBufferOps = {
  submit: (queue, block) => (queue as DmaengineBuffer).submitBlock(block),
  abort: (queue) => (queue as DmaengineBuffer).abortTransfers(),
}
