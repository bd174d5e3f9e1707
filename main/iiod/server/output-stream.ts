// A client that writes to an output device: a byte stream, or one buffer that the hardware repeats until it is closed.
import { blockFlag, type IioDevice } from '#main/iio/index.ts'
import { fail, say } from '#shared/errors.ts'
import { DeviceSetup } from './device-setup.ts'
import type { StreamWish } from './scan-runs.ts'

export class OutputStream {
  readonly bytesPerScan: number
  readonly isCyclic: boolean
  readonly #setup: DeviceSetup
  readonly #bufferBytes: number
  #isStarted = false

  private constructor(setup: DeviceSetup, bufferBytes: number, isCyclic: boolean) {
    this.#setup = setup
    this.bytesPerScan = setup.layout.bytes
    this.#bufferBytes = bufferBytes
    this.isCyclic = isCyclic
  }

  /** @throws ENODEV; EBUSY in use; EINVAL such a buffer cannot be; what the device refuses. It is as before then */
  static async open(device: IioDevice, wish: StreamWish, isCyclic: boolean): Promise<OutputStream> {
    const setup = new DeviceSetup(device)
    try {
      await setup.setChannels(wish.mask, wish.timestamp)
      const whole = setup.wholeTransfer(wish.scans)
      if (isCyclic && whole !== wish.scans)
        fail(
          'EINVAL',
          say`A buffer that is repeated is a whole number of transfers: ${whole} scans, not ${wish.scans}.`,
        )
      const bufferBytes = wish.scans * setup.layout.bytes
      if (isCyclic) await openBlock(setup, bufferBytes)
      else {
        // Two blocks of half the length; what is written fills one after the other.
        await setup.setLength(whole * 2)
        await setup.enable(true)
      }
      return new OutputStream(setup, bufferBytes, isCyclic)
    } catch (thrown) {
      await setup.undo()
      throw thrown
    }
  }

  /** What a write may have at once: without limit, or the one buffer. @throws EBUSY it is repeated already; EINVAL too much */
  check(bytes: number): void {
    if (!this.isCyclic) return
    if (this.#isStarted) fail('EBUSY', say`The buffer is put out already; close it first.`)
    if (bytes !== this.#bufferBytes)
      fail('EINVAL', say`A buffer that is repeated is written whole: ${this.#bufferBytes} bytes, not ${bytes}.`)
  }

  /**
   * Puts whole scans out; waits until there is room for all of them.
   * @throws EINTR `signal` is aborted first; ENODEV; what the buffer refuses
   */
  async write(bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    if (this.isCyclic) await this.#repeat(bytes)
    else await this.#setup.node.write(bytes, bytes.length, signal)
  }

  close(): Promise<void> {
    return this.#setup.undo()
  }

  async #repeat(bytes: Uint8Array): Promise<void> {
    const { stream } = this.#setup.node
    const { offset, size } = stream.queryBlock(0)
    const mapping = stream.mmap({ offset, length: size, shared: true, read: true, write: true })
    try {
      mapping.bytes.set(bytes)
    } finally {
      mapping.unmap()
    }
    stream.enqueueBlock({ id: 0, bytesUsed: bytes.length, flags: blockFlag.cyclic })
    this.#isStarted = true
    await this.#setup.enable(true)
  }
}

async function openBlock(setup: DeviceSetup, bytes: number): Promise<void> {
  const { stream } = setup.node
  const { count, size } = stream.allocBlocks({ size: bytes, count: 1 })
  if (count !== 1 || size !== bytes) fail('ENOMEM', say`There is no memory for a buffer of ${bytes} bytes.`)
}
