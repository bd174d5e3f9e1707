// An instrument that is commanded on a free port, for tests on the wire.
import { createInstrument, type InstrumentOptions } from '../../create.ts'
import type { Instrument } from '../../instrument.ts'
import { ScpiClient } from './scpi-client.ts'

export class Served {
  readonly instrument: Instrument
  readonly #clients: ScpiClient[] = []

  private constructor(instrument: Instrument) {
    this.instrument = instrument
  }

  /** The gigasample ADC at 1 MS/s. */
  static async begin(options: Partial<InstrumentOptions> = {}): Promise<Served> {
    const set = [{ path: 'sampling_frequency', value: '1000000' }, ...(options.set ?? [])]
    const instrument = await createInstrument({ front: 'headless', heapBytes: 256 << 20, run: false, ...options, set })
    await instrument.parts.scpi.start(instrument, { host: null, port: 0 })
    return new Served(instrument)
  }

  get server() {
    const { server } = this.instrument.parts.scpi
    if (server === null) throw new Error('nothing is served')
    return server
  }

  async client(): Promise<ScpiClient> {
    const client = await ScpiClient.open(this.server.port)
    this.#clients.push(client)
    return client
  }

  closeClients(): void {
    for (const client of this.#clients.splice(0)) client.close()
  }

  async end(): Promise<void> {
    this.closeClients()
    await this.instrument.close()
  }

  /** All settings, as a text to be compared. */
  async settings(): Promise<string> {
    return JSON.stringify([...(await this.instrument.settings.read())])
  }
}
