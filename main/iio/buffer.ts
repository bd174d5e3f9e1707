// What every buffer is to the IIO core: settings, a mask, a wait queue, a reference count, and the access operations an
// implementation has (an operation that is not there is legal; the core then answers as the kernel does).
import { WaitQueue } from '#main/runtime/wait-queue.ts'
import type { ScanLayout } from '#shared/iio/index.ts'
import type { BlockInterface } from './buffer/blocks/block-interface.ts'
import type { DmabufInterface } from './buffer/dmabuf/dmabuf-interface.ts'
import type { AttributeTable } from './device/attribute.ts'
import type { BufferDirection, Modes } from './device/modes.ts'
import { emptyMask, type ScanMask } from './scan/scan-mask.ts'

/**
 * What `length` and `watermark` of a buffer mean while an application owns its blocks. The kernel has neither then, and
 * shows those of a byte stream that is not there; see README.md. Units are datums.
 */
export interface BlockSettings {
  /** What all blocks in circulation hold together. */
  readLength(): number | Promise<number>
  /** Absent: the length follows from the blocks, and writing it fails with EBUSY. @throws EINVAL. */
  writeLength?(datums: number): void | Promise<void>
  /** What has to be done before whoever waits for blocks is woken. */
  readWatermark(): number | Promise<number>
  /** Takes effect at once, whether the buffer is enabled or not. @throws EINVAL 0, or more than can ever be done. */
  writeWatermark(datums: number): void | Promise<void>
}

/** A device as its buffers know it. */
export interface BufferHost {
  readonly activeBuffers: readonly IioBuffer[]
  layout(mask: ScanMask, timestamp: boolean): ScanLayout
}

export interface BufferPreset {
  readonly direction?: BufferDirection
  /** Datums. */
  readonly length?: number
  /** Datums. Left out, generic initialisation sets it to 1. */
  readonly watermark?: number
}

/**
 * Base of all buffers. Subclasses are the implementations (kfifo, callback, DMA) and supply the operations below. Who
 * may write a field is said beside it.
 */
export abstract class IioBuffer {
  /** Modes in which this implementation works. */
  abstract readonly modes: Modes
  /** The `watermark` attribute is read-only: the implementation decides. */
  readonly hasFixedWatermark: boolean = false
  readonly direction: BufferDirection
  /** Capacity in datums. Written by the implementation's setLength. */
  length: number
  /** Datums that must be available before a blocking read or poll reports readiness. Written while inactive only. */
  watermark: number
  /** Bytes of one scan of this buffer's own mask; 0 until its first enable. Written by the core. */
  bytesPerDatum = 0
  /** Scan elements this buffer wants. Written by the core (`_en` attributes) while inactive only. */
  scanMask: ScanMask = emptyMask
  /** Whether it wants the soft timestamp. */
  scanTimestamp = false
  /** Place among the attached buffers of its device; -1 when not attached. Written by attachBuffer. */
  index = -1
  /** It has an open file of its own (GET_FD). Written by that file. */
  isFdTaken = false
  /** Device it is attached to or active on. Written by the core. */
  device: BufferHost | null = null
  /** Woken on completion, abort, store, deactivation and unregister. */
  readonly waitQueue = new WaitQueue()
  /** More attributes of the buffer's directory, such as `length_align_bytes`. */
  attributes: AttributeTable = {}
  #references = 1

  constructor(preset: BufferPreset = {}) {
    this.direction = preset.direction ?? 'in'
    this.length = preset.length ?? 0
    this.watermark = preset.watermark ?? 0
    // Generic initialisation sets the watermark only if it is still unset, so that an implementation can preset its own.
    if (this.watermark === 0) this.watermark = 1
  }

  /** Stores one scan of this buffer's layout (software path). Called synchronously from the trigger handler. */
  storeTo?(scan: Uint8Array): void
  /** Moves up to `n` bytes into `destination`; 0 when there is nothing. */
  read?(n: number, destination: Uint8Array): number | Promise<number>
  /** Takes up to `n` bytes from `source`; 0 when there is no space. */
  write?(n: number, source: Uint8Array): number | Promise<number>
  /** Amount ready: datums or bytes, as the implementation counts. */
  abstract dataAvailable(): number
  spaceAvailable?(): number
  /** Runs at each enable of this buffer, before `enable`, never while it is active. */
  requestUpdate?(): void | Promise<void>
  setBytesPerDatum(bytes: number): void {
    this.bytesPerDatum = bytes
  }
  /** Absent: `length` is read-only. */
  setLength?(datums: number): void
  enable?(device: BufferHost): void | Promise<void>
  /** Must be safe after a partial start. */
  disable?(device: BufferHost): void | Promise<void>
  /** The mmap block ABI; absent: its calls fail with ENOSYS. */
  readonly blockAbi?: BlockInterface
  /** The DMABUF API; absent: its calls fail with EPERM. */
  readonly dmabufs?: DmabufInterface
  /** Runs when the last reference is dropped. */
  protected release?(): void

  get referenceCount(): number {
    return this.#references
  }

  get(): this {
    this.#references++
    return this
  }

  /** Drops a reference; the last one releases the buffer. */
  put(): void {
    if (this.#references === 0) throw new Error('buffer reference dropped twice')
    this.#references--
    if (this.#references === 0) this.release?.()
  }

  /** True while on its device's active list. */
  get isActive(): boolean {
    return this.device?.activeBuffers.includes(this) ?? false
  }

  /**
   * True when read() and write() are not to be had because the application owns the blocks. Poll then looks at
   * {@link hasReadyBlock}.
   */
  get isInBlockMode(): boolean {
    return false
  }

  get hasReadyBlock(): boolean {
    return false
  }

  /** Block mode: enough is done to wake whoever waits. */
  get isReaderDue(): boolean {
    return this.hasReadyBlock
  }

  /** Null: `length` and `watermark` are those of a byte stream, as in the kernel. */
  get blockSettings(): BlockSettings | null {
    return null
  }
}
