// The loopback server of the browser front: the page's files, and one WebSocket address where a viewer gets its port.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import type { Role } from '#shared/contract/access.ts'
import { ErrnoError, say } from '#shared/errors.ts'
import type { Port } from '#shared/port/port.ts'
import { admit, loopback, type Tokens } from './guard.ts'
import { answer, closeServer, maxHeaderBytes, refuseUpgrade, type Site } from './page-answers.ts'
import { Strangers } from './strangers.ts'
import { makeToken } from './token.ts'
import type { TakeFile } from './upload.ts'
import { maxPayloadBytes, serverPort } from './ws-port.ts'

/** Viewers at a time, by role; each has a view of its own to be computed. Neither role takes the other's places. */
export const maxViewers: Readonly<Record<Role, number>> = { operator: 16, observer: 8 }
/** Connections of all kinds: far more than viewers and {@link Strangers} together, far less than a process may have. */
const maxConnections = 512

export interface PageServerOptions {
  /** Folder of the built page. */
  readonly root: string
  /** TCP port; 0 takes any free one. */
  readonly port: number
  /**
   * A viewer has connected. Called with a port that has not been started.
   * @param isPanels it is the page of another page's panels, and not wanted by itself
   */
  onPort(port: Port, role: Role, isPanels: boolean): void
  /** The page itself has been fetched: a viewer is likely to connect. @param isPanels as above */
  onPage?(role: Role, isPanels: boolean): void
  /** Takes in a file that an operator sends. Without it none can be sent. */
  readonly takeFile?: TakeFile
}

export interface PageServer {
  /** What the user opens. Whoever has it may operate the instrument. */
  readonly url: string
  /** The same to look at only. */
  readonly observerUrl: string
  /** Ends every connection; resolves when none is left. */
  close(): Promise<void>
}

/** Starts serving. Rejects with EBUSY when the TCP port is taken, EACCES when it may not be used. */
export async function startPageServer(options: PageServerOptions): Promise<PageServer> {
  const server = createServer({ maxHeaderSize: maxHeaderBytes })
  server.maxConnections = maxConnections
  const strangers = new Strangers()
  server.on('connection', (socket) => strangers.meet(socket))
  await listen(server, options.port)
  const { port } = server.address() as AddressInfo
  const tokens: Tokens = { operator: makeToken(), observer: makeToken() }
  const { root, onPage, takeFile } = options
  const site: Site = {
    root,
    admit: (request) => admit(request, port, tokens),
    socketOrigin: () => `ws://${loopback}:${port}`,
    onAdmitted: (_admitted, request) => strangers.know(request.socket),
    onPage: ({ guest, query }) => onPage?.(guest.role, query.has('panels')),
    refusalOfFile: ({ guest }) =>
      guest.role === 'operator' ? null : say`This view is read-only. The other address that was printed takes files.`,
    ...(takeFile !== undefined && { takeFile }),
  }
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxPayloadBytes, perMessageDeflate: false })
  server.on('request', (request, response) => void answer(request, response, site))
  const viewers: Record<Role, number> = { operator: 0, observer: 0 }
  server.on('upgrade', (request, socket, head) => {
    // Its errors end it; there is nobody to tell.
    socket.on('error', () => socket.destroy())
    const admitted = admit(request, port, tokens)
    if ('status' in admitted) return refuseUpgrade(socket, admitted.status)
    const { guest, path, query } = admitted
    const { role } = guest
    if (path !== '/port') return refuseUpgrade(socket, 404)
    if (viewers[role] >= maxViewers[role]) return refuseUpgrade(socket, 503)
    strangers.know(request.socket)
    viewers[role]++
    socket.once('close', () => viewers[role]--)
    sockets.handleUpgrade(request, socket, head, (accepted) =>
      options.onPort(serverPort(accepted), role, query.has('panels')),
    )
  })
  const close = (): Promise<void> => closeServer(server, sockets, () => server.closeAllConnections())
  const url = (token: string): string => `http://${loopback}:${port}/${token}/`
  return { url: url(tokens.operator), observerUrl: url(tokens.observer), close }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const name = error.code === 'EACCES' ? 'EACCES' : 'EBUSY'
      reject(new ErrnoError(name, say`Port ${port} of ${loopback} cannot be served on (${error.message}).`))
    })
    server.listen({ host: loopback, port, exclusive: true }, resolve)
  })
}
