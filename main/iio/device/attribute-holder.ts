// What has attributes and a name on the bus: a device, or a trigger.
import type { AttributeEntry, PreparedWrite } from './attribute.ts'

export interface AttributeHolder {
  /** `iio:device0`, `trigger0`; empty before registration. */
  readonly id: string
  readonly name: string
  /** It was unregistered. */
  readonly isGone: boolean
  /** Called after an attribute was written, by whomever. Written by the bus. */
  onWritten: () => void
  listAttributes(): readonly AttributeEntry[]
  /** @throws ENOENT unknown path; ENODEV it is gone; or what the driver's show throws. */
  readAttribute(path: string): Promise<string>
  /** Whether a write takes long: {@link prepareWrite} then. @throws ENOENT unknown path; ENODEV it is gone */
  isSlowWrite(path: string, value: string): boolean
  /** Does the part of a write that takes long, without a lock. @throws what the attribute's own rules say */
  prepareWrite(path: string, value: string): Promise<PreparedWrite>
  /** @throws ENOENT unknown path; EACCES read-only; ENODEV it is gone; or what the attribute's own rules say. */
  writeAttribute(path: string, value: string): Promise<void>
}
