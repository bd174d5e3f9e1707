// A queue in block mode, and a model of it: lists of blocks. Interrupts, callbacks and the end of transfers are steps of
// their own, so that every moment between them is met.
import { expect } from 'vitest'
import { type DeviceNode, type DmaBlock, openDevice } from '#main/iio/index.ts'
import { createDmaBench, type DmaBench, errnoFrom, FaultInjector, voltageChannels } from '#main/testing/index.ts'
import { type FaultKind, isFault, orderFault, type World } from './play.ts'

export interface BlockVariant {
  readonly direction: 'in' | 'out'
  readonly canTerminate: boolean
  readonly alignBytes: number
  /** The controller lets a descriptor be submitted again. */
  readonly reuse: boolean
}

export const blockKinds = [
  ...(['enqueue', 'enqueue', 'enqueue', 'complete', 'complete', 'short', 'failed', 'interrupts'] as const),
  ...(['callbacks', 'callbacks', 'dequeue', 'dequeue', 'alloc', 'alloc', 'free', 'enable', 'disable'] as const),
  ...(['stall', 'unstall', 'read'] as const),
] as const

export interface BlockStep {
  readonly kind: (typeof blockKinds)[number] | FaultKind
  readonly number: number
}

interface ModelBlock {
  readonly block: DmaBlock
  /** REFUSED: the binding would not have it. */
  state: 'DEQUEUED' | 'QUEUED' | 'ACTIVE' | 'DONE' | 'DEAD' | 'REFUSED'
  tag: number
  bytes: number
  cyclic: boolean
  /** Length of the descriptor that is kept for its next transfer; 0: there is none. */
  keptBytes: number
}

const mostBlocks = 8

export class BlockWorld implements World<BlockStep> {
  readonly expected = new FaultInjector()
  readonly #bench: DmaBench
  readonly #variant: BlockVariant
  readonly #file: DeviceNode
  // The model.
  #enabled = false
  #everEnabled = false
  readonly #blocks: ModelBlock[] = []
  readonly #incoming: ModelBlock[] = []
  /** Submitted, oldest first, whatever the hardware has done with them. */
  readonly #inFlight: ModelBlock[] = []
  /** Of those, how many the hardware ended, and of these, how many were seen by an interrupt. */
  #ended = 0
  #interrupted = 0
  readonly #outgoing: ModelBlock[] = []
  #refused = 0

  private constructor(bench: DmaBench, variant: BlockVariant) {
    this.#bench = bench
    this.#variant = variant
    this.#file = openDevice(bench.device, { nonBlocking: true })
  }

  static async begin(variant: BlockVariant): Promise<BlockWorld> {
    const { direction, canTerminate, alignBytes, reuse } = variant
    const bench = await createDmaBench({
      channels: voltageChannels(1).map((channel) => ({ ...channel, direction })),
      direction,
      heapBytes: 1 << 20,
      dma: { canTerminate, dstAddrWidths: 2 ** alignBytes, descriptorReuse: reuse },
    })
    await bench.device.writeAttribute('voltage0/en', '1')
    return new BlockWorld(bench, variant)
  }

  get faults(): FaultInjector {
    return this.#bench.faults
  }

