// The SCPI server: raw sockets, as VISA's `TCPIP::HOST::PORT::SOCKET` opens them, for any number of clients up to a limit.
import { createServer, type Server, type Socket } from 'node:net'
import { listenOn, loopback, loopback6, type TcpEndpoint } from '#main/runtime/tcp.ts'
import { type ScpiTarget, Session } from '../session.ts'
import { Connection } from './connection.ts'

export const mostClients = 16
const keepAliveMs = 60_000

/** What is commanded: an object for each connection. */
export type ScpiHost = () => ScpiTarget

export class ScpiServer {
  readonly #host: ScpiHost
  readonly #servers: Server[] = []
  readonly #connections = new Map<Connection, Promise<void>>()
  #port = 0
  #address = loopback

  private constructor(host: ScpiHost) {
    this.#host = host
  }

  /**
   * Begins to serve.
   * @throws EBUSY the port is taken; EACCES it may not be used; ENODEV this machine has no such address
   */
  static async listen(host: ScpiHost, endpoint: TcpEndpoint): Promise<ScpiServer> {
    const server = new ScpiServer(host)
    server.#address = endpoint.host ?? loopback
    server.#port = await server.#listen(server.#address, endpoint.port)
    // Without the second loopback address most clients do as well.
    if (endpoint.host === null) await server.#listen(loopback6, server.#port).catch(() => undefined)
    return server
  }

  get port(): number {
    return this.#port
  }

  /** What a VISA client opens: `TCPIP::127.0.0.1::5025::SOCKET`. */
  get resource(): string {
    return `TCPIP::${this.#address}::${this.#port}::SOCKET`
  }

  get clients(): number {
    return this.#connections.size
  }

  /** Cuts every connection; resolves when nothing is left of any. Safe to call again. */
  async close(): Promise<void> {
    const closed = this.#servers
      .splice(0)
      .map((server) => new Promise<void>((resolve) => server.close(() => resolve())))
    for (const connection of this.#connections.keys()) connection.cut()
    await Promise.all([...closed, ...this.#connections.values()])
  }

  async #listen(address: string, port: number): Promise<number> {
    // A client that has ended its half is still answered what it asked before.
    const options = { allowHalfOpen: true, noDelay: true, keepAlive: true, keepAliveInitialDelay: keepAliveMs }
    const server = createServer(options, (socket) => this.#meet(socket))
    const bound = await listenOn(server, address, port)
    this.#servers.push(server)
    return bound
  }

  #meet(socket: Socket): void {
    if (this.#connections.size >= mostClients || this.#servers.length === 0) {
      socket.on('error', () => undefined)
      socket.destroy()
      return
    }
    const connection = new Connection(socket, new Session(this.#host()))
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
    const ended = Promise.all([connection.run(), closed]).then(() => {
      this.#connections.delete(connection)
    })
    this.#connections.set(connection, ended)
  }
}
