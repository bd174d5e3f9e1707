// Coherent memory that watches what a controller does with it. Whatever the layers above got wrong, this is where it would
// hurt: a transfer that reaches past its memory, two transfers in one piece of memory, memory freed under a transfer.
import type { DmaDescriptor } from '#main/dmaengine/index.ts'
import type { BlockMemory } from '#main/iio/index.ts'
import type { FaultInjector } from './faults.ts'

interface Range {
  readonly address: number
  readonly length: number
}

export class AuditedMemory implements BlockMemory {
  /** What no controller must ever be told to do, and was; empty when all is well. */
  readonly problems: string[] = []
  readonly #memory: BlockMemory
  readonly #faults: FaultInjector
  readonly #live = new Map<number, number>()
  readonly #transfers = new Set<DmaDescriptor>()

  constructor(memory: BlockMemory, faults: FaultInjector) {
    this.#memory = memory
    this.#faults = faults
  }

  /** @throws ENOMEM as the memory below does, or when ordered to. */
  alloc(bytes: number): number {
    this.#faults.pass('alloc')
    const address = this.#memory.alloc(bytes)
    this.#live.set(address, bytes)
    return address
  }

  free(address: number): void {
    const freed = { address, length: this.#live.get(address) ?? 0 }
    this.#live.delete(address)
    for (const transfer of this.#transfers)
      for (const segment of transfer.segments)
        if (overlap(segment, freed)) this.problems.push(`memory at ${address} was freed under a transfer`)
    this.#memory.free(address)
  }

  u8(address: number, length: number): Uint8Array {
    return this.#memory.u8(address, length)
  }

  /** A controller accepted `transfer`: from now on it may touch the memory. */
  transferBegins(transfer: DmaDescriptor): void {
    for (const segment of transfer.segments) {
      if (!this.#isInside(segment))
        this.problems.push(`a transfer of ${segment.length} bytes at ${segment.address} leaves its memory`)
      for (const other of this.#transfers) {
        // Two that only read the memory do no harm to each other.
        if (transfer.direction === 'mem-to-dev' && other.direction === 'mem-to-dev') continue
        if (other.segments.some((one) => overlap(one, segment)))
          this.problems.push(`two transfers share the memory at ${segment.address}`)
      }
    }
    this.#transfers.add(transfer)
  }

  /** The controller is through with `transfer`, or was stopped. */
  transferEnds(transfer: DmaDescriptor): void {
    this.#transfers.delete(transfer)
  }

  #isInside({ address, length }: Range): boolean {
    for (const [start, bytes] of this.#live) if (address >= start && address + length <= start + bytes) return true
    return false
  }
}

function overlap(one: Range, other: Range): boolean {
  return one.address < other.address + other.length && other.address < one.address + one.length
}
