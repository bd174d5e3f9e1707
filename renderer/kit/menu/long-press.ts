// A finger that stays where it came down asks for what a right click asks for. Browsers say so by themselves on some systems
// only: here it is the same on all.

/** A finger that is down for so long without having moved so far stays. ms, CSS pixels. */
const stays = { ms: 500, pixels: 10 } as const

/** @param onStay is told where, while the finger is still down; once for each time it comes down */
export function watchLongPress(element: HTMLElement, onStay: (at: PointerEvent) => void): void {
  let timer: ReturnType<typeof setTimeout> | null = null
  let began: PointerEvent | null = null
  const end = (): void => {
    if (timer !== null) clearTimeout(timer)
    timer = began = null
  }
  // On their way down: what is dragged keeps its events to itself.
  const on = <K extends 'pointerdown' | 'pointermove' | 'pointerup' | 'pointercancel' | 'contextmenu'>(
    name: K,
    hear: (event: HTMLElementEventMap[K]) => void,
  ): void => element.addEventListener(name, hear, { capture: true })
  on('pointerdown', (event) => {
    end()
    // Two fingers zoom.
    if (event.pointerType !== 'touch' || !event.isPrimary) return
    began = event
    timer = setTimeout(() => {
      end()
      onStay(event)
    }, stays.ms)
  })
  on('pointermove', (event) => {
    if (began === null || event.pointerId !== began.pointerId) return
    if (Math.hypot(event.clientX - began.clientX, event.clientY - began.clientY) > stays.pixels) end()
  })
  // The browser asked by itself.
  for (const name of ['pointerup', 'pointercancel', 'contextmenu'] as const) on(name, end)
}
