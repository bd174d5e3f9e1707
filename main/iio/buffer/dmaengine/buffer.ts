// The DMAengine binding: turns a block into a DMA descriptor, and a completed descriptor into a done block. No driver
// code runs per block.
import type { DmaChannel, DmaDescriptor, DmaEngine, DmaResult } from '#main/dmaengine/index.ts'
import { defaultMaxSegmentBytes } from '#main/dmaengine/index.ts'
import { fail, say } from '#shared/errors.ts'
import { constantAttribute } from '../../device/attribute.ts'
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
  readonly #canTerminate: boolean
  readonly #canReuse: boolean
  readonly #inFlight = new BlockList('in-flight')

  /** @throws EINVAL / ENXIO when the channel has no capabilities a buffer could use. */
  constructor(options: DmaengineBufferOptions) {
    super({ ...options, ops: bindingOps })
    this.#engine = options.engine
    this.channel = options.channel
    this.#ownsChannel = options.ownsChannel ?? true
    const capabilities = options.engine.getSlaveCaps(options.channel)
    this.#canTerminate = capabilities.canTerminate
    this.#canReuse = capabilities.descriptorReuse
    this.#limits = bindingLimits(capabilities, options.channel.device.maxSegmentBytes ?? defaultMaxSegmentBytes)
    this.attributes = { length_align_bytes: constantAttribute(this.lengthAlignBytes) }
  }

  override get lengthAlignBytes(): number {
    return this.#limits.alignBytes
  }

  override get maxBlockBytes(): number {
    return this.#limits.maxBytes
  }

  /** Times the channel refused to start what it had accepted. */
  failedIssues = 0

  /** Blocks hardware has now. */
  get inFlightCount(): number {
    return this.#inFlight.length
  }

  /** @throws ENOMEM no descriptor; EINVAL output length 0 or too large; what the channel's submit throws. */
  submitBlock(block: DmaBlock): void {
    const most = Math.min(block.size, this.#limits.maxBytes)
    if (this.direction === 'in') block.bytesUsed = most - (most % this.#limits.alignBytes)
    else if (block.bytesUsed === 0 || block.bytesUsed > most)
      fail('EINVAL', say`A transfer of ${block.bytesUsed} bytes is not within 1 to ${most}.`)
    const descriptor =
      this.#kept(block) ?? this.#prepare(block) ?? fail('ENOMEM', say`No DMA descriptor for ${block.bytesUsed} bytes.`)
    if (!block.cyclic) {
      block.completion ??= (result) => this.#complete(block, result)
      descriptor.callbackResult = block.completion
    }
    descriptor.submit()
    // Listed before it is issued: completion may come at once.
    this.#inFlight.append(block)
    this.#issue()
  }

  /**
   * The channel has accepted the block, whatever issuing says: a strict one refuses to issue while it is being
   * terminated. The block is in hardware's hands then, until the next issue starts it or an abort brings it back.
   */
  #issue(): void {
    try {
      this.channel.issuePending()
    } catch {
      this.failedIssues++
    }
  }

  #prepare(block: DmaBlock) {
    const { address, bytesUsed } = block
    const direction = this.direction === 'in' ? 'dev-to-mem' : 'mem-to-dev'
    // One period without a callback: the hardware repeats it by itself, and nothing completes before the abort.
    if (block.cyclic) return this.channel.prepDmaCyclic(address, bytesUsed, bytesUsed, direction, { interrupt: false })
    const descriptor = this.channel.prepSlaveSingle(address, bytesUsed, direction)
    if (descriptor !== null && this.#canReuse) {
      descriptor.setReuse()
      block.descriptor = descriptor
    }
    return descriptor
  }

  /**
   * The descriptor of the block's last transfer, when the next one is the same. The kernel's binding prepares one for each
   * transfer; at ten thousands of blocks a second that is the larger part of what a block costs here, and DMAengine has a
   * way for a client that comes with the same transfer again and again: dmaengine_desc_set_reuse().
   */
  #kept(block: DmaBlock): DmaDescriptor | null {
    const { descriptor } = block
    if (descriptor === null || (!block.cyclic && descriptor.length === block.bytesUsed)) return descriptor
    block.descriptor = null
    descriptor.free()
    return null
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

  /**
   * Stops the channel, waits for running callbacks, and hands back what is left. A channel that cannot be stopped keeps
   * what it has: these blocks complete later, and nobody gets their memory before.
   */
  async abortTransfers(): Promise<void> {
    if (!this.#canTerminate) return
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
