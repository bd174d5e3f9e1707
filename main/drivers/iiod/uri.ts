// Where a context is, in the words of libiio: `ip:192.168.2.1`, `ip:board.local:30431`, `ip:[fe80::1]:30431`, `xml:board.xml`; and
// those of this machine: `local:`, or `local:ROOT` of another file tree.
import { defaultIiodPort } from '#main/iiod/index.ts'
import { fail, say } from '#shared/errors.ts'
import { type HostPort, parseHostPort } from '#shared/host-port.ts'

export type ContextUri =
  | { readonly kind: 'ip'; readonly endpoint: HostPort }
  | { readonly kind: 'xml'; readonly file: string }
  | { readonly kind: 'local'; readonly root: string }

/** @throws EINVAL with what is allowed */
export function parseContextUri(text: string): ContextUri {
  if (text.startsWith('xml:') && text.length > 4) return { kind: 'xml', file: text.slice(4) }
  if (text.startsWith('local:')) return { kind: 'local', root: text.slice(6) || '/' }
  const found = text.startsWith('ip:') ? parseHostPort(text.slice(3)) : null
  if (found === null || found.port === 0)
    fail('EINVAL', say`A context is ip:HOST, ip:HOST:PORT, xml:FILE or local:, not '${text}'.`)
  return { kind: 'ip', endpoint: { host: found.host, port: found.port ?? defaultIiodPort } }
}
