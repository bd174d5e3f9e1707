// When frames are drawn where fewer are wanted than the screen is refreshed. What a hand changes is drawn at every refresh.

/** Refreshes come a little early or late: a frame that is due within so long is due. ms. */
const slackMs = 4

export class FramePace {
  #drawnMs = Number.NEGATIVE_INFINITY

  /** How long a frame that came now waits to be drawn, ms; 0: it is due. */
  waitMs(nowMs: number, framesPerSecond: number): number {
    const waits = this.#drawnMs + 1000 / framesPerSecond - nowMs
    return waits > slackMs ? waits : 0
  }

  /** A frame was drawn. */
  drawn(nowMs: number): void {
    this.#drawnMs = nowMs
  }
}
