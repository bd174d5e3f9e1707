// The service's end of a port. Whatever arrives is untrusted. Errors are returned, never thrown across the port; a faulty
// viewer affects neither another viewer nor the service.
import { fail, fromWire, say, toWireError, type WireError } from '../errors.ts'
import { type Disposable, DisposableStore, type Event } from '../lifecycle.ts'
import { type Port, type PortMessage, UnreadableMessage } from '../port/port.ts'
import type { Sentence } from '../sentence.ts'
import { FramePump } from './frame-pump.ts'
import {
  type HelloResult,
  helloCall,
  helloSchema,
  maxOpenCalls,
  maxViewerMessageBytes,
  parseRequest,
  parseViewerMessage,
  protocolVersion,
  type ServiceMessage,
} from './messages.ts'
import { idOfOlderHello, protocolRefusal, refusalOfOlder } from './older.ts'
import { Outbox } from './outbox.ts'
import { measurePlain } from './plain.ts'
import type { ServedViewer, Service } from './service.ts'
import { type Call, callsOf, type EventData, type EventName, eventsOf, type Topics } from './topic.ts'

export interface ServeOptions<T extends Topics> {
  /** Why a call is refused to this viewer now, with EACCES; null: it is carried out. */
  readonly refusal: (name: string, call: Call) => Sentence | null
  /** Writes its number into a frame before it is sent. */
  stamp(frame: Uint8Array, sequence: number): void
  /** The event that tells a viewer that its frames cannot be made; the same trouble is told once. */
  readonly tellTrouble: (error: WireError) => { [N in EventName<T>]: readonly [N, EventData<T, N>] }[EventName<T>]
}

/** Serves one viewer on one port until the port closes or the result is disposed (which closes the port). */
export function serve<T extends Topics, About>(
  port: Port,
  service: Service<T, About>,
  options: ServeOptions<T>,
): Disposable {
  return new Session(port, service, options)
}

/** What begins with a successful hello. */
interface Watching<T> {
  readonly viewer: ServedViewer<T>
  readonly pump: FramePump
  readonly outbox: Outbox
}

type Handler = (request: unknown) => unknown

class Session<T extends Topics, About> implements Disposable {
  readonly #port: Port
  readonly #service: Service<T, About>
  readonly #options: ServeOptions<T>
  readonly #calls: ReadonlyMap<string, Call>
  readonly #owned = new DisposableStore()
  readonly #openCalls = new Set<number>()
  #lastId = 0
  #watching: Watching<T> | null = null
  #lastTrouble = ''

  constructor(port: Port, service: Service<T, About>, options: ServeOptions<T>) {
    this.#port = port
    this.#service = service
    this.#options = options
    this.#calls = callsOf(service.topics)
    this.#owned.add(port.onMessage((message) => this.#onMessage(message)))
    this.#owned.add(port.onClose(() => this.dispose()))
    port.start()
  }

  dispose(): void {
    this.#watching = null
    this.#owned.dispose()
    this.#port.close()
  }

  #post(message: ServiceMessage): void {
    if (!this.#owned.isDisposed) this.#port.post(message as PortMessage)
  }

