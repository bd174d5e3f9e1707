// What belongs together: settings that are changed in one gesture (a drag, a fit of all channels) are undone together.
let current: string | undefined
let count = 0
/** Tells the gestures of this page from those of others. */
const page = Math.random().toString(36).slice(2)

export function newGesture(): string {
  count++
  return `${page} ${count}`
}

/** The gesture that is under way; undefined: none. */
export function currentGesture(): string | undefined {
  return current
}

/** What changes settings until the result is called belongs to one gesture. */
export function beginGesture(gesture = newGesture()): () => void {
  const before = current
  current = gesture
  return () => {
    if (current === gesture) current = before
  }
}

/** Runs `act`, which does not wait for anything, as one gesture; as a part of the one under way, if there is one. */
export function asOneStep<T>(act: () => T, gesture = current ?? newGesture()): T {
  const end = beginGesture(gesture)
  try {
    return act()
  } finally {
    end()
  }
}

/** A repetition that comes later than this is a gesture of its own, ms. */
const repeatedMs = 500

/** Gestures that are made again and again: the notches of one turn of a wheel are one. */
export class RepeatedGesture {
  #purpose = ''
  #lastMs = Number.NEGATIVE_INFINITY
  #gesture = ''

  /** @param atMs when the hand did it, as the event says: not when the page had time for it */
  at(purpose: string, atMs: number): string {
    if (purpose !== this.#purpose || atMs - this.#lastMs > repeatedMs) this.#gesture = newGesture()
    this.#purpose = purpose
    this.#lastMs = atMs
    return this.#gesture
  }
}
