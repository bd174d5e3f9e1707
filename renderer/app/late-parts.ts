// The parts of the screen that nobody needs to see the signal: to make them takes longer than to draw the first trace, so they come
// behind it. Their places are kept for them.
import { useEventListener, useTimeoutFn } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, nextTick, onScopeDispose, ref, watch } from 'vue'
import { useInstrument } from '../state/instrument.ts'
import { usePair } from '../state/pair/use-pair.ts'
import { useTraceFigures } from '../state/use-trace-figures.ts'

/** In the order in which they come. */
const order = ['settings', 'devices', 'status', 'layers'] as const

export type LatePart = (typeof order)[number]

/** Where no trace is drawn so long after the link was made or failed (nothing was captured, or nobody sees the page), they come without it. */
const patienceMs = 1500

export const useLateParts = defineStore('late-parts', () => {
  const come = ref(0)
  const isWhole = computed(() => come.value === order.length)

  /** Whether a part has come. */
  const has = (part: LatePart): boolean => order.indexOf(part) < come.value

  /** The next one comes. */
  function bringOne(): void {
    if (!isWhole.value) come.value++
  }

  function bringAll(): void {
    come.value = order.length
  }

  /** Does what may need them: at once where they are on the screen, else when they have come, which is now. */
  function withAll(act: () => void): void {
    if (isWhole.value) act()
    else {
      bringAll()
      void nextTick(act)
    }
  }

  return { has, isWhole, bringOne, bringAll, withAll }
})

/**
 * Brings the parts, each in a task of its own, so that frames are drawn between them: behind the first trace, or when a hand wants
 * something, whose key or click finds them all. For the component that shows them.
 */
export function useLateComing(host: Window = window): void {
  const parts = useLateParts()
  const figures = useTraceFigures()
  const instrument = useInstrument()
  let waiting: ReturnType<typeof setTimeout> | undefined
  let refresh = 0

  function bring(): void {
    clearTimeout(waiting)
    parts.bringOne()
    if (!parts.isWhole) waiting = setTimeout(bring)
  }

  // There is no trace on a page of panels.
  if (usePair().isPanelsPage) parts.bringAll()
  const { start } = useTimeoutFn(bring, patienceMs, { immediate: false })
  const isDecided = (): boolean => instrument.link !== 'connecting'
  if (isDecided()) start()
  else watch(isDecided, start, { once: true })
  watch(
    () => figures.isDrawn,
    () => {
      // By the next refresh the trace is on the screen.
      refresh = requestAnimationFrame(bring)
    },
  )
  // Between two listeners of one event the page is put together: who hears it behind this one finds all parts.
  useEventListener(host, ['keydown', 'pointerdown'], () => parts.bringAll(), { capture: true })
  onScopeDispose(() => {
    clearTimeout(waiting)
    cancelAnimationFrame(refresh)
  })
}
