// One open buffer of a remote device, on a connection of its own: OPEN, and READBUF over and over.
import { type ErrnoError, fail, say } from '#shared/errors.ts'
import type { HostPort } from '#shared/host-port.ts'
import type { Event } from '#shared/lifecycle.ts'
import { formatMask, parseMask } from '../channel-mask.ts'
import { readOk, refused, setTimeoutOf } from './client.ts'
import { IiodConnection } from './connection.ts'

/** So much later than the server gives up does the client, ms: what the server has to say comes first. */
export const graceMs = 2500

export interface RemoteBufferWish {
  readonly endpoint: HostPort
  /** Id of the device. */
  readonly device: string
  /** All its channels, as masks count them. */
  readonly channels: number
  /** Places of the channels that are wanted. */
  readonly places: readonly number[]
  /** Sets of samples of one buffer. */
  readonly samples: number
  /** How long the server is to wait for samples, ms. */
  readonly timeoutMs: number
  /** Buffers that the kernel fills there; null: as many as it likes. */
  readonly buffersCount: number | null
  /** The server knows how to be told; tinyiiod may not even answer. */
  readonly canSetBuffers: boolean
}

/** What of a READBUF has come. */
export interface SampleTaker {
  /** The channels that the samples have, once for each READBUF, before them. */
  begin(places: readonly number[]): void
  /** Waits where there is no room. */
  take(bytes: Uint8Array): void | Promise<void>
}

/**
 * Opens a buffer on a connection of its own.
 * @param isCyclic what is written to it once is repeated until it is closed
 * @throws as {@link RemoteBuffer.open}
 */
export async function openThere(wish: RemoteBufferWish, isCyclic = false): Promise<IiodConnection> {
  const { device, samples, places, channels, buffersCount } = wish
  const connection = await IiodConnection.open(wish.endpoint)
  try {
    await setTimeoutOf(connection, wish.timeoutMs)
    if (buffersCount !== null)
      await connection.ask(`SET ${device} BUFFERS_COUNT ${buffersCount}`, (incoming) =>
        // They are a wish: without them it works as well.
        incoming.number(),
      )
    const mask = formatMask(places, channels)
    await connection.ask(`OPEN ${device} ${samples} ${mask}${isCyclic ? ' CYCLIC' : ''}`, (incoming) =>
      readOk(
        incoming,
        (why) => say`The other side refuses a buffer of ${samples} samples of ${places.length} channels: ${why}`,
      ),
    )
    return connection
  } catch (thrown) {
    connection.close()
    throw thrown
  }
}

export class RemoteBuffer {
  readonly #wish: RemoteBufferWish
  readonly #connection: IiodConnection

  private constructor(wish: RemoteBufferWish, connection: IiodConnection) {
    this.#wish = wish
    this.#connection = connection
  }

  /** @throws what the server refuses the buffer with (EBUSY, EINVAL, ...); why the connection is lost. Then nothing is left open. */
  static async open(wish: RemoteBufferWish): Promise<RemoteBuffer> {
    return new RemoteBuffer(wish, await openThere(wish))
  }

  get onLost(): Event<ErrnoError> {
    return this.#connection.onLost
  }

  /** Bytes that have come and wait to be taken. */
  get waiting(): number {
    return this.#connection.waiting
  }

  /**
   * One READBUF.
   * @returns bytes that came: fewer than asked for where the server ends the answer early
   * @throws a refusal, also in the middle (ETIMEDOUT: nothing came in time); why the connection is lost
   */
  read(bytes: number, taker: SampleTaker): Promise<number> {
    const { device, channels, timeoutMs } = this.#wish
    const limitMs = timeoutMs + graceMs
    return this.#connection.ask(
      `READBUF ${device} ${bytes}`,
      async (incoming, limit) => {
        let left = bytes
        for (let isFirst = true; left > 0; isFirst = false) {
          limit.begin(limitMs)
          const count = await incoming.number()
          if (count < 0) refused(count, (why) => say`The other side gives no samples of ${device}: ${why}`)
          if (count === 0) break
          if (count > left) fail('EBADMSG', say`${count} bytes of samples came where ${left} were left.`)
          if (isFirst) {
            const mask = await incoming.line()
            taker.begin(
              parseMask(mask.trim(), channels) ?? fail('EBADMSG', say`'${mask.slice(0, 40)}' is no mask of ${device}.`),
            )
          }
          await incoming.each(count, async (part) => {
            // Waiting for room is not the server's fault.
            limit.stop()
            await taker.take(part)
            limit.begin(limitMs)
          })
          left -= count
        }
        return bytes - left
      },
      { timeoutMs: limitMs },
    )
  }

  /** Ends the stream: the server notices that the connection ends, as libiio's own clients do it. */
  close(): void {
    this.#connection.close()
  }
}
