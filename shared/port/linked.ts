// Two ports in one process, each the other's far end. For tests, and for viewers that live beside the instrument.
import { fail, say } from '../errors.ts'
import { PortInbox } from './inbox.ts'
import type { Port, PortMessage } from './port.ts'

/**
 * Copies what a port may carry, the way JSON and the structured clone agree on: properties that are undefined vanish.
 * Throws EINVAL for anything that is not plain data, so that a mistake shows here and not only on some other port.
 */
export function copyPlain(message: unknown): unknown {
  if (message === null || typeof message === 'boolean' || typeof message === 'string') return message
  if (typeof message === 'number' && Number.isFinite(message)) return message
  if (Array.isArray(message)) return message.map(copyPlain)
  if (typeof message === 'object' && [Object.prototype, null].includes(Object.getPrototypeOf(message))) {
    const copy: Record<string, unknown> = {}
    for (const [key, value] of Object.entries(message)) if (value !== undefined) copy[key] = copyPlain(value)
    return copy
  }
  return fail(
    'EINVAL',
    say`A port carries plain data, not ${typeof message === 'object' ? Object.prototype.toString.call(message) : String(message)}.`,
  )
}

/** Node and the page both have it; shared code is compiled for neither. */
declare function structuredClone(value: unknown): unknown

class LinkedPort implements Port {
  readonly #inbox = new PortInbox()
  #far: LinkedPort | null = null

  link(far: LinkedPort): void {
    this.#far = far
  }

  post(message: PortMessage): void {
    const far = this.#far
    if (this.#inbox.isClosed || far === null) return
    const copy = message instanceof Uint8Array ? message.slice() : copyPlain(message)
    // A proxy looks like plain data, and a real port refuses it.
    structuredClone(message)
    // Later, like every real port: the sender never finds the receiver on its own stack.
    void Promise.resolve().then(() => far.#inbox.receive(copy))
  }

  onMessage(listener: (message: unknown) => void) {
    return this.#inbox.onMessage(listener)
  }

  onClose(listener: () => void) {
    return this.#inbox.onClose(listener)
  }

  start(): void {
    this.#inbox.start()
  }

  close(): void {
    const far = this.#far
    if (!this.#inbox.close() || far === null) return
    void Promise.resolve().then(() => far.#inbox.close())
  }
}

/** Two ends of one pipe. What is posted on one arrives, copied, on the other in a later microtask, in order. */
export function linkedPorts(): [Port, Port] {
  const near = new LinkedPort()
  const far = new LinkedPort()
  near.link(far)
  far.link(near)
  return [near, far]
}
