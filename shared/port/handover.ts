// How the desktop page gets its port. The page makes up a nonce and posts a request to its own window; the preload script
// passes the nonce to main; main answers with a port; the preload script posts the port to the window with the same
// nonce. The page believes only a message from its own window that carries its nonce, so nobody else can slip it a port.
// Nothing is exposed on `window`.

/** Page -> preload, by `window.postMessage(request, location.origin)`. */
export interface PortRequest {
  readonly type: 'blockscope:port-request'
  readonly nonce: string
}

/** Preload -> page, by `window.postMessage(reply, location.origin, [port])`. */
export interface PortReply {
  readonly type: 'blockscope:port'
  readonly nonce: string
}

/** Channel between preload and main: `send(channel, nonce)` one way, `postMessage(channel, nonce, [port])` the other. */
export const portChannel = 'blockscope:port'

/** The scheme and host the desktop page is served from; a page elsewhere reaches the instrument by WebSocket. */
export const pageScheme = 'app'
export const pageHost = 'blockscope'
export const pageOrigin = `${pageScheme}://${pageHost}`

/** A nonce is the page's choice, at least 128 bits in hexadecimal. */
export function isNonce(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{32,64}$/.test(value)
}

function hasTypeAndNonce(value: unknown, type: string): value is { type: string; nonce: string } {
  if (typeof value !== 'object' || value === null || !('type' in value) || !('nonce' in value)) return false
  return value.type === type && isNonce(value.nonce)
}

export function isPortRequest(value: unknown): value is PortRequest {
  return hasTypeAndNonce(value, 'blockscope:port-request')
}

export function isPortReply(value: unknown): value is PortReply {
  return hasTypeAndNonce(value, 'blockscope:port')
}
