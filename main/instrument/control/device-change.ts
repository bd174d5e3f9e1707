// Capturing another device, as one transaction: stop, change, start again when it ran. When a step fails the device before
// is captured again, and the error is returned.
import { autoWish, type CaptureHub } from '#main/capture/index.ts'
import type { Clock } from '#main/runtime/clock.ts'
import type { BufferWish } from '#shared/buffer/limits.ts'
import { fail, say } from '#shared/errors.ts'
import { switchOnFirst } from '../board/captured-attributes.ts'
import type { InputDevice } from '../board/input-device.ts'

export interface DeviceChangeParts {
  readonly hub: CaptureHub
  readonly clock: Clock
  readonly board: {
    readonly input: InputDevice
    find(idOrName: string): InputDevice
    select(input: InputDevice): void
  }
  readonly recordings: { readonly isActive: boolean }
  /** Begins the stream of the device that is chosen. */
  begin(): Promise<void>
}

export class DeviceChange {
  readonly #parts: DeviceChangeParts
  /** What was wished of the buffer of each device, by its name. */
  readonly #wishes = new Map<string, BufferWish>()

  constructor(parts: DeviceChangeParts) {
    this.#parts = parts
  }

  /**
   * @throws EINVAL nothing of that id or name can be captured; EBUSY a recording is under way, or it is open; what the stream of the device
   *   fails with. The device before is chosen again then, and captured when it was and can be
   * @returns false when it is captured already: then nothing happens
   */
  async to(idOrName: string): Promise<boolean> {
    const { hub, board, clock, recordings } = this.#parts
    const before = board.input
    const next = board.find(idOrName)
    if (next === before) return false
    // The file of a device has one reader: here a client of the IIOD server.
    if (next.device.isNodeOpen) fail('EBUSY', say`${next.device.name} is open already; close it there first.`)
    if (recordings.isActive) fail('EBUSY', say`The device cannot change while recording; stop the recording first.`)
    const beginMs = clock.nowMs()
    const isFirst = hub.format === null
    const wasRunning = hub.isRunning
    await hub.stop()
    this.#wishes.set(before.device.name, hub.wish)
    try {
      await this.#take(next, wasRunning)
    } catch (thrown) {
      await hub.stop()
      // Where that fails too nothing is captured, and the caller sees to it; the first reason is the one that is told.
      await this.#take(before, wasRunning).catch(() => undefined)
      throw thrown
    }
    // Where nothing was captured before there is no place to mark.
    if (isFirst) return true
    const costMs = clock.nowMs() - beginMs
    const change = { subject: 'device', path: 'device', from: before.device.name, to: next.device.name } as const
    hub.addSeam({ ...change, lostSamples: 0, costMs, how: 'transaction' }, 0)
    return true
  }

  async #take(input: InputDevice, begins: boolean): Promise<void> {
    const { hub, board, begin } = this.#parts
    const { device } = input
    board.select(input)
    await switchOnFirst(device)
    hub.changeSource(this.#wishes.get(device.name) ?? autoWish)
    if (begins) await begin()
    else if (hub.format !== null) await hub.beginEmpty()
  }
}
