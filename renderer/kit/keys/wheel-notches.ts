// Turns of a wheel as notches, whatever the machine calls one: 100 or 120 pixels, three lines, a page, or the many small
// steps of a touchpad.

/** A turn of at least this many pixels in one event is a wheel's; a touchpad's are smaller. */
const wheelPixels = 40
/** What browsers give for one notch. */
const notchPixels = 120
/** This far a finger moves for the same. */
const fingerPixels = 60
/** Pixels of a line and of a page, for browsers that count in them. */
const pixelsOf = [1, 40, 120] as const
/** A touchpad that rested so long begins anew, ms. */
const restMs = 300

export type WheelTurn = Pick<WheelEvent, 'deltaMode' | 'timeStamp'>

/** Of an event over something that goes sideways as well: with Shift, or of a touchpad, it is meant so. */
export function isSideways({ shiftKey, deltaX, deltaY }: Pick<WheelEvent, 'shiftKey' | 'deltaX' | 'deltaY'>): boolean {
  return shiftKey || Math.abs(deltaX) > Math.abs(deltaY)
}

export class WheelNotches {
  #rest = 0
  #lastMs = Number.NEGATIVE_INFINITY

  /** Whole notches of an event, in the direction it is meant. With Shift some systems turn the wheel into the other delta. */
  turned(event: WheelEvent): number {
    return this.take(isSideways(event) && event.deltaY === 0 ? event.deltaX : event.deltaY, event)
  }

  /**
   * Whole notches of this event; positive away from what lies above.
   * @param delta the event's delta in the direction that matters
   */
  take(delta: number, { deltaMode, timeStamp }: WheelTurn): number {
    const pixels = delta * (pixelsOf[deltaMode] ?? 1)
    const isNew = timeStamp - this.#lastMs > restMs || Math.sign(pixels) !== Math.sign(this.#rest)
    this.#lastMs = timeStamp
    if (Math.abs(pixels) >= wheelPixels) {
      this.#rest = 0
      return Math.sign(pixels) * Math.max(1, Math.round(Math.abs(pixels) / notchPixels))
    }
    this.#rest = isNew ? pixels : this.#rest + pixels
    const whole = Math.trunc(this.#rest / fingerPixels)
    this.#rest -= whole * fingerPixels
    return whole
  }
}
