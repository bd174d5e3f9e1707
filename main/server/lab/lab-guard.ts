// Who of other machines is let in, and as what. The token at the head of the path says it; the origin of what a browser
// sends must be the address itself, so that no other site's page comes in with somebody's token.
import type { IncomingMessage } from 'node:http'
import { type Admitted, partsOf, type Refusal } from '../guard.ts'
import type { FailedTries } from './failed-tries.ts'
import type { TokenBook } from './token-book.ts'
import type { Token } from './tokens.ts'

export interface LabAdmitted extends Admitted {
  readonly holder: Token
}

/** `instrument.lab:8443`, `[fd00::1]:8443` */
const hostForm = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i

/** The `Host` of a request, as far as it can be one; what is none is answered under no name. */
export function hostOf({ headers }: IncomingMessage): string | null {
  const { host = '' } = headers
  return hostForm.test(host) ? host : null
}

/** Judges a request by its Host, its Origin (where it has one) and its token. */
export function admitToLab(request: IncomingMessage, book: TokenBook, tries: FailedTries): LabAdmitted | Refusal {
  const host = hostOf(request)
  if (host === null) return { status: 400, reason: 'This host name is none.' }
  const { origin } = request.headers
  if (origin !== undefined && origin !== `https://${host}`) return { status: 403, reason: 'This origin is not served.' }
  const target = request.url ?? ''
  if (!target.startsWith('/')) return { status: 400, reason: 'Only paths are served.' }
  // Browsers ask for it unasked, where no token can be.
  if (target === '/favicon.ico') return { status: 404, reason: 'Nothing is here.' }
  const parts = partsOf(target)
  const found = parts.token === '' ? null : book.find(parts.token)
  if (found?.isGood) {
    const { name, right } = found.token
    const guest = { role: right === 'control' ? 'operator' : 'observer', name, isAtMachine: false } as const
    return { ...parts, guest, holder: found.token }
  }
  if (tries.note(request.socket.remoteAddress ?? ''))
    return { status: 429, reason: 'Too many tries without a good token; wait a minute.' }
  if (found !== null) {
    const { name, expires } = found.token
    return { status: 403, reason: `The token of ${name} was good until ${expires}; ask for a new one.` }
  }
  return parts.token === ''
    ? { status: 403, reason: 'This address needs a token; who runs the instrument makes one.' }
    : { status: 403, reason: 'This token is not known here; who runs the instrument makes one.' }
}
