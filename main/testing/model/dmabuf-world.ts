// Shared buffers on one queue, and a model of them: what is attached, where each transfer is, and what each fence has
// said. Calls do not wait.
import { expect } from 'vitest'
import { type BufferFd, DmaBuf, type DmaFence, openDevice } from '#main/iio/index.ts'
import { createDmaBench, type DmaBench, errnoFrom, FaultInjector, voltageChannels } from '#main/testing/index.ts'
import { type FaultKind, isFault, orderFault, type World } from './play.ts'

export interface DmabufVariant {
  readonly direction: 'in' | 'out'
  readonly canTerminate: boolean
  readonly alignBytes: number
}

export const dmabufKinds = [
  ...(['attach', 'attach', 'detach', 'enqueue', 'enqueue', 'enqueue', 'complete', 'complete', 'short'] as const),
  ...(['enable', 'enable', 'disable', 'reopen'] as const),
] as const

export interface DmabufStep {
  readonly kind: (typeof dmabufKinds)[number] | FaultKind
  readonly number: number
}

interface Transfer {
  readonly fence: DmaFence
  readonly buffer: Shared
  readonly bytes: number
  /** What its fence should have said; null: nothing yet. */
  outcome: 'ok' | 'EINTR' | 'ENOMEM' | null
  /** The attachment it was made with is there. */
  isAttached: boolean
}

interface Shared {
  readonly dmabuf: DmaBuf
  isAttached: boolean
  /** Of the present attachment: in line, or with hardware. */
  state: 'idle' | 'queued' | 'active'
}

const bufferBytes = 4096

export class DmabufWorld implements World<DmabufStep> {
  readonly expected = new FaultInjector()
  readonly #bench: DmaBench
  readonly #variant: DmabufVariant
  #file: BufferFd
  readonly #shared: readonly Shared[]
  readonly #transfers: Transfer[] = []
  #incoming: Transfer[] = []
  #inFlight: Transfer[] = []
  #enabled = false

