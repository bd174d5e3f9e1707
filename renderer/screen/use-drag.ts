// Dragging a handle over an area: where the pointer is, in parts of the area, until it lets go.
export interface DragPoint {
  /** 0 at the left edge of the area, 1 at the right. */
  readonly x: number
  /** 0 at the top edge, 1 at the bottom. */
  readonly y: number
  /** Movement since the last call, in parts of the area. */
  readonly dx: number
  readonly dy: number
}

/** To be called from `pointerdown`; captures the pointer, so the drag goes on outside the handle. */
export function startDrag(event: PointerEvent, area: Element, onMove: (point: DragPoint) => void): void {
  const handle = event.currentTarget
  if (!(handle instanceof HTMLElement) || event.button !== 0) return
  event.preventDefault()
  event.stopPropagation()
  handle.setPointerCapture(event.pointerId)
  const rect = area.getBoundingClientRect()
  let { clientX, clientY } = event

  const move = (moved: PointerEvent): void => {
    onMove({
      x: (moved.clientX - rect.left) / rect.width,
      y: (moved.clientY - rect.top) / rect.height,
      dx: (moved.clientX - clientX) / rect.width,
      dy: (moved.clientY - clientY) / rect.height,
    })
    clientX = moved.clientX
    clientY = moved.clientY
  }
  const end = (): void => {
    handle.removeEventListener('pointermove', move)
    handle.removeEventListener('pointerup', end)
    handle.removeEventListener('pointercancel', end)
  }
  handle.addEventListener('pointermove', move)
  handle.addEventListener('pointerup', end)
  handle.addEventListener('pointercancel', end)
}
