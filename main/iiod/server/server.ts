// The IIOD server: libiio's network protocol on a TCP port, for any number of clients up to a limit.
import type { Socket } from 'node:net'
import { type TcpEndpoint, TcpPort, turnAway } from '#main/runtime/tcp.ts'
import { hostPortText } from '#shared/host-port.ts'
import { Emitter, type Event } from '#shared/lifecycle.ts'
import { DeviceUses } from './device-uses.ts'
import type { IiodHost } from './host.ts'
import type { Overrun } from './kernel-buffers.ts'
import { Session } from './session.ts'

/** libiio forgets any other one after the first connection. */
export const defaultIiodPort = 30431
/** A client has one connection, and one more for every buffer. */
const mostConnections = 64

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
  readonly #connections = new Set<Connection>()
  readonly #onChange = new Emitter<void>()
  #port: TcpPort | null = null
  /** What becomes of scans that a client is too slow for; of streams that are opened from now on. */
  overrun: Overrun = 'skip'
  /** Of connections that have ended. */
  #sentBefore = 0

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
    server.#port = await TcpPort.open(endpoint, (socket) => server.#meet(socket))
    return server
  }

  get port(): number {
    return this.#port?.port ?? 0
  }

  /** What a client opens: `ip:127.0.0.1:30431`. */
  get uri(): string {
    return `ip:${hostPortText({ host: this.#port?.address ?? '', port: this.port })}`
  }

  /** Whether it serves just there. */
  isAt(endpoint: TcpEndpoint): boolean {
    return this.#port?.isAt(endpoint) === true
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
    const closed = this.#port?.close()
    const ended = [...this.#connections].map((connection) => {
      connection.session.cut()
      return connection.ended
    })
    await Promise.all([closed, ...ended])
    this.#onChange.dispose()
  }

  #meet(socket: Socket): void {
    if (this.#connections.size >= mostConnections) {
      turnAway(socket)
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
