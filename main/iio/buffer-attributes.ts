// Attributes of a buffer's directory and of its scan elements. The checks are in the order the specification gives.
import { fail, say } from '#shared/errors.ts'
import { formatScanType } from '#shared/iio/index.ts'
import type { BlockSettings, IioBuffer } from './buffer.ts'
import { type Attribute, type AttributeTable, constantAttribute } from './device/attribute.ts'
import type { IioChannel } from './device/channel.ts'
import type { DeviceState } from './device/device-state.ts'
import { setBufferEnabled } from './enable/transaction.ts'
import { parseBoolean, parseUnsigned } from './parse.ts'
import { isSubset, maskOf } from './scan/scan-mask.ts'

/** Attributes of an attached buffer. */
export function bufferAttributes(device: DeviceState, buffer: IioBuffer): AttributeTable {
  return {
    length: lengthAttribute(device, buffer),
    enable: {
      show: () => (buffer.isActive ? '1' : '0'),
      store: (text) => setBufferEnabled(device, buffer, parseBoolean(text)),
    },
    watermark: watermarkAttribute(device, buffer),
    data_available: { show: () => String(buffer.dataAvailable()) },
    direction: constantAttribute(buffer.direction),
    ...buffer.attributes,
  }
}

function lengthAttribute(device: DeviceState, buffer: IioBuffer): Attribute {
  const read = async (): Promise<number> => (await buffer.blockSettings?.readLength()) ?? buffer.length
  const show = async (): Promise<string> => String(await read())
  if (buffer.setLength === undefined) return { show }
  return {
    show,
    store: async (text) => {
      const datums = parseUnsigned(text)
      if (datums === (await read())) return
      if (buffer.blockSettings !== null) return writeBlockLength(buffer.blockSettings, datums)
      await device.deviceLock.run(() => {
        refuseWhileActive(buffer, 'length')
        buffer.setLength!(datums)
        if (buffer.length !== 0 && buffer.length < buffer.watermark) buffer.watermark = buffer.length
      })
    },
  }
}

function writeBlockLength(settings: BlockSettings, datums: number): void | Promise<void> {
  if (settings.writeLength === undefined)
    fail('EBUSY', say`The length follows from the blocks that the application has allocated; allocate others.`)
  return settings.writeLength(datums)
}

function watermarkAttribute(device: DeviceState, buffer: IioBuffer): Attribute {
  return {
    show: async () => String((await buffer.blockSettings?.readWatermark()) ?? buffer.watermark),
    isWritable: () => !buffer.hasFixedWatermark || buffer.blockSettings !== null,
    store: async (text) => {
      const datums = parseUnsigned(text)
      if (datums === 0) fail('EINVAL', say`A watermark of 0 datums would never wake anyone.`)
      if (buffer.blockSettings !== null) return buffer.blockSettings.writeWatermark(datums)
      await device.deviceLock.run(() => {
        if (datums > buffer.length)
          fail('EINVAL', say`A watermark of ${datums} exceeds the length of ${buffer.length}.`)
        refuseWhileActive(buffer, 'watermark')
        buffer.watermark = datums
      })
    },
  }
}

export interface ScanElementAttribute {
  readonly channel: IioChannel
  readonly name: 'en' | 'index' | 'type'
  readonly attribute: Attribute
}

/** `_en`, `_index` and `_type` of each channel with a scan index and the buffer's direction. */
export function scanElementAttributes(device: DeviceState, buffer: IioBuffer): ScanElementAttribute[] {
  return device.channels
    .filter((channel) => channel.scanIndex >= 0 && channel.direction === buffer.direction)
    .flatMap((channel): ScanElementAttribute[] => [
      { channel, name: 'en', attribute: enableElementAttribute(device, buffer, channel) },
      { channel, name: 'index', attribute: constantAttribute(channel.scanIndex) },
      { channel, name: 'type', attribute: constantAttribute(formatScanType(channel.scanType)) },
    ])
}

function enableElementAttribute(device: DeviceState, buffer: IioBuffer, channel: IioChannel): Attribute {
  const isTimestamp = channel.kind === 'timestamp'
  const bit = maskOf(channel.scanIndex)
  return {
    show: () => ((isTimestamp ? buffer.scanTimestamp : (buffer.scanMask & bit) !== 0n) ? '1' : '0'),
    store: async (text) => {
      const on = parseBoolean(text)
      await device.deviceLock.run(() => {
        refuseWhileActive(buffer, `${channel.sysfsName}_en`)
        if (isTimestamp) buffer.scanTimestamp = on
        else if (on) setScanElement(device, buffer, bit)
        else buffer.scanMask &= ~bit
      })
    },
  }
}

/** Tries the mask with `bit` added. @throws EINVAL, mask unchanged, when the device cannot capture it. */
function setScanElement(device: DeviceState, buffer: IioBuffer, bit: bigint): void {
  if ((buffer.scanMask & bit) !== 0n) return
  const trial = buffer.scanMask | bit
  if (device.info?.validateScanMask && !device.info.validateScanMask(trial))
    fail('EINVAL', say`${device.name} cannot capture these channels together.`)
  const { availableScanMasks } = device
  if (availableScanMasks.length > 0 && !availableScanMasks.some((available) => isSubset(trial, available)))
    fail('EINVAL', say`No scan mask of ${device.name} includes these channels.`)
  buffer.scanMask = trial
}

function refuseWhileActive(buffer: IioBuffer, what: string): void {
  if (buffer.isActive) fail('EBUSY', say`${what} cannot change while the buffer is enabled.`)
}
