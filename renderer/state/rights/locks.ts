// What an administrator has locked, as the controls of this page name it.
import type { InstrumentState } from '#shared/contract/topics.ts'

/** Another name of a setting of the buffer: what it is as an attribute. */
const bufferNames: Readonly<Record<string, string>> = {
  'buffer0/length': 'buffer.blockCount',
  'buffer0/watermark': 'buffer.watermark',
}

/** `in_voltage0_source`, as in sysfs, is `voltage0/source` as a setting. */
const asSetting = (attribute: string): string => attribute.replace(/^(?:scan_elements\/)?in_([^_]+)_/, '$1/')

interface Known {
  readonly state: Pick<InstrumentState, 'locked' | 'lockedBy' | 'deviceName' | 'device'> | null
}

/** @param attribute a path of a setting, or an attribute of the captured device; @returns the file that locks it, or null */
export function lockOf({ state }: Known, attribute: string | undefined): string | null {
  if (state === null || attribute === undefined || state.locked.length === 0) return null
  const { locked, lockedBy, deviceName, device } = state
  const path = asSetting(attribute)
  const names = [path, bufferNames[path], `device/${deviceName}/${path}`, `device/${device}/${path}`]
  return names.some((name) => name !== undefined && locked.includes(name)) ? lockedBy : null
}
