// What a page does with its own window and others: it opens one, closes itself, and knows its pair again after it was loaded anew.
import { isNonce } from '#shared/port/handover.ts'
import { makeNonce } from './nonce.ts'
import { browserPairHost, type PairHost } from './page-pair.ts'

export interface PageHost {
  /** Null: pages cannot know of each other here. */
  readonly pairs: PairHost | null
  /** The pair that this page made up last; empty: it has made up none. */
  keptPair(): string
  /** Makes up a pair, and keeps it for as long as this tab or window lives. */
  makePair(): string
  /** Opens a page of ours in a window of its own. @param query of its address */
  open(query: string): void
  /** Closes this page. */
  close(): void
}

const key = 'blockscope.pair.1'
/** Of the panels in a browser, CSS pixels; the desktop has a size of its own. */
const size = 'popup,width=1000,height=800'

export function pageHost(host: Window = window): PageHost {
  const keptPair = (): string => {
    const kept = host.sessionStorage.getItem(key)
    return isNonce(kept) ? kept : ''
  }
  return {
    pairs: browserPairHost(),
    keptPair,
    makePair() {
      const made = makeNonce()
      host.sessionStorage.setItem(key, made)
      return made
    },
    open(query) {
      // A process of its own: what one page does costs the other no frame.
      host.open(`${host.location.pathname}${query}`, '_blank', `noopener,${size}`)
    },
    close: () => host.close(),
  }
}
