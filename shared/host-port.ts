// Addresses of TCP as people write them: `board.local:30431`, `192.168.2.1`, `[fe80::1]:5025`.

export interface HostPort {
  readonly host: string
  readonly port: number
}

/** A name or an address; one with colons stands in brackets. Then, perhaps, a port. */
const form = /^(?:\[([\w:.%]+)\]|([^\s:/[\]]+))(?::(\d{1,5}))?$/
const mostPort = 65_535

/** @returns null: it is none, or its port is beyond 65535; a `port` of null: it names none */
export function parseHostPort(text: string): { readonly host: string; readonly port: number | null } | null {
  const [, bracketed, plain, digits] = form.exec(text) ?? []
  const host = bracketed ?? plain
  const port = digits === undefined ? null : Number(digits)
  return host === undefined || (port ?? 0) > mostPort ? null : { host, port }
}

/** As {@link parseHostPort} reads it. */
export function hostPortText({ host, port }: HostPort): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}
