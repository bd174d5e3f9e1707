// Which parts of the screen are open, which panels are folded, and which tab of the strip below the trace is shown. In a wide window tree and settings stand beside the trace, as the person left them;
// in a narrow one, and while the panels are on a page of their own, they lie over it, closed until they are asked for.
import { useMediaQuery, useWindowSize } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import { clamp } from '../scale/clamp.ts'
import { usePair } from './pair/use-pair.ts'
import { usePreferences } from './preferences.ts'

/** Below these widths there is no room beside the trace, CSS pixels. */
export const narrow = { tree: 900, panels: 720 } as const

type Side = keyof typeof narrow

export const useLayout = defineStore('layout', () => {
  const preferences = usePreferences()
  const pair = usePair()
  const windowSize = useWindowSize()
  const isNarrow = {
    tree: useMediaQuery(`(width < ${narrow.tree}px)`),
    panels: useMediaQuery(`(width < ${narrow.panels}px)`),
  }
  /** There is no place for it beside the trace. On a page of panels there always is. */
  const isOverTrace = {
    tree: computed(() => !pair.isPanelsPage && (isNarrow.tree.value || pair.panelsAway)),
    panels: computed(() => !pair.isPanelsPage && (isNarrow.panels.value || pair.panelsAway)),
  }
  /** The list of keys and gestures is open. */
  const helpOpen = ref(false)
  /** The one that lies over the trace; one at a time. */
  const over = ref<Side | null>(null)

  function shown(side: Side): boolean {
    if (isOverTrace[side].value) return over.value === side
    if (pair.isPanelsPage && side === 'panels') return true
    return side === 'tree' ? preferences.treeOpen : preferences.panelsOpen
  }

  function toggle(side: Side): void {
    if (isOverTrace[side].value) over.value = over.value === side ? null : side
    else if (pair.isPanelsPage && side === 'panels') return
    else if (side === 'tree') preferences.treeOpen = !preferences.treeOpen
    else preferences.panelsOpen = !preferences.panelsOpen
  }

  const isFolded = (panel: string): boolean => preferences.foldedPanels.includes(panel)

  function toggleFold(panel: string): void {
    const others = preferences.foldedPanels.filter((one) => one !== panel)
    preferences.foldedPanels = isFolded(panel) ? others : [...others, panel]
  }

  /** Opens what hides a panel: the column, and the panel itself. */
  function reveal(panel: string): void {
    if (!shown('panels')) toggle('panels')
    if (isFolded(panel)) toggleFold(panel)
  }

  /** Shows a tab of the strip below the trace. */
  function showTab(tab: string): void {
    preferences.strip = { ...preferences.strip, tab, isOpen: true }
  }

  /** Shows a tab, or folds the strip away where that one is shown. */
  function toggleTab(tab: string): void {
    if (preferences.strip.isOpen === true && preferences.strip.tab === tab) toggleStrip()
    else showTab(tab)
  }

  function toggleStrip(): void {
    preferences.strip = { ...preferences.strip, isOpen: preferences.strip.isOpen !== true }
  }

  /** @param height CSS pixels */
  function setStripHeight(height: number): void {
    preferences.strip = { ...preferences.strip, height }
  }

  watch([isOverTrace.tree, isOverTrace.panels], () => {
    over.value = null
  })

  return {
    helpOpen,
    treeShown: computed(() => shown('tree')),
    panelsShown: computed(() => shown('panels')),
    treeOver: computed(() => isOverTrace.tree.value && over.value === 'tree'),
    panelsOver: computed(() => isOverTrace.panels.value && over.value === 'panels'),
    toggle,
    isFolded,
    toggleFold,
    reveal,
    strip: computed(() => preferences.strip),
    showTab,
    toggleTab,
    toggleStrip,
    setStripHeight,
    /** The trace never becomes lower than this for what lies below it, CSS pixels. */
    leastTrace: computed(() => Math.round(clamp(windowSize.height.value * 0.4, 180, 320))),
    /** Closes what lies over the trace. */
    uncover: () => {
      over.value = null
    },
  }
})
