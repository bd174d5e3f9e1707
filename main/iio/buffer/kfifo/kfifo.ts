// The software FIFO: one store and one wake-up per scan. The newest scan is refused when it is full.

import { Mutex } from '#main/runtime/mutex.ts'
import { ErrnoError, fail, say } from '#shared/errors.ts'
import { type BlockSettings, IioBuffer } from '../../buffer.ts'
import type { IioDevice } from '../../device/device.ts'
import { mode } from '../../device/modes.ts'

const defaultLength = 2
/** More bytes than this no FIFO may take (an unsigned 32-bit size). */
const maxBytes = 0xffffffff

/** Made once: while nobody reads, every scan is refused with it, and to make one takes longer than to store a scan. */
const full = new ErrnoError('EBUSY', say`The FIFO is full.`)

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
  /** Scans handed to it, stored or refused, since it was made. */
  offeredScans = 0
  /** Where refused scans are missing: so many behind the scan that was stored as number `after`. Ascending. */
  #gaps: { readonly after: number; scans: number }[] = []
  /** Scans stored and scans taken out since the enable. */
  #stored = 0
  #taken = 0
  /**
   * Who empties this FIFO, enabled or not, and answers for its length and watermark; null: whoever reads the file. Set by
   * the application.
   */
  reader: BlockSettings | null = null

  constructor() {
    super({ length: defaultLength })
  }

  /** Scans the FIFO really holds; 0 before the first enable. */
  get capacity(): number {
    return this.#capacity
  }

  override get blockSettings(): BlockSettings | null {
    return this.reader
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
      this.#stored = 0
      this.#taken = 0
      this.#gaps = []
      this.#needsUpdate = false
    })
  }

  /**
   * Room for so many scans at least, live: what is stored stays. The kernel has no such call; the reader of a FIFO that is
   * enabled uses it when its own buffers grow. Never fewer than there is room for now. Nothing happens while it is not
   * enabled: the next enable may store scans of another size, and makes room for its length.
   * @throws EINVAL too much; ENOMEM. It is as large as before then.
   */
  reserve(datums: number): void {
    if (!this.isActive || datums <= this.#capacity) return
    const capacity = capacityFor(datums)
    const storage = makeStorage(capacity, this.#scanBytes)
    const stored = this.#count
    this.#copyOut(storage, stored)
    this.#storage = storage
    this.#capacity = capacity
    this.#head = 0
    this.length = datums
  }

  #allocate(): void {
    this.#capacity = capacityFor(this.length)
    this.#storage = makeStorage(this.#capacity, this.bytesPerDatum)
    this.#scanBytes = this.bytesPerDatum
  }

  /** @throws EBUSY full: the new scan is dropped, the stored ones stay. */
  override storeTo(scan: Uint8Array): void {
    this.offeredScans++
    if (this.#storage === null || this.#count === this.#capacity) {
      this.#noteRefusal()
      throw full
    }
    const slot = (this.#head + this.#count) & (this.#capacity - 1)
    this.#storage.set(scan.length > this.#scanBytes ? scan.subarray(0, this.#scanBytes) : scan, slot * this.#scanBytes)
    this.#count++
    this.#stored++
  }

  #noteRefusal(): void {
    this.droppedScans++
    const last = this.#gaps.at(-1)
    if (last?.after === this.#stored) last.scans++
    else this.#gaps.push({ after: this.#stored, scans: 1 })
  }

  /**
   * Takes the oldest scans out that have room in `destination` and between which none is missing. Synchronous: for the
   * reader.
   * @returns how many, and how many were refused directly before the first of them
   */
  takeRun(destination: Uint8Array): { readonly scans: number; readonly lostBefore: number } {
    let lostBefore = 0
    while (this.#gaps[0] !== undefined && this.#gaps[0].after <= this.#taken) lostBefore += this.#gaps.shift()!.scans
    const toGap = (this.#gaps[0]?.after ?? Number.POSITIVE_INFINITY) - this.#taken
    const room = this.#scanBytes === 0 ? 0 : Math.floor(destination.byteLength / this.#scanBytes)
    const scans = Math.min(this.#count, room, toGap)
    // A loss that nothing follows yet is told with what follows.
    if (scans === 0 && lostBefore > 0) this.#gaps.unshift({ after: this.#taken, scans: lostBefore })
    this.#take(destination, scans)
    return { scans, lostBefore: scans === 0 ? 0 : lostBefore }
  }

  /**
   * Empties it: what is stored is given up. For the reader, after the disable.
   * @returns scans that nobody will get: those that were stored, and those that were refused since the last one taken out
   */
  dropRest(): number {
    const refused = this.#gaps.reduce((sum, { scans }) => sum + scans, 0)
    const dropped = this.#count
    this.#gaps = []
    this.#taken += dropped
    this.#count = 0
    this.#head = 0
    return dropped + refused
  }

  /**
   * @throws EBUSY a reader empties it; EINVAL n below one scan, or never enabled; EFAULT no room in `destination`. Nothing is
   *   taken out then.
   */
  override async read(n: number, destination: Uint8Array): Promise<number> {
    return this.#userLock.run(() => {
      // Scans taken out behind the reader's back would be missing in its account.
      if (this.reader !== null)
        fail('EBUSY', say`The capture of this device empties the FIFO; read from it when the capture is stopped.`)
      if (this.#storage === null || n < this.#scanBytes)
        fail('EINVAL', say`${n} bytes do not hold a scan of ${this.#scanBytes}.`)
      const scans = Math.min(Math.floor(n / this.#scanBytes), this.#count)
      if (destination.byteLength < scans * this.#scanBytes) fail('EFAULT', say`No room for ${scans} scans.`)
      this.#take(destination, scans)
      // A byte stream cannot say where it has gaps.
      while (this.#gaps[0] !== undefined && this.#gaps[0].after < this.#taken) this.#gaps.shift()
      return scans * this.#scanBytes
    })
  }

  #take(destination: Uint8Array, scans: number): void {
    if (scans === 0) return
    this.#copyOut(destination, scans)
    this.#head = (this.#head + scans) & (this.#capacity - 1)
    this.#count -= scans
    this.#taken += scans
  }

  #copyOut(destination: Uint8Array, scans: number): void {
    const first = Math.min(scans, this.#capacity - this.#head)
    destination.set(this.#slots(this.#head, first))
    destination.set(this.#slots(0, scans - first), first * this.#scanBytes)
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

function capacityFor(datums: number): number {
  return 2 ** Math.ceil(Math.log2(datums))
}

/** @throws EINVAL nothing to store, or too much; ENOMEM */
function makeStorage(capacity: number, scanBytes: number): Uint8Array {
  const bytes = capacity * scanBytes
  if (bytes === 0 || bytes > maxBytes) fail('EINVAL', say`A FIFO of ${capacity} x ${scanBytes} bytes cannot be.`)
  try {
    return new Uint8Array(bytes)
  } catch {
    return fail('ENOMEM', say`No memory for a FIFO of ${capacity} x ${scanBytes} bytes.`)
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
