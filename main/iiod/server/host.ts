// What the server serves: the devices of a board, and the application that uses them.
import type { AttributeHolder, IioBus } from '#main/iio/index.ts'
import type { Runtime } from '#main/runtime/clock.ts'
import type { CapturedDevice } from './scan-runs.ts'

export interface IiodHost {
  readonly bus: IioBus
  readonly runtime: Runtime
  /** One line for people. */
  readonly description: string
  /** Name and value: `hw_model`. */
  readonly attributes: readonly (readonly [string, string])[]
  /** Memory that streams of all clients may hold together, bytes. */
  readonly streamBytes: number
  /** The device that the application captures; null: none. */
  readonly captured: () => CapturedDevice | null
  /** @throws what the driver's show throws; ENODEV it is gone */
  readAttribute(holder: AttributeHolder, path: string): Promise<string>
  /** @throws what the attribute's own rules say; EACCES it is read-only; ENODEV it is gone */
  writeAttribute(holder: AttributeHolder, path: string, value: string): Promise<void>
}
