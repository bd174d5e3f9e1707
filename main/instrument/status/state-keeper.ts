// What the instrument knows of its device: read from it after each change.
import { type CaptureHub, displayedChannel } from '#main/capture/index.ts'
import type { ChannelSource } from '#main/drivers/gigasample-adc/index.ts'
import type { IioDevice } from '#main/iio/index.ts'
import { planBuffer } from '#shared/buffer/plan.ts'
import type { BufferState } from '#shared/contract/topics/buffer.ts'
import type { CaptureFields } from '#shared/contract/topics/capture.ts'
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import { plainSentence } from '#shared/sentence.ts'
import { type CapturedChannel, channelsOf } from '../board/captured-channels.ts'
import type { ChannelInputs } from '../board/channel-inputs.ts'
import type { DeviceSource } from '../board/device-source.ts'
import type { InputDevice } from '../board/input-device.ts'
import { ratePath, samplingFrequenciesOf, samplingFrequencyOf } from '../board/sampling-rate.ts'
import type { Acquisition } from '../control/acquisition.ts'

export interface StateParts {
  readonly hub: CaptureHub
  readonly source: DeviceSource
  readonly acquisition: Acquisition
  readonly channelInputs: ChannelInputs
  /** What can be captured. */
  readonly inputs: () => readonly Pick<InputDevice, 'device'>[]
  readonly seed: number
  /** What feeds the channels, by scan index. */
  readonly sources: () => readonly Pick<ChannelSource, 'file' | 'loading' | 'stream'>[]
}

/** What has to be read from the device. */
interface DeviceFacts {
  readonly samplingFrequencyHz: number
  readonly samplingFrequenciesHz: readonly number[]
  readonly channels: readonly ChannelState[]
}

export class StateKeeper {
  /** How many watch now; whoever lets them in says. */
  viewers = 0
  readonly #parts: StateParts
  #facts: DeviceFacts = { samplingFrequencyHz: 0, samplingFrequenciesHz: [], channels: [] }
  /** Readings of the device that began, and the one of them whose facts are shown. */
  #readings = 0
  #shown = 0

  constructor(parts: StateParts) {
    this.#parts = parts
  }

  get channels(): readonly ChannelState[] {
    return this.#facts.channels
  }

  get samplingFrequencyHz(): number {
    return this.#facts.samplingFrequencyHz
  }

  /** Reads the device again. A device that is gone keeps its last facts. */
  async refresh(): Promise<void> {
    const { device } = this.#parts.source
    if (device.isGone) return
    const reading = ++this.#readings
    this.#parts.hub.followSource()
    const channels = await channelsOf(device, this.#parts.channelInputs)
    const facts = {
      samplingFrequencyHz: await read(device, ratePath, samplingFrequencyOf, 0),
      samplingFrequenciesHz: await samplingFrequenciesOf(device),
      channels: await Promise.all(channels.map((channel) => this.#readChannel(device, channel))),
    }
    // A device of another machine may answer after another one is captured, or after it was read again.
    if (device !== this.#parts.source.device || reading < this.#shown) return
    this.#shown = reading
    this.#facts = facts
  }

  /** The slice of the capture. */
  capture(): CaptureFields {
    const { hub, source, acquisition, inputs, seed } = this.#parts
    const { samplingFrequencyHz, samplingFrequenciesHz } = this.#facts
    return {
      acquisition: acquisition.state,
      fault: acquisition.fault?.message ?? null,
      faultSentence: acquisition.fault === null ? null : plainSentence(acquisition.fault),
      device: source.device.id,
      deviceName: source.device.name,
      capturable: inputs().map(({ device: { id, name, label } }) => ({ id, name, label })),
      samplingFrequencyHz,
      samplingFrequenciesHz,
      seed,
      epoch: hub.epoch,
    }
  }

  /** The channels now. How far a file is read, and how a stream stands, changes between two readings of the device. */
  channelsNow(): readonly ChannelState[] {
    return this.#facts.channels.map((channel) => ({ ...channel, ...this.#movingOf(channel.index) }))
  }

  #movingOf(scanIndex: number): Pick<ChannelState, 'loading' | 'stream'> {
    const source = this.#parts.sources()[scanIndex]
    return { loading: source?.loading ?? null, stream: source?.stream ?? null }
  }

  /** The buffer as it is in force, or would be with the wishes at hand. */
  buffer(): BufferState {
    const { hub, source } = this.#parts
    const { wish, limits } = hub
    const { bytesPerScan } = source
    const { samplingFrequencyHz } = this.#facts
    const plan = (hub.isRunning ? hub.plan : null) ?? planBuffer(wish, { bytesPerScan, samplingFrequencyHz }, limits)
    return {
      mode: source.queue.isFifo ? 'fifo' : 'block',
      blockBytes: plan.blockBytes,
      changingFromBytes: hub.changingFromBytes,
      blockBytesAuto: wish.blockBytes === 'auto',
      blockCount: plan.blockCount,
      blockCountAuto: wish.blockCount === 'auto',
      watermark: plan.watermark,
      watermarkAuto: wish.watermark === 'auto',
      bytesPerScan,
      rideOutSeconds: plan.rideOutSeconds,
      limits,
    }
  }

  /** Its scan type is the device's; scale and offset are those of the codes that a viewer gets. */
  async #readChannel(device: IioDevice, channel: CapturedChannel): Promise<ChannelState> {
    const { id, scanIndex, enabled, scanType, unit, scaleMillivolts, offsetCodes, factor } = displayedChannel(channel)
    const hasSource = 'source' in (device.channel(id)?.attributes ?? {})
    return {
      id,
      index: scanIndex,
      enabled,
      scanType,
      unit,
      scaleMillivolts,
      offsetCodes,
      factor,
      input: this.#parts.channelInputs.of(id),
      source: hasSource ? await read(device, `${id}/source`, (one) => one.readAttribute(`${id}/source`), '') : '',
      file: this.#parts.sources()[scanIndex]?.file ?? null,
      ...this.#movingOf(scanIndex),
    }
  }
}

/** What another machine has and does not say now, or is not reached to say, is `unknown`. */
async function read<T>(
  device: IioDevice,
  path: string,
  value: (device: IioDevice) => Promise<T>,
  unknown: T,
): Promise<T> {
  try {
    return await value(device)
  } catch (thrown) {
    const isRemote = device.listAttributes().some((one) => one.path === path && one.attribute.isRemote === true)
    if (isRemote) return unknown
    throw thrown
  }
}
