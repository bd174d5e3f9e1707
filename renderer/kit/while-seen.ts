// What is done again and again, while somebody sees the page.
import { useDocumentVisibility, useIntervalFn } from '@vueuse/core'
import { watch } from 'vue'

/** Calls `fn` every `ms` while the page is seen, and at once when it is seen again; until the component is gone. */
export function useWhileSeen(fn: () => void, ms: number): void {
  const visibility = useDocumentVisibility()
  const { pause, resume } = useIntervalFn(fn, ms)
  watch(
    visibility,
    (now, before) => {
      if (now === 'hidden') pause()
      else if (before === 'hidden') {
        fn()
        resume()
      }
    },
    { immediate: true },
  )
}
