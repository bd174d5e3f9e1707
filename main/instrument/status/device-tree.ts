// All devices and triggers with all attributes and their present values.
import { type AttributeHolder, type IioBus, IioDevice } from '#main/iio/index.ts'
import type { AttributeInfo, DeviceTree } from '#shared/contract/topics/devices.ts'
import { errnoOf } from '#shared/errors.ts'

/** @param capturing the device that captures now, if any */
export async function listDevices(bus: IioBus, capturing: IioDevice | null): Promise<DeviceTree[]> {
  return Promise.all(
    [...bus.devices, ...bus.triggers].map(async (device) => ({
      id: device.id,
      name: device.name,
      status: device.isGone ? ('gone' as const) : device === capturing ? ('ok' as const) : ('idle' as const),
      moves: moves(device),
      attributes: await Promise.all(
        device.listAttributes().map(
          async ({ path, writable, options }): Promise<AttributeInfo> => ({
            path,
            writable,
            options,
            value: await readShown(device, path),
          }),
        ),
      ),
    })),
  )
}

/** Nobody writes what its buffer fills, and nobody tells here what is written on another machine. */
function moves(holder: AttributeHolder): boolean {
  if (holder instanceof IioDevice && holder.isBufferEnabled) return true
  return holder.listAttributes().some(({ attribute }) => attribute.isRemote === true)
}

/** What cannot be read now (a raw value while capturing) shows its errno name in brackets. */
async function readShown(device: AttributeHolder, path: string): Promise<string> {
  try {
    return await device.readAttribute(path)
  } catch (thrown) {
    return `(${errnoOf(thrown)})`
  }
}
