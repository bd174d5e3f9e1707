// The loopback server of the browser front: the page's files, and one WebSocket address where a viewer gets its port.
import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { pageHeaders, readPageFile } from '#main/page/index.ts'
import type { Role } from '#shared/contract/access.ts'
import { uploadPath } from '#shared/contract/topics/files.ts'
import { ErrnoError, fail, say } from '#shared/errors.ts'
import type { Port } from '#shared/port/port.ts'
import { type Admitted, admit, loopback, type Tokens } from './guard.ts'
import { Strangers } from './strangers.ts'
import { makeToken } from './token.ts'
import { receiveFile, type TakeFile } from './upload.ts'
import { maxPayloadBytes, serverPort } from './ws-port.ts'

/** Viewers at a time, by role; each has a view of its own to be computed. Neither role takes the other's places. */
export const maxViewers: Readonly<Record<Role, number>> = { operator: 16, observer: 8 }
/** How long an orderly close may take before connections are cut, in ms. */
const closeGraceMs = 300
/** Connections of all kinds: far more than viewers and {@link Strangers} together, far less than a process may have. */
const maxConnections = 512
/** A request of ours has a hundred bytes of address and a browser's usual headers. */
const maxHeaderBytes = 8192

export interface PageServerOptions {
  /** Folder of the built page. */
  readonly root: string
  /** TCP port; 0 takes any free one. */
  readonly port: number
  /** A viewer has connected. Called with a port that has not been started. */
  onPort(port: Port, role: Role): void
  /** The page itself has been fetched: a viewer is likely to connect. */
  onPage?(role: Role): void
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
  const served: Served = { ...options, port, tokens, strangers }
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxPayloadBytes, perMessageDeflate: false })
  server.on('request', (request, response) => void answer(request, response, served))
  const viewers: Record<Role, number> = { operator: 0, observer: 0 }
  server.on('upgrade', (request, socket, head) => {
    // Its errors end it; there is nobody to tell.
    socket.on('error', () => socket.destroy())
    const admitted = admit(request, port, tokens)
    if ('status' in admitted) return refuseUpgrade(socket, admitted.status)
    const { role, path } = admitted
    if (path !== '/port') return refuseUpgrade(socket, 404)
    if (viewers[role] >= maxViewers[role]) return refuseUpgrade(socket, 503)
    strangers.know(request.socket)
    viewers[role]++
    socket.once('close', () => viewers[role]--)
    sockets.handleUpgrade(request, socket, head, (accepted) => options.onPort(serverPort(accepted), role))
  })
  const url = (token: string): string => `http://${loopback}:${port}/${token}/`
  return { url: url(tokens.operator), observerUrl: url(tokens.observer), close: () => close(server, sockets) }
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

interface Served extends PageServerOptions {
  readonly tokens: Tokens
  readonly strangers: Strangers
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
  const admitted = admit(request, served.port, served.tokens)
  if ('status' in admitted) {
    response.setHeader('connection', 'close')
    response.once('finish', () => request.socket.destroySoon())
    // Browsers ask for it unasked, where no token can be; an error would stand in the page's console.
    if (admitted.status === 404 && request.url === '/favicon.ico') response.writeHead(204).end()
    else say(admitted.status, admitted.reason)
    return
  }
  served.strangers.know(request.socket)
  if (admitted.path === `/${uploadPath}` && request.method === 'POST')
    return receive(request, response, admitted, served)
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD')
    say(405, 'Only GET and HEAD are served.')
    return
  }
  if (admitted.path === '') {
    // Without the slash the page's relative addresses would miss the token.
    response.setHeader('location', `/${served.tokens[admitted.role]}/`)
    return say(308, 'The address ends with a slash.')
  }
  const file = await readPageFile(served.root, admitted.path)
  if (file === null) return say(404, 'Nothing is here.')
  response.setHeader('content-type', file.type)
  response.setHeader('content-length', file.body.byteLength)
  if (admitted.path === '/' && request.method === 'GET') served.onPage?.(admitted.role)
  response.end(request.method === 'HEAD' ? undefined : file.body)
}

/** A file that an operator sends. What is refused is still read to its end, or no browser would show why. */
async function receive(
  request: IncomingMessage,
  response: ServerResponse,
  { role, query }: Admitted,
  { takeFile }: Served,
): Promise<void> {
  const take: TakeFile = async (...file) => {
    if (role !== 'operator')
      fail('EACCES', say`This view is read-only. The other address that was printed takes files.`)
    return (takeFile ?? fail('ENOSYS', say`No files are taken here.`))(...file)
  }
  const content = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>
  const { status, body } = await receiveFile(take, content, query, request.headers['content-length'])
  request.resume()
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
}

function refuseUpgrade(socket: Duplex, status: number): void {
  const line = `HTTP/1.1 ${status} ${STATUS_CODES[status]}`
  // Whoever was refused may keep its end open for ever; this end closes.
  socket.end(`${line}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy())
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
