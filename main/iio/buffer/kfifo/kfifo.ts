// The software FIFO: one store and one wake-up per scan. The newest scan is refused when it is full.

import { Mutex } from '#main/runtime/mutex.ts'
import { fail } from '#shared/errors.ts'
import { IioBuffer } from '../../buffer.ts'
import type { IioDevice } from '../../device/device.ts'
import { mode } from '../../device/modes.ts'

const defaultLength = 2
/** More bytes than this no FIFO may take (an unsigned 32-bit size). */
const maxBytes = 0xffffffff

export class KfifoBuffer extends IioBuffer {
  readonly modes = mode.bufferSoftware | mode.bufferTriggered
  readonly #userLock = new Mutex()
  #storage: Uint8Array | null = null
  /** Scans the storage holds: length rounded up to a power of two. */
  #capacity = 0
  #scanBytes = 0
  #head = 0
  #count = 0
  #needsUpdate = true
  /** Scans refused because the FIFO was full, since it was made. */
  droppedScans = 0

  constructor() {
    super({ length: defaultLength })
  }

  /** Scans the FIFO really holds; 0 before the first enable. */
  get capacity(): number {
    return this.#capacity
  }

  override setLength(datums: number): void {
    this.length = Math.max(datums, 2)
    this.#needsUpdate = true
  }

  override setBytesPerDatum(bytes: number): void {
    if (this.bytesPerDatum !== bytes) this.#needsUpdate = true
    this.bytesPerDatum = bytes
  }

  /** New storage when something changed, else it is emptied. @throws EINVAL nothing to store, or too much; ENOMEM. */
  override async requestUpdate(): Promise<void> {
    await this.#userLock.run(() => {
      if (this.#needsUpdate) this.#allocate()
      this.#head = 0
      this.#count = 0
      this.#needsUpdate = false
    })
  }

  #allocate(): void {
    const capacity = 2 ** Math.ceil(Math.log2(this.length))
    const bytes = capacity * this.bytesPerDatum
    if (bytes === 0 || bytes > maxBytes)
      fail('EINVAL', `a FIFO of ${this.length} x ${this.bytesPerDatum} bytes cannot be`)
    try {
      this.#storage = new Uint8Array(capacity * this.bytesPerDatum)
    } catch {
      fail('ENOMEM', `no memory for a FIFO of ${capacity} x ${this.bytesPerDatum} bytes`)
    }
    this.#capacity = capacity
    this.#scanBytes = this.bytesPerDatum
  }

  /** @throws EBUSY full: the new scan is dropped, the stored ones stay. */
  override storeTo(scan: Uint8Array): void {
    if (this.#storage === null || this.#count === this.#capacity) {
      this.droppedScans++
      fail('EBUSY', 'the FIFO is full')
    }
    const slot = (this.#head + this.#count) & (this.#capacity - 1)
    this.#storage.set(scan.length > this.#scanBytes ? scan.subarray(0, this.#scanBytes) : scan, slot * this.#scanBytes)
    this.#count++
  }

  /** @throws EINVAL n below one scan, or never enabled; EFAULT no room in `destination`, nothing taken out. */
  override async read(n: number, destination: Uint8Array): Promise<number> {
    return this.#userLock.run(() => {
      if (this.#storage === null || n < this.#scanBytes)
        fail('EINVAL', `${n} bytes do not hold a scan of ${this.#scanBytes}`)
      const scans = Math.min(Math.floor(n / this.#scanBytes), this.#count)
      if (destination.byteLength < scans * this.#scanBytes) fail('EFAULT', `no room for ${scans} scans`)
      const first = Math.min(scans, this.#capacity - this.#head)
      destination.set(this.#slots(this.#head, first))
      destination.set(this.#slots(0, scans - first), first * this.#scanBytes)
      this.#head = (this.#head + scans) & (this.#capacity - 1)
      this.#count -= scans
      return scans * this.#scanBytes
    })
  }

  #slots(from: number, count: number): Uint8Array {
    return this.#storage!.subarray(from * this.#scanBytes, (from + count) * this.#scanBytes)
  }

  /** Datums. */
  override dataAvailable(): number {
    return this.#count
  }

  protected override release(): void {
    this.#storage = null
  }
}

/** Gives `device` a software FIFO and software mode: for devices that push scans on their own. Before registration. */
export function setupKfifoBuffer(device: IioDevice): KfifoBuffer {
  const buffer = new KfifoBuffer()
  device.attachBuffer(buffer)
  device.modes |= mode.bufferSoftware
  return buffer
}

/** Undoes {@link setupKfifoBuffer} and setupTriggeredBuffer, after the device was unregistered. */
export function freeKfifoBuffer(device: IioDevice): void {
  for (const buffer of device.buffers.filter((one) => one instanceof KfifoBuffer)) {
    device.detachBuffer(buffer)
    buffer.put()
  }
}
