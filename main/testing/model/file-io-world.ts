// A queue in file-IO mode, and a model of it: two slots of memory, what hardware has, what is done, what is being read or
// written. In both directions, with hardware that can be stopped and hardware that cannot, at any alignment.
import { expect } from 'vitest'
import { type DeviceNode, openDevice } from '#main/iio/index.ts'
import { createDmaBench, type DmaBench, errnoFrom, FaultInjector, voltageChannels } from '#main/testing/index.ts'
import type { FileIoStep, FileIoVariant, Slot } from './file-io-step.ts'
import { isFault, orderFault, type World } from './play.ts'

const pageBytes = 4096
/** Datums: of one page and of several, odd ones, and the smallest. */
const lengths = [2, 3, 7, 100, 301, 4096, 4097, 9001] as const

export class FileIoWorld implements World<FileIoStep> {
  readonly expected = new FaultInjector()
  readonly #bench: DmaBench
  readonly #variant: FileIoVariant
  #file: DeviceNode
  // The model.
  #enabled = false
  #everEnabled = false
  #length = 4096
  /** Bytes of a block in this run. */
  #size = 0
  readonly #slots: [Slot | null, Slot | null] = [null, null]
  readonly #inFlight: Slot[] = []
  #outgoing: Slot[] = []
  #current: Slot | null = null
  #position = 0
  #refused = 0

  private constructor(bench: DmaBench, variant: FileIoVariant) {
    this.#bench = bench
    this.#variant = variant
    this.#file = openDevice(bench.device, { nonBlocking: true })
  }

  static async begin(variant: FileIoVariant): Promise<FileIoWorld> {
    const { direction, canTerminate, alignBytes } = variant
    const bench = await createDmaBench({
      channels: voltageChannels(1).map((channel) => ({ ...channel, direction })),
      direction,
      heapBytes: 4 << 20,
      dma: { canTerminate, srcAddrWidths: 2 ** alignBytes },
    })
    await bench.device.writeAttribute('voltage0/en', '1')
    return new FileIoWorld(bench, variant)
  }

  get faults(): FaultInjector {
    return this.#bench.faults
  }