  async play({ kind, number }: BlockStep): Promise<void> {
    if (isFault(kind)) return orderFault(this, kind, number)
    const { hardware, runtime } = this.#bench
    const chosen = this.#blocks[number % Math.max(this.#blocks.length, 1)]
    switch (kind) {
      case 'alloc':
        return this.#alloc(1 + (number % 5000))
      case 'free':
        return chosen && this.#free(chosen)
      case 'enqueue':
        return chosen && this.#enqueue(chosen, number)
      case 'complete':
      case 'short':
      case 'failed':
        return this.#end(kind, number)
      case 'interrupts':
        runtime.runPendingInterrupts()
        this.#interrupted = this.#ended
        return
      case 'callbacks':
        runtime.runPendingCallbacks()
        for (; this.#interrupted > 0; this.#interrupted--, this.#ended--) this.#handBack(this.#inFlight.shift()!)
        await runtime.runPendingWork()
        return
      case 'dequeue':
        return this.#dequeue()
      case 'enable':
        return this.#enable()
      case 'disable':
        return this.#disable()
      case 'stall':
        hardware.stall()
        return
      case 'unstall':
        hardware.unstall()
        return
      case 'read':
        return this.#read()
    }
  }

  check(): void {
    const { buffer, heap, memory } = this.#bench
    const ids = (blocks: Iterable<DmaBlock>): number[] => [...blocks].map((block) => block.id)
    const modelIds = (blocks: readonly ModelBlock[]): number[] => blocks.map(({ block }) => block.id)
    const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
    expect(this.#blocks.map(({ block }) => block.state)).toEqual(
      this.#blocks.map(({ state }) => (state === 'REFUSED' ? 'ACTIVE' : state)),
    )
    expect(ids(buffer.incoming)).toEqual(modelIds(this.#incoming))
    expect(ids(buffer.outgoing)).toEqual(modelIds(this.#outgoing))
    expect(buffer.inFlightCount).toBe(this.#inFlight.length)
    expect(buffer.dataAvailable()).toBe(sum(this.#outgoing.map(({ block }) => block.size)))
    const scans = Math.floor(sum(this.#outgoing.map(({ bytes }) => bytes)) / 2)
    expect(buffer.outgoingScans).toBe(this.#everEnabled ? scans : 0)
    expect(buffer.isInBlockMode).toBe(this.#enabled || this.#blocks.length > 0)
    expect(buffer.diagnostics.submitFailures).toBe(this.#refused)
    const dead = this.#inFlight.filter(({ state }) => state === 'DEAD').length
    expect([heap.liveAllocations, memory.problems]).toEqual([this.#blocks.length + dead, []])
  }

  async end(): Promise<void> {
    const bench = this.#bench
    this.#file.close()
    await bench.remove()
    bench.hardware.unstall()
    // What could not be stopped keeps its memory until it is through.
    while (bench.hardware.running.length > 0) await bench.complete()
    expect([bench.heap.liveAllocations, bench.buffer.isReleased, bench.memory.problems]).toEqual([0, true, []])
    const { submitted, completed, aborted } = bench.buffer.diagnostics
    expect(completed + aborted).toBe(submitted)
  }

  #alloc(size: number): void {
    if (this.#blocks.length === mostBlocks) return
    const { buffer } = this.#bench
    if (this.expected.fails('alloc')) {
      expect(() => buffer.allocBlock(size)).toThrow('ordered to fail')
      return
    }
    const block = buffer.allocBlock(size)
    this.#blocks.push({ block, state: 'DEQUEUED', tag: 0, bytes: 0, cyclic: false, keptBytes: 0 })
  }

  #free(chosen: ModelBlock): void {
    this.#bench.buffer.freeBlock(chosen.block)
    chosen.state = 'DEAD'
    for (const list of [this.#blocks, this.#incoming, this.#outgoing])
      if (list.includes(chosen)) list.splice(list.indexOf(chosen), 1)
  }

  async #enqueue(chosen: ModelBlock, number: number): Promise<void> {
    const { block } = chosen
    const { direction, canTerminate } = this.#variant
    const bytesUsed = number % (block.size + 1)
    // What repeats for ever and cannot be stopped would never give its memory back.
    const cyclic = direction === 'out' && canTerminate && number % 7 === 0
    const result = await errnoFrom(() => this.#bench.buffer.enqueueBlock(block, { bytesUsed, cyclic }))
    const bytes = this.#aligned(direction === 'in' ? block.size : bytesUsed || block.size)
    if (chosen.state === 'ACTIVE' || chosen.state === 'REFUSED') expect(result).toBe('EBUSY')
    else expect(result).toBe(direction === 'out' && bytes === 0 ? 'EINVAL' : 'ok')
    if (result !== 'ok') return
    const wasQueued = chosen.state === 'QUEUED'
    if (chosen.state === 'DONE') this.#outgoing.splice(this.#outgoing.indexOf(chosen), 1)
    chosen.bytes = bytes
    chosen.cyclic = cyclic
    if (wasQueued) return
    if (this.#enabled) return this.#submit(chosen)
    chosen.state = 'QUEUED'
    this.#incoming.push(chosen)
  }

  #aligned(bytes: number): number {
    return bytes - (bytes % this.#variant.alignBytes)
  }

  #submit(chosen: ModelBlock): void {
    const isPrepared = this.#prepare(chosen)
    if (isPrepared && !this.expected.fails('submit')) {
      chosen.state = 'ACTIVE'
      this.#inFlight.push(chosen)
      return
    }
    chosen.state = 'REFUSED'
    this.#refused++
  }

  /** Another transfer than the last one wants another descriptor. */
  #prepare(chosen: ModelBlock): boolean {
    if (!chosen.cyclic && chosen.keptBytes > 0 && chosen.keptBytes === chosen.bytes) return true
    chosen.keptBytes = 0
    if (this.expected.fails('prepare') || chosen.bytes === 0) return false
    if (this.#variant.reuse && !chosen.cyclic) chosen.keptBytes = chosen.bytes
    return true
  }

  #handBack(block: ModelBlock): void {
    if (block.state === 'DEAD') return
    block.state = 'DONE'
    this.#outgoing.push(block)
  }

  #end(kind: 'complete' | 'short' | 'failed', number: number): void {
    const next = this.#inFlight[this.#ended]
    const { hardware } = this.#bench
    const [transfer] = hardware.running
    if (next === undefined || transfer === undefined) return
    expect([transfer.length, transfer.isCyclic]).toEqual([next.bytes, next.cyclic])
    if (next.cyclic) {
      hardware.elapsePeriod()
      return
    }
    const part = kind === 'complete' ? next.bytes : number % (next.bytes + 1)
    next.tag = number & 0xff
    const completion = this.#variant.direction === 'in' ? { data: new Uint8Array(next.bytes).fill(next.tag) } : {}
    if (kind === 'failed') hardware.fail('READ_FAILED', part, completion)
    else hardware.shortComplete(part, completion)
    next.bytes = part
    this.#ended++
  }

  #dequeue(): void {
    const expected = this.#outgoing.shift()
    const block = this.#bench.buffer.dequeueBlock()
    expect(block?.id).toBe(expected?.block.id)
    if (expected === undefined || block === null) return
    expected.state = 'DEQUEUED'
    expect(block.bytesUsed).toBe(expected.bytes)
    if (this.#variant.direction === 'out') return
    const bytes = this.#bench.heap.u8(block.address, block.bytesUsed)
    expect(bytes.every((byte) => byte === expected.tag)).toBe(true)
  }

  async #enable(): Promise<void> {
    // Without blocks it would be file-IO mode, which has a model of its own.
    if (this.#enabled || this.#blocks.length === 0) return
    const { device, runtime } = this.#bench
    await runtime.finish(device.writeAttribute('buffer0/enable', '1'))
    this.#enabled = true
    this.#everEnabled = true
    for (const block of this.#incoming.splice(0)) this.#submit(block)
  }

  async #disable(): Promise<void> {
    if (!this.#enabled) return
    const { device, runtime } = this.#bench
    await runtime.finish(device.writeAttribute('buffer0/enable', '0'))
    await runtime.runPendingWork()
    this.#enabled = false
    if (!this.#variant.canTerminate) return
    this.#ended = 0
    this.#interrupted = 0
    for (const block of this.#inFlight.splice(0)) {
      block.bytes = 0
      this.#handBack(block)
    }
  }

  /** There is no byte stream while the application has blocks, nor while the queue is enabled for them. */
  async #read(): Promise<void> {
    const { buffer } = this.#bench
    const [moved, stream] =
      this.#variant.direction === 'in'
        ? [this.#file.read(new Uint8Array(8)), 'EAGAIN']
        : [this.#file.write(new Uint8Array(8)), 'EAGAIN']
    const wanted = buffer.isInBlockMode ? 'EBUSY' : stream
    const isUnknown = this.#variant.direction === 'in' && !this.#everEnabled
    expect(await errnoFrom(moved)).toBe(isUnknown ? 'ok' : wanted)
  }
}
