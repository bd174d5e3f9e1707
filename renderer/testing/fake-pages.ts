// Pages of one browser, as far as two of them know of each other: channels that carry copies, and locks that end with their page.
import type { PageHost } from '../link/page-host.ts'
import type { PairHost } from '../link/page-pair.ts'

type Channel = ReturnType<PairHost['openChannel']>

interface Claim {
  readonly page: FakePage
  grant(): void
}

export class FakeBrowser {
  readonly #channels = new Map<string, Set<{ page: FakePage; channel: Channel }>>()
  readonly #locks = new Map<string, Claim[]>()

  /** @param kept the pair that it made up before it was loaded again */
  page(kept = ''): FakePage {
    return new FakePage(this, kept)
  }

  openChannel(name: string, page: FakePage): Channel {
    const members = this.#channels.get(name) ?? new Set()
    this.#channels.set(name, members)
    const channel: Channel = {
      onmessage: null,
      postMessage: (data: unknown) => {
        if (page.isGone) return
        const copy: unknown = structuredClone(data)
        for (const one of members)
          if (one.page !== page && !one.page.isGone)
            queueMicrotask(() => one.channel.onmessage?.call(one.channel as BroadcastChannel, { data: copy } as never))
      },
      close: () => members.delete(member),
    }
    const member = { page, channel }
    members.add(member)
    return channel
  }

  withLock(page: FakePage, name: string, signal: AbortSignal, hold: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      const claims = this.#locks.get(name) ?? []
      this.#locks.set(name, claims)
      let isGranted = false
      const leave = (): void => {
        const wasFirst = claims[0] === claim
        if (claims.includes(claim)) claims.splice(claims.indexOf(claim), 1)
        if (wasFirst) claims[0]?.grant()
      }
      const claim: Claim = {
        page,
        grant: () =>
          queueMicrotask(() => {
            if (claims[0] !== claim || page.isGone || isGranted) return
            isGranted = true
            void hold().then(leave).then(resolve, reject)
          }),
      }
      // What is had is not given up by it.
      signal.addEventListener('abort', () => {
        if (isGranted) return
        leave()
        reject(new Error('given up'))
      })
      claims.push(claim)
      if (claims[0] === claim) claim.grant()
    })
  }

  /** Its locks go to who waits for them. */
  forget(page: FakePage): void {
    for (const claims of this.#locks.values()) {
      const first = claims[0]
      const left = claims.filter((claim) => claim.page !== page)
      claims.splice(0, claims.length, ...left)
      if (claims[0] !== first) claims[0]?.grant()
    }
  }
}

/** A page; what it opened stands in `opened`. */
export class FakePage implements PageHost {
  readonly opened: string[] = []
  readonly pairs: PairHost
  readonly #browser: FakeBrowser
  #kept: string
  #made = 0
  isGone = false

  constructor(browser: FakeBrowser, kept: string) {
    this.#browser = browser
    this.#kept = kept
    this.pairs = {
      openChannel: (name) => browser.openChannel(name, this),
      withLock: (name, signal, hold) => browser.withLock(this, name, signal, hold),
    }
  }

  keptPair(): string {
    return this.#kept
  }

  makePair(): string {
    this.#kept = `${++this.#made}`.padStart(32, '0')
    return this.#kept
  }

  open(query: string): void {
    this.opened.push(query)
  }

  /** It goes, as by a hand or a crash. */
  close(): void {
    this.isGone = true
    this.#browser.forget(this)
  }
}
