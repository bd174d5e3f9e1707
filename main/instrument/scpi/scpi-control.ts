// The SCPI server of an instrument: off until it is started, and ended with the instrument.
import { Mutex } from '#main/runtime/mutex.ts'
import type { TcpEndpoint } from '#main/runtime/tcp.ts'
import { type ServedScpi, serveScpi } from './serve-scpi.ts'
import type { ServedInstrument } from './served-instrument.ts'

export class ScpiControl {
  readonly #lock = new Mutex()
  #served: ServedScpi | null = null
  #isClosed = false

  /** Null: nothing is served. */
  get server(): ServedScpi['server'] | null {
    return this.#served?.server ?? null
  }

  /**
   * Serves there, and no more where it did before. Returns what a VISA client opens: `TCPIP::127.0.0.1::5025::SOCKET`.
   * @throws as {@link ScpiServer.listen}; what was served before still is
   */
  start(instrument: ServedInstrument, endpoint: TcpEndpoint): Promise<string> {
    return this.#lock.run(async () => {
      const before = this.#served
      // It serves there already.
      if (before?.server.isAt(endpoint)) return before.server.resource
      const served = await serveScpi(instrument, endpoint)
      await before?.close()
      this.#served = served
      // The instrument was closed meanwhile.
      if (this.#isClosed) await this.#stop()
      return served.server.resource
    })
  }

  /** Cuts every client, for good; resolves when nothing is left of any. Harmless when nothing is served. */
  close(): Promise<void> {
    this.#isClosed = true
    return this.#lock.run(() => this.#stop())
  }

  async #stop(): Promise<void> {
    const served = this.#served
    this.#served = null
    await served?.close()
  }
}
