// The settings of a device that goes away, for when it comes back.
import type { AttributeEntry, IioDevice } from '#main/iio/index.ts'

export interface Setting {
  readonly path: string
  readonly value: string
}

/**
 * Whether an attribute is a setting of its device. What stands under `buffer` is none: length and watermark are the buffer's
 * settings under another name, enable is the run.
 */
export function isDeviceSetting({ path, writable, attribute }: AttributeEntry): boolean {
  return writable && attribute.isSetting !== false && !/^buffer\d*\//.test(path)
}

/** What can be written back to a device that returns. */
export async function readSettings(device: IioDevice): Promise<Setting[]> {
  const paths = device.listAttributes().filter(isDeviceSetting)
  return Promise.all(paths.map(async ({ path }) => ({ path, value: await device.readAttribute(path) })))
}

/** @throws what one of them is refused with (a file that is not there any more), when the others are made */
export async function writeSettings(device: IioDevice, settings: readonly Setting[]): Promise<void> {
  const made = []
  for (const { path, value } of settings) made.push(...(await Promise.allSettled([device.writeAttribute(path, value)])))
  for (const one of made) if (one.status === 'rejected') throw one.reason
}
