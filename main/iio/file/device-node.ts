// The character device of an IIO device: one opener at a time; it serves buffer 0, events, and files for the others.
import { fail, say } from '#shared/errors.ts'
import type { IioDevice } from '../device/device.ts'
import { EventFd } from '../device/event.ts'
import { BufferFd, type OpenOptions } from './buffer-fd.ts'
import { ioctl } from './ioctl.ts'
import type { PollEvents } from './stream.ts'

/**
 * Opens `device`.
 * @throws ENODEV not registered or gone; EBUSY open already.
 */
export function openDevice(device: IioDevice, options: OpenOptions = {}): DeviceNode {
  if (device.bus === null || device.isGone) fail('ENODEV', say`${device.name} is not there.`)
  if (device.isNodeOpen) fail('EBUSY', say`${device.name} is open already.`)
  return new DeviceNode(device, options)
}

export class DeviceNode {
  readonly device: IioDevice
  #stream: NodeStream | null
  #isOpen = true

  constructor(device: IioDevice, options: OpenOptions) {
    this.device = device
    const [buffer] = device.buffers
    this.#stream = buffer === undefined ? null : new NodeStream(device, buffer, options)
    this.#nonBlocking = options.nonBlocking ?? false
    device.isNodeOpen = true
  }

  #nonBlocking: boolean

  /** O_NONBLOCK. */
  get nonBlocking(): boolean {
    return this.#nonBlocking
  }

  set nonBlocking(value: boolean) {
    this.#nonBlocking = value
    if (this.#stream !== null) this.#stream.nonBlocking = value
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  /** Buffer 0 as the node serves it: read, write, poll, the block ABI. @throws ENODEV the device has no buffer. */
  get stream(): BufferFd {
    if (!this.#isOpen) fail('EBADF', say`The file is closed.`)
    return this.#stream ?? fail('ENODEV', say`${this.device.name} has no buffer.`)
  }

  /** @throws EBUSY while buffer 0 has a file of its own; else as {@link BufferFd.read}. */
  async read(destination: Uint8Array, n = destination.byteLength, signal?: AbortSignal): Promise<number> {
    return this.stream.read(destination, n, signal)
  }

  /** @throws EBUSY while buffer 0 has a file of its own; else as {@link BufferFd.write}. */
  async write(source: Uint8Array, n = source.byteLength, signal?: AbortSignal): Promise<number> {
    return this.stream.write(source, n, signal)
  }

  /** Nothing while buffer 0 has a file of its own, or the device is gone. */
  poll(): PollEvents {
    return this.stream.poll()
  }

  /**
   * A file for buffer `index`.
   * @throws ENODEV no such buffer, or the device is gone; EBUSY the buffer has one already.
   */
  getBufferFd(index: number, options: OpenOptions = {}): BufferFd {
    if (!this.#isOpen) fail('EBADF', say`The file is closed.`)
    if (this.device.isGone) fail('ENODEV', say`${this.device.name} is gone.`)
    const buffer = this.device.buffers[index] ?? fail('ENODEV', say`${this.device.name} has no buffer ${index}.`)
    if (buffer.isFdTaken) fail('EBUSY', say`Buffer ${index} of ${this.device.name} has a file already.`)
    return new ExclusiveFd(this.device, buffer, { nonBlocking: this.#nonBlocking, ...options })
  }

  /** A file for the device's events. @throws ENODEV no events, or gone; EBUSY open already. */
  getEventFd(): EventFd {
    if (!this.#isOpen) fail('EBADF', say`The file is closed.`)
    return EventFd.open(this.device)
  }

  /** @throws ENODEV unknown request, or the device is gone; else as the call itself. */
  async ioctl(request: number, argument?: unknown): Promise<unknown> {
    if (!this.#isOpen) fail('EBADF', say`The file is closed.`)
    if (this.device.isGone) fail('ENODEV', say`${this.device.name} is gone.`)
    if (request === ioctl.getBufferFd) return this.getBufferFd(Number(argument))
    if (request === ioctl.getEventFd) return this.getEventFd()
    return this.stream.ioctl(request, argument)
  }

  /** Closing twice is harmless. */
  close(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.device.isNodeOpen = false
    this.#stream?.close()
    this.#stream = null
  }
}

/** Buffer 0 through the node: closed to read and write while the buffer has a file of its own. */
class NodeStream extends BufferFd {
  override poll(): PollEvents {
    this.checkOpen()
    return this.buffer.isFdTaken ? { readable: false, writable: false } : super.poll()
  }

  /** While the buffer has a file of its own, its blocks are that file's. */
  protected override get ownsBlocks(): boolean {
    return !this.buffer.isFdTaken
  }

  protected override checkStreamAllowed(): void {
    if (this.buffer.isFdTaken) fail('EBUSY', say`The buffer has a file of its own; use that.`)
  }

  protected override unknownIoctl(request: number): never {
    return fail('ENODEV', say`0x${request.toString(16)} is not a request of ${this.device.name}.`)
  }
}

class ExclusiveFd extends BufferFd {
  constructor(...parameters: ConstructorParameters<typeof BufferFd>) {
    super(...parameters)
    this.buffer.isFdTaken = true
  }

  override close(): void {
    if (!this.isOpen) return
    super.close()
    this.buffer.isFdTaken = false
  }
}
