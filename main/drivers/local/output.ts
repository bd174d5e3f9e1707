// Samples into an output buffer of a device of this machine: the buffer is set up and enabled through sysfs, and its samples are written
// to the character device. No write ever waits. What is repeated is written again and again from here: a kernel repeats nothing by
// itself in this way of writing.
import { writeSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { asErrnoError, ErrnoError, say } from '#shared/errors.ts'
import { type Disposable, Emitter, type Event } from '#shared/lifecycle.ts'
import type { SampleSink, SinkWish } from '../iiod/far-side.ts'
import { Pause } from './pause.ts'
import { fileOf, type LocalBufferParts, refuseNode, setUp, switchOff } from './set-up.ts'
import { codeOf, isOfNothing, openToWrite, readValue } from './system-files.ts'

/** It is looked whether the device is there so often, ms. */
const lookMs = 500
/** Most that is written at once, bytes: other things are done in between. */
const sliceBytes = 1 << 20

export class LocalOutput implements SampleSink {
  readonly #parts: LocalBufferParts
  readonly #wish: SinkWish
  readonly #node: FileHandle
  /** Scans that the buffer holds. */
  readonly #length: number
  readonly #pause: Pause
  readonly #onLost = new Emitter<ErrnoError>()
  #look: Disposable | null = null
  #isClosed = false

  private constructor(parts: LocalBufferParts, wish: SinkWish, node: FileHandle, length: number) {
    this.#parts = parts
    this.#wish = wish
    this.#node = node
    this.#length = length
    this.#pause = new Pause(parts.clock, length, wish.rateHz)
    this.#lookLater()
  }

  /** @throws Refusal with the file that refuses it, and why; then nothing is open, and the buffer is not enabled */
  static async open(parts: LocalBufferParts, wish: SinkWish): Promise<LocalOutput> {
    const { device, files } = parts
    // It has one writer: from here on no other program can set the buffer up.
    const node = await openToWrite(files, device.node).catch((thrown) => refuseNode(thrown, device, 'write'))
    try {
      return new LocalOutput(parts, wish, node, await setUp(parts, wish))
    } catch (thrown) {
      await switchOff(parts).catch(() => undefined)
      await node.close()
      throw thrown
    }
  }

  get onLost(): Event<ErrnoError> {
    return this.#onLost
  }

  async write(bytes: Uint8Array): Promise<void> {
    await this.#writeAll(bytes)
    if (this.#wish.isCyclic) void this.#repeat(bytes)
  }

  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#onLost.dispose()
    this.#look?.dispose()
    this.#pause.end()
    try {
      await switchOff(this.#parts)
    } catch (thrown) {
      // A device that is gone is off.
      if ((await this.#parts.gone()) === null) throw thrown
    } finally {
      await this.#node.close()
    }
  }

  async #repeat(bytes: Uint8Array): Promise<void> {
    try {
      while (!this.#isClosed) await this.#writeAll(bytes)
    } catch (thrown) {
      this.#lose(asErrnoError(thrown))
    }
  }

  async #writeAll(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length && !this.#isClosed; ) {
      const room = await this.#room()
      if (this.#isClosed) return
      const taken = room === 0 ? 0 : this.#writeNow(bytes.subarray(at, at + room))
      if (taken instanceof Error) throw (await this.#parts.gone()) ?? taken
      at += taken
      await (taken > 0 ? new Promise((resolve) => setImmediate(resolve)) : this.#pause.take())
    }
  }

  /**
   * Bytes that may be written at once. A kernel that takes a part of them and has no room for the rest says EAGAIN and not how many it
   * took: so they are no more than what there is room for. Where it does not tell, they are one scan.
   */
  async #room(): Promise<number> {
    const { bytesPerScan } = this.#wish
    const file = fileOf(this.#parts, 'data_available')
    const filled = file === null ? Number.NaN : Number(await readValue(this.#parts.files, file).catch(() => 'unknown'))
    const free = this.#length - filled
    const scans = free >= 0 && free <= this.#length ? free : 1
    return Math.min(scans, Math.max(1, Math.floor(sliceBytes / bytesPerScan))) * bytesPerScan
  }

  /** Bytes that there was room for now. */
  #writeNow(bytes: Uint8Array): number | ErrnoError {
    const { node } = this.#parts.device
    try {
      return writeSync(this.#node.fd, bytes)
    } catch (thrown) {
      const code = codeOf(thrown)
      if (code === 'EAGAIN' || code === 'EINTR') return 0
      if (isOfNothing(code))
        return new ErrnoError('ENODEV', say`${node} takes no more samples: the device is gone (${code}).`)
      if (code === 'EINVAL')
        return new ErrnoError('EINVAL', say`${node} takes no samples: its driver has no buffer to put out (EINVAL).`)
      return new ErrnoError('EIO', say`${node} takes no samples: the system says ${code}.`)
    }
  }

  #lookLater(): void {
    this.#look = this.#parts.clock.timer(lookMs, () => void this.#lookNow())
  }

  async #lookNow(): Promise<void> {
    const gone = await this.#parts.gone()
    if (this.#isClosed) return
    if (gone === null) this.#lookLater()
    else this.#lose(gone)
  }

  #lose(reason: ErrnoError): void {
    if (!this.#isClosed) this.#onLost.fire(reason)
  }
}
