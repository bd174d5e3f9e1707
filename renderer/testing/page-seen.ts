// Whether the page is seen, as a test says it.
import { vi } from 'vitest'

/** The browser tells the page that it is hidden, or seen again. vi.restoreAllMocks() ends it. */
export function tellVisibility(state: DocumentVisibilityState): void {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state)
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(state === 'hidden')
  document.dispatchEvent(new Event('visibilitychange'))
}
