// The one reader of a device that the application does not capture: it reads the device's file while a client has room, and
// lends what it read to all clients of the device. The device captures the channels of all of them together.
import { type IioDevice, KfifoBuffer } from '#main/iio/index.ts'
import { Mutex } from '#main/runtime/mutex.ts'
import { WaitQueue } from '#main/runtime/wait-queue.ts'
import { ErrnoError, errnoOf, say, sentenceOf } from '#shared/errors.ts'
import { coversMask } from './cut-scans.ts'
import { DeviceSetup } from './device-setup.ts'
import type { KernelBuffers } from './kernel-buffers.ts'
import type { OpenStream, ScanRun, StreamWish } from './scan-runs.ts'

/** Kernel buffers that a software FIFO holds. */
const fifoBuffers = 4

export class DeviceReader {
  readonly #device: IioDevice
  readonly #onIdle: () => void
  readonly #clients = new Map<KernelBuffers, StreamWish>()
  readonly #lock = new Mutex()
  readonly #room = new WaitQueue()
  #setup: DeviceSetup | null = null
  #scans = 0
  /** Ends the present reading, and resolves when it has ended. */
  #reading: { readonly abort: AbortController; readonly done: Promise<void> } | null = null

  /** @param onIdle the last client has left */
  constructor(device: IioDevice, onIdle: () => void) {
    this.#device = device
    this.#onIdle = onIdle
  }

  /** One of its clients has room again. */
  wake(): void {
    this.#room.wake()
  }

  /** @throws what the device refuses; the others go on then */
  async add(wish: StreamWish, client: KernelBuffers): Promise<OpenStream> {
    this.#clients.set(client, wish)
    try {
      await this.#lock.run(() => this.#adapt(client))
    } catch (thrown) {
      await this.#remove(client)
      throw thrown
    }
    return { close: () => this.#remove(client) }
  }

  async #remove(client: KernelBuffers): Promise<void> {
    this.#clients.delete(client)
    await this.#lock.run(async () => {
      if (this.#clients.size > 0) {
        // It was refused, and the device was stopped for it.
        if (this.#reading === null) await this.#restart().catch((thrown: unknown) => this.#end(thrown))
        return
      }
      await this.#pause()
      await this.#setup?.undo()
      this.#setup = null
      this.#onIdle()
    })
  }

  /** Captures what all clients want together. */
  async #adapt(newcomer: KernelBuffers): Promise<void> {
    const { mask, timestamp, scans } = this.#wanted()
    const setup = this.#setup
    const has = setup && { mask: setup.buffer.scanMask, timestamp: setup.buffer.scanTimestamp }
    if (setup !== null && has !== null && coversMask(has, mask, timestamp) && scans <= this.#scans && this.#reading) {
      newcomer.onLayout(setup.layout)
      return
    }
    await this.#restart()
  }

  #wanted(): StreamWish {
    return [...this.#clients.values()].reduce((all, one) => ({
      mask: all.mask | one.mask,
      timestamp: all.timestamp || one.timestamp,
      scans: Math.max(all.scans, one.scans),
    }))
  }

  async #restart(): Promise<void> {
    const { mask, timestamp, scans } = this.#wanted()
    await this.#pause()
    this.#setup ??= new DeviceSetup(this.#device)
    const setup = this.#setup
    await setup.enable(false)
    await setup.setChannels(mask, timestamp)
    this.#scans = setup.wholeTransfer(scans)
    // File-IO mode of a DMA buffer reads through two blocks of half the length.
    const isFifo = setup.buffer instanceof KfifoBuffer
    await setup.setLength(this.#scans * (isFifo ? fifoBuffers : 2))
    await setup.enable(true)
    for (const client of this.#clients.keys()) client.onLayout(setup.layout)
    const abort = new AbortController()
    this.#reading = { abort, done: this.#read(setup, abort.signal) }
  }

  async #pause(): Promise<void> {
    const reading = this.#reading
    this.#reading = null
    reading?.abort.abort()
    await reading?.done
  }

  async #read(setup: DeviceSetup, signal: AbortSignal): Promise<void> {
    const { buffer, node, layout } = setup
    const fifo = buffer instanceof KfifoBuffer ? buffer : null
    const bytes = layout.bytes * (fifo?.capacity ?? this.#scans)
    let dropped = fifo?.droppedScans ?? 0
    let follows = false
    try {
      for (;;) {
        await this.#room.waitUntil(() => [...this.#clients.keys()].some((client) => client.hasRoom), signal)
        const memory = new Uint8Array(bytes)
        const read = await node.read(memory, bytes, signal)
        const run = runOf(memory.subarray(0, read), follows)
        for (const client of [...this.#clients.keys()]) client.onRuns([run])
        // A FIFO says how much it refused, and all that it had is read. A byte stream of DMA says nothing: each block for itself.
        follows = fifo !== null && fifo.droppedScans === dropped
        dropped = fifo?.droppedScans ?? 0
      }
    } catch (thrown) {
      if (!signal.aborted) this.#end(thrown)
    }
  }

  #end(thrown: unknown): void {
    const reason = new ErrnoError(errnoOf(thrown), say`${this.#device.name} cannot be read: ${sentenceOf(thrown)}`)
    for (const client of this.#clients.keys()) client.onEnd(reason)
  }
}

/** Memory of its own: whoever retains it keeps it from being collected. */
function runOf(bytes: Uint8Array, follows: boolean): ScanRun {
  return { bytes, follows, retain: () => undefined, release: () => undefined }
}
