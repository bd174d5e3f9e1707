// What the mouse and fingers do on the trace: drag moves it in time, a wheel zooms at the pointer, two fingers zoom, Alt and
// Ctrl draw a box to zoom into, and a double click on an axis fits that axis.
import { type Ref, shallowRef } from 'vue'
import { divisionsAcross } from '#shared/screen/divisions.ts'
import { isSideways, WheelNotches } from '../kit/keys/wheel-notches.ts'
import { openMenu } from '../kit/menu/menu.ts'
import { boxAxes, isMeant, type ZoomBox, zoomBox } from '../scale/box-zoom.ts'
import { useBlocks } from '../state/blocks/use-blocks.ts'
import { asOneStep, RepeatedGesture } from '../state/gesture.ts'
import { useNavigation } from '../state/use-navigation.ts'
import { useVertical } from '../state/use-vertical.ts'
import { useView } from '../state/view.ts'
import { pointIn, startDrag } from './handles/drag.ts'
import { usePinch } from './use-pinch.ts'

/** The axes: so many pixels at the left edge for volts, and at the lower edge for time. */
const voltsAxisPixels = 40
const timeAxisPixels = 22
/** A notch sideways, in divisions. */
const notchDivisions = 0.5

export function useTraceGestures(area: Ref<HTMLElement | null>) {
  const navigation = useNavigation()
  const vertical = useVertical()
  const view = useView()
  const blocks = useBlocks()
  const wheel = new WheelNotches()
  const pinch = usePinch(area)
  /** A turn of the wheel is one step of undo. */
  const turn = new RepeatedGesture()
  /** The box being drawn; null while there is none. */
  const box = shallowRef<ZoomBox | null>(null)

  function axisAt({ clientX, clientY }: MouseEvent): 'volts' | 'time' | null {
    const rect = area.value?.getBoundingClientRect()
    if (rect === undefined) return null
    if (rect.bottom - clientY < timeAxisPixels) return 'time'
    return clientX - rect.left < voltsAxisPixels ? 'volts' : null
  }

  function onWheel(event: WheelEvent): void {
    const rect = area.value?.getBoundingClientRect()
    if (rect === undefined || event.altKey) return
    event.preventDefault()
    const isFine = event.shiftKey && axisAt(event) === 'volts'
    const sideways = !isFine && isSideways(event)
    const notches = wheel.turned(event)
    const direction = notches > 0 ? 1 : -1
    if (notches === 0) return
    const rescales = !sideways && axisAt(event) === 'volts'
    const notch = (): void => {
      if (sideways) navigation.panBy(direction * notchDivisions)
      else if (rescales) vertical.stepScale(direction, undefined, isFine)
      else navigation.zoom(direction, (event.clientX - rect.left) / rect.width)
    }
    const purpose = sideways ? 'pan' : rescales ? `scale ${view.selectedChannel}` : 'zoom'
    asOneStep(
      () => {
        for (let k = 0; k < Math.abs(notches); k++) notch()
      },
      turn.at(purpose, event.timeStamp),
    )
  }

  function dragInTime(event: PointerEvent, element: HTMLElement): void {
    let before: number | null = null
    startDrag(event, element, {
      // A finger that stayed opened the menu.
      isOver: () => pinch.isOn() || openMenu.value !== null,
      onMove({ movedX }) {
        if (before === null) navigation.holdReference()
        before ??= view.timebase.positionSeconds
        const moved = movedX * divisionsAcross * view.timebase.secondsPerDiv
        view.setPositionByHand({ positionSeconds: before - moved })
      },
      // A click: what became of the block of these samples.
      onDrop(moved) {
        if (!moved && axisAt(event) === null) void blocks.pick(pointIn(element, event).x)
      },
    })
  }

  function drawBox(event: PointerEvent, element: HTMLElement, one: boolean): void {
    startDrag(event, element, {
      onMove({ x, y, movedX, movedY }) {
        box.value = zoomBox({ x: x - movedX, y: y - movedY }, { x, y }, boxAxes(movedX, movedY, one))
      },
      onDrop() {
        if (box.value !== null && isMeant(box.value)) navigation.zoomIntoBox(box.value)
      },
      onEnd() {
        box.value = null
      },
    })
  }

  function onPointerDown(event: PointerEvent): void {
    const element = area.value
    if (element === null) return
    if (pinch.down(event)) return
    if (event.altKey) drawBox(event, element, false)
    else if (event.ctrlKey || event.metaKey) drawBox(event, element, true)
    else dragInTime(event, element)
  }

  function onDoubleClick(event: MouseEvent): void {
    const axis = axisAt(event)
    if (axis === 'time') void navigation.fitTime()
    else if (axis === 'volts' && vertical.selected !== null) vertical.fit(vertical.selected)
  }

  return { box, onWheel, onPointerDown, onDoubleClick }
}
