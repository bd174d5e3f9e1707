// What a channel of any scan type is in the codes of the display, signed 16 bits over the whole range of the channel.
import { parseScanType, type ScanType } from '#shared/iio/index.ts'
import type { StreamChannel, StreamFormat } from '../tap.ts'

/** The form that the display reads in place. */
export const nativeScanType = 'le:s16/16>>0'
const codeBits = 16

/**
 * What is taken from a raw value of this type so that zero is in the middle of its range, and what it is then multiplied by
 * to fill the range of a code.
 */
function mapping({ sign, realbits }: ScanType): { readonly middle: number; readonly factor: number } {
  return { middle: sign === 'u' ? 2 ** (realbits - 1) : 0, factor: 2 ** (codeBits - realbits) }
}

/**
 * The channel as the display has it. The processed value stays: (raw + offset) * scale = (code + offsetCodes) * scaleMillivolts,
 * for code = (raw - middle) * factor. A channel that has more than 16 bits keeps the upper ones.
 * @throws EINVAL for a scan type that is none
 */
export function displayedChannel<C extends Pick<StreamChannel, 'scanType' | 'scaleMillivolts' | 'offsetCodes'>>(
  channel: C,
): C {
  if (channel.scanType === nativeScanType) return channel
  const { middle, factor } = mapping(parseScanType(channel.scanType))
  return {
    ...channel,
    scaleMillivolts: channel.scaleMillivolts / factor,
    offsetCodes: (channel.offsetCodes + middle) * factor,
  }
}

/** Whether the display can read these scans in place: nothing but native codes, one beside the other. */
export function isNative({ channels, bytesPerScan, timestamp }: Omit<StreamFormat, 'epoch' | 'startUnixMs'>): boolean {
  return (
    timestamp === undefined &&
    bytesPerScan === 2 * channels.length &&
    channels.every(({ scanType }) => scanType === nativeScanType)
  )
}

/** The stream that {@link ScanConverter} makes of one. */
export function displayedFormat(format: StreamFormat): StreamFormat {
  const { timestamp: _, ...rest } = format
  return {
    ...rest,
    bytesPerScan: 2 * format.channels.length,
    channels: format.channels.map((channel, k) => ({
      ...displayedChannel(channel),
      scanType: nativeScanType,
      offsetBytes: 2 * k,
    })),
  }
}
