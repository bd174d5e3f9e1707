// The loopback server of the browser front: the page's files, and one WebSocket address where a viewer gets its port.
import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { ErrnoError } from '#shared/errors.ts'
import type { Port } from '#shared/port/port.ts'
import { admit, loopback } from './guard.ts'
import { readPageFile } from './page-files.ts'
import { pageHeaders } from './page-headers.ts'
import { makeToken } from './token.ts'
import { maxPayloadBytes, serverPort } from './ws-port.ts'

/** Viewers at a time; each has a view of its own to be computed. */
export const maxViewers = 16
/** How long an orderly close may take before connections are cut, in ms. */
const closeGraceMs = 300

export interface PageServerOptions {
  /** Folder of the built page. */
  readonly root: string
  /** TCP port; 0 takes any free one. */
  readonly port: number
  /** A viewer has connected. Called with a port that has not been started. */
  onPort(port: Port): void
  /** The page itself has been fetched: a viewer is likely to connect. */
  onPage?(): void
}

export interface PageServer {
  /** What the user opens. Whoever has it may operate the instrument. */
  readonly url: string
  /** Ends every connection; resolves when none is left. */
  close(): Promise<void>
}

/** Starts serving. Rejects with EBUSY when the TCP port is taken, EACCES when it may not be used. */
export async function startPageServer(options: PageServerOptions): Promise<PageServer> {
  const server = createServer()
  await listen(server, options.port)
  const { port } = server.address() as AddressInfo
  const token = makeToken()
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxPayloadBytes, perMessageDeflate: false })
  server.on('request', (request, response) => void answer(request, response, { ...options, port, token }))
  server.on('upgrade', (request, socket, head) => {
    // Its errors end it; there is nobody to tell.
    socket.on('error', () => socket.destroy())
    const admitted = admit(request, port, token)
    if ('status' in admitted) refuseUpgrade(socket, admitted.status)
    else if (admitted.path !== '/port') refuseUpgrade(socket, 404)
    else if (sockets.clients.size >= maxViewers) refuseUpgrade(socket, 503)
    else sockets.handleUpgrade(request, socket, head, (accepted) => options.onPort(serverPort(accepted)))
  })
  return { url: `http://${loopback}:${port}/${token}/`, close: () => close(server, sockets) }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const name = error.code === 'EACCES' ? 'EACCES' : 'EBUSY'
      reject(new ErrnoError(name, `port ${port} of ${loopback} cannot be served on: ${error.message}`))
    })
    server.listen({ host: loopback, port, exclusive: true }, resolve)
  })
}

interface Served extends PageServerOptions {
  readonly token: string
}

async function answer(request: IncomingMessage, response: ServerResponse, served: Served): Promise<void> {
  // `'self'` covers the WebSocket in newer browsers only.
  const connect = `'self' ws://${loopback}:${served.port}`
  for (const [name, value] of Object.entries(pageHeaders(connect))) response.setHeader(name, value)
  const say = (status: number, sentence: string): void => {
    response.statusCode = status
    response.setHeader('content-type', 'text/plain; charset=utf-8')
    response.end(`${sentence}\n`)
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD')
    say(405, 'Only GET and HEAD are served.')
    return
  }
  const admitted = admit(request, served.port, served.token)
  if ('status' in admitted) {
    // Browsers ask for it unasked, where no token can be; an error would stand in the page's console.
    if (admitted.status === 404 && request.url === '/favicon.ico') response.writeHead(204).end()
    else say(admitted.status, admitted.reason)
    return
  }
  if (admitted.path === '') {
    // Without the slash the page's relative addresses would miss the token.
    response.setHeader('location', `/${served.token}/`)
    return say(308, 'The address ends with a slash.')
  }
  const file = await readPageFile(served.root, admitted.path)
  if (file === null) return say(404, 'Nothing is here.')
  response.setHeader('content-type', file.type)
  response.setHeader('content-length', file.body.byteLength)
  if (admitted.path === '/' && request.method === 'GET') served.onPage?.()
  response.end(request.method === 'HEAD' ? undefined : file.body)
}

function refuseUpgrade(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

async function close(server: Server, sockets: WebSocketServer): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  for (const socket of sockets.clients) socket.close(1001)
  const cut = setTimeout(() => {
    for (const socket of sockets.clients) socket.terminate()
    server.closeAllConnections()
  }, closeGraceMs)
  server.closeIdleConnections()
  await closed
  clearTimeout(cut)
}
