// The one kind of pipe between the instrument and whoever watches it. Adapters exist per runtime: Electron's main port,
// the browser's MessagePort, worker_threads, a WebSocket, and a linked pair inside one process.
import type { WireError } from '../errors.ts'
import type { Disposable } from '../lifecycle.ts'

/**
 * What a port carries: plain data (structured-clone safe and JSON safe) or one binary frame.
 * A port copies; nothing is ever transferred (a buffer transferred to Electron's main side arrives as null).
 */
export type PortMessage = PlainData | Uint8Array
export type PlainData = null | boolean | number | string | readonly PlainData[] | { readonly [key: string]: PlainData }

export interface Port {
  /** Serialises at once: the sender may reuse a frame's bytes as soon as the call returns. Harmless after close. */
  post(message: PortMessage): void
  /** What arrives is untrusted: `unknown`, to be validated by the receiver. Binary arrives as Uint8Array. */
  onMessage(listener: (message: unknown) => void): Disposable
  /** Called once, when either side closed or the other process went away; soon, when that is already so. */
  onClose(listener: () => void): Disposable
  /** Messages received before `start` are queued; `start` delivers them. */
  start(): void
  close(): void
  /**
   * Resolves when the pipe has room for another frame, or has closed. Left out by ports that cannot tell: then pacing by
   * credits is all there is.
   */
  drained?(): Promise<void>
}

/**
 * Stands in for a message the adapter could not read (not JSON, too long): delivered like a message, so that the
 * receiver answers it with its error in the usual way and the port stays open.
 */
export class UnreadableMessage {
  readonly error: WireError

  constructor(error: WireError) {
    this.error = error
  }
}
