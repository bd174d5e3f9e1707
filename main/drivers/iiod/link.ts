// The connection to a context: when it is lost that is said, with the reason, and it is made anew, at first soon and then ever
// less often. The devices stay what they are meanwhile; a board that is another one when it comes back is not taken for them.
import { ContextClient, type RemoteContext } from '#main/iiod/index.ts'
import type { Clock } from '#main/runtime/clock.ts'
import { asErrnoError, ErrnoError, say } from '#shared/errors.ts'
import { type HostPort, hostPortText } from '#shared/host-port.ts'
import { type Disposable, Emitter, type Event } from '#shared/lifecycle.ts'

/** The pauses between two tries begin with this one, double, and end with the other, ms. */
export const retryMs = { first: 500, longest: 15_000 } as const

export class RemoteLink {
  readonly endpoint: HostPort
  readonly context: RemoteContext
  readonly #clock: Clock
  readonly #xml: string
  readonly #onDown = new Emitter<ErrnoError>()
  readonly #onUp = new Emitter<void>()
  #client: ContextClient
  #down: ErrnoError | null = null
  #pauseMs: number = retryMs.first
  #timer: Disposable | null = null
  #trying: Promise<void> | null = null
  #isClosed = false

  private constructor(client: ContextClient, clock: Clock) {
    this.endpoint = client.endpoint
    this.context = client.context
    this.#xml = client.xml
    this.#clock = clock
    this.#client = client
    this.#follow(client)
  }

  /** @throws as {@link ContextClient.open} */
  static async open(endpoint: HostPort, clock: Clock): Promise<RemoteLink> {
    return new RemoteLink(await ContextClient.open(endpoint), clock)
  }

  /** @throws why there is no connection now */
  get client(): ContextClient {
    if (this.#down !== null) throw this.#down
    return this.#client
  }

  /** Why there is no connection now; null: there is one. */
  get down(): ErrnoError | null {
    return this.#down
  }

  /** The connection was lost. */
  get onDown(): Event<ErrnoError> {
    return this.#onDown
  }

  /** It is back. */
  get onUp(): Event<void> {
    return this.#onUp
  }

  /** Tries now, when there is no connection. @throws why it does not work */
  async retry(): Promise<void> {
    if (this.#down === null || this.#isClosed) return
    this.#trying ??= this.#connect().finally(() => {
      this.#trying = null
    })
    await this.#trying
  }

  close(): void {
    this.#isClosed = true
    this.#timer?.dispose()
    this.#client.close()
    this.#onDown.dispose()
    this.#onUp.dispose()
  }

  #follow(client: ContextClient): void {
    client.onLost.on((reason) => {
      if (this.#isClosed) return
      this.#down = reason
      this.#pauseMs = retryMs.first
      this.#later()
      this.#onDown.fire(reason)
    })
    // It may have been lost before anybody listened.
    if (client.lost !== null && this.#down === null) {
      this.#down = client.lost
      this.#later()
    }
  }

  #later(): void {
    if (this.#isClosed) return
    this.#timer?.dispose()
    this.#timer = this.#clock.timer(this.#pauseMs, () => {
      this.#pauseMs = Math.min(this.#pauseMs * 2, retryMs.longest)
      this.retry().catch(() => this.#later())
    })
  }

  async #connect(): Promise<void> {
    let client: ContextClient
    try {
      client = await ContextClient.open(this.endpoint)
    } catch (thrown) {
      this.#down = asErrnoError(thrown)
      throw this.#down
    }
    if (this.#isClosed) return client.close()
    if (client.xml !== this.#xml) {
      client.close()
      this.#down = new ErrnoError('ENODEV', say`${hostPortText(this.endpoint)} has other devices now: add it again.`)
      throw this.#down
    }
    this.#timer?.dispose()
    this.#timer = null
    this.#down = null
    this.#client = client
    this.#follow(client)
    if (this.#down === null) this.#onUp.fire()
  }
}
