// A single acquisition from SCPI: it is complete when the record of the screen is, so somebody must want that record.
import type { Viewer } from '#shared/contract/service.ts'
import { patience } from '#shared/patience.ts'
import type { ServedInstrument } from '../served-instrument.ts'

/** The analysis may be this much late. */
const patienceMs = 1000

export class SingleWait {
  readonly #instrument: ServedInstrument
  #viewer: Viewer | null = null
  #following: { dispose(): void } | null = null

  constructor(instrument: ServedInstrument) {
    this.#instrument = instrument
  }

  /** Begins one. @throws as the call `single`; nothing is waited for then */
  async begin(): Promise<void> {
    const { parts, handlers } = this.#instrument
    this.end()
    const { secondsPerDiv, positionSeconds } = parts.screen.settings
    this.#viewer = this.#instrument.openViewer()
    try {
      this.#viewer.setView({ secondsPerDiv, positionSeconds, columns: 16, atSample: null })
      await this.#catchUp()
      await handlers.single()
      this.#following = parts.acquisition.onChange.on(() => {
        if (!this.#isUnderWay) this.end()
      })
      if (!this.#isUnderWay) this.end()
    } catch (thrown) {
      this.end()
      throw thrown
    }
  }

  /** What was sampled until now is no trigger of what is asked for: the analysis takes it in first, as far as it can. */
  async #catchUp(): Promise<void> {
    const { hub, analysis, stack } = this.#instrument.parts
    if (!hub.isRunning || analysis === null) return
    let stop: () => void = () => undefined
    const late = new Promise<void>((resolve) => {
      const timer = patience(stack.runtime.clock, patienceMs, resolve)
      stop = () => timer.dispose()
    })
    const caughtUp = hub.flush().then(() => analysis.settle())
    // A device that is gone, and an analysis that ended, are told elsewhere.
    await Promise.race([caughtUp.catch(() => undefined), late])
    stop()
  }

  /** Resolves when none is under way, whoever began it. */
  complete(): Promise<void> {
    const { acquisition } = this.#instrument.parts
    if (!this.#isUnderWay) return Promise.resolve()
    return new Promise((resolve) => {
      const following = acquisition.onChange.on(() => {
        if (this.#isUnderWay) return
        following.dispose()
        resolve()
      })
    })
  }

  /** Nobody wants its record any more. */
  end(): void {
    this.#following?.dispose()
    this.#following = null
    this.#viewer?.dispose()
    this.#viewer = null
  }

  get #isUnderWay(): boolean {
    return this.#instrument.parts.acquisition.state === 'single'
  }
}
