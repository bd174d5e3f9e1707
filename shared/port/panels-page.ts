// The address of a page of panels: that of the page itself, and behind it the name of the pair that it makes with the page which has
// the trace. Without a name it belongs to no other page.
import { isNonce } from './handover.ts'

/** How a page of panels calls itself to the instrument: with the page that has its trace it is one viewer. */
export const panelsClient = 'panels'

/** What stands behind the address of the page. @param pair a nonce that the page with the trace made up */
export function panelsQuery(pair: string): string {
  return `?panels=${pair}`
}

/**
 * The pair that a page of panels belongs to; empty: to none. Null: the address is of another page.
 * @param address whole, or from its question mark on
 */
export function panelsPairOf(address: string): string | null {
  const query = /\?([^#]*)/.exec(address)?.[1] ?? ''
  const word = query.split('&').find((part) => part.split('=', 1)[0] === 'panels')
  if (word === undefined) return null
  const pair = word.slice('panels='.length)
  return isNonce(pair) ? pair : ''
}
