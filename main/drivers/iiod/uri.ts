// Where a context is, in the words of libiio: `ip:192.168.2.1`, `ip:board.local:30431`, `ip:[fe80::1]:30431`, `xml:board.xml`.
import type { RemoteEndpoint } from '#main/iiod/index.ts'
import { fail, say } from '#shared/errors.ts'

export type ContextUri =
  | { readonly kind: 'ip'; readonly endpoint: RemoteEndpoint }
  | { readonly kind: 'xml'; readonly file: string }

/** The port that iiod listens at unless it is told another. */
const iiodPort = 30431

/** @throws EINVAL with what is allowed */
export function parseContextUri(text: string): ContextUri {
  if (text.startsWith('xml:') && text.length > 4) return { kind: 'xml', file: text.slice(4) }
  const [, bracketed, plain, port] = /^ip:(?:\[([0-9a-fA-F:.%]+)\]|([^\s:/[\]]+))(?::(\d{1,5}))?$/.exec(text) ?? []
  const host = bracketed ?? plain
  const number = Number(port ?? iiodPort)
  if (host === undefined || number < 1 || number > 65535)
    fail('EINVAL', say`A context is ip:HOST, ip:HOST:PORT or xml:FILE, not '${text}'.`)
  return { kind: 'ip', endpoint: { host, port: number } }
}
