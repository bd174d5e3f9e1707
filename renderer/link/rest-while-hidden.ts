// A page that nobody sees hears next to nothing: the instrument keeps the newest for it, and tells it when it is seen again.
import type { InstrumentClient } from '#shared/contract/rpc.ts'
import type { Disposable } from '#shared/lifecycle.ts'

/** Lets the client rest while the page is hidden, until disposed. */
export function restWhileHidden(client: Pick<InstrumentClient, 'isResting'>): Disposable {
  const look = (): void => {
    client.isResting = document.hidden
  }
  look()
  document.addEventListener('visibilitychange', look)
  return { dispose: () => document.removeEventListener('visibilitychange', look) }
}
