// The way to one device of this machine: its files. One that goes away is told by its files, which are gone.
import { stat } from 'node:fs/promises'
import { type AttributePlace, Refusal } from '#main/iiod/index.ts'
import type { Clock } from '#main/runtime/clock.ts'
import { asErrnoError, ErrnoError, say } from '#shared/errors.ts'
import type { FarSide, SampleSink, SampleSource, SinkWish, SourceWish } from '../iiod/far-side.ts'
import { LocalBuffer } from './buffer.ts'
import type { LocalDevices } from './devices.ts'
import { LocalOutput } from './output.ts'
import type { LocalBufferParts } from './set-up.ts'
import { isOfNothing, readValue, writeValue } from './system-files.ts'

export class LocalLink implements FarSide {
  /** As every kernel does. */
  readonly padsScans = true
  readonly #devices: LocalDevices
  readonly #id: string
  readonly #clock: Clock
  #down: ErrnoError | null = null

  constructor(devices: LocalDevices, id: string, clock: Clock) {
    this.#devices = devices
    this.#id = id
    this.#clock = clock
  }

  get down(): ErrnoError | null {
    return this.#down
  }

  async retry(): Promise<void> {
    try {
      await this.#devices.find(this.#id)
      this.#down = null
    } catch (thrown) {
      this.#down = asErrnoError(thrown)
      throw thrown
    }
  }

  readAttribute(device: string, place: AttributePlace, name: string): Promise<string> {
    return this.#reached(() => readValue(this.#devices.files, this.#devices.fileOf(device, place, name)))
  }

  async writeAttribute(device: string, place: AttributePlace, name: string, value: string): Promise<void> {
    await this.#reached(() => writeValue(this.#devices.files, this.#devices.fileOf(device, place, name), value))
  }

  async readTrigger(device: string): Promise<string | null> {
    if (!this.#devices.of(device).files.has('trigger')) return null
    return this.#reached(() =>
      readValue(this.#devices.files, this.#devices.fileOf(device, 'trigger', 'current_trigger')),
    )
  }

  async writeTrigger(device: string, trigger: string): Promise<void> {
    const name = trigger === '' ? '' : this.#devices.of(trigger).description.name
    const file = this.#devices.fileOf(device, 'trigger', 'current_trigger')
    await this.#reached(() => writeValue(this.#devices.files, file, name))
  }

  openSource(wish: SourceWish): Promise<SampleSource> {
    return this.#reached(() => LocalBuffer.open(this.#bufferParts, wish))
  }

  openSink(wish: SinkWish): Promise<SampleSink> {
    return this.#reached(() => LocalOutput.open(this.#bufferParts, wish))
  }

  get #bufferParts(): LocalBufferParts {
    const { files } = this.#devices
    return { files, clock: this.#clock, device: this.#devices.of(this.#id), gone: () => this.#whyGone() }
  }

  /** What fails because the device is gone says so. */
  async #reached<T>(access: () => Promise<T>): Promise<T> {
    try {
      const value = await access()
      this.#down = null
      return value
    } catch (thrown) {
      const errno = thrown instanceof ErrnoError ? thrown.errno : 'EIO'
      const gone = isOfNothing(errno) || errno === 'EIO' ? await this.#whyGone() : null
      throw gone ?? (thrown instanceof ErrnoError ? thrown : new Refusal('EIO', asErrnoError(thrown)))
    }
  }

  async #whyGone(): Promise<ErrnoError | null> {
    const { folder, description } = this.#devices.of(this.#id)
    const isThere = await stat(folder)
      .then((info) => info.isDirectory())
      .catch(() => false)
    if (isThere) return null
    this.#down = new ErrnoError('ENODEV', say`${description.id} is gone: there is no ${folder} any more.`)
    return this.#down
  }
}
