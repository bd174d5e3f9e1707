// Which parts of the screen are open. In a wide window tree and settings stand beside the trace, as the person left them;
// in a narrow one they lie over it, closed until they are asked for.
import { useMediaQuery } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import { usePreferences } from './preferences.ts'

/** Below these widths there is no room beside the trace, CSS pixels. */
export const narrow = { tree: 900, panels: 720 } as const

type Side = keyof typeof narrow

export const useLayout = defineStore('layout', () => {
  const preferences = usePreferences()
  const isNarrow = {
    tree: useMediaQuery(`(width < ${narrow.tree}px)`),
    panels: useMediaQuery(`(width < ${narrow.panels}px)`),
  }
  /** The list of keys and gestures is open. */
  const helpOpen = ref(false)
  /** The one that lies over the trace; one at a time. */
  const over = ref<Side | null>(null)

  function shown(side: Side): boolean {
    if (isNarrow[side].value) return over.value === side
    return side === 'tree' ? preferences.treeOpen : preferences.panelsOpen
  }

  function toggle(side: Side): void {
    if (isNarrow[side].value) over.value = over.value === side ? null : side
    else if (side === 'tree') preferences.treeOpen = !preferences.treeOpen
    else preferences.panelsOpen = !preferences.panelsOpen
  }

  watch([isNarrow.tree, isNarrow.panels], () => {
    over.value = null
  })

  return {
    helpOpen,
    treeShown: computed(() => shown('tree')),
    panelsShown: computed(() => shown('panels')),
    treeOver: computed(() => isNarrow.tree.value && over.value === 'tree'),
    panelsOver: computed(() => isNarrow.panels.value && over.value === 'panels'),
    toggle,
    /** Closes what lies over the trace. */
    uncover: () => {
      over.value = null
    },
  }
})
