// The channels of a device that is captured, as the stream describes them.
import type { StreamChannel } from '#main/capture/index.ts'
import type { IioChannel, IioDevice } from '#main/iio/index.ts'
import { channelUnit, formatScanType } from '#shared/iio/index.ts'
import type { ChannelInputs } from './channel-inputs.ts'

export interface CapturedChannel extends StreamChannel {
  readonly enabled: boolean
  readonly factor: number
}

/** What the buffer of the device is set to capture. */
export function capturedMask(device: IioDevice) {
  const [buffer] = device.buffers
  return { mask: buffer?.scanMask ?? 0n, timestamp: buffer?.scanTimestamp ?? false }
}

/** Every scan element of the device, in the order of the scan; its scale and its unit are those behind the probe. @throws ENODEV */
export async function channelsOf(device: IioDevice, inputs: ChannelInputs): Promise<readonly CapturedChannel[]> {
  const { mask, timestamp } = capturedMask(device)
  const { elements } = device.layout(mask, timestamp)
  return Promise.all(
    device.scanElements.map(async (channel) => {
      const { id, scanIndex, scanType, kind } = channel
      const placed = elements.find((element) => element.scanIndex === scanIndex)
      const { unit, parts } = channelUnit(kind)
      return {
        id,
        scanIndex,
        scanType: formatScanType(scanType),
        offsetBytes: placed?.offset ?? 0,
        unit: inputs.unitOf(id, unit),
        scaleMillivolts: (((await numberOr(device, channel, 'scale', 1)) * 1000) / parts) * inputs.factorOf(id),
        offsetCodes: await numberOr(device, channel, 'offset', 0),
        factor: inputs.factorOf(id),
        enabled: placed !== undefined,
      }
    }),
  )
}

/**
 * An attribute of the channel that a driver may leave out: the ABI says what holds then. The same holds where another machine has it
 * and it cannot be read, or is no number.
 */
async function numberOr(device: IioDevice, { id, attributes, sharedByType }: IioChannel, name: string, absent: number) {
  if (!(name in attributes || name in sharedByType)) return absent
  try {
    const value = Number(await device.readAttribute(`${id}/${name}`))
    return Number.isFinite(value) ? value : absent
  } catch (thrown) {
    if (device.isGone) throw thrown
    return absent
  }
}
