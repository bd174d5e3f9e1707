// Frames to one viewer: it grants credits, one frame is fetched and sent for each. Nothing is fetched, and so nothing
// computed, for a viewer that has not asked; what it gets is the newest at the moment there is room.
import { errnoOf, fail, toWireError, type WireError } from '../errors.ts'
import type { Disposable } from '../lifecycle.ts'
import type { Port } from '../port/port.ts'
import { stampSequence } from './frame.ts'
import { maxFrameCredits } from './instrument.ts'
import type { Viewer } from './service.ts'

export class FramePump implements Disposable {
  readonly #port: Port
  readonly #viewer: Viewer
  readonly #onTrouble: (error: WireError) => void
  #credits = 0
  #sent = 0
  #seen = 0
  #busy = false
  #resting = false
  #disposed = false

  /** `onTrouble` hears of a frame that could not be had; the pump then rests until {@link wake}. */
  constructor(port: Port, viewer: Viewer, onTrouble: (error: WireError) => void) {
    this.#port = port
    this.#viewer = viewer
    this.#onTrouble = onTrouble
  }

  /**
   * More frames may be sent, and `seen` is the last one drawn. Throws EINVAL, changing nothing, when that would leave
   * more than {@link maxFrameCredits} outstanding or `seen` was never sent or lies before an earlier one.
   */
  grant(credits: number, seen: number): void {
    if (this.#credits + credits > maxFrameCredits)
      fail(
        'EINVAL',
        `at most ${maxFrameCredits} frames may be outstanding: ${this.#credits} are, ${credits} more were asked for`,
      )
    if (seen > this.#sent || seen < this.#seen)
      fail('EINVAL', `frame ${seen} cannot be acknowledged: ${this.#seen} is, and ${this.#sent} were sent`)
    this.#credits += credits
    this.#seen = seen
    this.wake()
  }

  /** Tries again after trouble. Cheap and harmless at any time. */
  wake(): void {
    this.#resting = false
    void this.#run()
  }

  dispose(): void {
    this.#disposed = true
  }

  async #run(): Promise<void> {
    if (this.#busy) return
    this.#busy = true
    while (this.#credits > 0 && !this.#resting && !this.#disposed) await this.#sendOne()
    this.#busy = false
  }

  async #sendOne(): Promise<void> {
    try {
      await this.#port.drained?.()
      if (this.#disposed) return
      const frame = await this.#viewer.nextFrame()
      if (this.#disposed) return
      stampSequence(frame, this.#sent + 1)
      this.#port.post(frame)
      this.#sent++
      this.#credits--
    } catch (thrown) {
      this.#resting = true
      if (!this.#disposed && errnoOf(thrown) !== 'ECANCELED') this.#onTrouble(toWireError(thrown))
    }
  }
}
