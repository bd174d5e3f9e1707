// Events: thresholds and the like that a device reports outside of its samples. A file of events holds the newest few.
import type { WaitQueue } from '#main/runtime/wait-queue.ts'
import { fail, say } from '#shared/errors.ts'

export type EventType = 'thresh' | 'mag' | 'roc' | 'change'
export type EventDirection = 'rising' | 'falling' | 'either'

export interface IioEvent {
  /** Channel id, `voltage0`. */
  readonly channel: string
  readonly type: EventType
  readonly direction: EventDirection
  readonly timestampNs: bigint
}

/** Events kept for a reader that is slow; further ones are dropped. */
export const eventQueueLength = 16

/** A device as the file of its events knows it. */
export interface EventSource {
  readonly name: string
  readonly isGone: boolean
  readonly hasEvents: boolean
  readonly eventQueue: WaitQueue
  /** The open file; null when nobody listens. */
  eventFd: EventFd | null
}

export class EventFd {
  nonBlocking = false
  readonly #device: EventSource
  readonly #events: IioEvent[] = []
  #isOpen = true

  private constructor(device: EventSource) {
    this.#device = device
  }

  /** @throws ENODEV the device has no events or is gone; EBUSY its events are open already. */
  static open(device: EventSource): EventFd {
    if (device.isGone || !device.hasEvents) fail('ENODEV', say`${device.name} has no events.`)
    if (device.eventFd !== null) fail('EBUSY', say`The events of ${device.name} are open already.`)
    const fd = new EventFd(device)
    device.eventFd = fd
    return fd
  }

  /** The oldest event. @throws EAGAIN none and non-blocking; EINTR; ENODEV device gone; EBADF closed. */
  async read(signal?: AbortSignal): Promise<IioEvent> {
    if (!this.#isOpen) fail('EBADF', say`The file is closed.`)
    if (this.#events.length === 0 && this.nonBlocking && !this.#device.isGone) fail('EAGAIN', say`No event yet.`)
    await this.#device.eventQueue.waitUntil(() => this.#device.isGone || this.#events.length > 0, signal)
    if (this.#device.isGone) fail('ENODEV', say`${this.#device.name} is gone.`)
    return this.#events.shift()!
  }

  /** False when there was no room and the event was dropped. */
  add(event: IioEvent): boolean {
    if (this.#events.length >= eventQueueLength) return false
    this.#events.push(event)
    this.#device.eventQueue.wake()
    return true
  }

  close(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#device.eventFd = null
  }
}
