// The desktop page's way to a port: ask one's own window with a nonce, believe only the answer that carries it.
import { ErrnoError, say } from '#shared/errors.ts'
import { isPortReply, type PortRequest } from '#shared/port/handover.ts'
import type { Port } from '#shared/port/port.ts'
import { browserPort } from './browser-port.ts'
import { makeNonce } from './nonce.ts'

/** Main answers within milliseconds; after this long it never will. */
const patienceMs = 5000

/** Resolves with the port main hands over. Rejects with ETIMEDOUT when none comes. */
export function openDesktopPort(host: Window = window): Promise<Port> {
  const request: PortRequest = { type: 'blockscope:port-request', nonce: makeNonce() }
  return new Promise((resolve, reject) => {
    const onMessage = ({ source, data, ports }: MessageEvent<unknown>): void => {
      const [port] = ports
      if (source !== host || !isPortReply(data) || data.nonce !== request.nonce || port === undefined) return
      finish()
      resolve(browserPort(port))
    }
    const patience = setTimeout(() => {
      finish()
      reject(new ErrnoError('ETIMEDOUT', say`The instrument did not hand over a port.`))
    }, patienceMs)
    const finish = (): void => {
      clearTimeout(patience)
      host.removeEventListener('message', onMessage)
    }
    host.addEventListener('message', onMessage)
    host.postMessage(request, host.location.origin)
  })
}
