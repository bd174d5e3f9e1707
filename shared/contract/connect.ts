// The viewer's end of a port.
import { ErrnoError, type ErrnoName, errno, fail, toWireError, type WireError } from '../errors.ts'
import { type Disposable, DisposableStore, Emitter } from '../lifecycle.ts'
import { type Port, type PortMessage, UnreadableMessage } from '../port/port.ts'
import { decodeFrame, type Frame } from './frame.ts'
import { type Hello, type InstrumentEvents, type InstrumentState, protocolVersion } from './instrument.ts'
import { acknowledgeEvery, type CallName, type EventName, type ViewerMessage } from './messages.ts'
import { requestSchemas } from './schema.ts'
import type { InstrumentClientCalls } from './service.ts'

export interface FrameStream {
  /** Every whole frame, in order. Its data are views on one buffer that is the listener's to keep. */
  onFrame(listener: (frame: Frame) => void): Disposable
  /** Asks for `credits` more frames, after `seen` (its `sequence`) was drawn; 0 for none yet. */
  grant(credits: number, seen: number): void
}

export interface InstrumentClient extends Disposable {
  readonly hello: Hello
  /** The newest state known: from hello, an event or the answer to a call, whichever came last. */
  readonly state: InstrumentState
  /** Every call rejects with an ErrnoError: the instrument's own, or ENODEV when the port is closed. */
  readonly calls: InstrumentClientCalls
  on<K extends EventName>(event: K, listener: (data: InstrumentEvents[K]) => void): Disposable
  readonly frames: FrameStream
  /** Trouble that belongs to no call: a frame that was damaged, credits refused. The stream goes on. */
  onError(listener: (error: WireError) => void): Disposable
  onClose(listener: () => void): Disposable
}

interface Pending {
  resolve(result: unknown): void
  reject(error: ErrnoError): void
}

class Client implements InstrumentClient {
  readonly #port: Port
  readonly #owned = new DisposableStore()
  readonly #pending = new Map<number, Pending>()
  readonly #events = { state: new Emitter(), stats: new Emitter(), lanes: new Emitter(), problem: new Emitter() }
  readonly #frames = new Emitter<Frame>()
  readonly #errors = new Emitter<WireError>()
  readonly #closes = new Emitter<void>()
  readonly calls: InstrumentClientCalls
  readonly frames: FrameStream
  #hello: Hello | null = null
  #state: InstrumentState | null = null
  #lastId = 0
  #seenFrame = 0
  #closed = false

  constructor(port: Port) {
    this.#port = port
    this.calls = Object.fromEntries(
      Object.keys(requestSchemas).map((name) => [name, (request?: unknown) => this.#call(name as CallName, request)]),
    ) as unknown as InstrumentClientCalls
    this.frames = {
      onFrame: (listener) => this.#frames.on(listener),
      grant: (credits, seen) => {
        this.#seenFrame = seen
        this.#post({ t: 'frames', credits, seen })
      },
    }
    this.#owned.add(port.onMessage((message) => this.#onMessage(message)))
    this.#owned.add(port.onClose(() => this.#onPortClosed()))
    port.start()
  }

  async greet(client: string): Promise<void> {
    this.#hello = (await this.#call('hello', { protocol: protocolVersion, client })) as Hello
    this.#learn(this.#hello.state)
  }

  get hello(): Hello {
    return this.#hello ?? fail('EPROTO', 'the instrument has not answered hello yet')
  }

  get state(): InstrumentState {
    return this.#state ?? this.hello.state
  }

  on<K extends EventName>(event: K, listener: (data: InstrumentEvents[K]) => void): Disposable {
    return this.#events[event].on(listener as (data: unknown) => void)
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

  #call(name: CallName, request: unknown): Promise<unknown> {
    if (this.#closed) return Promise.reject(closedError())
    const id = ++this.#lastId
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject })
      try {
        this.#post({ t: 'call', id, m: name, a: request ?? null })
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
    for (const { reject } of this.#pending.values()) reject(closedError())
    this.#pending.clear()
    this.#closes.fire()
  }

  #onMessage(message: unknown): void {
    if (message instanceof Uint8Array) this.#onFrame(message)
    else if (message instanceof UnreadableMessage) this.#errors.fire(message.error)
    else if (typeof message === 'object' && message !== null) this.#onPlain(message as Record<string, unknown>)
  }

  #onPlain(message: Record<string, unknown>): void {
    const { t, id, r, e, k, n, d } = message
    if (t === 'ok') {
      if (isState(r)) this.#learn(r)
      else if (typeof r === 'object' && r !== null && 'state' in r && isState(r.state)) this.#learn(r.state)
      this.#settle(id)?.resolve(r)
    } else if (t === 'err') {
      const error = readWireError(e)
      const pending = this.#settle(id)
      if (pending === undefined) this.#errors.fire(error)
      else pending.reject(new ErrnoError(error.errno, error.message))
    } else if (t === 'ev' && typeof n === 'string' && Object.hasOwn(this.#events, n))
      this.#onEvent(n as EventName, d, k)
  }

  #settle(id: unknown): Pending | undefined {
    const pending = this.#pending.get(id as number)
    this.#pending.delete(id as number)
    return pending
  }

  #onEvent(name: EventName, data: unknown, number: unknown): void {
    if (name === 'state' && isState(data)) this.#learn(data)
    try {
      this.#events[name].fire(data)
    } finally {
      // Also when a listener throws: an event lost to a fault in the page is no reason to get no more.
      if (typeof number === 'number' && number % acknowledgeEvery === 0) this.#post({ t: 'events', seen: number })
    }
  }

  #onFrame(bytes: Uint8Array): void {
    let frame: Frame
    try {
      frame = decodeFrame(bytes)
    } catch (thrown) {
      // It used up a credit that nobody will give back by drawing it.
      this.#post({ t: 'frames', credits: 1, seen: this.#seenFrame })
      this.#errors.fire(toWireError(thrown))
      return
    }
    this.#frames.fire(frame)
  }

  #learn(state: InstrumentState): void {
    if (this.#state === null || state.revision >= this.#state.revision) this.#state = state
  }
}

function closedError(): ErrnoError {
  return new ErrnoError('ENODEV', 'the port to the instrument is closed')
}

function isState(value: unknown): value is InstrumentState {
  return typeof value === 'object' && value !== null && 'revision' in value && 'acquisition' in value
}

function readWireError(value: unknown): WireError {
  const { errno: name, message } = (value ?? {}) as { errno?: unknown; message?: unknown }
  const known = typeof name === 'string' && Object.hasOwn(errno, name)
  return { errno: known ? (name as ErrnoName) : 'EIO', message: String(message ?? 'no reason was given') }
}

/**
 * Says hello on a port and returns the instrument behind it. Rejects with EPROTO when it speaks another protocol, with
 * ENODEV when the port closes first; the port is then closed.
 */
export async function connectInstrument(port: Port, options: { readonly client: string }): Promise<InstrumentClient> {
  const client = new Client(port)
  try {
    await client.greet(options.client)
  } catch (thrown) {
    client.dispose()
    throw thrown
  }
  return client
}
