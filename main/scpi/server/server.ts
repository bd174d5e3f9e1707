// The SCPI server: raw sockets, as VISA's `TCPIP::HOST::PORT::SOCKET` opens them, for any number of clients up to a limit.
import type { Socket } from 'node:net'
import { type TcpEndpoint, TcpPort, turnAway } from '#main/runtime/tcp.ts'
import { type ScpiTarget, Session } from '../session.ts'
import { Connection } from './connection.ts'

const mostClients = 16

/** What is commanded: an object for each connection. */
export type ScpiHost = () => ScpiTarget

export class ScpiServer {
  readonly #host: ScpiHost
  readonly #connections = new Map<Connection, Promise<void>>()
  #port: TcpPort | null = null

  private constructor(host: ScpiHost) {
    this.#host = host
  }

  /**
   * Begins to serve.
   * @throws EBUSY the port is taken; EACCES it may not be used; ENODEV this machine has no such address
   */
  static async listen(host: ScpiHost, endpoint: TcpEndpoint): Promise<ScpiServer> {
    const server = new ScpiServer(host)
    server.#port = await TcpPort.open(endpoint, (socket) => server.#meet(socket))
    return server
  }

  get port(): number {
    return this.#port?.port ?? 0
  }

  /** What a VISA client opens: `TCPIP::127.0.0.1::5025::SOCKET`. */
  get resource(): string {
    return `TCPIP::${this.#port?.address}::${this.port}::SOCKET`
  }

  /** Whether it serves just there. */
  isAt(endpoint: TcpEndpoint): boolean {
    return this.#port?.isAt(endpoint) === true
  }

  get clients(): number {
    return this.#connections.size
  }

  /** Cuts every connection; resolves when nothing is left of any. Safe to call again. */
  async close(): Promise<void> {
    const closed = this.#port?.close()
    for (const connection of this.#connections.keys()) connection.cut()
    await Promise.all([closed, ...this.#connections.values()])
  }

  #meet(socket: Socket): void {
    if (this.#connections.size >= mostClients) {
      turnAway(socket)
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
