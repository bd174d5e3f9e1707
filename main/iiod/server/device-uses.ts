// Who streams from or to which device, over all clients; and how much memory they may hold together.
import type { IioDevice, ScanMask } from '#main/iio/index.ts'
import { fail, say } from '#shared/errors.ts'
import { DeviceReader } from './device-reader.ts'
import type { IiodHost } from './host.ts'
import { KernelBuffers, type Overrun } from './kernel-buffers.ts'
import { OutputStream } from './output-stream.ts'
import type { StreamWish } from './scan-runs.ts'

const defaultBuffers = 4
/** More than anybody uses; the memory is the limit. */
const mostBuffers = 1024

/** A client reads from a device. */
export interface InputStream {
  readonly kind: 'input'
  readonly buffers: KernelBuffers
  readonly bytesPerScan: number
  close(): Promise<void>
}

/** A client writes to a device. */
export interface OpenOutput {
  readonly kind: 'output'
  readonly output: OutputStream
  readonly bytesPerScan: number
  close(): Promise<void>
}

export interface ReadRequest {
  readonly mask: ScanMask
  readonly timestamp: boolean
  readonly scans: number
  readonly overrun: Overrun
}

export class DeviceUses {
  readonly #host: IiodHost
  readonly #readers = new Map<IioDevice, DeviceReader>()
  readonly #counts = new Map<string, number>()
  #heldBytes = 0

  constructor(host: IiodHost) {
    this.#host = host
  }

  /** Kernel buffers of streams that are opened from now on. @throws EINVAL none, or too many */
  setBuffersCount(deviceId: string, count: number): void {
    if (count < 1 || count > mostBuffers)
      fail('EINVAL', say`There are 1 to ${mostBuffers} kernel buffers, not ${count}.`)
    this.#counts.set(deviceId, count)
  }

  /** @throws ENOMEM; what the device, or the application that captures it, refuses */
  async openInput(device: IioDevice, request: ReadRequest): Promise<InputStream> {
    const layout = device.layout(request.mask, request.timestamp)
    const count = this.#counts.get(device.id) ?? defaultBuffers
    // Those that are full, the one that is filled, and the one that is on its way to the client.
    const free = this.#reserve(request.scans * layout.bytes * (count + 2))
    const { scans, overrun } = request
    let reader: DeviceReader | null = null
    const buffers = new KernelBuffers({ layout, scans, count, overrun, onRoom: () => reader?.wake() })
    try {
      const captured = this.#host.captured()
      if (captured?.device !== device) reader = this.#readerOf(device)
      const stream =
        captured?.device === device
          ? await captured.follow(request, buffers)
          : await this.#readerOf(device).add(request, buffers)
      const close = async (): Promise<void> => {
        buffers.close()
        await stream.close()
        free()
      }
      return { kind: 'input', buffers, bytesPerScan: layout.bytes, close }
    } catch (thrown) {
      buffers.close()
      free()
      throw thrown
    }
  }

  /** @throws EBUSY another client writes to it; ENOMEM; what the device refuses */
  async openOutput(device: IioDevice, wish: StreamWish, isCyclic: boolean): Promise<OpenOutput> {
    const free = this.#reserve(wish.scans * device.layout(wish.mask, wish.timestamp).bytes * 2)
    try {
      const output = await OutputStream.open(device, wish, isCyclic)
      const close = async (): Promise<void> => {
        await output.close()
        free()
      }
      return { kind: 'output', output, bytesPerScan: output.bytesPerScan, close }
    } catch (thrown) {
      free()
      throw thrown
    }
  }

  #readerOf(device: IioDevice): DeviceReader {
    const there = this.#readers.get(device)
    if (there !== undefined) return there
    const reader = new DeviceReader(device, () => this.#readers.delete(device))
    this.#readers.set(device, reader)
    return reader
  }

  /** @returns gives it back, once */
  #reserve(bytes: number): () => void {
    const { streamBytes } = this.#host
    if (this.#heldBytes + bytes > streamBytes)
      fail(
        'ENOMEM',
        say`The buffers of all IIOD clients may have ${streamBytes} bytes together; ${this.#heldBytes} are in use, and ${bytes} more were asked for.`,
      )
    this.#heldBytes += bytes
    return () => {
      this.#heldBytes -= bytes
    }
  }
}
