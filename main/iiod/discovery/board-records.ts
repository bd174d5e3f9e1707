// The records of multicast DNS that boards have sent: who they are (PTR), where (SRV), at which address (A). They come in any order, in
// one packet or in several, and from anybody.

/** A record, as far as it is looked at; nothing of it is believed. */
export interface AnyRecord {
  readonly type?: unknown
  readonly name?: unknown
  readonly data?: unknown
}

export interface Question {
  readonly questions: { readonly name: string; readonly type: 'SRV' | 'A' }[]
}

/** Of each kind; what comes beyond it is not kept. */
const mostRecords = 64
const ipv4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/

/** Names of DNS are the same in capital letters. */
const key = (name: string): string => name.toLowerCase()

export class BoardRecords {
  readonly #type: string
  /** As they are written, by what they are found by. */
  readonly #instances = new Map<string, string>()
  readonly #places = new Map<string, { readonly target: string; readonly port: number }>()
  readonly #addresses = new Map<string, string>()
  readonly #asked = new Set<string>()

  /** @param type `_iio._tcp.local` */
  constructor(type: string) {
    this.#type = type
  }

  /** Takes the records of a packet. @returns what is still to be asked, each once */
  add(records: readonly AnyRecord[]): readonly Question[] {
    for (const { type, name, data } of records) {
      if (typeof name !== 'string') continue
      if (type === 'PTR' && key(name) === this.#type && typeof data === 'string') keep(this.#instances, data, data)
      else if (type === 'A' && typeof data === 'string' && ipv4.test(data)) keep(this.#addresses, name, data)
      else if (type === 'SRV') this.#addPlace(name, data)
    }
    return this.#questions()
  }

  boards(): readonly { readonly name: string; readonly host: string; readonly port: number }[] {
    return [...this.#instances].flatMap(([at, instance]) => {
      const place = this.#places.get(at)
      const host = place && this.#addresses.get(key(place.target))
      const name = at.endsWith(`.${this.#type}`) ? instance.slice(0, -this.#type.length - 1) : instance
      return place === undefined || host === undefined ? [] : [{ name, host, port: place.port }]
    })
  }

  #addPlace(name: string, data: unknown): void {
    const { target, port } = (data ?? {}) as { readonly target?: unknown; readonly port?: unknown }
    const isPort = typeof port === 'number' && port > 0 && port < 65_536
    if (typeof target === 'string' && isPort) keep(this.#places, name, { target, port })
  }

  #questions(): readonly Question[] {
    const open: Question[] = []
    const ask = (name: string, type: 'SRV' | 'A'): void => {
      const once = `${type} ${key(name)}`
      if (this.#asked.has(once) || this.#asked.size >= mostRecords) return
      this.#asked.add(once)
      open.push({ questions: [{ name, type }] })
    }
    for (const [at, instance] of this.#instances) {
      const place = this.#places.get(at)
      if (place === undefined) ask(instance, 'SRV')
      else if (!this.#addresses.has(key(place.target))) ask(place.target, 'A')
    }
    return open
  }
}

/** The first one stays. */
function keep<T>(map: Map<string, T>, name: string, value: T): void {
  const at = key(name)
  if (!map.has(at) && map.size < mostRecords) map.set(at, value)
}
