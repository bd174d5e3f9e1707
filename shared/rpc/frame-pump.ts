// Frames to one viewer: it grants credits, one frame is fetched and sent for each. Nothing is fetched, and so nothing
// computed, for a viewer that has not asked; what it gets is the newest at the moment there is room.
import { errnoOf, fail, say, toWireError, type WireError } from '../errors.ts'
import type { Disposable } from '../lifecycle.ts'
import type { Port } from '../port/port.ts'
import { maxFrameCredits } from './messages.ts'
import type { FrameSource } from './service.ts'

export interface FramePumpHooks {
  /** Writes its number into a frame: 1, 2, 3, ... in the order in which they are sent. */
  stamp(frame: Uint8Array, sequence: number): void
  /** A frame could not be had; the pump rests until {@link FramePump.wake}. */
  onTrouble(error: WireError): void
}

export class FramePump implements Disposable {
  readonly #port: Port
  readonly #source: FrameSource
  readonly #hooks: FramePumpHooks
  #credits = 0
  #sent = 0
  #seen = 0
  #busy = false
  #resting = false
  #disposed = false

  constructor(port: Port, source: FrameSource, hooks: FramePumpHooks) {
    this.#port = port
    this.#source = source
    this.#hooks = hooks
  }

  /**
   * More frames may be sent, and `seen` is the last one drawn. Throws EINVAL, changing nothing, when that would leave
   * more than {@link maxFrameCredits} outstanding or `seen` was never sent or lies before an earlier one.
   */
  grant(credits: number, seen: number): void {
    if (this.#credits + credits > maxFrameCredits)
      fail(
        'EINVAL',
        say`At most ${maxFrameCredits} frames may be outstanding: ${this.#credits} are, ${credits} more were asked for.`,
      )
    if (seen > this.#sent || seen < this.#seen)
      fail('EINVAL', say`Frame ${seen} cannot be acknowledged: ${this.#seen} is, and ${this.#sent} were sent.`)
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
      const frame = await this.#source.nextFrame()
      if (this.#disposed) return
      this.#hooks.stamp(frame, this.#sent + 1)
      this.#port.post(frame)
      this.#sent++
      this.#credits--
    } catch (thrown) {
      this.#resting = true
      if (!this.#disposed && errnoOf(thrown) !== 'ECANCELED') this.#hooks.onTrouble(toWireError(thrown))
    }
  }
}
