// The IIOD server of an instrument: off until it is started, and ended with the instrument.
import type { IiodServer } from '#main/iiod/index.ts'
import { Mutex } from '#main/runtime/mutex.ts'
import type { TcpEndpoint } from '#main/runtime/tcp.ts'
import type { IiodOverrun, IiodState } from '#shared/contract/topics/iiod.ts'
import { Emitter, type Event } from '#shared/lifecycle.ts'
import { serveIiod } from './serve-iiod.ts'
import type { ServedInstrument } from './served-instrument.ts'

export class IiodControl {
  readonly #lock = new Mutex()
  readonly #onChange = new Emitter<void>()
  #server: IiodServer | null = null
  #overrun: IiodOverrun = 'skip'
  #isClosed = false

  /** Null: nothing is served. */
  get server(): IiodServer | null {
    return this.#server
  }

  get state(): IiodState {
    return { uri: this.#server?.uri ?? null, clients: this.#server?.clients.length ?? 0, overrun: this.#overrun }
  }

  /** What becomes of scans that a client is too slow for; of streams that are opened from now on. */
  set overrun(overrun: IiodOverrun) {
    this.#overrun = overrun
    if (this.#server !== null) this.#server.overrun = overrun
  }

  /** It was started or stopped, or clients came or went. */
  get onChange(): Event<void> {
    return this.#onChange
  }

  /**
   * Serves there, and no more where it did before. Returns what a client opens: `ip:127.0.0.1:30431`.
   * @throws as {@link IiodServer.listen}; what was served before still is
   */
  start(instrument: ServedInstrument, endpoint: TcpEndpoint): Promise<string> {
    return this.#lock.run(async () => {
      const before = this.#server
      // It serves there already.
      if (before?.isAt(endpoint)) return before.uri
      const server = await serveIiod(instrument, endpoint)
      await before?.close()
      this.#server = server
      server.overrun = this.#overrun
      server.onChange.on(() => this.#onChange.fire())
      this.#onChange.fire()
      // The instrument was closed meanwhile.
      if (this.#isClosed) await this.#stop()
      return server.uri
    })
  }

  /** Cuts every client; resolves when nothing is left of any. Harmless when nothing is served. */
  stop(): Promise<void> {
    return this.#lock.run(() => this.#stop())
  }

  /** As {@link stop}, for good. */
  close(): Promise<void> {
    this.#isClosed = true
    return this.stop()
  }

  async #stop(): Promise<void> {
    const server = this.#server
    this.#server = null
    await server?.close()
    if (server !== null) this.#onChange.fire()
  }
}
