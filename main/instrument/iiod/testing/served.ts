// An instrument that is served on a free port, for tests on the wire.
import type { IiodServer } from '#main/iiod/index.ts'
import { createInstrument } from '../../create.ts'
import type { Instrument } from '../../instrument.ts'
import { WireClient } from './wire-client.ts'

export class Served {
  readonly instrument: Instrument
  readonly #clients: WireClient[] = []

  private constructor(instrument: Instrument) {
    this.instrument = instrument
  }

  /** The gigasample ADC is captured at 1 MS/s when `run`. */
  static async begin({ run }: { run: boolean }): Promise<Served> {
    const set = [{ path: 'sampling_frequency', value: '1000000' }]
    const instrument = await createInstrument({ front: 'headless', run, set, analysis: false, heapBytes: 256 << 20 })
    await instrument.parts.iiod.start(instrument, { host: null, port: 0 })
    return new Served(instrument)
  }

  get server(): IiodServer {
    const { server } = this.instrument.parts.iiod
    if (server === null) throw new Error('nothing is served')
    return server
  }

  async client(): Promise<WireClient> {
    const client = await WireClient.open(this.server.port)
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

  /** Whether any device is open or enabled for a client. */
  get isAnyOpen(): boolean {
    const { bus } = this.instrument.parts.stack
    return bus.devices.some((device) => device.isNodeOpen)
  }
}
