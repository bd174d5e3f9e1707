// A device that can be captured, as the board found it: whatever its buffer is, the hub reads blocks from it.
import type { BlockQueue } from '#main/capture/index.ts'
import type { IioDevice } from '#main/iio/index.ts'
import type { StreamRate } from '#shared/buffer/limits.ts'
import { fail, say } from '#shared/errors.ts'

export interface InputDevice {
  readonly device: IioDevice
  readonly queue: BlockQueue
  /** By so much the clock of its samples has fallen behind since the enable, ms. */
  readonly slippedMs: number
  /** So long it waited for streams that gave nothing, since the enable, ms; absent: it converts none. */
  readonly waitedMs?: number
  /** How often it has interrupted the processor to hand samples over, since it is there. */
  readonly interrupts: number
  /** What is missing of its samples is known by the clock only. Absent: its hardware counts them. */
  readonly gapsByClock?: true
  /** Its buffer is about to be enabled, for a stream at this rate. */
  begin(rate: StreamRate): void
  /** It has gone away: gives back what the hub left with it. */
  close(): void
  /** What was sampled until now is in blocks that are done. Nothing is lost by it. @throws ENODEV */
  flush(): Promise<void>
}

/** The one of that id or name. @throws EINVAL with what there is */
export function findInput(inputs: readonly InputDevice[], idOrName: string): InputDevice {
  const found = inputs.find(({ device }) => device.id === idOrName || device.name === idOrName)
  const names = inputs.map(({ device }) => device.name).join(', ')
  return found ?? fail('EINVAL', say`'${idOrName}' cannot be captured: choose one of ${names}.`)
}
