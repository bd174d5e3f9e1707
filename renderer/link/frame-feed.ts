// Frames between the port and the plot. Samples stay out of Vue: only the plot reads `latest`, and only drawing it
// earns new credits, so a slow or hidden page slows its own frames and nothing else.
import type { Frame } from '#shared/contract/frame.ts'
import type { FrameStream } from '#shared/contract/rpc.ts'
import { type Disposable, Emitter, type Event } from '#shared/lifecycle.ts'

/** One frame being drawn, one on its way. */
export const framesInFlight = 2

export class FrameFeed {
  readonly #arrived = new Emitter<Frame>()
  #stream: FrameStream | null = null
  #latest: Frame | null = null
  #undrawn = 0

  /** The newest frame; it stays after the stream ends, as the trace does after stop. */
  get latest(): Frame | null {
    return this.#latest
  }

  get onFrame(): Event<Frame> {
    return this.#arrived
  }

  /** Takes frames from this stream until disposed. */
  attach(stream: FrameStream): Disposable {
    this.#stream = stream
    this.#undrawn = 0
    const listening = stream.onFrame((frame) => {
      this.#latest = frame
      this.#undrawn++
      this.#arrived.fire(frame)
    })
    stream.grant(framesInFlight, 0)
    return {
      dispose: () => {
        listening.dispose()
        if (this.#stream === stream) this.#stream = null
      },
    }
  }

  /** To be called after the newest frame was drawn: gives back the credits of what arrived since the last time. */
  drawn(): void {
    if (this.#undrawn === 0 || this.#latest === null) return
    this.#stream?.grant(this.#undrawn, this.#latest.sequence)
    this.#undrawn = 0
  }
}
