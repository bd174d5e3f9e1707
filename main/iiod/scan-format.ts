// The format of a scan element as libiio writes it: `le:S16/16>>0`. As sysfs has it, but for one letter.
import type { ScanType } from '#shared/iio/index.ts'
import { formatScanType } from '#shared/iio/index.ts'

/** The sign is a capital letter when the value fills its storage: a client need not shift or extend it then. */
export function formatScanElement(type: ScanType): string {
  const text = formatScanType(type)
  return type.realbits === type.storagebits ? text.replace(/:[su]/, (sign) => sign.toUpperCase()) : text
}
