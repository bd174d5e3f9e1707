// One stream of a device of this machine: its buffer is set up and enabled through sysfs, and its samples are read from the character
// device. No read ever waits: nothing holds up a thread, and the stream ends whenever it is closed.
import { readSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import path from 'node:path'
import { maskOrder, Refusal, type SampleTaker } from '#main/iiod/index.ts'
import type { Clock } from '#main/runtime/clock.ts'
import { ErrnoError, errnoOf, fail, say, sentenceOf } from '#shared/errors.ts'
import type { SampleSource, SourceWish } from '../iiod/far-side.ts'
import { placeKey, type SurveyedDevice } from './survey.ts'
import { codeOf, isOfNothing, openToRead, readValue, refuse, type SystemFiles, writeValue } from './system-files.ts'

export interface LocalBufferParts {
  readonly files: SystemFiles
  readonly clock: Clock
  readonly device: SurveyedDevice
  /** Why the device is gone; null: it is there. */
  gone(): Promise<ErrnoError | null>
}

/** The kernel's buffer holds the samples of so long, where nobody says how many: a busy machine is ridden out. */
const ridden = { seconds: 0.5, blocks: 4, bytes: 16 << 20 } as const
/** Between two looks at an empty buffer, ms. */
const pauseMs = { least: 1, most: 10, unknown: 4 } as const
/** While nothing comes it is looked whether the device is there so often, ms. */
const lookedAfterMs = 500
/** Most that is read at once, bytes: other things are done in between. */
const sliceBytes = 1 << 20

export class LocalBuffer implements SampleSource {
  readonly #parts: LocalBufferParts
  readonly #wish: SourceWish
  readonly #node: FileHandle
  readonly #slice: Uint8Array
  readonly #pauseMs: number
  #hasBegun = false
  #isClosed = false
  #wake: (() => void) | null = null

  private constructor(parts: LocalBufferParts, wish: SourceWish, node: FileHandle) {
    const { bytesPerScan, rateHz, samples } = wish
    this.#parts = parts
    this.#wish = wish
    this.#node = node
    this.#slice = new Uint8Array(Math.max(1, Math.floor(sliceBytes / bytesPerScan)) * bytesPerScan)
    const halfMs = rateHz > 0 ? (samples / rateHz) * 500 : pauseMs.unknown
    this.#pauseMs = Math.min(pauseMs.most, Math.max(pauseMs.least, halfMs))
  }

  /** @throws Refusal with the file that refuses it, and why; then nothing is open, and the buffer is not enabled */
  static async open(parts: LocalBufferParts, wish: SourceWish): Promise<LocalBuffer> {
    const { device, files } = parts
    // It has one reader: from here on no other program can set the buffer up.
    const node = await openToRead(files, device.node).catch((thrown) => refuseNode(thrown, device))
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
      await this.#pause()
      idleMs += this.#pauseMs
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
    this.#wake?.()
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

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#parts.clock.timer(this.#pauseMs, () => this.#wake?.())
      this.#wake = () => {
        this.#wake = null
        timer.dispose()
        resolve()
      }
    })
  }
}

function refuseNode(thrown: unknown, { node, description }: SurveyedDevice): never {
  const code = codeOf(thrown)
  if (code === 'EBUSY')
    throw new Refusal('EBUSY', say`${node} is open in another program; one at a time can capture ${description.id}.`)
  if (code === 'ENOENT')
    throw new Refusal('ENODEV', say`${description.id} has samples, and there is no ${node} to read them from.`)
  return refuse(thrown, node, 'read')
}

function fileOf({ device }: LocalBufferParts, name: string): string | null {
  const file = device.files.get(placeKey({ kind: 'buffer' }, name))
  return file === undefined ? null : path.join(device.folder, file)
}

/** Nobody else reads it: what a program has left enabled is off as well. */
async function switchOff(parts: LocalBufferParts): Promise<void> {
  const enable = fileOf(parts, 'enable') ?? fail('ENODEV', say`${parts.device.folder} has no buffer to enable.`)
  if ((await readValue(parts.files, enable)) !== '0') await writeValue(parts.files, enable, '0')
}

async function setUp(parts: LocalBufferParts, wish: SourceWish): Promise<void> {
  await switchOff(parts)
  await chooseChannels(parts, wish)
  const length = await setLength(parts, wish)
  const watermark = fileOf(parts, 'watermark')
  // A hint: some buffers have one that is fixed.
  const datums = Math.max(1, Math.min(wish.samples, Math.floor(length / 2)))
  if (watermark !== null) await writeValue(parts.files, watermark, String(datums)).catch(() => undefined)
  await switchOn(parts)
}

/** Channels that are not wanted are off before the others are on: two may stand for the same samples. */
async function chooseChannels({ device, files }: LocalBufferParts, { places }: SourceWish): Promise<void> {
  const order = maskOrder(device.description.channels)
  const wanted = new Set(places.map((place) => order[place]!.scan!.index))
  const elements = order.filter(({ scan }) => scan !== null)
  for (const isOn of [false, true])
    for (const { id, direction, scan } of elements) {
      if (wanted.has(scan!.index) !== isOn) continue
      const file = path.join(
        device.folder,
        device.files.get(placeKey({ kind: 'channel', direction, channel: id }, 'en'))!,
      )
      if (((await readValue(files, file)) === '1') !== isOn) await writeValue(files, file, isOn ? '1' : '0')
    }
}

/** @returns scans that the buffer holds */
async function setLength(parts: LocalBufferParts, wish: SourceWish): Promise<number> {
  const { samples, bytesPerScan, kernelBuffers, rateHz } = wish
  const file = fileOf(parts, 'length')
  if (file === null) return samples
  const wanted =
    kernelBuffers === null
      ? Math.max(ridden.blocks * samples, Math.ceil((rateHz || 0) * ridden.seconds))
      : kernelBuffers * samples
  const most = Math.floor(ridden.bytes / bytesPerScan)
  const isFixed = parts.device.description.bufferAttributes.some(
    ({ name, isReadOnly }) => name === 'length' && isReadOnly,
  )
  const before = Number(await readValue(parts.files, file)) || 0
  if (isFixed) return before
  for (let length = Math.max(2, Math.min(wanted, most)); ; length = Math.max(2, length >> 1)) {
    if (length === before) return length
    try {
      await writeValue(parts.files, file, String(length))
      return length
    } catch (thrown) {
      const isTooLong = errnoOf(thrown) === 'ENOMEM' || errnoOf(thrown) === 'EINVAL'
      if (!isTooLong || length === 2) throw thrown
    }
  }
}

async function switchOn(parts: LocalBufferParts): Promise<void> {
  const { device, files } = parts
  try {
    await writeValue(files, fileOf(parts, 'enable')!, '1')
  } catch (thrown) {
    const trigger = device.files.get('trigger')
    const isWithout =
      trigger !== undefined && (await readValue(files, path.join(device.folder, trigger)).catch(() => '?')) === ''
    if (!isWithout) throw thrown
    throw new Refusal(
      errnoOf(thrown),
      say`${device.description.id} has no trigger; choose one in trigger/current_trigger: ${sentenceOf(thrown)}`,
    )
  }
}
