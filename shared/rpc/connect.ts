// The viewer's end of a port.
import { ErrnoError, fail, fromWire, say, toWireError, type WireError } from '../errors.ts'
import { type Disposable, DisposableStore, Emitter } from '../lifecycle.ts'
import { type Port, type PortMessage, UnreadableMessage } from '../port/port.ts'
import { agreeOnTopics } from './agreement.ts'
import { KnownState } from './known-state.ts'
import { acknowledgeEvery, type HelloResult, helloCall, protocolVersion, type ViewerMessage } from './messages.ts'
import { isOfOlder } from './older.ts'
import type { ClientCalls } from './service.ts'
import { type EventData, type EventName, eventsOf, type StateOf, type Topics } from './topic.ts'

export interface FrameStream<Frame> {
  /** Every whole frame, in order. Its data are views on one buffer that is the listener's to keep. */
  onFrame(listener: (frame: Frame) => void): Disposable
  /** Asks for `credits` more frames, after `seen` (its `sequence`) was drawn; 0 for none yet. */
  grant(credits: number, seen: number): void
}

export interface Client<T extends Topics, About, Frame> extends Disposable {
  readonly hello: HelloResult<About>
  /** The newest state known, whichever way its slices came; the same object until a slice changes. */
  readonly state: StateOf<T>
  /** Every call rejects with an ErrnoError: the service's own, or ENODEV when the port is closed. */
  readonly calls: ClientCalls<T>
  on<N extends EventName<T>>(event: N, listener: (data: EventData<T, N>) => void): Disposable
  /** Is told the fields that changed, of all slices together, before the answer of the call that changed them. */
  onState(listener: (fields: Partial<StateOf<T>>) => void): Disposable
  readonly frames: FrameStream<Frame>
  /**
   * While it rests, as a page does that nobody sees, the service keeps the newest of what it would tell; awake again, the client is
   * told at once. Calls are answered all the while.
   */
  isResting: boolean
  /** Trouble that belongs to no call: a frame that was damaged, credits refused. The stream goes on. */
  onError(listener: (error: WireError) => void): Disposable
  onClose(listener: () => void): Disposable
}

export interface ConnectOptions<T extends Topics, Frame> {
  readonly topics: T
  /** Who calls, for logs. */
  readonly client: string
  /** Reads a frame. @throws EBADMSG for a damaged one */
  readonly decode: (bytes: Uint8Array) => Frame
}

interface Pending {
  resolve(result: unknown): void
  reject(error: ErrnoError): void
}

class PortClient<T extends Topics, About, Frame> implements Client<T, About, Frame> {
  readonly #port: Port
  readonly #options: ConnectOptions<T, Frame>
  readonly #owned = new DisposableStore()
  readonly #pending = new Map<number, Pending>()
  readonly #events: ReadonlyMap<string, Emitter<unknown>>
  readonly #known: KnownState<T>
  readonly #frames = new Emitter<Frame>()
  readonly #errors = new Emitter<WireError>()
  readonly #closes = new Emitter<void>()
  readonly calls: ClientCalls<T>
  readonly frames: FrameStream<Frame>
  #hello: HelloResult<About> | null = null
  #lastId = 0
  #seenFrame = 0
  /** Number of the event or state that came last, and of the one acknowledged last. */
  #heard = 0
  #acknowledged = 0
  #isResting = false
  #closed = false

