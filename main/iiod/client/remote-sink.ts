// One open buffer of a remote output device, on a connection of its own: OPEN, and WRITEBUF over and over; or once, for a
// buffer that the hardware there repeats.
import { type ErrnoError, fail, say } from '#shared/errors.ts'
import type { Event } from '#shared/lifecycle.ts'
import { readOk } from './client.ts'
import type { IiodConnection } from './connection.ts'
import { graceMs, openThere, type RemoteBufferWish } from './remote-buffer.ts'

export class RemoteSink {
  readonly #wish: RemoteBufferWish
  readonly #connection: IiodConnection

  private constructor(wish: RemoteBufferWish, connection: IiodConnection) {
    this.#wish = wish
    this.#connection = connection
  }

  /**
   * @param isCyclic what is written, once, is repeated until it is closed
   * @throws what the server refuses the buffer with (EBUSY, EINVAL, EPERM it cannot repeat, ...); why the connection is lost. Then nothing is left open.
   */
  static async open(wish: RemoteBufferWish, isCyclic: boolean): Promise<RemoteSink> {
    return new RemoteSink(wish, await openThere(wish, isCyclic))
  }

  get onLost(): Event<ErrnoError> {
    return this.#connection.onLost
  }

  /**
   * One WRITEBUF: done when the server has taken all.
   * @param bytes whole scans, as the device there lays them out; they stay as they are until this is done. After what is
   *   no whole number of them the server would take the rest for a command.
   * @throws a refusal (ETIMEDOUT: there was no room in time); EBADMSG fewer were taken; why the connection is lost
   */
  write(bytes: Uint8Array): Promise<void> {
    const { device, timeoutMs } = this.#wish
    const limitMs = timeoutMs + graceMs
    return this.#connection.ask(
      `WRITEBUF ${device} ${bytes.length}`,
      async (incoming, limit) => {
        const inWords = (why: ReturnType<typeof say>) => say`The other side takes no samples for ${device}: ${why}`
        // Any number that is no errno lets it go on: tinyiiod says how many bytes it waits for.
        await readOk(incoming, inWords)
        this.#connection.send(bytes)
        limit.begin(limitMs)
        const taken = await readOk(incoming, inWords)
        if (taken !== bytes.length) fail('EBADMSG', say`The other side took ${taken} bytes of ${bytes.length}.`)
      },
      { timeoutMs: limitMs },
    )
  }

  /** Ends it: what is repeated stops. */
  close(): void {
    this.#connection.close()
  }
}
