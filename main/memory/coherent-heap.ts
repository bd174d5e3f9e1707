// The coherent heap: page-aligned ranges of one shared memory, as dma_alloc_coherent() gives a driver.
import { fail, say } from '#shared/errors.ts'
import { TouchMark } from './touch-mark.ts'

export const pageBytes = 4096
const wasmPageBytes = 65536
/** Below this address nothing is ever handed out: 0 stays invalid, and kernels may keep their few words there. */
const reservedBytes = 65536
const poisonByte = 0xa5

export interface CoherentHeapOptions {
  /** Size of the memory in bytes; rounded up to 64 KiB. The system commits a page when it is first touched. */
  readonly bytes: number
  /** Fills freed memory with 0xa5, so that a stale access is visible. For tests. */
  readonly poison?: boolean
}

interface FreeRange {
  address: number
  bytes: number
}

export class CoherentHeap {
  readonly memory: WebAssembly.Memory
  readonly buffer: SharedArrayBuffer
  /** How far from its start the heap is backed by pages; see Prefaulter. */
  readonly touchMark = new TouchMark()
  /**
   * Asked when no range is long enough: whoever holds memory that it can do without gives about so many bytes back. False: there is
   * none.
   */
  relief: ((bytes: number) => boolean) | null = null
  readonly #poison: boolean
  /** Sorted by address, never touching each other. */
  readonly #free: FreeRange[]
  readonly #live = new Map<number, number>()
  readonly #atEnd = new Set<number>()
  #allocatedBytes = 0
  #allocatedAtEndBytes = 0

  /** @throws EINVAL for a size that is not a positive number up to 4 GiB; ENOMEM when the system refuses it. */
  constructor(options: CoherentHeapOptions) {
    const pages = Math.ceil(options.bytes / wasmPageBytes)
    if (!(options.bytes > reservedBytes) || pages > 65536)
      fail('EINVAL', say`A heap of ${options.bytes} bytes is not possible; choose more than 64 KiB and at most 4 GiB.`)
    this.memory = allocate(pages)
    this.buffer = this.memory.buffer
    this.#poison = options.poison ?? false
    this.#free = [{ address: reservedBytes, bytes: pages * wasmPageBytes - reservedBytes }]
  }

  /** Bytes handed out, in whole pages. */
  get allocatedBytes(): number {
    return this.#allocatedBytes
  }

  /** Of {@link allocatedBytes}, what {@link allocAtEnd} handed out. */
  get allocatedAtEndBytes(): number {
    return this.#allocatedAtEndBytes
  }

  get liveAllocations(): number {
    return this.#live.size
  }

  /** Bytes that can be handed out when nothing is. */
  get capacityBytes(): number {
    return this.buffer.byteLength - reservedBytes
  }

  /** The largest size {@link alloc} would now accept. */
  get largestFreeBytes(): number {
    return this.#free.reduce((largest, range) => Math.max(largest, range.bytes), 0)
  }

  /** Bytes from the start of the heap that are backed by real pages: writing there for the first time is not slow. */
  get touchedBytes(): number {
    return this.touchMark.touchedPages * pageBytes
  }

  /** Whether {@link alloc} would now answer with pages that are backed already. @throws EINVAL as alloc does */
  hasTouched(bytes: number): boolean {
    const size = sizeOf(bytes)
    const range = this.#free.find((free) => free.bytes >= size)
    // First fit is the lowest address: when that one is not backed, no other is.
    return range !== undefined && range.address + size <= this.touchedBytes
  }

  /**
   * A range of at least `bytes`, page aligned; its content is whatever was there. Memory that is backed by pages comes
   * first: the lowest address that fits.
   * @throws EINVAL when `bytes` is not a positive whole number; ENOMEM when no free range is long enough.
   */
  alloc(bytes: number): number {
    const size = sizeOf(bytes)
    for (let wanted = size; ; wanted *= 2) {
      const index = this.#free.findIndex((range) => range.bytes >= size)
      if (index >= 0) return this.#take(index, size)
      if (size <= this.capacityBytes && this.relief?.(wanted) === true) continue
      fail(
        'ENOMEM',
        say`No ${size} bytes in one piece are free in the coherent heap (largest: ${this.largestFreeBytes}).`,
      )
    }
  }

