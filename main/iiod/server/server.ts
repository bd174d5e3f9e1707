// The IIOD server: libiio's network protocol on a TCP port, for any number of clients up to a limit.
import { createServer, type Server, type Socket } from 'node:net'
import { listenOn, loopback, loopback6, type TcpEndpoint } from '#main/runtime/tcp.ts'
import { Emitter, type Event } from '#shared/lifecycle.ts'
import { DeviceUses } from './device-uses.ts'
import type { IiodHost } from './host.ts'
import type { Overrun } from './kernel-buffers.ts'
import { Session } from './session.ts'

/** libiio forgets any other one after the first connection. */
export const defaultIiodPort = 30431
/** A client has one connection, and one more for every buffer. */
export const mostConnections = 64
const keepAliveMs = 60_000

/** A connection as it is now. Counts are since it began. */
export interface IiodClient {
  /** `127.0.0.1:51234`. */
  readonly address: string
  readonly connectedMs: number
  /** Ids of devices that it streams from or to. */
  readonly devices: readonly string[]
  readonly commands: number
  readonly sentBytes: number
  /** Of samples, both ways. */
  readonly sampleBytes: number
  readonly skippedScans: number
}

interface Connection {
  readonly session: Session
  readonly address: string
  readonly connectedMs: number
  /** Resolves when nothing is left of it. */
  readonly ended: Promise<void>
}

export class IiodServer {
  readonly #host: IiodHost
  readonly #uses: DeviceUses
  readonly #servers: Server[] = []
  readonly #connections = new Set<Connection>()
  readonly #onChange = new Emitter<void>()
  #port = 0
  #address = loopback
  /** What becomes of scans that a client is too slow for; of streams that are opened from now on. */
  overrun: Overrun = 'skip'
  /** Of connections that have ended. */
  #sentBefore = 0
  /** Connections that were refused, because there were {@link mostConnections}. */
  refused = 0

  private constructor(host: IiodHost) {
    this.#host = host
    this.#uses = new DeviceUses(host)
  }

  /**
   * Begins to serve.
   * @throws EBUSY the port is taken; EACCES it may not be used; ENODEV this machine has no such address
   */
  static async listen(host: IiodHost, endpoint: TcpEndpoint): Promise<IiodServer> {
    const server = new IiodServer(host)
    server.#address = endpoint.host ?? loopback
    server.#port = await server.#listen(server.#address, endpoint.port)
    // Without the second loopback address most clients do as well.
    if (endpoint.host === null) await server.#listen(loopback6, server.#port).catch(() => undefined)
    return server
  }

  get port(): number {
    return this.#port
  }

  /** What a client opens: `ip:127.0.0.1:30431`. */
  get uri(): string {
    return `ip:${this.#address}:${this.#port}`
  }

  /** Sent to all clients since it serves. */
  get sentBytes(): number {
    return [...this.#connections].reduce((sum, { session }) => sum + session.sentBytes, this.#sentBefore)
  }

  /** Clients came or went. */
  get onChange(): Event<void> {
    return this.#onChange
  }

  get clients(): readonly IiodClient[] {
    return [...this.#connections].map(({ session, address, connectedMs }) => ({
      address,
      connectedMs,
      devices: session.streams.devices,
      commands: session.commands,
      sentBytes: session.sentBytes,
      sampleBytes: session.streams.sampleBytes,
      skippedScans: session.streams.skippedScans,
    }))
  }

  /** Cuts every connection; resolves when nothing is left of any. Safe to call again. */
  async close(): Promise<void> {
    const closed = this.#servers
      .splice(0)
      .map((server) => new Promise<void>((resolve) => server.close(() => resolve())))
    const ended = [...this.#connections].map((connection) => {
      connection.session.cut()
      return connection.ended
    })
    await Promise.all([...closed, ...ended])
    this.#onChange.dispose()
  }

  /** @returns the port */
  async #listen(address: string, port: number): Promise<number> {
    // A client that has ended its half is still answered what it asked before.
    const server = createServer({
      allowHalfOpen: true,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: keepAliveMs,
    })
    server.on('connection', (socket) => this.#meet(socket))
    const bound = await listenOn(server, address, port)
    this.#servers.push(server)
    return bound
  }

  #meet(socket: Socket): void {
    if (this.#connections.size >= mostConnections || this.#servers.length === 0) {
      this.refused++
      socket.on('error', () => undefined)
      socket.destroy()
      return
    }
    const session = new Session({ socket, host: this.#host, uses: this.#uses, overrun: () => this.overrun })
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
    const connection: Connection = {
      session,
      address: `${socket.remoteAddress}:${socket.remotePort}`,
      connectedMs: this.#host.runtime.clock.nowMs(),
      ended: Promise.all([session.run(), closed]).then(() => {
        this.#connections.delete(connection)
        this.#sentBefore += session.sentBytes
        this.#onChange.fire()
      }),
    }
    this.#connections.add(connection)
    this.#onChange.fire()
  }
}
