// A WebSocket of the page (the browser front) as the Port of the contract: plain data as JSON text, frames as binary.
import { ErrnoError, say } from '#shared/errors.ts'
import { PortInbox } from '#shared/port/inbox.ts'
import { panelsPairOf } from '#shared/port/panels-page.ts'
import { type Port, UnreadableMessage } from '#shared/port/port.ts'

/**
 * Where the instrument listens, seen from the page's own address: beside the page, under the same token. That of panels says so: it is
 * not counted as a page that keeps the program alive.
 */
export function portUrl(page: string): string {
  const url = new URL('port', page)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  url.search = panelsPairOf(page) === null ? '' : '?panels'
  url.hash = ''
  return url.href
}

function readText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return new UnreadableMessage({ errno: 'EBADMSG', message: 'the instrument sent what is not JSON' })
  }
}

/** Takes an open (or opening) socket over. */
export function webSocketPort(socket: WebSocket): Port {
  const inbox = new PortInbox()
  socket.binaryType = 'arraybuffer'
  socket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) =>
    inbox.receive(typeof data === 'string' ? readText(data) : new Uint8Array(data)),
  )
  socket.addEventListener('close', () => inbox.close())
  return {
    post(message) {
      if (inbox.isClosed || socket.readyState !== socket.OPEN) return
      socket.send(message instanceof Uint8Array ? new Uint8Array(message) : JSON.stringify(message))
    },
    onMessage: (listener) => inbox.onMessage(listener),
    onClose: (listener) => inbox.onClose(listener),
    start: () => inbox.start(),
    close() {
      socket.close()
      inbox.close()
    },
  }
}

/** Connects to the instrument. Rejects with ENODEV when nobody answers there, or does not let the page in. */
export function openWebSocketPort(url: string, socket = new WebSocket(url)): Promise<Port> {
  return new Promise((resolve, reject) => {
    const port = webSocketPort(socket)
    socket.addEventListener('open', () => resolve(port), { once: true })
    port.onClose(() =>
      reject(new ErrnoError('ENODEV', say`The instrument does not answer; look whether it still runs.`)),
    )
  })
}

/** A sentence is not longer. */
const longestReason = 300

/**
 * Why a page of another machine is not let in, as its server says it; null: it does not say, or lets it in. A socket that is refused
 * tells no reason, so the page itself is asked for again.
 */
export async function refusalAt(page: string, get: typeof fetch = fetch): Promise<ErrnoError | null> {
  if (!page.startsWith('https:')) return null
  try {
    const answer = await get(page, { cache: 'no-store' })
    if (answer.status !== 403 && answer.status !== 429) return null
    const reason = (await answer.text()).trim().slice(0, longestReason)
    return new ErrnoError('EACCES', say`The instrument does not let this page in: ${reason}`)
  } catch {
    return null
  }
}