  /**
   * As {@link alloc}, but from the end of the heap: for what is written slowly over its whole length, so that it does not
   * stand in the way of the pages touched ahead, which begin at the start.
   * @throws EINVAL, ENOMEM as alloc does
   */
  allocAtEnd(bytes: number): number {
    const size = sizeOf(bytes)
    const range = this.#free.findLast((free) => free.bytes >= size)
    if (range === undefined) return this.alloc(bytes)
    this.#allocatedAtEndBytes += size
    range.bytes -= size
    if (range.bytes === 0) this.#free.splice(this.#free.indexOf(range), 1)
    const address = range.address + range.bytes
    this.#atEnd.add(address)
    return this.#note(address, size)
  }

  /** Gives a range back. @throws EINVAL for an address that {@link alloc} did not return or that was freed before. */
  free(address: number): void {
    const bytes = this.#live.get(address)
    if (bytes === undefined) fail('EINVAL', say`Address ${address} is not an allocation of this heap.`)
    this.#live.delete(address)
    this.#allocatedBytes -= bytes
    if (this.#atEnd.delete(address)) this.#allocatedAtEndBytes -= bytes
    if (this.#poison) new Uint8Array(this.buffer, address, bytes).fill(poisonByte)
    this.#insertFree(address, bytes)
  }

  u8(address: number, length: number): Uint8Array<SharedArrayBuffer> {
    return new Uint8Array(this.buffer, address, length)
  }

  i16(address: number, count: number): Int16Array<SharedArrayBuffer> {
    return new Int16Array(this.buffer, address, count)
  }

  i32(address: number, count: number): Int32Array<SharedArrayBuffer> {
    return new Int32Array(this.buffer, address, count)
  }

  u32(address: number, count: number): Uint32Array<SharedArrayBuffer> {
    return new Uint32Array(this.buffer, address, count)
  }

  f64(address: number, count: number): Float64Array<SharedArrayBuffer> {
    return new Float64Array(this.buffer, address, count)
  }

  #take(index: number, size: number): number {
    const range = this.#free[index]!
    const address = range.address
    range.address += size
    range.bytes -= size
    if (range.bytes === 0) this.#free.splice(index, 1)
    return this.#note(address, size)
  }

  #note(address: number, size: number): number {
    this.#live.set(address, size)
    this.#allocatedBytes += size
    return address
  }

  #insertFree(address: number, bytes: number): void {
    // Binary search for the first free range behind the address.
    let low = 0
    let high = this.#free.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#free[middle]!.address < address) low = middle + 1
      else high = middle
    }
    const before = this.#free[low - 1]
    const after = this.#free[low]
    const joinsBefore = before !== undefined && before.address + before.bytes === address
    const joinsAfter = after !== undefined && address + bytes === after.address
    if (joinsBefore && joinsAfter) {
      before.bytes += bytes + after.bytes
      this.#free.splice(low, 1)
    } else if (joinsBefore) before.bytes += bytes
    else if (joinsAfter) {
      after.address = address
      after.bytes += bytes
    } else this.#free.splice(low, 0, { address, bytes })
  }
}

/** A size in whole pages. */
function sizeOf(bytes: number): number {
  if (!Number.isSafeInteger(bytes) || bytes <= 0) fail('EINVAL', say`${bytes} is not a size one can allocate.`)
  return Math.ceil(bytes / pageBytes) * pageBytes
}

function allocate(pages: number): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true })
  } catch {
    return fail('ENOMEM', say`The system has no ${pages * wasmPageBytes} bytes of address space for the coherent heap.`)
  }
}
