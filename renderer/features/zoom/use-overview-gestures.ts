// What the mouse does in the overview: the window follows it, an end of it follows it, and the wheel zooms the trace at the pointer.
import type { Ref } from 'vue'
import type { TimeAxis } from '#shared/contract/topics/view.ts'
import { isSideways, WheelNotches } from '../../kit/keys/wheel-notches.ts'
import { timeWindow } from '../../scale/axis.ts'
import { centredAt, secondsAt, withEnd, zoomedIn } from '../../scale/overview.ts'
import { pan } from '../../scale/timebase.ts'
import { asOneStep, RepeatedGesture } from '../../state/gesture.ts'
import { useView } from '../../state/view.ts'
import { pointIn, startDrag } from '../../trace/handles/drag.ts'

/** A notch sideways, and a step of the arrow keys, in divisions of the trace. */
const notchDivisions = 0.5
const stepDivisions = 0.1

export function useOverviewGestures(area: Ref<HTMLElement | null>) {
  const view = useView()
  const wheel = new WheelNotches()
  /** A turn of the wheel is one step of undo. */
  const turn = new RepeatedGesture()

  /** The window that `next` makes of the one that is there. */
  function change(next: (overview: TimeAxis, window: TimeAxis) => TimeAxis): void {
    const { overview } = view
    if (overview !== null) view.setPositionByHand(next(overview, view.timebase))
  }

  const centre = (seconds: number): void => change((overview, window) => centredAt(overview, window, seconds))
  const moveBy = (steps: number): void =>
    change((overview, window) => centredAt(overview, window, pan(window, steps * stepDivisions).positionSeconds))

  /** Ends are exact: their other end stays to the digit. */
  function putEnd(end: 'start' | 'end', seconds: number): void {
    if (view.overview !== null) view.setTimebase(withEnd(view.overview, view.timebase, end, seconds))
  }

  function stepEnd(end: 'start' | 'end', steps: number): void {
    const { startSeconds, endSeconds } = timeWindow(view.timebase)
    const step = steps * stepDivisions * view.timebase.secondsPerDiv
    putEnd(end, (end === 'start' ? startSeconds : endSeconds) + step)
  }

  function grabWindow(event: PointerEvent): void {
    const element = area.value
    const { overview } = view
    if (element === null || overview === null) return
    const before = view.timebase.positionSeconds
    startDrag(event, element, {
      onMove: ({ movedX }) => centre(before + secondsAt(overview, movedX) - secondsAt(overview, 0)),
    })
  }

  function grabEnd(end: 'start' | 'end', event: PointerEvent): void {
    const element = area.value
    const { overview } = view
    if (element === null || overview === null) return
    const { startSeconds, endSeconds } = timeWindow(view.timebase)
    const before = end === 'start' ? startSeconds : endSeconds
    startDrag(event, element, {
      onMove: ({ movedX }) => putEnd(end, before + secondsAt(overview, movedX) - secondsAt(overview, 0)),
    })
  }

  /** Beside the window: it comes, and follows. */
  function onPointerDown(event: PointerEvent): void {
    const element = area.value
    const { overview } = view
    if (element === null || overview === null) return
    const at = (part: number): void => centre(secondsAt(overview, part))
    startDrag(event, element, {
      onMove: ({ x }) => at(x),
      onDrop: (moved) => {
        if (!moved) asOneStep(() => at(pointIn(element, event).x))
      },
    })
  }

  function onWheel(event: WheelEvent): void {
    const element = area.value
    const { overview } = view
    if (element === null || overview === null || event.altKey) return
    event.preventDefault()
    const sideways = isSideways(event)
    const notches = wheel.turned(event)
    const direction = notches > 0 ? 1 : -1
    const seconds = secondsAt(overview, pointIn(element, event).x)
    const notch = (): void => {
      if (sideways) moveBy((direction * notchDivisions) / stepDivisions)
      else change((whole, window) => zoomedIn(whole, window, direction, seconds))
    }
    asOneStep(
      () => {
        for (let k = 0; k < Math.abs(notches); k++) notch()
      },
      turn.at(sideways ? 'pan' : 'zoom', event.timeStamp),
    )
  }

  return { centre, moveBy, putEnd, stepEnd, grabWindow, grabEnd, onPointerDown, onWheel }
}
