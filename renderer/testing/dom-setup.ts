// Before each file of page tests: where happy-dom differs from a browser so much that it costs minutes, and what keeps the
// files apart that share one.
import { disableAutoUnmount, enableAutoUnmount } from '@vue/test-utils'
import { afterAll, afterEach, vi } from 'vitest'

// In a browser it is `[object HTMLDivElement]`; happy-dom writes the whole element as HTML, and Popper asks each parent of each list of
// choices for it, several times.
Object.defineProperty(Element.prototype, 'toString', {
  configurable: true,
  value(this: Element) {
    return `[object ${this.constructor.name}]`
  },
})

// The keyboard of a screen that is gone must not answer for the next one. Hooks end with their file: each has its own.
disableAutoUnmount()
enableAutoUnmount(afterEach)

afterAll(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  for (const name of document.documentElement.getAttributeNames()) document.documentElement.removeAttribute(name)
  document.body.replaceChildren()
  localStorage.clear()
  sessionStorage.clear()
})
