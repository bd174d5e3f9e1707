// The connection to a context: when it is lost that is said, with the reason, and it is made anew, at first soon and then ever
// less often. The devices stay what they are meanwhile; a board that is another one when it comes back is not taken for them.
import {
  type AttributePlace,
  ContextClient,
  RemoteBuffer,
  type RemoteBufferWish,
  type RemoteContext,
  RemoteSink,
} from '#main/iiod/index.ts'
import type { Clock } from '#main/runtime/clock.ts'
import { asErrnoError, ErrnoError, errnoOf, say } from '#shared/errors.ts'
import { type HostPort, hostPortText } from '#shared/host-port.ts'
import { type Disposable, Emitter, type Event } from '#shared/lifecycle.ts'
import type { FarSide, SampleSink, SampleSource, SinkWish, SourceWish } from './far-side.ts'

/** The pauses between two tries begin with this one, double, and end with the other, ms. */
export const retryMs = { first: 500, longest: 15_000 } as const

/** The server waits for samples so long at least, ms; of a buffer that takes long to fill, for this many of its times. */
const wait = { leastMs: 5000, buffers: 3 } as const

/** Buffers there, where nobody says how many: as many as there are blocks here, so that what rides out a busy machine here does so there. */
const buffersThere = { usual: 4, most: 64, bytes: 16 << 20 } as const

/** @param blocks so many there are here @param bytes of one buffer @throws as {@link RemoteBuffer.open} */
async function openBuffer(wish: RemoteBufferWish, blocks: number, bytes: number): Promise<RemoteBuffer> {
  const { usual, most } = buffersThere
  const fitting = Math.min(blocks, most, Math.floor(buffersThere.bytes / bytes))
  if (wish.buffersCount !== null || !wish.canSetBuffers || fitting <= usual) return RemoteBuffer.open(wish)
  try {
    return await RemoteBuffer.open({ ...wish, buffersCount: fitting })
  } catch (thrown) {
    // A board may have less memory than that.
    if (errnoOf(thrown) !== 'ENOMEM') throw thrown
    return RemoteBuffer.open({ ...wish, buffersCount: usual })
  }
}

export class RemoteLink implements FarSide {
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

  get padsScans(): boolean {
    return this.#isAtLeast(25)
  }

  async readAttribute(device: string, place: AttributePlace, name: string): Promise<string> {
    return this.client.readAttribute(device, place, name)
  }

  async writeAttribute(device: string, place: AttributePlace, name: string, value: string): Promise<void> {
    await this.client.writeAttribute(device, place, name, value)
  }

  async readTrigger(device: string): Promise<string | null> {
    return this.client.readTrigger(device)
  }

  async writeTrigger(device: string, trigger: string): Promise<void> {
    await this.client.writeTrigger(device, trigger)
  }

  async openSource(wish: SourceWish): Promise<SampleSource> {
    return openBuffer(this.#there(wish), wish.blocks, wish.samples * wish.bytesPerScan)
  }

  async openSink(wish: SinkWish): Promise<SampleSink> {
    return RemoteSink.open(this.#there(wish), wish.isCyclic)
  }

  #there({ device, channels, places, samples, kernelBuffers, rateHz }: SourceWish): RemoteBufferWish {
    const filledMs = rateHz > 0 ? (samples / rateHz) * 1e3 : 0
    return {
      ...{ endpoint: this.client.endpoint, device, channels, places, samples, buffersCount: kernelBuffers },
      timeoutMs: Math.max(wait.leastMs, wait.buffers * filledMs),
      canSetBuffers: this.#isAtLeast(10),
    }
  }

  /** Whether its iiod is of this version 0.x, or a later one. One that does not say it is. */
  #isAtLeast(minor: number): boolean {
    const { version } = this.context
    return version === null || version.major > 0 || version.minor >= minor
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
