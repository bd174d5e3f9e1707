// Puts frames into the page as the instrument's stream does, without a stream.
import type { Frame } from '#shared/frame/frame.ts'
import { Emitter } from '#shared/lifecycle.ts'
import { useInstrument } from '../state/instrument.ts'

/** The newest frame of the page is this one from now on. */
export function showFrame(frame: Frame): void {
  const frames = new Emitter<Frame>()
  const attached = useInstrument().feed.attach({ onFrame: (listener) => frames.on(listener), grant: () => undefined })
  frames.fire(frame)
  attached.dispose()
}

/** An element with a place on the screen, which the DOM of the tests does not lay out. */
export function placed<T extends Element>(element: T, width: number, height: number): T {
  element.getBoundingClientRect = () => new DOMRect(0, 0, width, height)
  return element
}

/** Presses the first button at a place, goes to others, and lets go. */
export function dragOver(handle: Element, ...points: readonly (readonly [x: number, y: number])[]): void {
  const at = (type: string, [clientX, clientY]: readonly [number, number], held: PointerEventInit = {}) =>
    handle.dispatchEvent(
      new PointerEvent(type, { clientX, clientY, button: 0, pointerId: 1, bubbles: true, cancelable: true, ...held }),
    )
  at('pointerdown', points[0]!)
  for (const point of points.slice(1)) at('pointermove', point)
  at('pointerup', points.at(-1)!)
}
