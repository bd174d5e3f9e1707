// The captured device as the hub sees it: its DMA buffer's block mode, its enable attribute, the form of its scans.
import type { CaptureSource, SourceFormat } from '#main/capture/index.ts'
import type { DmaBufferQueue, IioChannel, IioDevice } from '#main/iio/index.ts'
import type { StreamRate } from '#shared/buffer/limits.ts'
import { fail } from '#shared/errors.ts'
import { formatScanType } from '#shared/iio/index.ts'
import type { Stack } from './stack.ts'

/** Where the device is found: it may go, and come back as another one. */
type Place = Pick<Stack, 'device' | 'queue' | 'sources' | 'slippedMs' | 'flush' | 'restore'>

export class DeviceSource implements CaptureSource {
  readonly #place: Place

  constructor(place: Place) {
    this.#place = place
  }

  /** The first sample of the present signal when `path` is an attribute of a channel's signal source; null: it is not. */
  changedAtSample(path: string): number | null {
    const channel = /^voltage(\d+)\/source(_\w+)?$/.exec(path)?.[1]
    return channel === undefined ? null : (this.#place.sources[Number(channel)]?.changedAtSample ?? null)
  }

  get device(): IioDevice {
    return this.#place.device
  }

  get queue(): DmaBufferQueue {
    return this.#place.queue
  }

  get slippedMs(): number {
    return this.#place.slippedMs
  }

  /** Has hardware that ended by itself powered up anew. @throws EIO when that fails */
  restore(): Promise<void> {
    return this.#place.restore()
  }

  /** @throws ENODEV */
  flush(): Promise<void> {
    return this.#place.flush()
  }

  /** @throws EINVAL when no channel is enabled. */
  async readFormat(): Promise<SourceFormat> {
    const channels = await Promise.all(this.device.scanElements.map((channel) => this.#describe(channel)))
    const enabled = channels.filter((channel) => channel.enabled)
    if (enabled.length === 0) fail('EINVAL', 'no channel is enabled')
    return { ...(await this.readRate()), channels: enabled.map(({ enabled: _, ...channel }) => channel) }
  }

  async readRate(): Promise<StreamRate> {
    const { bytes } = this.device.layout(this.queue.scanMask, this.queue.scanTimestamp)
    const samplingFrequencyHz = Number(await this.device.readAttribute('sampling_frequency'))
    return { bytesPerScan: Math.max(bytes, 1), samplingFrequencyHz }
  }

  enable(): Promise<void> {
    return this.device.writeAttribute('buffer0/enable', '1')
  }

  disable(): Promise<void> {
    // A device that is gone has disabled its buffers itself.
    return this.device.isGone ? Promise.resolve() : this.device.writeAttribute('buffer0/enable', '0')
  }

  async #describe(channel: IioChannel) {
    const read = (name: string): Promise<string> => this.device.readAttribute(`${channel.id}/${name}`)
    return {
      id: channel.id,
      scanIndex: channel.scanIndex,
      scanType: formatScanType(channel.scanType),
      scaleMillivolts: Number(await read('scale')),
      offsetCodes: Number(await read('offset')),
      enabled: (await read('en')) === '1',
    }
  }
}
