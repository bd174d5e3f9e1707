// A TCP port that is served: on this machine only, unless another address is named.
import { createServer, type Server, type Socket } from 'node:net'
import { ErrnoError, say } from '#shared/errors.ts'

export interface TcpEndpoint {
  /** Address or name; null: this machine only. */
  readonly host: string | null
  /** 0: any that is free. */
  readonly port: number
}

export const loopback = '127.0.0.1'
/** Where it exists: some clients try this one first. */
const loopback6 = '::1'
const keepAliveMs = 60_000

/**
 * Listens there. Returns the port.
 * @throws EBUSY it is taken; EACCES it may not be used; ENODEV this machine has no such address
 */
export function listenOn(server: Server, address: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(listenError(error, address, port)))
    server.listen({ host: address, port, ipv6Only: address === loopback6 }, () => {
      server.on('error', () => undefined)
      const bound = server.address()
      resolve(typeof bound === 'object' && bound !== null ? bound.port : port)
    })
  })
}

/** Turns a client away. */
export function turnAway(socket: Socket): void {
  socket.on('error', () => undefined)
  socket.destroy()
}

/** A port that clients of a protocol come to; on this machine at both of its own addresses. */
export class TcpPort {
  readonly address: string
  readonly #servers: Server[] = []
  readonly #meet: (socket: Socket) => void
  #port = 0

  private constructor(address: string, meet: (socket: Socket) => void) {
    this.address = address
    this.#meet = meet
  }

  /**
   * @param meet gets each connection, also one that has ended its half: it is still to be answered what it asked before
   * @throws as {@link listenOn}
   */
  static async open(endpoint: TcpEndpoint, meet: (socket: Socket) => void): Promise<TcpPort> {
    const made = new TcpPort(endpoint.host ?? loopback, meet)
    made.#port = await made.#listen(made.address, endpoint.port)
    // Without the second loopback address most clients do as well.
    if (endpoint.host === null) await made.#listen(loopback6, made.#port).catch(() => undefined)
    return made
  }

  get port(): number {
    return this.#port
  }

  /** Whether this is the port of an endpoint; one that would take any is at none. */
  isAt({ host, port }: TcpEndpoint): boolean {
    return port === this.#port && (host ?? loopback) === this.address
  }

  /** Takes no more clients; resolves when the connections of all have ended. Safe to call again. */
  async close(): Promise<void> {
    const closed = this.#servers
      .splice(0)
      .map((server) => new Promise<void>((resolve) => server.close(() => resolve())))
    await Promise.all(closed)
  }

  async #listen(address: string, port: number): Promise<number> {
    const options = { allowHalfOpen: true, noDelay: true, keepAlive: true, keepAliveInitialDelay: keepAliveMs }
    const server = createServer(options, (socket) =>
      this.#servers.length === 0 ? turnAway(socket) : this.#meet(socket),
    )
    const bound = await listenOn(server, address, port)
    this.#servers.push(server)
    return bound
  }
}

function listenError(error: Error & { code?: string }, address: string, port: number): ErrnoError {
  if (error.code === 'EADDRINUSE')
    return new ErrnoError('EBUSY', say`Port ${port} of ${address} is in use by another program; choose another one.`)
  if (error.code === 'EACCES')
    return new ErrnoError('EACCES', say`Port ${port} of ${address} may not be used; choose one above 1023.`)
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return new ErrnoError('ENODEV', say`This machine has no address ${address}.`)
  return new ErrnoError('EIO', say`Port ${port} of ${address} cannot be served: ${error.message}`)
}
