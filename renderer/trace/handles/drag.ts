// Dragging something over an area: where the pointer is, in parts of the area, until it lets go.

import { releaseKeyboard } from '../../kit/keys/keyboard-keeper.ts'
import { asOneStep, newGesture } from '../../state/gesture.ts'

export interface DragPoint {
  /** 0 at the left edge of the area, 1 at the right. */
  readonly x: number
  /** 0 at the top edge, 1 at the bottom. */
  readonly y: number
  /** Movement since the drag began, in parts of the area. */
  readonly movedX: number
  readonly movedY: number
  /** Shift is held. */
  readonly shift: boolean
}

export interface Drag {
  readonly onMove: (point: DragPoint) => void
  /** The pointer let go; `moved` is false when it never moved. Not called when the drag was taken away. */
  readonly onDrop?: (moved: boolean) => void
  /** The drag is over, however it ended. */
  readonly onEnd?: () => void
  /** Asked with each movement, and when the pointer lets go: something else began with this pointer, and the drag is over. */
  readonly isOver?: () => boolean
}

/** Where the pointer of an event is, in parts of an area. */
export function pointIn(area: Element, event: Pick<PointerEvent, 'clientX' | 'clientY'>): { x: number; y: number } {
  const rect = area.getBoundingClientRect()
  return { x: (event.clientX - rect.left) / rect.width, y: (event.clientY - rect.top) / rect.height }
}

/**
 * To be called from `pointerdown`; captures the pointer, so the drag goes on outside the handle. The area is measured anew
 * with every move: it may change under the hand.
 * @returns whether a drag began: not with another button than the first
 */
export function startDrag(event: PointerEvent, area: Element, { onMove, onDrop, onEnd, isOver }: Drag): boolean {
  const handle = event.currentTarget
  if (!(handle instanceof HTMLElement) || event.button !== 0) return false
  event.preventDefault()
  event.stopPropagation()
  releaseKeyboard()
  handle.setPointerCapture(event.pointerId)
  const gesture = newGesture()
  const { clientX, clientY } = event
  let moved = false

  const move = (now: PointerEvent): void => {
    if (now.pointerId !== event.pointerId) return
    if (isOver?.()) {
      end(now)
      return
    }
    const rect = area.getBoundingClientRect()
    moved ||= now.clientX !== clientX || now.clientY !== clientY
    const point = {
      ...pointIn(area, now),
      movedX: (now.clientX - clientX) / rect.width,
      movedY: (now.clientY - clientY) / rect.height,
      shift: now.shiftKey,
    }
    // However long it takes, a drag is one step to undo.
    asOneStep(() => onMove(point), gesture)
  }
  const end = (now: PointerEvent): void => {
    if (now.pointerId !== event.pointerId) return
    handle.removeEventListener('pointermove', move)
    handle.removeEventListener('pointerup', drop)
    handle.removeEventListener('pointercancel', end)
    onEnd?.()
  }
  const drop = (now: PointerEvent): void => {
    if (now.pointerId !== event.pointerId) return
    if (!isOver?.()) onDrop?.(moved)
    end(now)
  }
  handle.addEventListener('pointermove', move)
  handle.addEventListener('pointerup', drop)
  handle.addEventListener('pointercancel', end)
  return true
}