  private constructor(bench: DmaBench, variant: DmabufVariant) {
    this.#bench = bench
    this.#variant = variant
    this.#file = this.#open()
    this.#shared = [0, 1, 2].map(() => {
      this.expected.pass('alloc')
      return { dmabuf: new DmaBuf(bench.memory, bufferBytes), isAttached: false, state: 'idle' }
    })
  }

  static async begin(variant: DmabufVariant): Promise<DmabufWorld> {
    const { direction, canTerminate, alignBytes } = variant
    const bench = await createDmaBench({
      channels: voltageChannels(1).map((channel) => ({ ...channel, direction })),
      direction,
      heapBytes: 1 << 20,
      dma: { canTerminate, srcAddrWidths: 2 ** alignBytes },
    })
    await bench.device.writeAttribute('voltage0/en', '1')
    return new DmabufWorld(bench, variant)
  }

  get faults(): FaultInjector {
    return this.#bench.faults
  }

  async play({ kind, number }: DmabufStep): Promise<void> {
    if (isFault(kind)) return orderFault(this, kind, number)
    const chosen = this.#shared[number % this.#shared.length]!
    switch (kind) {
      case 'attach': {
        const result = await errnoFrom(() => this.#file.attachDmabuf(chosen.dmabuf))
        expect(result).toBe(chosen.isAttached ? 'EBUSY' : 'ok')
        chosen.isAttached = true
        return
      }
      case 'detach': {
        const result = await errnoFrom(() => this.#file.detachDmabuf(chosen.dmabuf))
        expect(result).toBe(chosen.isAttached ? 'ok' : 'EPERM')
        this.#detached(chosen)
        return
      }
      case 'reopen':
        this.#file.close()
        for (const one of this.#shared) this.#detached(one)
        this.#file = this.#open()
        return
      case 'enqueue':
        return this.#enqueue(chosen, 1 + (number % bufferBytes))
      case 'complete':
      case 'short':
        return this.#end(kind === 'short' ? number : null)
      case 'enable':
        return this.#enable()
      case 'disable':
        return this.#disable()
    }
  }

  check(): void {
    const { buffer, heap, memory } = this.#bench
    for (const { fence, outcome } of this.#transfers)
      expect([fence.isSignalled, fence.error?.errno ?? null]).toEqual(
        outcome === null ? [false, null] : [true, outcome === 'ok' ? null : outcome],
      )
    expect(buffer.inFlightCount).toBe(this.#inFlight.length)
    expect([heap.liveAllocations, memory.problems]).toEqual([this.#shared.length, []])
    // None of it ever comes out as a block.
    expect([buffer.dequeueBlock(), buffer.outgoingCount, this.#file.poll()]).toEqual([
      null,
      0,
      { readable: false, writable: false },
    ])
  }

  async end(): Promise<void> {
    const bench = this.#bench
    this.#file.close()
    await bench.remove()
    while (bench.hardware.running.length > 0) await bench.complete()
    for (const { fence } of this.#transfers) expect(fence.isSignalled).toBe(true)
    for (const { dmabuf } of this.#shared) dmabuf.close()
    expect([bench.heap.liveAllocations, bench.buffer.isReleased, bench.memory.problems]).toEqual([0, true, []])
  }

  #open(): BufferFd {
    const node = openDevice(this.#bench.device)
    const file = node.getBufferFd(0, { nonBlocking: true })
    node.close()
    return file
  }

  #detached(shared: Shared): void {
    if (!shared.isAttached) return
    shared.isAttached = false
    shared.state = 'idle'
    for (const transfer of [...this.#incoming, ...this.#inFlight])
      if (transfer.buffer === shared) transfer.isAttached = false
    // What had not begun never will; what hardware has goes on.
    for (const transfer of this.#incoming) if (transfer.buffer === shared) transfer.outcome = 'EINTR'
    this.#incoming = this.#incoming.filter(({ buffer }) => buffer !== shared)
  }

  async #enqueue(shared: Shared, bytesUsed: number): Promise<void> {
    const { direction, alignBytes } = this.#variant
    let fence: DmaFence | null = null
    const enqueued = this.#file.enqueueDmabuf({ dmabuf: shared.dmabuf, bytesUsed }).then((made) => {
      fence = made
    })
    const result = await errnoFrom(enqueued)
    const bytes = bytesUsed - (bytesUsed % alignBytes)
    expect(result).toBe(this.#answer(shared, bytes))
    if (result !== 'ok') return
    // Input is cut when it is submitted, output when it is enqueued.
    const transfer: Transfer = { fence: fence!, buffer: shared, bytes, outcome: null, isAttached: true }
    this.#transfers.push(transfer)
    if (this.#enabled) this.#submit(transfer)
    else {
      shared.state = 'queued'
      this.#incoming.push(transfer)
    }
    expect(direction === 'in' || bytes > 0).toBe(true)
  }

  #answer(shared: Shared, bytes: number): string {
    if (!shared.isAttached) return 'EPERM'
    const isInput = this.#variant.direction === 'in'
    const isBusy = this.#transfers.some((one) => one.buffer === shared && one.outcome === null)
    // Its own fences count; on output they are readers, who do not mind each other.
    if (isInput && isBusy) return 'EBUSY'
    if (shared.state === 'queued') return 'EPERM'
    if (shared.state === 'active') return 'EBUSY'
    return !isInput && bytes === 0 ? 'EINVAL' : 'ok'
  }

  #submit(transfer: Transfer): void {
    const { buffer } = transfer
    const isPrepared = !this.expected.fails('prepare') && transfer.bytes > 0
    if (isPrepared && !this.expected.fails('submit')) {
      buffer.state = 'active'
      this.#inFlight.push(transfer)
      return
    }
    buffer.state = 'idle'
    transfer.outcome = 'ENOMEM'
  }

  #handBack(transfer: Transfer, outcome: 'ok' | 'EINTR'): void {
    transfer.outcome = outcome
    if (transfer.isAttached) transfer.buffer.state = 'idle'
  }

  async #end(part: number | null): Promise<void> {
    const transfer = this.#inFlight.shift()
    if (transfer === undefined) return
    const { hardware } = this.#bench
    expect(hardware.running[0]!.length).toBe(transfer.bytes)
    hardware.shortComplete(part === null ? transfer.bytes : part % (transfer.bytes + 1))
    await this.#bench.runtime.runAll()
    this.#handBack(transfer, 'ok')
  }

  async #enable(): Promise<void> {
    if (this.#enabled || !this.#shared.some(({ isAttached }) => isAttached)) return
    const { device, runtime } = this.#bench
    await runtime.finish(device.writeAttribute('buffer0/enable', '1'))
    this.#enabled = true
    for (const transfer of this.#incoming.splice(0)) this.#submit(transfer)
  }

  async #disable(): Promise<void> {
    if (!this.#enabled) return
    const { device, runtime } = this.#bench
    await runtime.finish(device.writeAttribute('buffer0/enable', '0'))
    await runtime.runAll()
    this.#enabled = false
    if (!this.#variant.canTerminate) return
    for (const transfer of this.#inFlight.splice(0)) this.#handBack(transfer, 'EINTR')
  }
}
