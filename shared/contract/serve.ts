// The instrument's end of a port. Everything that arrives is untrusted: it is answered with a typed error or carried
// out, never thrown over, and one viewer's nonsense touches neither another viewer nor the stream.
import { ErrnoError, fail, toWireError, type WireError } from '../errors.ts'
import { type Disposable, DisposableStore } from '../lifecycle.ts'
import { type Port, type PortMessage, UnreadableMessage } from '../port/port.ts'
import { checkAccess, type Role } from './access.ts'
import { EventOutbox } from './event-outbox.ts'
import { noFileWays } from './files.ts'
import { FramePump } from './frame-pump.ts'
import { type Hello, protocolVersion } from './instrument.ts'
import {
  type CallName,
  type CallResult,
  type InstrumentMessage,
  maxOpenCalls,
  maxViewerMessageBytes,
} from './messages.ts'
import { measurePlain } from './plain.ts'
import { isCallName, parseRequest, parseViewerMessage } from './schema.ts'
import type { InstrumentService, Viewer } from './service.ts'

/**
 * Serves one viewer on one port until the port closes or the result is disposed (which closes the port).
 * @param role what the viewer may do
 */
export function serveInstrument(port: Port, service: InstrumentService, role: Role = 'operator'): Disposable {
  return new Session(port, service, role)
}

/** What begins with a successful hello. */
interface Watching {
  readonly viewer: Viewer
  readonly pump: FramePump
  readonly outbox: EventOutbox
}

class Session implements Disposable {
  readonly #port: Port
  readonly #service: InstrumentService
  readonly #role: Role
  readonly #owned = new DisposableStore()
  readonly #openCalls = new Set<number>()
  #lastId = 0
  #watching: Watching | null = null
  #lastTrouble = ''

  constructor(port: Port, service: InstrumentService, role: Role) {
    this.#port = port
    this.#service = service
    this.#role = role
    this.#owned.add(port.onMessage((message) => this.#onMessage(message)))
    this.#owned.add(port.onClose(() => this.dispose()))
    port.start()
  }

  dispose(): void {
    this.#watching = null
    this.#owned.dispose()
    this.#port.close()
  }

  #post(message: InstrumentMessage): void {
    if (!this.#owned.isDisposed) this.#port.post(message as PortMessage)
  }

  #refuse(id: number | null, e: WireError): void {
    this.#post({ t: 'err', id, e })
  }

  #onMessage(message: unknown): void {
    try {
      if (message instanceof UnreadableMessage) throw new ErrnoError(message.error.errno, message.error.message)
      measurePlain(message, maxViewerMessageBytes)
      const parsed = parseViewerMessage(message)
      this.#watching?.pump.wake()
      if (parsed.t === 'call') this.#onCall(parsed.id, parsed.m, parsed.a)
      else if (this.#watching === null) fail('EPROTO', `'${parsed.t}' came before hello`)
      else if (parsed.t === 'frames') this.#watching.pump.grant(parsed.credits, parsed.seen)
      else this.#watching.outbox.acknowledge(parsed.seen)
    } catch (thrown) {
      this.#refuse(this.#answerableId(message), toWireError(thrown))
    }
  }

  /** The id to put on the refusal of a message: its own, unless it has none or another call is still using it. */
  #answerableId(message: unknown): number | null {
    if (typeof message !== 'object' || message === null) return null
    const { t, id } = message as { t?: unknown; id?: unknown }
    return t === 'call' && Number.isSafeInteger(id) && !this.#openCalls.has(id as number) ? (id as number) : null
  }

  #onCall(id: number, name: string, argument: unknown): void {
    if (id <= this.#lastId) fail('EPROTO', `call ${id} came after call ${this.#lastId}: ids grow`)
    this.#lastId = id
    if (!isCallName(name)) fail('ENOSYS', `there is no call '${name}'`)
    if (this.#watching === null && name !== 'hello') fail('EPROTO', `${name} came before hello`)
    checkAccess(this.#role, name)
    if (this.#openCalls.size >= maxOpenCalls) fail('EBUSY', `${maxOpenCalls} calls are waiting for their answers`)
    void this.#answer(id, name, argument)
  }

  async #answer(id: number, name: CallName, argument: unknown): Promise<void> {
    this.#openCalls.add(id)
    try {
      // A call is carried out before the next message is looked at, as far as it does not wait.
      const result = await this.#carryOut(name, argument)
      this.#openCalls.delete(id)
      this.#post({ t: 'ok', id, r: result })
    } catch (thrown) {
      this.#openCalls.delete(id)
      this.#refuse(id, toWireError(thrown))
    }
  }

  #carryOut(name: CallName, argument: unknown): CallResult<CallName> | Promise<CallResult<CallName>> {
    if (name === 'hello') return this.#hello(parseRequest(name, argument).protocol)
    if (name === 'setView') {
      this.#watching?.viewer.setView(parseRequest(name, argument))
      return null
    }
    const { handlers } = this.#service
    const handler = handlers[name] as (request: unknown) => CallResult<typeof name>
    return handler.call(handlers, parseRequest(name, argument))
  }

  #hello(protocol: number): Hello {
    if (this.#watching !== null) fail('EPROTO', 'hello is said once')
    if (protocol !== protocolVersion)
      fail('EPROTO', `the instrument speaks protocol ${protocolVersion}, the viewer ${protocol}`)
    const { version, front, fileWays, events } = this.#service
    const files = this.#role === 'operator' ? fileWays : noFileWays
    const viewer = this.#owned.add(this.#service.openViewer(this.#role))
    const outbox = new EventOutbox((message) => this.#post(message))
    const pump = this.#owned.add(new FramePump(this.#port, viewer, (error) => this.#onTrouble(outbox, error)))
    this.#watching = { viewer, pump, outbox }
    this.#owned.add(events.state.on((state) => outbox.push('state', state)))
    this.#owned.add(events.lanes.on((lanes) => outbox.push('lanes', lanes)))
    this.#owned.add(events.problem.on((problem) => outbox.push('problem', problem)))
    this.#owned.add(
      events.stats.on((stats) => {
        outbox.push('stats', stats)
        pump.wake()
      }),
    )
    return { protocol: protocolVersion, version, front, role: this.#role, files, state: this.#service.state() }
  }

  /** A view that cannot be drawn is told once, not at every attempt. */
  #onTrouble(outbox: EventOutbox, error: WireError): void {
    if (error.message === this.#lastTrouble) return
    this.#lastTrouble = error.message
    outbox.push('problem', { severity: 'error', message: `No frame could be made: ${error.message}`, tip: null })
  }
}