  #refuse(id: number | null, error: WireError): void {
    this.#post({ type: 'error', id, error })
  }

  #onMessage(message: unknown): void {
    try {
      if (message instanceof UnreadableMessage) throw fromWire(message.error)
      measurePlain(message, maxViewerMessageBytes)
      const older = idOfOlderHello(message)
      if (older !== null) {
        this.#port.post(refusalOfOlder(older))
        return
      }
      const parsed = parseViewerMessage(message)
      this.#watching?.pump.wake()
      if (parsed.type === 'call') this.#onCall(parsed.id, parsed.call, parsed.request)
      else if (this.#watching === null) fail('EPROTO', say`${parsed.type} came before hello, the first message.`)
      else if (parsed.type === 'frames') this.#watching.pump.grant(parsed.credits, parsed.seen)
      else this.#watching.outbox.acknowledge(parsed.seen)
    } catch (thrown) {
      this.#refuse(this.#answerableId(message), toWireError(thrown))
    }
  }

  /** The id to put on the refusal of a message: its own, unless it has none or another call is still using it. */
  #answerableId(message: unknown): number | null {
    if (typeof message !== 'object' || message === null) return null
    const { type, id } = message as { type?: unknown; id?: unknown }
    return type === 'call' && Number.isSafeInteger(id) && !this.#openCalls.has(id as number) ? (id as number) : null
  }

  #onCall(id: number, name: string, request: unknown): void {
    if (id <= this.#lastId) fail('EPROTO', say`Call ${id} came after call ${this.#lastId}; ids grow from call to call.`)
    this.#lastId = id
    if (name === helloCall) return void this.#answer(id, () => this.#hello(request))
    const call = this.#calls.get(name) ?? fail('ENOSYS', say`There is no call '${name}'.`)
    if (this.#watching === null) fail('EPROTO', say`${name} came before hello, the first message.`)
    const refused = this.#options.refusal(name, call)
    if (refused !== null) fail('EACCES', refused)
    if (this.#openCalls.size >= maxOpenCalls)
      fail('EBUSY', say`${maxOpenCalls} calls wait for their answers, and no more may.`)
    const owner: object = call.by === 'viewer' ? this.#watching.viewer : this.#service.handlers
    const handler = (owner as Record<string, Handler>)[name] ?? fail('ENOSYS', say`There is no call '${name}'.`)
    void this.#answer(id, async () => {
      const result = await handler.call(owner, parseRequest(name, call, request))
      // What it changed goes with the answer, whenever the service would tell of it by itself.
      if (call.changes) this.#service.state()
      return result
    })
  }

  async #answer(id: number, carryOut: () => unknown): Promise<void> {
    this.#openCalls.add(id)
    try {
      // A call is carried out before the next message is looked at, as far as it does not wait.
      const result = await carryOut()
      this.#openCalls.delete(id)
      this.#post({ type: 'answer', id, result: result ?? null, state: this.#watching?.outbox.takeState() ?? [] })
    } catch (thrown) {
      this.#openCalls.delete(id)
      this.#refuse(id, toWireError(thrown))
    }
  }

  #hello(request: unknown): HelloResult<About> {
    if (this.#watching !== null) fail('EPROTO', say`Hello is said once, and was said already.`)
    const { protocol, client } = parseRequest(helloCall, { request: helloSchema }, request)!
    if (protocol !== protocolVersion) fail('EPROTO', protocolRefusal(protocol))
    const { topics, board, events } = this.#service
    const viewer = this.#owned.add(this.#service.openViewer(client))
    const outbox = new Outbox(board, (message) => this.#post(message))
    const onTrouble = (error: WireError): void => this.#onTrouble(outbox, error)
    const pump = this.#owned.add(new FramePump(this.#port, viewer, { stamp: this.#options.stamp, onTrouble }))
    this.#watching = { viewer, pump, outbox }
    this.#service.state()
    this.#owned.add(board.onChange.on(() => outbox.tellState()))
    for (const [name, { keep }] of eventsOf(topics))
      this.#owned.add(
        (events as Readonly<Record<string, Event<unknown>>>)[name]!.on((data) => {
          outbox.push(name, data, keep)
          pump.wake()
        }),
      )
    const versions = Object.fromEntries(Object.entries(topics).map(([name, { version }]) => [name, version]))
    return { protocol: protocolVersion, topics: versions, about: this.#service.about() }
  }

  /** Frames that cannot be made are told once, not at every attempt. */
  #onTrouble(outbox: Outbox, error: WireError): void {
    if (error.message === this.#lastTrouble) return
    this.#lastTrouble = error.message
    const [name, data] = this.#options.tellTrouble(error)
    outbox.push(name, data, eventsOf(this.#service.topics).get(name)!.keep)
  }
}