  async play({ kind, number }: FileIoStep): Promise<void> {
    if (isFault(kind)) return orderFault(this, kind, number)
    switch (kind) {
      case 'enable':
        return this.#enable()
      case 'disable':
        return this.#disable()
      case 'length':
        return this.#setLength(lengths[number % lengths.length]!)
      case 'watermark':
        expect(await this.#write('watermark', String(number))).toBe('EACCES')
        return
      case 'blocks':
        return this.#tryBlocks()
      case 'reopen':
        expect(await errnoFrom(() => openDevice(this.#bench.device))).toBe('EBUSY')
        this.#file.close()
        this.#file = openDevice(this.#bench.device, { nonBlocking: true })
        return
      case 'complete':
      case 'short':
      case 'failed':
        return this.#end(kind, number)
      case 'move':
        return this.#variant.direction === 'in' ? this.#read(number) : this.#writeBytes(number)
    }
  }

  async check(): Promise<void> {
    const { buffer, device, hardware, heap, memory } = this.#bench
    const read = (name: string): Promise<string> => device.readAttribute(`buffer0/${name}`)
    const available = this.#size * (this.#outgoing.length + (this.#current === null ? 0 : 1))
    expect(await read('data_available')).toBe(String(available))
    expect(await read('watermark')).toBe(String(Math.floor(this.#length / 2)))
    const wanted = this.#enabled ? Math.floor(this.#length / 2) : 1
    const isInput = this.#variant.direction === 'in'
    expect(this.#file.poll()).toEqual({
      readable: isInput && available >= wanted,
      writable: !isInput && available > 0,
    })
    expect(hardware.running.length).toBe(this.#inFlight.length)
    const states = {
      ready: 'DEQUEUED',
      queued: 'QUEUED',
      hardware: 'ACTIVE',
      done: 'DONE',
      refused: 'ACTIVE',
      dead: 'DEAD',
    }
    expect(buffer.fileIo.slots.map((block) => block?.state)).toEqual(
      this.#slots.map((slot) => slot && states[slot.state]).map((state) => state ?? undefined),
    )
    expect(buffer.diagnostics.submitFailures).toBe(this.#refused)
    const kept = new Set([...this.#slots, ...this.#inFlight])
    kept.delete(null)
    expect([heap.liveAllocations, memory.problems]).toEqual([kept.size, []])
    expect(buffer.dequeueBlock()).toBeNull()
  }

  async end(): Promise<void> {
    const bench = this.#bench
    await bench.remove()
    expect(await errnoFrom(this.#file.read(new Uint8Array(8)))).toBe('ENODEV')
    this.#file.close()
    // What could not be stopped keeps its memory until it is through.
    while (bench.hardware.running.length > 0) await bench.complete()
    expect([bench.heap.liveAllocations, bench.buffer.isReleased, bench.memory.problems]).toEqual([0, true, []])
    const { submitted, completed, aborted } = bench.buffer.diagnostics
    expect(completed + aborted).toBe(submitted)
  }

  #write(name: string, value: string): Promise<string> {
    const { device, runtime } = this.#bench
    return errnoFrom(runtime.finish(device.writeAttribute(`buffer0/${name}`, value)))
  }

  // Transactions.

  async #enable(): Promise<void> {
    const result = await this.#write('enable', '1')
    await this.#bench.runtime.runPendingWork()
    if (this.#enabled) {
      expect(result).toBe('ok')
      return
    }
    this.#everEnabled = true
    const wanted = this.#requestUpdate() ? 'ok' : 'ENOMEM'
    expect(result).toBe(wanted)
    if (wanted !== 'ok') return
    this.#enabled = true
    if (this.#variant.direction === 'in') for (const slot of this.#slots) this.#submit(slot!)
  }

  /** False when it runs out of memory; slots handled so far stay. */
  #requestUpdate(): boolean {
    this.#size = this.#length
    this.#outgoing = []
    this.#current = null
    const pages = Math.ceil(this.#size / pageBytes)
    for (const slot of this.#slots) {
      if (slot === null) continue
      const isIdle = slot.state === 'queued' || slot.state === 'done' || slot.state === 'ready'
      slot.state = isIdle && slot.pages === pages ? 'ready' : 'dead'
    }
    for (const index of [0, 1] as const) {
      let slot = this.#slots[index]
      if (slot?.state === 'dead') slot = this.#slots[index] = null
      if (slot === null) {
        if (this.expected.fails('alloc')) return false
        slot = this.#slots[index] = { pages, state: 'ready', bytes: 0, tag: 0 }
      }
      slot.state = 'queued'
      if (this.#variant.direction === 'in') continue
      slot.state = 'done'
      this.#outgoing.push(slot)
    }
    return true
  }

  async #disable(): Promise<void> {
    expect(await this.#write('enable', '0')).toBe('ok')
    await this.#bench.runtime.runPendingWork()
    if (!this.#enabled) return
    this.#enabled = false
    if (!this.#variant.canTerminate) return
    for (const slot of this.#inFlight.splice(0)) this.#handBack(slot, 0, 0)
  }

  async #setLength(datums: number): Promise<void> {
    const result = await this.#write('length', String(datums))
    expect(result).toBe(this.#enabled && datums !== this.#length ? 'EBUSY' : 'ok')
    if (result === 'ok') this.#length = Math.max(datums, 2)
  }

  /** An application allocates a block and thinks better of it: that ends the byte stream of the run before. */
  async #tryBlocks(): Promise<void> {
    const { buffer } = this.#bench
    const result = await errnoFrom(() => buffer.freeBlock(buffer.allocBlock(100)))
    if (this.#enabled) {
      expect(result).toBe('EBUSY')
      return
    }
    for (const slot of this.#slots) if (slot !== null) slot.state = 'dead'
    this.#slots.fill(null)
    this.#outgoing = []
    this.#current = null
    expect(result).toBe(this.expected.fails('alloc') ? 'ENOMEM' : 'ok')
  }

  // Transfers.

  /** What hardware takes of a block that holds so many bytes. */
  #aligned(bytes: number): number {
    return bytes - (bytes % this.#variant.alignBytes)
  }

  #submit(slot: Slot): void {
    const bytes = this.#aligned(this.#size)
    // An output block with nothing to send is refused before a descriptor is asked for.
    const isSent = this.#variant.direction === 'in' || bytes > 0
    const isPrepared = isSent && !this.expected.fails('prepare') && bytes > 0
    if (isPrepared && !this.expected.fails('submit')) {
      slot.state = 'hardware'
      slot.bytes = bytes
      this.#inFlight.push(slot)
      return
    }
    slot.state = 'refused'
    this.#refused++
  }

  #handBack(slot: Slot, bytes: number, tag: number): void {
    if (slot.state === 'dead') return
    slot.state = 'done'
    slot.bytes = bytes
    slot.tag = tag
    this.#outgoing.push(slot)
  }

  async #end(kind: 'complete' | 'short' | 'failed', number: number): Promise<void> {
    const slot = this.#inFlight.shift()
    if (slot === undefined) return
    const { hardware, runtime } = this.#bench
    const bytes = kind === 'complete' ? slot.bytes : number % (slot.bytes + 1)
    const data = new Uint8Array(slot.bytes).fill(number)
    if (this.#variant.direction === 'out') {
      const [transfer] = hardware.running
      expect(hardware.dataOf(transfer!).every((byte) => byte === slot.tag)).toBe(true)
    }
    const completion = this.#variant.direction === 'in' ? { data } : {}
    if (kind === 'failed') hardware.fail('READ_FAILED', bytes, completion)
    else hardware.shortComplete(bytes, completion)
    await runtime.runAll()
    this.#handBack(slot, bytes, number & 0xff)
  }

  // The byte stream.

  async #read(n: number): Promise<void> {
    const bytes = new Uint8Array(n)
    let got = -1
    const result = await errnoFrom(this.#file.read(bytes).then((count) => (got = count)))
    if (!this.#everEnabled) {
      expect([result, got]).toEqual(['ok', 0])
      return
    }
    if (n < 2) {
      expect(result).toBe('EINVAL')
      return
    }
    this.#takeCurrent()
    const current = this.#current
    const amount = current === null ? 0 : Math.min(n - (n % 2), current.bytes - this.#position)
    expect([result, got]).toEqual(amount > 0 ? ['ok', amount] : ['EAGAIN', -1])
    if (current === null) return
    expect(bytes.subarray(0, amount).every((byte) => byte === current.tag)).toBe(true)
    this.#position += amount
    if (this.#position === current.bytes) this.#release(current)
  }

  async #writeBytes(n: number): Promise<void> {
    // A block is written with one value, so that it can be told apart when hardware sends it.
    const tag = this.#current?.tag ?? n & 0xff
    let got = -1
    const room = this.#current === null ? this.#size : this.#size - this.#position
    const length = Math.min(n, Math.max(room, 2))
    const result = await errnoFrom(this.#file.write(new Uint8Array(length).fill(tag)).then((count) => (got = count)))
    let written = 0
    let wanted = 'ok'
    do {
      if (this.#outgoing.length === 0 && this.#current === null) {
        if (written === 0) wanted = 'EAGAIN'
        break
      }
      if (length - written < 2) {
        wanted = 'EINVAL'
        break
      }
      this.#takeCurrent()
      const current = this.#current!
      const left = length - written
      const amount = Math.min(left - (left % 2), this.#size - this.#position)
      current.tag = tag
      written += amount
      this.#position += amount
      if (this.#position === this.#size) this.#release(current)
    } while (written < length)
    expect([result, got]).toEqual([wanted, wanted === 'ok' ? written : -1])
  }

  #takeCurrent(): void {
    if (this.#current !== null) return
    this.#current = this.#outgoing.shift() ?? null
    this.#position = 0
    if (this.#current !== null) this.#current.state = 'ready'
  }

  #release(slot: Slot): void {
    this.#current = null
    if (this.#enabled) this.#submit(slot)
    else slot.state = 'queued'
  }
}
