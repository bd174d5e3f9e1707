// The instrument for viewers of other machines: the same page, over TLS, for who has a token.
import { createServer as createTlsServer } from 'node:https'
import { createServer, type Socket } from 'node:net'
import { WebSocketServer } from 'ws'
import { type Clock, realClock } from '#main/runtime/clock.ts'
import { listenOn, type TcpEndpoint } from '#main/runtime/tcp.ts'
import { serveInstrument } from '#shared/contract/rpc.ts'
import type { InstrumentService } from '#shared/contract/service.ts'
import { errnoOf, say } from '#shared/errors.ts'
import { type Disposable, DisposableStore, toDisposable } from '#shared/lifecycle.ts'
import { answer, maxHeaderBytes, refuseUpgrade, type Site } from '../page-answers.ts'
import { Strangers, strangerPatienceMs } from '../strangers.ts'
import type { TakeFile } from '../upload.ts'
import { maxPayloadBytes, serverPort } from '../ws-port.ts'
import type { Certificate } from './certificate.ts'
import { FailedTries } from './failed-tries.ts'
import { sortByFirstByte } from './first-byte.ts'
import { admitToLab, hostOf, type LabAdmitted } from './lab-guard.ts'
import type { TokenBook } from './token-book.ts'
import type { Token } from './tokens.ts'

/** Viewers at a time, each with a view of its own to be computed; and of one token, so that nobody takes all the places. */
export const mostViewers = 64
export const mostViewersOfToken = 8
/** Connections of all kinds. */
const mostConnections = 512
/** So often the tokens of those who watch are looked at again, ms. */
const lookMs = 1000
/** How long an orderly close may take before connections are cut, ms. */
const closeGraceMs = 300

export interface LabOptions {
  /** A host of null is every address of this machine. */
  readonly endpoint: TcpEndpoint
  readonly certificate: Certificate
  readonly book: TokenBook
  /** Folder of the built page. */
  readonly root: string
  /** Takes in a file that whoever is in control sends. */
  readonly takeFile?: TakeFile
  readonly clock?: Clock
}

export interface Lab {
  readonly port: number
  /** Ends every connection; resolves when none is left. */
  close(): Promise<void>
}

/**
 * Lets viewers of other machines in.
 * @throws EBUSY, EACCES, ENODEV when the address cannot be served on
 */
export async function openLab(service: InstrumentService, options: LabOptions): Promise<Lab> {
  const lab = new LabServer(service, options)
  await lab.listen(options.endpoint)
  return lab
}

interface Viewing {
  readonly token: Token
  readonly served: Disposable
}

class LabServer implements Lab {
  readonly #service: InstrumentService
  readonly #options: LabOptions
  readonly #tries: FailedTries
  readonly #strangers = new Strangers()
  readonly #connections = new Map<string, Socket>()
  readonly #viewing = new Set<Viewing>()
  readonly #owned = new DisposableStore()
  readonly #front = createServer((socket) => this.#meet(socket))
  readonly #tls: ReturnType<typeof createTlsServer>
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: maxPayloadBytes, perMessageDeflate: false })
  #port = 0

  constructor(service: InstrumentService, options: LabOptions) {
    this.#service = service
    this.#options = options
    this.#tries = new FailedTries(options.clock ?? realClock)
    const { cert, key } = options.certificate
    this.#tls = createTlsServer({
      cert,
      key,
      minVersion: 'TLSv1.2',
      handshakeTimeout: strangerPatienceMs,
      maxHeaderSize: maxHeaderBytes,
    })
    // Whoever breaks off a handshake has nobody to be told.
    this.#tls.on('tlsClientError', (_error, socket) => socket.destroy())
    const site = this.#site()
    this.#tls.on('request', (request, response) => void answer(request, response, site))
    this.#tls.on('upgrade', (request, socket, head) => {
      socket.on('error', () => socket.destroy())
      const admitted = site.admit(request)
      if ('status' in admitted) return refuseUpgrade(socket, admitted.status, admitted.reason)
      if (admitted.path !== '/port') return refuseUpgrade(socket, 404)
      if (!this.#hasPlaceFor(admitted.holder))
        return refuseUpgrade(socket, 503, 'As many viewers as there may be are here.')
      this.#know(request.socket)
      this.#sockets.handleUpgrade(request, socket, head, (accepted) => {
        const port = serverPort(accepted)
        const viewing = { token: admitted.holder, served: serveInstrument(port, service, admitted.guest) }
        this.#viewing.add(viewing)
        accepted.once('close', () => this.#viewing.delete(viewing))
      })
    })
  }

  get port(): number {
    return this.#port
  }

  async listen({ host, port }: TcpEndpoint): Promise<void> {
    this.#front.maxConnections = mostConnections
    this.#port = await this.#listenAt(host, port)
    this.#owned.add(this.#service.desk.share())
    const looking = setInterval(() => this.#look(), lookMs)
    this.#owned.add(toDisposable(() => clearInterval(looking)))
  }

  async close(): Promise<void> {
    this.#owned.dispose()
    const closed = new Promise<void>((resolve) => this.#front.close(() => resolve()))
    for (const { served } of this.#viewing) served.dispose()
    const cut = (): void => {
      for (const socket of this.#connections.values()) socket.destroy()
    }
    if (this.#viewing.size === 0) cut()
    const timer = setTimeout(cut, closeGraceMs)
    await closed
    clearTimeout(timer)
  }

  /** Every address: those of IPv6 and of IPv4 together, where the system has both. */
  async #listenAt(host: string | null, port: number): Promise<number> {
    if (host !== null) return listenOn(this.#front, host, port)
    try {
      return await listenOn(this.#front, '::', port)
    } catch (thrown) {
      if (errnoOf(thrown) === 'EBUSY' || errnoOf(thrown) === 'EACCES') throw thrown
      return listenOn(this.#front, '0.0.0.0', port)
    }
  }

  #site(): Site<LabAdmitted> {
    const { root, takeFile, book } = this.#options
    return {
      root,
      admit: (request) => admitToLab(request, book, this.#tries),
      socketOrigin: (request) => `wss://${hostOf(request) ?? 'localhost'}`,
      onAdmitted: (_admitted, request) => this.#know(request.socket),
      refusalOfFile: ({ guest }) => {
        if (guest.role !== 'operator') return say`This view is read-only.`
        if (this.#service.desk.isHeldBy(guest)) return null
        return say`${this.#service.desk.state.holder.name} is in control, and sends files.`
      },
      ...(takeFile !== undefined && { takeFile }),
    }
  }

  #meet(socket: Socket): void {
    const key = keyOf(socket)
    this.#connections.set(key, socket)
    socket.once('close', () => this.#connections.delete(key))
    this.#strangers.meet(socket)
    sortByFirstByte(socket, (secret) => this.#tls.emit('connection', secret))
  }

  /** It has shown a token: TLS is another object than the connection beneath it. */
  #know(socket: Socket): void {
    const connection = this.#connections.get(keyOf(socket))
    if (connection !== undefined) this.#strangers.know(connection)
  }

  #hasPlaceFor({ sha256 }: Token): boolean {
    const same = [...this.#viewing].filter(({ token }) => token.sha256 === sha256)
    return this.#viewing.size < mostViewers && same.length < mostViewersOfToken
  }

  /** Whose token has become stale meanwhile, or was taken out, is shown out. */
  #look(): void {
    for (const { token, served } of this.#viewing) if (!this.#options.book.holds(token)) served.dispose()
  }
}

/** What no two connections to one port have in common. */
function keyOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`
}
