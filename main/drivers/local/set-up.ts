// A buffer of a device of this machine through sysfs: its channels, its length, on and off. It is the same whichever way its samples go.
import path from 'node:path'
import { maskOrder, Refusal } from '#main/iiod/index.ts'
import type { Clock } from '#main/runtime/clock.ts'
import { type ErrnoError, errnoOf, fail, say, sentenceOf } from '#shared/errors.ts'
import type { SourceWish } from '../iiod/far-side.ts'
import { placeKey, type SurveyedDevice } from './survey.ts'
import { codeOf, readValue, refuse, type SystemFiles, writeValue } from './system-files.ts'

export interface LocalBufferParts {
  readonly files: SystemFiles
  readonly clock: Clock
  readonly device: SurveyedDevice
  /** Why the device is gone; null: it is there. */
  gone(): Promise<ErrnoError | null>
}

/** The kernel's buffer holds the samples of so long, where nobody says how many: a busy machine is ridden out. */
const ridden = { seconds: 0.5, blocks: 4, bytes: 16 << 20 } as const

/** The file of an attribute of the buffer; null: it has none. */
export function fileOf({ device }: LocalBufferParts, name: string): string | null {
  const file = device.files.get(placeKey({ kind: 'buffer' }, name))
  return file === undefined ? null : path.join(device.folder, file)
}

/** Nobody else reads it: what a program has left enabled is off as well. */
export async function switchOff(parts: LocalBufferParts): Promise<void> {
  const enable = fileOf(parts, 'enable') ?? fail('ENODEV', say`${parts.device.folder} has no buffer to enable.`)
  if ((await readValue(parts.files, enable)) !== '0') await writeValue(parts.files, enable, '0')
}

/** @returns scans that it holds @throws Refusal with the file that refuses it, and why; it may be on then */
export async function setUp(parts: LocalBufferParts, wish: SourceWish): Promise<number> {
  await switchOff(parts)
  await chooseChannels(parts, wish)
  const length = await setLength(parts, wish)
  const watermark = fileOf(parts, 'watermark')
  // A hint: some buffers have one that is fixed.
  const datums = Math.max(1, Math.min(wish.samples, Math.floor(length / 2)))
  if (watermark !== null) await writeValue(parts.files, watermark, String(datums)).catch(() => undefined)
  await switchOn(parts)
  return length
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

/** Why its character device cannot be opened. */
export function refuseNode(thrown: unknown, { node, description }: SurveyedDevice, doing: 'read' | 'write'): never {
  const code = codeOf(thrown)
  if (code === 'EBUSY')
    throw new Refusal(
      'EBUSY',
      doing === 'read'
        ? say`${node} is open in another program; one at a time can capture ${description.id}.`
        : say`${node} is open in another program; one at a time can put out through ${description.id}.`,
    )
  if (code === 'ENOENT')
    throw new Refusal(
      'ENODEV',
      doing === 'read'
        ? say`${description.id} has samples, and there is no ${node} to read them from.`
        : say`${description.id} takes samples, and there is no ${node} to write them to.`,
    )
  return refuse(thrown, node, doing)
}
