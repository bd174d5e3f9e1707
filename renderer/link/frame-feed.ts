// Frames between the port and the plot. Samples stay out of Vue: only the drawing takes frames, and only drawing one asks
// for another, so a slow or hidden page slows its own frames and nothing else.
//
// On a busy machine frames come late and then two at once. Each is drawn, one per refresh of the screen: a short queue,
// as long as the last second showed to be needed. So the picture moves evenly, and no frame is made for nothing.

import type { FrameStream } from '#shared/contract/rpc.ts'
import type { Frame } from '#shared/frame/frame.ts'
import { type Disposable, Emitter, type Event } from '#shared/lifecycle.ts'

/** Frames asked for and not drawn. One is enough where it comes before the next refresh. */
const firstAhead = 2
const mostAhead = 3
/** After this many drawings with a frame to spare, one less is asked for: about a second. */
const drawingsToJudge = 60

export class FrameFeed {
  readonly #arrived = new Emitter<Frame>()
  #stream: FrameStream | null = null
  #latest: Frame | null = null
  #taken: Frame | null = null
  readonly #waiting: Frame[] = []
  /** Asked for and not taken. */
  #outstanding = 0
  /** Of the frame taken last, as this stream counts; 0 before its first. */
  #seen = 0
  #ahead = firstAhead
  #drawingsWithSpare = 0

  /** The newest frame, drawn or not; it stays after the stream ends, as the trace does after stop. */
  get latest(): Frame | null {
    return this.#latest
  }

  /** The frame that was taken last: the one on the screen. */
  get shown(): Frame | null {
    return this.#taken
  }

  get onFrame(): Event<Frame> {
    return this.#arrived
  }

  /** Whether {@link take} has another frame. */
  get hasNext(): boolean {
    return this.#waiting.length > 0
  }

  /** A frame that another page has drawn: here it is looked at alone. */
  look(frame: Frame): void {
    this.#latest = frame
    this.#taken = frame
    this.#arrived.fire(frame)
  }

  /** Takes frames from this stream until disposed. */
  attach(stream: FrameStream): Disposable {
    this.#stream = stream
    this.#waiting.length = 0
    this.#outstanding = 0
    this.#seen = 0
    this.#ahead = firstAhead
    this.#drawingsWithSpare = 0
    const listening = stream.onFrame((frame) => {
      this.#latest = frame
      this.#waiting.push(frame)
      this.#arrived.fire(frame)
    })
    this.#ask()
    return {
      dispose: () => {
        listening.dispose()
        if (this.#stream === stream) this.#stream = null
      },
    }
  }

  /** The frame to draw: the next, in the order they came, or again the one before; null before the first. */
  take(): Frame | null {
    const next = this.#waiting.shift()
    if (next === undefined) return this.#taken
    this.#outstanding--
    this.#seen = next.sequence
    this.#taken = next
    return next
  }

  /** To be called after the frame from {@link take} was drawn: asks for another in its place. */
  drawn(): void {
    this.#drawingsWithSpare = this.hasNext ? this.#drawingsWithSpare + 1 : 0
    if (this.#drawingsWithSpare >= drawingsToJudge) {
      this.#ahead = Math.max(1, this.#ahead - 1)
      this.#drawingsWithSpare = 0
    }
    this.#ask()
  }

  /** To be called when the screen was refreshed and there was nothing new to draw: asks further ahead. */
  missed(): void {
    if (this.hasNext) return
    this.#ahead = Math.min(mostAhead, this.#ahead + 1)
    this.#ask()
  }

  #ask(): void {
    const credits = this.#ahead - this.#outstanding
    if (credits <= 0 || this.#stream === null) return
    this.#outstanding += credits
    this.#stream.grant(credits, this.#seen)
  }
}
