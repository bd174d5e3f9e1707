// The views there are: who leads, who waits for a frame, and whether anybody looks.
import { autoTimeoutMs } from '../trigger/acquisition.ts'
import type { AnalysedView } from './analysed-view.ts'
import { View } from './view.ts'
import { leadingOf } from './waveform-choice.ts'

/**
 * A view that asks for no frame for so long is of a page that is hidden, or a window that is minimised: those draw nothing, and ask for
 * nothing. Longer than a page on a busy machine takes for a frame. ms.
 */
const unseenAfterMs = 2000
/** Who waits for nothing looks again after so long, ms. */
export const longestIdleMs = 1000

interface Listed {
  readonly view: View
  /** When it was opened or changed, or asked for a frame, or was given one. Monotonic ms. */
  seenMs: number
}

export class ViewList {
  readonly #listed = new Map<number, Listed>()

  /** How many there are. */
  get size(): number {
    return this.#listed.size
  }

  /** Those that decide what is acquired. */
  get leading(): readonly View[] {
    return leadingOf(this.all())
  }

  /** All of them, in the order they were opened. */
  *all(): Generator<View> {
    for (const { view } of this.#listed.values()) yield view
  }

  /** Those that wait for a frame. */
  *waiting(): Generator<readonly [id: number, view: View]> {
    for (const [id, { view }] of this.#listed) if (view.wanted) yield [id, view]
  }

  /** Opens a view, or changes it. */
  set(id: number, settings: AnalysedView, nowMs: number): void {
    const listed = this.#listed.get(id)
    if (listed === undefined) this.#listed.set(id, { view: new View(settings), seenMs: nowMs })
    else {
      listed.view.settings = settings
      listed.seenMs = nowMs
    }
  }

  close(id: number): void {
    this.#listed.delete(id)
  }

  /** A view asks for a frame; one that is closed asks for nothing. */
  request(id: number, nowMs: number): void {
    const listed = this.#listed.get(id)
    if (listed === undefined) return
    listed.view.wanted = true
    listed.seenMs = nowMs
  }

  /** What they show is to be drawn anew. */
  renew(): void {
    for (const view of this.all()) view.renew()
  }

  /**
   * Milliseconds until one that waits may have news without a new block: an auto time-out, a refresh.
   * @param lastTriggerMs when the newest trigger was; monotonic, as `nowMs`
   */
  idleMs(nowMs: number, lastTriggerMs: number): number {
    let due = nowMs + longestIdleMs
    for (const [, view] of this.waiting())
      for (const at of [lastTriggerMs + autoTimeoutMs(view.spanSeconds), view.dueMs])
        if (at > nowMs) due = Math.min(due, at)
    return Math.max(1, due - nowMs)
  }

  /** There are views, and nobody looks at any of them. */
  isUnseen(nowMs: number): boolean {
    let isSeen = this.#listed.size === 0
    for (const listed of this.#listed.values()) {
      // Who waits for a frame that does not come looks all the same.
      if (listed.view.wanted) listed.seenMs = nowMs
      isSeen ||= nowMs - listed.seenMs < unseenAfterMs
    }
    return !isSeen
  }
}
