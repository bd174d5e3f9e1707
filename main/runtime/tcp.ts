// A TCP port that is served: on this machine only, unless another address is named.
import type { Server } from 'node:net'
import { ErrnoError, say } from '#shared/errors.ts'

export interface TcpEndpoint {
  /** Address or name; null: this machine only. */
  readonly host: string | null
  /** 0: any that is free. */
  readonly port: number
}

export const loopback = '127.0.0.1'
/** Where it exists: some clients try this one first. */
export const loopback6 = '::1'

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

function listenError(error: Error & { code?: string }, address: string, port: number): ErrnoError {
  if (error.code === 'EADDRINUSE')
    return new ErrnoError('EBUSY', say`Port ${port} of ${address} is in use by another program; choose another one.`)
  if (error.code === 'EACCES')
    return new ErrnoError('EACCES', say`Port ${port} of ${address} may not be used; choose one above 1023.`)
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return new ErrnoError('ENODEV', say`This machine has no address ${address}.`)
  return new ErrnoError('EIO', say`Port ${port} of ${address} cannot be served: ${error.message}`)
}
