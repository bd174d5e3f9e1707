// Connections that have not shown the token: few, and not for long, whatever another program on this machine opens. Who
// shows the token is no stranger any more and is not counted; so strangers lock nobody out.
import type { Socket } from 'node:net'

/** Strangers at a time; one more, and the oldest is cut off. */
export const maxStrangers = 64
/** A stranger has this long to show the token, ms. */
export const strangerPatienceMs = 5000

export class Strangers {
  /** In the order they came, with the timer that cuts each off. */
  readonly #timers = new Map<Socket, NodeJS.Timeout>()

  get count(): number {
    return this.#timers.size
  }

  /** A connection was made. */
  meet(socket: Socket): void {
    const timer = setTimeout(() => socket.destroy(), strangerPatienceMs)
    timer.unref()
    this.#timers.set(socket, timer)
    socket.once('close', () => this.know(socket))
    if (this.#timers.size <= maxStrangers) return
    const [oldest] = this.#timers.keys()
    if (oldest !== undefined) {
      this.know(oldest)
      oldest.destroy()
    }
  }

  /** It has shown the token, or is gone. */
  know(socket: Socket): void {
    clearTimeout(this.#timers.get(socket))
    this.#timers.delete(socket)
  }
}
