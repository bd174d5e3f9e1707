// What every request must satisfy before anything is done for it. A page of another site may make the user's browser
// send requests here, also under a host name of its own that it made resolve to 127.0.0.1 (DNS rebinding); it cannot
// forge the Host and Origin headers, nor know a token.
import type { IncomingMessage } from 'node:http'
import { type Guest, guestAtMachine, type Role } from '#shared/contract/access.ts'
import { isToken } from './token.ts'

/** The only interface served on. */
export const loopback = '127.0.0.1'

/** The secret of each role. Who has one may do what the role may. */
export type Tokens = Readonly<Record<Role, string>>

/** A request that passed: the path below the token, beginning with a slash; empty when the slash is missing. */
export interface Admitted {
  readonly guest: Guest
  /** As it stands in the address. */
  readonly token: string
  readonly path: string
  /** What stands behind a question mark. */
  readonly query: URLSearchParams
}

export interface Refusal {
  readonly status: 400 | 403 | 404 | 429
  readonly reason: string
}

/** Judges a request by its Host, its Origin (where it has one) and the token at the head of its path. */
export function admit(request: IncomingMessage, port: number, tokens: Tokens): Admitted | Refusal {
  const host = `${loopback}:${port}`
  if (request.headers.host !== host) return { status: 403, reason: 'This host name is not served.' }
  const { origin } = request.headers
  // Browsers state the origin of every WebSocket and of every request another site causes; scripts state none.
  if (origin !== undefined && origin !== `http://${host}`) return { status: 403, reason: 'This origin is not served.' }
  const target = request.url ?? ''
  if (!target.startsWith('/')) return { status: 400, reason: 'Only paths are served.' }
  const { token, path, query } = partsOf(target)
  const role = roleOf(token, tokens)
  if (role === null) return { status: 404, reason: 'Nothing is here.' }
  return { guest: guestAtMachine(role), token, path, query }
}

/** A target in its parts: the token at its head, the path below it, what stands behind a question mark. */
export function partsOf(target: string): Omit<Admitted, 'guest'> {
  const [, token = '', path = '', query = ''] = /^\/([^/?#]*)([^?#]*)(?:\?([^#]*))?/.exec(target) ?? []
  return { token, path, query: new URLSearchParams(query) }
}

function roleOf(given: string, tokens: Tokens): Role | null {
  // Both are compared always: the time tells nothing.
  const isOperator = isToken(given, tokens.operator)
  const isObserver = isToken(given, tokens.observer)
  return isOperator ? 'operator' : isObserver ? 'observer' : null
}
