// One stream of a device of this machine: its buffer is set up and enabled through sysfs, and its samples are read from the character
// device. No read ever waits: nothing holds up a thread, and the stream ends whenever it is closed.
import { readSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import type { SampleTaker } from '#main/iiod/index.ts'
import { ErrnoError, say } from '#shared/errors.ts'
import type { SampleSource, SourceWish } from '../iiod/far-side.ts'
import { Pause } from './pause.ts'
import { type LocalBufferParts, refuseNode, setUp, switchOff } from './set-up.ts'
import { codeOf, isOfNothing, openToRead } from './system-files.ts'

/** While nothing comes it is looked whether the device is there so often, ms. */
const lookedAfterMs = 500
/** Most that is read at once, bytes: other things are done in between. */
const sliceBytes = 1 << 20

export class LocalBuffer implements SampleSource {
  readonly #parts: LocalBufferParts
  readonly #wish: SourceWish
  readonly #node: FileHandle
  readonly #slice: Uint8Array
  readonly #pause: Pause
  #hasBegun = false
  #isClosed = false

  private constructor(parts: LocalBufferParts, wish: SourceWish, node: FileHandle) {
    const { bytesPerScan, rateHz, samples } = wish
    this.#parts = parts
    this.#wish = wish
    this.#node = node
    this.#slice = new Uint8Array(Math.max(1, Math.floor(sliceBytes / bytesPerScan)) * bytesPerScan)
    this.#pause = new Pause(parts.clock, samples, rateHz)
  }

  /** @throws Refusal with the file that refuses it, and why; then nothing is open, and the buffer is not enabled */
  static async open(parts: LocalBufferParts, wish: SourceWish): Promise<LocalBuffer> {
    const { device, files } = parts
    // It has one reader: from here on no other program can set the buffer up.
    const node = await openToRead(files, device.node).catch((thrown) => refuseNode(thrown, device, 'read'))
    try {
      await setUp(parts, wish)
      return new LocalBuffer(parts, wish, node)
    } catch (thrown) {
      await switchOff(parts).catch(() => undefined)
      await node.close()
      throw thrown
    }
  }

  async read(bytes: number, taker: SampleTaker): Promise<number> {
    let idleMs = 0
    while (!this.#isClosed) {
      const got = this.#readNow(Math.min(bytes, this.#slice.length))
      if (got instanceof Error) throw (await this.#parts.gone()) ?? got
      if (got > 0) {
        if (!this.#hasBegun) taker.begin(this.#wish.places)
        this.#hasBegun = true
        await taker.take(this.#slice.subarray(0, got))
        await new Promise((resolve) => setImmediate(resolve))
        return got
      }
      await this.#pause.take()
      idleMs += this.#pause.ms
      if (idleMs < lookedAfterMs) continue
      idleMs = 0
      const gone = await this.#parts.gone()
      if (gone !== null && !this.#isClosed) throw gone
    }
    return 0
  }

  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
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

  /** What is there now; 0: nothing. */
  #readNow(bytes: number): number | ErrnoError {
    const { node } = this.#parts.device
    try {
      return readSync(this.#node.fd, this.#slice, 0, bytes, null)
    } catch (thrown) {
      const code = codeOf(thrown)
      if (code === 'EAGAIN' || code === 'EINTR') return 0
      if (isOfNothing(code))
        return new ErrnoError('ENODEV', say`${node} gives no more samples: the device is gone (${code}).`)
      return new ErrnoError('EIO', say`${node} gives no samples: the system says ${code}.`)
    }
  }
}
