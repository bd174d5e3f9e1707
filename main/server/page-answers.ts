// What is answered to requests that were let in, whoever let them in: the files of the page, and what becomes of a file
// that the page sends.
import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { WebSocketServer } from 'ws'
import { pageHeaders, readPageFile } from '#main/page/index.ts'
import { uploadPath } from '#shared/contract/topics/files.ts'
import { fail, say } from '#shared/errors.ts'
import type { Sentence } from '#shared/sentence.ts'
import type { Admitted, Refusal } from './guard.ts'
import { receiveFile, type TakeFile } from './upload.ts'

/** How long an orderly close may take before connections are cut, in ms. */
const closeGraceMs = 300
/** A request of ours has a hundred bytes of address and a browser's usual headers. */
export const maxHeaderBytes = 8192

/** What is served at an address. */
export interface Site<A extends Admitted = Admitted> {
  /** Folder of the built page. */
  readonly root: string
  /** Who is let in. */
  admit(request: IncomingMessage): A | Refusal
  /** Where the page's WebSocket is: `ws://127.0.0.1:5000`. */
  socketOrigin(request: IncomingMessage): string
  /** Called for each that was let in. */
  onAdmitted?(admitted: A, request: IncomingMessage): void
  /** The page itself has been fetched: a viewer is likely to connect. */
  onPage?(admitted: A): void
  /** Why it may not send a file; null: it may. */
  refusalOfFile(admitted: A): Sentence | null
  /** Takes in a file that is sent. Without it none can be. */
  readonly takeFile?: TakeFile
}

/** Answers a request for a file of the page, or with a file from it; and refuses any other. */
export async function answer<A extends Admitted>(
  request: IncomingMessage,
  response: ServerResponse,
  site: Site<A>,
): Promise<void> {
  // `'self'` covers the WebSocket in newer browsers only.
  const connect = `'self' ${site.socketOrigin(request)}`
  for (const [name, value] of Object.entries(pageHeaders(connect))) response.setHeader(name, value)
  const tell = (status: number, sentence: string): void => {
    response.statusCode = status
    response.setHeader('content-type', 'text/plain; charset=utf-8')
    response.end(`${sentence}\n`)
  }
  const admitted = site.admit(request)
  if ('status' in admitted) {
    response.setHeader('connection', 'close')
    response.once('finish', () => request.socket.destroySoon())
    // Browsers ask for it unasked, where no token can be; an error would stand in the page's console.
    if (admitted.status === 404 && request.url === '/favicon.ico') response.writeHead(204).end()
    else tell(admitted.status, admitted.reason)
    return
  }
  site.onAdmitted?.(admitted, request)
  if (admitted.path === `/${uploadPath}` && request.method === 'POST') return receive(request, response, admitted, site)
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD')
    tell(405, 'Only GET and HEAD are served.')
    return
  }
  if (admitted.path === '') {
    // Without the slash the page's relative addresses would miss the token.
    response.setHeader('location', `/${admitted.token}/${admitted.query.size > 0 ? `?${admitted.query}` : ''}`)
    return tell(308, 'The address ends with a slash.')
  }
  const file = await readPageFile(site.root, admitted.path)
  if (file === null) return tell(404, 'Nothing is here.')
  response.setHeader('content-type', file.type)
  response.setHeader('content-length', file.body.byteLength)
  if (admitted.path === '/' && request.method === 'GET') site.onPage?.(admitted)
  response.end(request.method === 'HEAD' ? undefined : file.body)
}

/** A file that the page sends. What is refused is still read to its end, or no browser would show why. */
async function receive<A extends Admitted>(
  request: IncomingMessage,
  response: ServerResponse,
  admitted: A,
  site: Site<A>,
): Promise<void> {
  const take: TakeFile = async (...file) => {
    const refused = site.refusalOfFile(admitted)
    if (refused !== null) fail('EACCES', refused)
    return (site.takeFile ?? fail('ENOSYS', say`No files are taken here.`))(...file)
  }
  const content = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>
  const { status, body } = await receiveFile(take, content, admitted.query, request.headers['content-length'])
  request.resume()
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
}

/** Refuses a WebSocket, with a sentence where there is one. */
export function refuseUpgrade(socket: Duplex, status: number, reason = ''): void {
  const body = reason === '' ? '' : `${reason}\n`
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Connection: close',
    ...(body === '' ? [] : ['Content-Type: text/plain; charset=utf-8']),
    `Content-Length: ${Buffer.byteLength(body)}`,
  ]
  // Whoever was refused may keep its end open for ever; this end closes.
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy())
}

/** Ends every connection; resolves when none is left. */
export async function closeServer(server: Server, sockets: WebSocketServer, cutRest: () => void): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  for (const socket of sockets.clients) socket.close(1001)
  const cut = setTimeout(() => {
    for (const socket of sockets.clients) socket.terminate()
    cutRest()
  }, closeGraceMs)
  server.closeIdleConnections()
  await closed
  clearTimeout(cut)
}