  constructor(port: Port, options: ConnectOptions<T, Frame>) {
    const { topics } = options
    this.#port = port
    this.#options = options
    this.#known = new KnownState(topics)
    this.#events = new Map([...eventsOf(topics).keys()].map((name) => [name, new Emitter<unknown>()]))
    this.calls = Object.fromEntries(
      Object.entries(topics).flatMap(([topic, { calls }]) =>
        Object.keys(calls).map((name) => [name, (request?: unknown) => this.#callOf(topic, name, request)]),
      ),
    ) as unknown as ClientCalls<T>
    this.frames = {
      onFrame: (listener) => this.#frames.on(listener),
      grant: (credits, seen) => {
        this.#seenFrame = seen
        this.#post({ type: 'frames', credits, seen })
      },
    }
    this.#owned.add(port.onMessage((message) => this.#onMessage(message)))
    this.#owned.add(port.onClose(() => this.#onPortClosed()))
    port.start()
  }

  async greet(): Promise<void> {
    const { client, topics } = this.#options
    const hello = (await this.#call(helloCall, { protocol: protocolVersion, client })) as HelloResult<About>
    this.#known.limitTo(agreeOnTopics(topics, hello.topics))
    this.#hello = hello
  }

  get hello(): HelloResult<About> {
    return this.#hello ?? fail('EPROTO', say`The instrument has not answered hello yet.`)
  }

  get state(): StateOf<T> {
    return this.#known.state
  }

  on<N extends EventName<T>>(event: N, listener: (data: EventData<T, N>) => void): Disposable {
    return this.#events.get(event)!.on(listener as (data: unknown) => void)
  }

  onState(listener: (fields: Partial<StateOf<T>>) => void): Disposable {
    return this.#known.onChange.on(listener)
  }

  get isResting(): boolean {
    return this.#isResting
  }

  set isResting(resting: boolean) {
    this.#isResting = resting
    if (!resting && this.#heard > this.#acknowledged) this.#acknowledge()
  }

  onError(listener: (error: WireError) => void): Disposable {
    return this.#errors.on(listener)
  }

  onClose(listener: () => void): Disposable {
    return this.#closes.on(listener)
  }

  dispose(): void {
    this.#port.close()
    this.#onPortClosed()
  }

  #post(message: ViewerMessage): void {
    this.#port.post(message as PortMessage)
  }

  #callOf(topic: string, name: string, request: unknown): Promise<unknown> {
    return this.#known.has(topic)
      ? this.#call(name, request)
      : Promise.reject(new ErrnoError('ENOSYS', say`This instrument has no '${topic}' of the kind that ${name} needs.`))
  }

  #call(call: string, request: unknown): Promise<unknown> {
    if (this.#closed) return Promise.reject(closedError())
    const id = ++this.#lastId
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject })
      try {
        this.#post({ type: 'call', id, call, request: request ?? null })
      } catch (thrown) {
        this.#pending.delete(id)
        reject(thrown)
      }
    })
  }

  #onPortClosed(): void {
    if (this.#closed) return
    this.#closed = true
    this.#owned.dispose()
    this.#rejectAll(closedError())
    this.#closes.fire()
  }

  #rejectAll(error: ErrnoError): void {
    for (const { reject } of this.#pending.values()) reject(error)
    this.#pending.clear()
  }

  #onMessage(message: unknown): void {
    if (message instanceof Uint8Array) this.#onFrame(message)
    else if (message instanceof UnreadableMessage) this.#errors.fire(message.error)
    else if (typeof message === 'object' && message !== null) this.#onPlain(message as Record<string, unknown>)
  }

  #onPlain(message: Record<string, unknown>): void {
    const { type, id, number } = message
    if (type === 'answer') {
      // First what the call changed, then the call: whoever waits for it finds the state as it is now.
      try {
        this.#known.learn(message.state)
      } finally {
        this.#settle(id)?.resolve(message.result)
      }
    } else if (type === 'error') {
      const error = fromWire(message.error)
      const pending = this.#settle(id)
      if (pending === undefined) this.#errors.fire(error.toWire())
      else pending.reject(error)
    } else if (type === 'event')
      this.#acknowledging(number, () => this.#events.get(String(message.event))?.fire(message.data))
    else if (type === 'state') this.#acknowledging(number, () => this.#known.learn(message.state))
    else if (isOfOlder(message))
      this.#rejectAll(
        new ErrnoError(
          'EPROTO',
          say`This page is too new: the instrument is older. It needs a newer version of the program.`,
        ),
      )
  }

  #settle(id: unknown): Pending | undefined {
    const pending = this.#pending.get(id as number)
    this.#pending.delete(id as number)
    return pending
  }

  /** Also when a listener throws: an event lost to a fault in the page is no reason to get no more. */
  #acknowledging(number: unknown, handle: () => void): void {
    try {
      handle()
    } finally {
      if (typeof number === 'number') {
        this.#heard = number
        if (!this.#isResting && number - this.#acknowledged >= acknowledgeEvery) this.#acknowledge()
      }
    }
  }

  #acknowledge(): void {
    this.#acknowledged = this.#heard
    if (!this.#closed) this.#post({ type: 'events', seen: this.#heard })
  }

  #onFrame(bytes: Uint8Array): void {
    let frame: Frame
    try {
      frame = this.#options.decode(bytes)
    } catch (thrown) {
      // It used up a credit that nobody will give back by drawing it.
      this.#post({ type: 'frames', credits: 1, seen: this.#seenFrame })
      this.#errors.fire(toWireError(thrown))
      return
    }
    this.#frames.fire(frame)
  }
}

function closedError(): ErrnoError {
  return new ErrnoError('ENODEV', say`The port to the instrument is closed.`)
}

/**
 * Says hello on a port and returns the service behind it. Rejects with EPROTO when it speaks another protocol or lacks an
 * essential topic, with ENODEV when the port closes first; the port is then closed.
 */
export async function connect<T extends Topics, About, Frame>(
  port: Port,
  options: ConnectOptions<T, Frame>,
): Promise<Client<T, About, Frame>> {
  const client = new PortClient<T, About, Frame>(port, options)
  try {
    await client.greet()
  } catch (thrown) {
    client.dispose()
    throw thrown
  }
  return client
}
