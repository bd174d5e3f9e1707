// What is done again and again, while somebody sees the page.
import { useDocumentVisibility, useIntervalFn } from '@vueuse/core'
import { computed, watch } from 'vue'

/**
 * Calls `fn` every `ms` while the page is seen and it is wanted, and at once when the page is seen again; until the component is gone.
 * @param isWanted looked at as a computed is; where nothing can be new no page needs to wake up. Default: always
 */
export function useWhileSeen(fn: () => void, ms: number, isWanted: () => boolean = () => true): void {
  const visibility = useDocumentVisibility()
  const { pause, resume } = useIntervalFn(fn, ms, { immediate: false })
  const isOn = computed(() => visibility.value !== 'hidden' && isWanted())
  watch(
    isOn,
    (now) => {
      if (now) resume()
      else pause()
    },
    { immediate: true },
  )
  watch(visibility, (now, before) => {
    if (before === 'hidden' && now !== 'hidden' && isWanted()) fn()
  })
}
