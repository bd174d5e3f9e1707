// What is done a moment after it was asked for, once for all who ask meanwhile: a page where nothing happens has nothing to wake up for.
import { onScopeDispose } from 'vue'

/** A function that asks for `fn` to be called within `ms`; nothing is called once the component is gone. */
export function useSoon(fn: () => void, ms: number): () => void {
  let waiting: ReturnType<typeof setTimeout> | undefined
  onScopeDispose(() => clearTimeout(waiting))
  return () => {
    waiting ??= setTimeout(() => {
      waiting = undefined
      fn()
    }, ms)
  }
}
