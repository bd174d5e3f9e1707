// Two fingers zoom: as soon as the second one is down, what the first one did by itself ends.
import type { Ref } from 'vue'
import { byHand } from '#shared/hand-step.ts'
import { secondsPerDivRange } from '#shared/screen/ranges.ts'
import { boxChannelView, boxTimebase } from '../scale/box-zoom.ts'
import { asOneStep, newGesture } from '../state/gesture.ts'
import { useNavigation } from '../state/use-navigation.ts'
import { useVertical } from '../state/use-vertical.ts'
import { useView } from '../state/view.ts'
import { pointIn } from './handles/drag.ts'
import { type Finger, type Fingers, pinchAxis, pinchBox } from './pinch.ts'

export interface Pinch {
  /** Counts a finger that comes down. @returns whether two fingers zoom now */
  down(event: PointerEvent): boolean
  /** Two fingers are down: whatever one of them began is over. */
  readonly isOn: () => boolean
}

export function usePinch(area: Ref<HTMLElement | null>): Pinch {
  const view = useView()
  const vertical = useVertical()
  /** By the number of the pointer. */
  const fingers = new Map<number, Finger>()

  const both = (): Fingers | null => {
    const [a, b] = fingers.values()
    return a === undefined || b === undefined ? null : [a, b]
  }

  function follow(element: HTMLElement, pointerId: number, onMove: () => void): void {
    const move = (event: PointerEvent): void => {
      if (event.pointerId !== pointerId) return
      fingers.set(pointerId, pointIn(element, event))
      onMove()
    }
    const end = (event: PointerEvent): void => {
      if (event.pointerId !== pointerId) return
      fingers.delete(pointerId)
      window.removeEventListener('pointermove', move, true)
      window.removeEventListener('pointerup', end, true)
      window.removeEventListener('pointercancel', end, true)
    }
    window.addEventListener('pointermove', move, true)
    window.addEventListener('pointerup', end, true)
    window.addEventListener('pointercancel', end, true)
  }

  /** What the fingers do from now on: one step of undo, however long it takes. */
  function zooming(began: Fingers): () => void {
    const gesture = newGesture()
    if (pinchAxis(began) === 'time') {
      useNavigation().holdReference()
      const before = view.timebase
      const { min, max } = secondsPerDivRange
      const limits = { least: min / before.secondsPerDiv, most: max / before.secondsPerDiv }
      return () => {
        const now = both()
        if (now === null) return
        const box = pinchBox('time', began, now, limits)
        asOneStep(() => view.setPositionByHand(boxTimebase(before, box)), gesture)
      }
    }
    const channel = vertical.selected
    if (channel === null) return () => undefined
    const before = view.viewOf(channel)
    const range = view.rangeFor(channel.id)
    const limits = { least: range.min / before.voltsPerDiv, most: range.max / before.voltsPerDiv }
    return () => {
      const now = both()
      if (now === null) return
      const { voltsPerDiv, offsetVolts } = boxChannelView(before, pinchBox('volts', began, now, limits), range)
      const offset = byHand(offsetVolts, voltsPerDiv)
      asOneStep(() => view.setChannelView(channel.id, { voltsPerDiv, offsetVolts: offset }), gesture)
    }
  }

  let act: () => void = () => undefined
  return {
    down(event) {
      const element = area.value
      if (element === null || event.pointerType !== 'touch' || fingers.size >= 2) return fingers.size >= 2
      fingers.set(event.pointerId, pointIn(element, event))
      follow(element, event.pointerId, () => {
        if (fingers.size === 2) act()
      })
      const began = both()
      if (began !== null) act = zooming(began)
      return began !== null
    },
    isOn: () => fingers.size >= 2,
  }
}
