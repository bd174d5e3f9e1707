// Something that is shown while a value is being changed, and for a moment after.
import { onScopeDispose, type Ref, ref, watch } from 'vue'

/** Long enough to be read. */
const afterMs = 1500

export interface ShownWhile {
  readonly shown: Ref<boolean>
  /** A hand took hold: shown until it lets go. */
  hold(): void
  letGo(): void
}

/** @param value changes of it show it, but not its first one, which is no change */
export function useShownWhile(value: () => number | null): ShownWhile {
  const shown = ref(false)
  let held = false
  let timer = 0

  function hideSoon(): void {
    window.clearTimeout(timer)
    timer = window.setTimeout(() => {
      if (!held) shown.value = false
    }, afterMs)
  }

  watch(value, (now, before) => {
    if (now === null || before === null || before === undefined) return
    shown.value = true
    hideSoon()
  })
  onScopeDispose(() => window.clearTimeout(timer))

  return {
    shown,
    hold() {
      held = true
      shown.value = true
    },
    letGo() {
      held = false
      hideSoon()
    },
  }
}
