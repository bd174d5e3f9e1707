// The capture, lent to clients of the IIOD server: a tap for all of them. What a client wants and is not captured yet is
// switched on, and when the last one has left what was switched on for them is switched off again.
import type { BlockRef, Tap } from '#main/capture/index.ts'
import type { IioDevice } from '#main/iio/index.ts'
import type { CapturedDevice, OpenStream, ScanReader, StreamWish } from '#main/iiod/index.ts'
import { Mutex } from '#main/runtime/mutex.ts'
import { ErrnoError, say } from '#shared/errors.ts'
import type { Disposable } from '#shared/lifecycle.ts'
import { capturedMask } from '../board/captured-channels.ts'
import { BlockRuns } from './block-runs.ts'
import type { ServedInstrument } from './served-instrument.ts'

export class LentCapture implements CapturedDevice {
  readonly #instrument: ServedInstrument
  readonly #readers = new Set<ScanReader>()
  readonly #lock = new Mutex()
  readonly #runs: BlockRuns
  /** Paths of channels that were switched on for clients, and of which device. */
  #switchedOn: { readonly device: IioDevice; readonly paths: string[] } | null = null
  #startedFor: IioDevice | null = null
  #tap: Disposable | null = null
  /** What the tap is lent. */
  #tapped: IioDevice | null = null

  constructor(instrument: ServedInstrument) {
    this.#instrument = instrument
    const { heap } = instrument.parts.stack
    this.#runs = new BlockRuns((address, length) => heap.u8(address, length))
  }

  get device(): IioDevice {
    return this.#instrument.parts.stack.device
  }

  /** @throws what a channel, or Run, is refused with: EBUSY while it is recorded, EINVAL */
  follow(wish: StreamWish, reader: ScanReader): Promise<OpenStream> {
    return this.#lock.run(async () => {
      try {
        await this.#capture(wish)
      } catch (thrown) {
        await this.#giveBack()
        throw thrown
      }
      this.#readers.add(reader)
      if (this.#tap === null) this.#tap = this.#instrument.parts.hub.addTap(this.#makeTap())
      else reader.onLayout(this.#layout())
      return { close: () => this.#leave(reader) }
    })
  }

  async #capture({ mask, timestamp }: StreamWish): Promise<void> {
    const { device } = this
    const has = capturedMask(device)
    const missing = device.channels.filter(({ kind, scanIndex, direction }) => {
      if (scanIndex < 0 || direction !== 'in') return false
      return kind === 'timestamp' ? timestamp && !has.timestamp : ((mask & ~has.mask) >> BigInt(scanIndex)) % 2n === 1n
    })
    for (const { id } of missing) {
      const path = `${id}/en`
      await this.#instrument.writeAttribute(device.id, path, '1')
      if (this.#switchedOn?.device !== device) this.#switchedOn = { device, paths: [] }
      this.#switchedOn.paths.push(path)
    }
    if (this.#instrument.parts.hub.isRunning) return
    await this.#instrument.handlers.run()
    this.#startedFor = device
  }

  #leave(reader: ScanReader): Promise<void> {
    this.#readers.delete(reader)
    return this.#lock.run(() => this.#giveBack())
  }

  /** Puts back what nobody needs any more. Never fails: a channel that is recorded stays on. */
  async #giveBack(): Promise<void> {
    if (this.#readers.size > 0) return
    this.#tap?.dispose()
    this.#tap = null
    const [on, started] = [this.#switchedOn, this.#startedFor]
    this.#switchedOn = null
    this.#startedFor = null
    const { device } = this
    const { handlers, parts } = this.#instrument
    if (started === device && parts.hub.isRunning) await Promise.resolve(handlers.stop()).catch(() => undefined)
    if (on?.device !== device) return
    for (const path of on.paths) await this.#instrument.writeAttribute(device.id, path, '0').catch(() => undefined)
  }

  #makeTap(): Tap {
    return {
      name: 'iiod',
      onFormat: () => {
        const { device } = this
        this.#runs.begin()
        if (this.#tapped !== null && this.#tapped !== device) this.#end(this.#tapped)
        this.#tapped = device
        for (const reader of [...this.#readers]) reader.onLayout(this.#layout())
      },
      onBlocks: (blocks: readonly BlockRef[]) => {
        const runs = this.#runs.take(blocks)
        for (const reader of [...this.#readers]) reader.onRuns(runs)
      },
      relieve: () => {
        for (const reader of [...this.#readers]) reader.onShort()
      },
    }
  }

  /** Another device is captured. */
  #end(device: IioDevice): void {
    for (const reader of [...this.#readers])
      reader.onEnd(new ErrnoError('ENODEV', say`${device.name} is not captured any more.`))
    this.#readers.clear()
  }

  #layout() {
    const { mask, timestamp } = capturedMask(this.device)
    return this.device.layout(mask, timestamp)
  }
}
