// The captured device as the hub sees it: blocks of its buffer, its enable attribute, the form of its scans.
import type { BlockQueue, CaptureSource, SourceFormat } from '#main/capture/index.ts'
import type { IioDevice } from '#main/iio/index.ts'
import type { StreamRate } from '#shared/buffer/limits.ts'
import { fail, say } from '#shared/errors.ts'
import type { Sentence } from '#shared/sentence.ts'
import { capturedMask, channelsOf } from './captured-channels.ts'
import type { ChannelInputs } from './channel-inputs.ts'
import { rateHolder, samplingFrequencyOf } from './sampling-rate.ts'
import type { Stack } from './stack.ts'

/** Where the device is found: it may go, come back as another one, or give its place to another one. */
type Place = Pick<Stack, 'device' | 'input' | 'sources' | 'restore'>

export class DeviceSource implements CaptureSource {
  readonly #place: Place
  readonly #inputs: ChannelInputs
  /** The device whose interrupts were counted last, and how many it had then. */
  #counted: { readonly input: Place['input']; readonly interrupts: number } | null = null
  #interrupts = 0

  /** @param inputs what stands before its channels */
  constructor(place: Place, inputs: ChannelInputs) {
    this.#place = place
    this.#inputs = inputs
  }

  /** The first sample of the present signal when `path` is an attribute of a channel's signal source; null: it is not. */
  changedAtSample(path: string): number | null {
    const channel = /^voltage(\d+)\/source(_\w+)?$/.exec(path)?.[1]
    return channel === undefined ? null : (this.#place.sources[Number(channel)]?.changedAtSample ?? null)
  }

  get device(): IioDevice {
    return this.#place.device
  }

  get queue(): BlockQueue {
    return this.#place.input.queue
  }

  get slippedMs(): number {
    return this.#place.input.slippedMs
  }

  /** How often captured devices have interrupted the processor, each while it was the one, as far as it was looked at. */
  get interrupts(): number {
    const { input } = this.#place
    const { interrupts } = input
    // A device that was powered up anew counts from 0.
    if (this.#counted?.input === input) this.#interrupts += Math.max(0, interrupts - this.#counted.interrupts)
    this.#counted = { input, interrupts }
    return this.#interrupts
  }

  /** Has hardware that ended by itself powered up anew. @throws EIO when that fails */
  restore(): Promise<void> {
    return this.#place.restore()
  }

  /** @throws ENODEV */
  flush(): Promise<void> {
    return this.#place.input.flush()
  }

  /** @throws EINVAL when no channel is enabled. */
  async readFormat(): Promise<SourceFormat> {
    const enabled = (await channelsOf(this.device, this.#inputs)).filter((channel) => channel.enabled)
    if (enabled.length === 0) fail('EINVAL', say`No channel is enabled.`)
    const rate = await this.readRate()
    if (!(rate.samplingFrequencyHz > 0)) fail('EINVAL', this.#rateMissing())
    const { timestampOffset } = this.#layout()
    return {
      ...rate,
      channels: enabled.map(({ enabled: _, ...channel }) => channel),
      ...(this.#place.input.gapsByClock === true && { gapsByClock: true }),
      ...(timestampOffset !== null && {
        timestamp: { offsetBytes: timestampOffset, clock: this.device.timestampClock },
      }),
    }
  }

  async readRate(): Promise<StreamRate> {
    return { bytesPerScan: this.bytesPerScan, samplingFrequencyHz: await samplingFrequencyOf(this.device) }
  }

  /** Of the channels that are on; one without any. */
  get bytesPerScan(): number {
    return Math.max(this.#layout().bytes, 1)
  }

  async enable(): Promise<void> {
    this.#place.input.begin(await this.readRate())
    await this.device.writeAttribute('buffer0/enable', '1')
  }

  disable(): Promise<void> {
    // A device that is gone has disabled its buffers itself.
    return this.device.isGone ? Promise.resolve() : this.device.writeAttribute('buffer0/enable', '0')
  }

  #rateMissing(): Sentence {
    const { name } = this.device
    return rateHolder(this.device) === this.device
      ? say`${name} does not say how fast it samples: write its rate to sampling_frequency.`
      : say`${name} samples with a trigger, and has none. Write one to trigger/current_trigger.`
  }

  #layout() {
    const { mask, timestamp } = capturedMask(this.device)
    return this.device.layout(mask, timestamp)
  }
}
