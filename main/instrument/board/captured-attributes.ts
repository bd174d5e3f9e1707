// The attributes of the device that is captured, as far as a capture has to know them.
import type { AttributeHolder, IioDevice } from '#main/iio/index.ts'
import { errnoOf } from '#shared/errors.ts'

/** The hub carries these out itself, live, and marks the place. */
export const bufferPaths = /^buffer0?\/(length|watermark)$/
export const enablePaths = new Set(['buffer0/enable', 'buffer/enable'])

/** Attributes that say what a code stands for. */
export const scalePaths = /[/_](scale|offset)$/

/** Whether any channel is switched on. */
export async function hasChannelOn(device: IioDevice): Promise<boolean> {
  const on = await Promise.all(device.scanElements.map(({ id }) => device.readAttribute(`${id}/en`)))
  return on.includes('1')
}

/** Switches its first channel on when none is, so that there is something to capture. @throws ENODEV */
export async function switchOnFirst(device: IioDevice): Promise<void> {
  const [first] = device.scanElements
  if (first !== undefined && !(await hasChannelOn(device))) await device.writeAttribute(`${first.id}/en`, '1')
}

/** A value that cannot be read now (a raw value while capturing) is empty. @throws ENOENT, ENODEV */
export async function readOr(device: AttributeHolder, path: string): Promise<string> {
  try {
    return await device.readAttribute(path)
  } catch (thrown) {
    if (errnoOf(thrown) === 'EBUSY') return ''
    throw thrown
  }
}
