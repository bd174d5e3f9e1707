// A viewer's hold on its view in the analyser: one request at a time, answered when there is something new.
import { ErrnoError, say } from '#shared/errors.ts'
import type { Disposable } from '#shared/lifecycle.ts'
import type { AnalysedView } from './analysed-view.ts'

/** The way to the analyser. */
export interface ViewPort {
  set(settings: AnalysedView): void
  request(): void
  close(): void
}

export class AnalysisView implements Disposable {
  readonly #port: ViewPort
  #settings: AnalysedView
  #waiting: { resolve(frame: Uint8Array): void; reject(reason: ErrnoError): void } | null = null
  #ended: ErrnoError | null = null

  constructor(settings: AnalysedView, port: ViewPort) {
    this.#port = port
    this.#settings = settings
    port.set(settings)
  }

  /** What to show from now on; a frame already on its way may still show what was. */
  setView(settings: AnalysedView): void {
    this.#settings = settings
    if (this.#ended === null) this.#port.set(settings)
  }

  /** The analyser is another one, which knows nothing of this view. */
  resume(): void {
    this.#port.set(this.#settings)
    if (this.#waiting !== null) this.#port.request()
  }

  /**
   * The next frame that differs from the one before (sequence 0; see frame.ts).
   * @throws EBUSY while one is awaited; ECANCELED when the view is disposed; EIO when the analysis fails.
   */
  nextFrame(): Promise<Uint8Array> {
    if (this.#ended !== null) return Promise.reject(this.#ended)
    if (this.#waiting !== null) return Promise.reject(new ErrnoError('EBUSY', say`A frame is already awaited.`))
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      this.#port.request()
    })
  }

  /** The analyser's answer. */
  deliver(frame: Uint8Array): void {
    const waiting = this.#waiting
    this.#waiting = null
    waiting?.resolve(frame)
  }

  /** No frame will come any more. */
  cancel(reason: ErrnoError): void {
    this.#ended ??= reason
    this.#waiting?.reject(reason)
    this.#waiting = null
  }

  dispose(): void {
    if (this.#ended !== null) return
    this.cancel(new ErrnoError('ECANCELED', say`The view was closed.`))
    this.#port.close()
  }
}
